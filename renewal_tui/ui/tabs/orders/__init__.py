"""The Orders tab: every order, the newest first; unpaid ones are paid or cancelled from here.

`tab.py` has its figures, actions and words, `columns.py` its columns. In come rows of
`operations/history.py`, out go `OpenOrder` intents: the order itself is ui/dialogs/order.py.
"""
