"""What an operator can do, one verb a module: load, plan, execute in one transaction, answer."""
