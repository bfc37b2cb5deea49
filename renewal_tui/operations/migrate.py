"""`migrate`: brings an older store to this program's schema, after a copy of it (section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

from renewal_tui.operator import Actor
from renewal_tui.store.migrations import STEPS, Step, migrate_store

MigrateDocument = TypedDict(
    "MigrateDocument",
    {"from": int, "to": int, "backup": str | None},
)
"""The answer of `migrate`: schema versions, and the copy made before; null when nothing was to do.
"""


def migrate(path: Path, actor: Actor, steps: Mapping[int, Step] = STEPS) -> MigrateDocument:
    """Migrate a store in one transaction; one that has this program's schema is left alone.

    Raises what `migrate_store` raises; then the store is as it was.
    """
    done = migrate_store(path, actor, steps)
    return {
        "from": done.from_version,
        "to": done.to_version,
        "backup": str(done.backup) if done.backup else None,
    }
