"""The rules, pure and typed: every rule of the specification has its home here, by its number."""
