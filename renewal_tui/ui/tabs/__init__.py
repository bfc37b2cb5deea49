"""The tabs of the console, one folder each: its words, columns, keys and questions live there.

`tab.py` says what a tab is, `table_tab.py` what one with a table is, `registry.py` which there are.
A new one is a folder, a line in the registry and its row in the README. In come its host (the
screen around it) with desk and dispatcher; out go figures. A tab knows no other, nor the screen.
"""
