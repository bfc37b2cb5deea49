"""The command line: parses, carries out one operation, prints text or JSON, sets the exit status.

A module for commands of one subject; `registry` says where each is. In come arguments, out goes an
`ExitStatus`. What changes something goes through `carry_out` with its `Page`: how it is asked for
and told. `output` is the only place that writes, `failures` makes a line of whatever goes wrong.
A new command is a function with `@command`, a line in `registry`, and its row in the README.
"""
