"""`init`, `migrate` and `locate`: making a store, bringing one up to date, finding it."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import click

from renewal_tui import paths
from renewal_tui.cli.failures import words_of
from renewal_tui.cli.options import command, option
from renewal_tui.cli.output import say
from renewal_tui.cli.progress import Batch
from renewal_tui.cli.session import answer, store_path
from renewal_tui.cli.state import State
from renewal_tui.cli.tables import write_facts
from renewal_tui.cli.types import TEXT
from renewal_tui.clock import local_text
from renewal_tui.domain.text import printable
from renewal_tui.errors import SchemaVersion, StoreError
from renewal_tui.operations import create
from renewal_tui.operator import Source, current_actor
from renewal_tui.store.connection import open_store
from renewal_tui.store.migrations import Migrated, migrate_store
from renewal_tui.store.schema import SCHEMA_VERSION


@command("init", 'init --sandbox --now "2026-11-22 10:00"')
@click.option("--sandbox", is_flag=True, help="With a clock of its own, which moves when told.")
@option("--now", TEXT, "TIME", "Where a sandbox's clock stands at first.")
@option("--timezone", TEXT, "Z", "Asia/Shanghai by default.", default=create.TIMEZONE)
@option("--currency", TEXT, "C", "CNY by default.", default=create.CURRENCY)
def init_command(
    state: State, *, sandbox: bool, now: str | None, timezone: str, currency: str
) -> None:
    """Make a new, empty store, readable by its owner only. Nothing is ever overwritten."""
    if sandbox and now is None:
        raise click.UsageError('--sandbox needs --now, such as --now "2026-11-22 10:00"')
    if now is not None and not sandbox:
        raise click.UsageError(
            "--now goes with --sandbox only: a real store has no clock of its own"
        )
    path = store_path(state)
    with Batch():
        store = create.init_store(path, timezone=timezone, currency=currency, sandbox_now=now)
    with closing(store):
        zone = store.settings.timezone
        found = {
            "database": str(path),
            "sandbox": sandbox,
            "timezone": zone.key,
            "currency": store.settings.currency,
            "now": local_text(store.clock.now(), zone),
        }
    kind = "a sandbox store" if sandbox else "a store"
    text = printable(f"{path}: {kind}, {found['timezone']}, {found['currency']}")
    answer(state, found, lambda _: say(text))


@command("migrate", "migrate --database /srv/renewals/renewals.db")
def migrate_command(state: State) -> None:
    """Bring an older store up to this program's schema, after a backup, in one transaction."""
    path = store_path(state)
    with Batch():
        found = migrate_store(path, current_actor(Source.COMMAND))
    answer(state, found, partial(_write_migrated, path))


def _write_migrated(path: Path, found: Migrated) -> None:
    if found.backup is None:
        say(printable(f"{path} has schema {found.to} already; nothing was changed"))
    else:
        say(printable(f"{path}: schema {found.from_} -> {found.to}; before: {found.backup}"))


@command("locate", "locate --json")
def locate_command(state: State) -> None:
    """Print where the store, the demo's store, the log and the sample data are."""
    path = store_path(state)
    found = {
        "database": str(path),
        "exists": path.exists(),
        **_looked_at(path),
        "demo": str(paths.demo_path()),
        "data_folder": str(paths.data_folder()),
        "log": str(paths.log_path()),
        "sample_data": str(paths.sample_data()),
    }
    answer(state, found, _write_found)


def _write_found(found: dict[str, Any]) -> None:
    names = {"database": "Store", "data_folder": "Data folder", "sample_data": "Sample data"}
    write_facts(
        (
            names.get(key, key.capitalize()),
            "yes" if value is True else "no" if value is False else value,
        )
        for key, value in found.items()
        if value is not None
    )


def _looked_at(path: Path) -> dict[str, Any]:
    """What kind of store a path holds; `problem` says why it cannot be used, if it cannot."""
    found: dict[str, Any] = {"schema": None, "sandbox": None, "problem": None}
    try:
        store = open_store(path, read_only=True, busy_seconds=1)
    except SchemaVersion as problem:
        found["problem"], found["schema"] = words_of(problem), problem.version
    except StoreError as problem:
        found["problem"] = words_of(problem)
    else:
        found["schema"], found["sandbox"] = SCHEMA_VERSION, store.settings.sandbox
        store.close()
    return found
