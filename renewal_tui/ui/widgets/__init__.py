"""Widgets that screens are put together from; none of them knows an operation or the store."""
