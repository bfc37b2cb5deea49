"""Writing fleets: rows as they came from files, in the caller's transaction."""
