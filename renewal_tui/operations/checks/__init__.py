"""What `check` recomputes, a family of invariants a module; the registry names them all."""
