"""The renewal desk: a terminal console for prepaid cloud instances."""

__version__ = "1.0.0"
