"""The query language [R31]: `terms` are what a query asks, `parsing` reads and checks its text."""
