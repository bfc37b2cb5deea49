"""The store: what is kept, and the only room that knows Peewee.

In come plain values of the domain and what to look for, out go named tuples: money in minor units,
dates, enums. schema.py has the tables. What an operation reads and writes stands in a module by
its subject (instances, orders, vouchers, booking, audit ...), in SQL of the standard or
Peewee's queries, run through a `Store` (connection.py). lists/ finds a page among a million rows,
checks/ what `check` doubts, migrations.py leads from one schema to the next. What a kind of
database does in its own way is in engines/, and nowhere else.
"""
