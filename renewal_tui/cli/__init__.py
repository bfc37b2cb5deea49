"""The command line: parses, calls one operation, prints text or JSON, sets the exit status."""
