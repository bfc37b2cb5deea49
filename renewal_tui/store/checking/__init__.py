"""Recomputing: one statement for each invariant, answering only with the rows that break it.

Every question is one statement, or several over stretches of rows that are held in memory; all are
asked of a snapshot, so that however long they take nobody waits to write. Values are answered as
they are stored, since a broken row may hold anything.
"""
