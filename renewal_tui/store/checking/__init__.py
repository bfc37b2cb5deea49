"""Recomputing: one statement for each invariant, answering only with the rows that break it.

Every question is one statement, or short ones over stretches of rows, so that a check of a large
store never keeps a writer waiting for long. Values are answered as they are stored, since a broken
row may hold anything.
"""
