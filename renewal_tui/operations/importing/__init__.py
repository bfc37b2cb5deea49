"""The wing of import: fleet files are read and checked, then merged into what the store holds.

In come paths, out of each file come rows: a record of `domain.records` and the line on which it
stands. `files` finds the files, `source` and `reading` take them apart into texts, `columns` and
`values` say what each text may be, and `checking` brings every bad line together, or else sound
rows. `merging` hands those to `catalogue`, `money` and `instances`, which compare them with what
`references` and the store know; a `commit` counts them, records what changes and tells what is not
followed. `answer` puts the commits together.

The SQL is in `store.importing`; the key, the transactions and the pace are in `import_fleet`. A new
column is a field of its record, a line in `columns`, and a column of that name in its table.
"""
