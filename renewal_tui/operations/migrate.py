"""`migrate`: brings an older store to this program's schema, after a copy of it (section 3)."""

from __future__ import annotations

from pathlib import Path

from renewal_tui.errors import Refused
from renewal_tui.operations.watch import Watch
from renewal_tui.operator import Actor
from renewal_tui.store.migrations import Migrated, migrate_store


def migrate(database: Path | str, actor: Actor, watch: Watch) -> Migrated:
    """Bring a store up to date in one transaction; raises Refused when the watch stops it.

    The store is as it was then, and after StoreMissing, StoreForeign, StoreReadOnly, StoreBusy,
    StoreFull, StoreDamaged or SchemaVersion (a newer store, or a step that failed).
    """

    def progress(done: int, total: int) -> None:
        watch.progress(done, total)
        if watch.stopped():
            raise Refused("stopped before it was migrated; it is as it was")

    return migrate_store(database, actor, progress=progress)
