"""The Activity tab: the audit trail, the newest record first [R28].

`tab.py` has its columns and words, and one record, whole. It only reads. How a record
of a new action is said is in operations/recorded.py.
"""
