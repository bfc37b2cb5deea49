"""The dialogs: pages over the screen that ask one thing and answer with a typed result, or None.

`base` says what all share, `rows` what one with a table has, and `operation` is the one that shows
a plan and carries it out: each operation brings its page (renewal and unify by `purchase`, policy,
order, top_up, run, clock). `progress` stands over a job, `result` tells its outcome row by row;
`ask`, `choose` and `pages` know no operation. In come a `Desk` and what is chosen, out go outcomes.
A new dialog is a module here, and is opened in `ui/dispatch.py`.
"""
