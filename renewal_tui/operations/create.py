"""`init` and `demo`: the only two operations that make a store (section 3)."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from renewal_tui import paths
from renewal_tui.clock import parse_local, zone
from renewal_tui.errors import Refused, UsageProblem
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.generate import check_size, generate
from renewal_tui.operations.import_fleet import import_paths
from renewal_tui.operations.importing import values
from renewal_tui.operations.unanswered import acknowledge
from renewal_tui.operations.watch import Unwatched, Watch
from renewal_tui.operator import Actor
from renewal_tui.store.connection import Store, create_store, open_store
from renewal_tui.store.engines import engine_for
from renewal_tui.store.files import file_troubles, make_folder, publish, unfinished

TIMEZONE = "Asia/Shanghai"
CURRENCY = "CNY"
DEMO_NOW = "2026-11-22 10:00"
"""The moment that the sample data is made for."""


def init_store(
    path: Path,
    *,
    timezone: str = TIMEZONE,
    currency: str = CURRENCY,
    sandbox_now: str | None = None,
) -> Store:
    """Make an empty store; with `sandbox_now`, a local time, a sandbox whose clock stands there.

    Raises UsageProblem for a value that is not possible, Refused when something is at the path
    already, StoreReadOnly or StoreFull when the file cannot be made.
    """
    field, now = "timezone", None
    try:
        place = zone(timezone)
        field = "currency"
        values.currency(currency)
        field = "now"
        if sandbox_now is not None:
            now = parse_local(sandbox_now, place)
    except ValueError as problem:
        raise UsageProblem(str(problem), field) from None
    return create_store(path, timezone=timezone, currency=currency, sandbox_now=now)


def make_demo(
    path: Path, *, instances: int | None, actor: Actor, watch: Watch | None = None
) -> Store:
    """Make a fresh sandbox store of the sample data, or of so many generated instances.

    It takes the place of an earlier sandbox once it is whole, and never that of anything else.
    Raises UsageProblem, Refused (a real store is there, or it was stopped), and as `init_store`;
    then what was at the path is as it was.
    """
    if instances is not None:
        check_size(instances)
    if path.exists():
        _open_sandbox(path).close()
    make_folder(path)
    with unfinished(path) as part:
        try:
            with closing(init_store(part, sandbox_now=DEMO_NOW)) as store:
                _fill(Desk(store, actor), instances, watch or Unwatched())
            _put_in_place(part, path)
        finally:
            engine_for(part).remove()
    return open_store(path)


def _fill(desk: Desk, instances: int | None, watch: Watch) -> None:
    if instances is not None:
        generate(desk, instances, watch)
        return
    key = new_key()
    answer = import_paths(desk, [paths.sample_data()], key, watch=watch)
    if answer.ending.interrupted:
        raise Refused("stopped; no demo was made")
    acknowledge(desk, key)  # the store itself is the answer


def _put_in_place(part: Path, path: Path) -> None:
    if not path.exists():
        with file_troubles(path):
            publish(part, path)
        return
    # In a transaction of it: nobody is half way through writing to it.
    with closing(_open_sandbox(path)) as old, old.transaction(), file_troubles(path):
        old.engine.replace_with(part)


def _open_sandbox(path: Path) -> Store:
    store = open_store(path)
    if not store.settings.sandbox:
        store.close()
        raise Refused(f"{path} is a real store, not a sandbox; nothing was changed")
    return store
