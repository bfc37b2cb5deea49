"""A store in one SQLite file. What each module has to say is SQLite's own, and stays in here.

`engine` keeps the protocol and hands on: `opening` (what is looked at first), `dialect` (how a
statement is said), `failures` (errors by their codes), `fairness` (whose turn it is to write),
`search` and `triggers` (the text index, the tally, what is append-only), `copying`, `integrity`,
`loading`, `surroundings`. Another version of SQLite's or a workaround changes files here only.
"""
