"""What opening a store and reading a list know of the schema: they need none of its models."""

from __future__ import annotations

SCHEMA_VERSION = 2
APPLICATION_ID = 0x524E5744  # "RNWD", at a fixed place in the file's header

BY_DATE = "term_by_expire_date"
"""The index of the list by date."""
