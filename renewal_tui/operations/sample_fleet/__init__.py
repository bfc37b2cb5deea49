"""A made-up fleet of any size: the same rows for the same size, all of them sound.

In come a size and a date, out go records of `domain/records.py`, as a file would bring them:
`instances` by their expire dates, `money` for accounts and vouchers. `operations/generate.py`
writes them. A new column needs its value here.
"""
