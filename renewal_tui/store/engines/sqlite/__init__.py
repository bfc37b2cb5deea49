"""A store in one SQLite file. What each module has to say is SQLite's own, and stays in here."""
