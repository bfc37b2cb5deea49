"""`init`, `demo`, `migrate` and `locate`: making a store, bringing one up to date, finding it."""

from __future__ import annotations

import os
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import click

from renewal_tui import paths
from renewal_tui.cli.console import require_screen
from renewal_tui.cli.failures import words_of
from renewal_tui.cli.options import command, option
from renewal_tui.cli.output import flush, note, say
from renewal_tui.cli.progress import Batch
from renewal_tui.cli.session import answer, store_path
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.tables import write_facts
from renewal_tui.cli.types import TEXT, whole
from renewal_tui.clock import local_text
from renewal_tui.domain.text import printable
from renewal_tui.errors import Refused, SchemaVersion, StoreError
from renewal_tui.operations import create
from renewal_tui.operations.generate import MOST_INSTANCES
from renewal_tui.operations.migrate import migrate
from renewal_tui.operator import Source, current_actor
from renewal_tui.store.connection import open_store
from renewal_tui.store.migrations import Migrated
from renewal_tui.store.names import SCHEMA_VERSION


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
def migrate_command(state: State) -> ExitStatus:
    """Bring an older store up to this program's schema, after a backup, in one transaction."""
    path = store_path(state)
    with Batch() as batch:
        try:
            found = migrate(path, current_actor(Source.COMMAND), batch)
        except Refused:
            if batch.status is None:
                raise
            note(f"{path}: stopped by a signal; nothing was changed")
            return batch.status
    answer(state, found, partial(_write_migrated, path))
    return ExitStatus.DONE


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


@command("demo", "demo --instances 100000")
@option(
    "--instances", whole(1, MOST_INSTANCES), "N", "So many generated, instead of the sample fleet."
)
@click.option("--no-open", is_flag=True, help="Make the store, do not open it.")
def demo_command(state: State, *, instances: int | None, no_open: bool) -> int:
    """Make a fresh sandbox store from the sample data, and open the console on it.

    It takes the place of an earlier sandbox store, and never that of anything else.
    """
    if not no_open:
        require_screen()
    named = state.database or os.environ.get(paths.DATABASE_VARIABLE)
    path = store_path(state) if named else paths.demo_path()
    with Batch() as batch:
        try:
            store = create.make_demo(
                path, instances=instances, actor=current_actor(Source.COMMAND), watch=batch
            )
        except Refused:
            if batch.status is None:
                raise
            note(f"{path}: stopped by a signal; nothing was changed")
            return batch.status
    now = local_text(store.clock.now(), store.settings.timezone)
    store.close()
    found = {"database": str(path), "sandbox": True, "now": now, "opened": not no_open}
    text = printable(f"{path}: a sandbox store, its clock stands at {now}")
    answer(state, found, lambda _: say(text))
    if no_open:
        return ExitStatus.DONE
    flush()
    return state.console(path, read_only=False, ascii_only=False, mouse=True, theme=None)
