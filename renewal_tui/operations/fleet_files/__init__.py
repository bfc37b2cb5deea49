"""Fleet files: finding, reading and checking them, line by line, before anything is written."""
