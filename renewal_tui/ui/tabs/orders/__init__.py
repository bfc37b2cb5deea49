"""The Orders tab: every order, the newest first; unpaid ones are paid or cancelled from here.

`tab.py` has its figures, actions and words, `columns.py` its columns. In come rows of
`operations/sources.py`; an order is opened by the dispatcher, as ui/dialogs/order.py shows it.
"""
