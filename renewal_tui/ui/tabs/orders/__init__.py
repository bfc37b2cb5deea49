"""The Orders tab: every order, the newest first; unpaid ones are paid or cancelled from here.

`tab.py` has its figures, actions, columns and words. In come rows of
`operations/sources.py`; an order is opened by the dispatcher, as ui/dialogs/order.py shows it.
"""
