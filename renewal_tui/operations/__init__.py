"""What an operator can do, one verb a module under its own name, and what can be looked up.

In come a `Desk` (an open store, and who works at it) and what is asked for; out go values: minor
units, dates, enums. What changes the store is an `Operation` (renew, unify, set_policy, auto_renew,
pay_order, cancel_order, top_up, import_fleet, move_clock): it says what it plans and what it
writes, and `execution/` does the rest. `outcomes` says what can come of it, `documents` is the one
codec to wire JSON. A new operation is a module here, its page in `cli/`, and its dialog in `ui/`.
"""
