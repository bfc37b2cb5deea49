"""What screens are drawn with: the bars of one line, a field, and the table of `table/`.

In come texts, columns and a source of rows, out go messages of what was clicked, typed or marked.
No widget knows an instance, an operation or the store: all of them could be lifted out. What a
row says belongs to its tab's columns; how any row is drawn, moved over and marked belongs here.
"""
