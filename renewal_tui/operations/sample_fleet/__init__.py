"""A made-up fleet of any size: the same rows for the same size, all of them sound."""
