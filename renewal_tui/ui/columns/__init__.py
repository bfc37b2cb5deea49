"""The columns of the console's tables: what each shows, which go first on a narrow screen."""
