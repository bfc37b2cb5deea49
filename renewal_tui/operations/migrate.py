"""`migrate`: brings an older store to this program's schema, after a copy of it (section 3)."""

from __future__ import annotations

from renewal_tui.store.migrations import Migrated
from renewal_tui.store.migrations import migrate_store as migrate

__all__ = ["Migrated", "migrate"]
