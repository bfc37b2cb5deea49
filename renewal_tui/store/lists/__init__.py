"""Lists of a million instances at the speed of a key press: filter and order to pages of rows.

In come a `Filter` and an `Order`, out go counts and the store's numbers of rows; `planner` chooses
the way. `narrowing` and `dates` turn a filter into what can be looked for, `orders` a sort into the
columns of its index (schema.py), `counting` counts. Short lists are held, long ones walked
(`walking`, `windows`; `asked` where each row has to be asked for its text or date). Statements call
an instance `i` and its term `t`. A new filter begins in `narrowing`, a new sort in `orders`.
"""
