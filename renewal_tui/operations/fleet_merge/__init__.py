"""The second half of an import: rows that are sound meet what the store holds already."""
