"""The store: one SQLite file, and the only place that knows Peewee."""
