"""The tabs of instances: the same table with another filter each [R1, R2].

`tabs.py` says which there are, `tab.py` what they do, `columns.py` what they show. The filter that
they share is in `filtering.py`, the dialogs of its fields in `fields.py`, its words in
`filter_words.py`; what marks mean is in `marks.py`.
"""
