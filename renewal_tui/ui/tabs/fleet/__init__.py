"""The tabs of instances: the same table with another filter each [R1, R2].

`tabs.py` says which there are, `tab.py` what they do, `columns.py` what they show. The filter that
they share and the dialogs of its fields are in `fields.py`, its words in `filter_words.py`; what
marks mean and cost is in `marks.py`.
"""
