"""The main screen: it composes tabs and the lines around them, and knows none of the tabs by name.

`screen.py` is the screen, `chrome.py` its lines and whose fleet is shown, `counting.py` the thread
that counts. In comes what tabs say of themselves; keys and clicks go to their owners.
"""
