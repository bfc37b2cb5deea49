"""The fleets that are measured on, made once and kept in a folder under the system's own for it."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from renewal_tui import paths
from renewal_tui.domain.money import format_money
from renewal_tui.domain.records import InstanceRecord
from renewal_tui.domain.text import search_key
from renewal_tui.operations.create import DEMO_NOW, init_store, make_demo
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.import_fleet import import_paths
from renewal_tui.operations.sample_fleet.instances import instance_records
from renewal_tui.operations.sample_fleet.money import account_records
from renewal_tui.operator import Actor, Source
from renewal_tui.store.connection import open_store
from renewal_tui.store.engines import engine_for

ACTOR = Actor("bench", "", Source.COMMAND)
TODAY = date.fromisoformat(DEMO_NOW[:10])
_SPREAD = 7_919
"""A step through the numbers of names: those of one date are spread over all of them."""
FOLDER_VARIABLE = "RENEWAL_BENCH_CACHE"


def folder() -> Path:
    """Where fleets and results are kept; of this user only."""
    named = os.environ.get(FOLDER_VARIABLE)
    found = Path(named) if named else Path(tempfile.gettempdir()) / f"renewal-bench-{os.getuid()}"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


@cache
def _shape() -> str:
    """A name for the schema: another one asks for other fleets."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "empty.db"
        init_store(path).close()
        with closing(sqlite3.connect(path)) as db:
            text = repr(db.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall())
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _made(name: str, make: Callable[[Path], object]) -> Path:
    """A file of the cache, made if it is not there yet; a half-made one is never taken for it."""
    path = folder() / name
    if not path.exists():
        part = path.with_name(f"part-{os.getpid()}-{name}")
        engine_for(part).remove()
        try:
            make(part)
            part.replace(path)
        finally:
            engine_for(part).remove()
    return path


def fleet(instances: int) -> Path:
    """A sandbox store of so many generated instances, a tenth of them due today. Only read it."""
    return _made(
        f"fleet-{instances}-{_shape()}.db",
        lambda path: make_demo(path, instances=instances, actor=ACTOR).close(),
    )


def named_alike(instances: int) -> Path:
    """Such a fleet in which 23 of 100 names begin with "web-" and a number of six digits."""
    return _made(f"alike-{instances}-{_shape()}.db", lambda path: _name_alike(path, instances))


def _name_alike(path: Path, instances: int) -> None:
    shutil.copyfile(fleet(instances), path)
    store = open_store(path)
    try:
        with store.transaction(), store.engine.bulk_load():
            rows = store.sql("SELECT id, instance_id FROM instance WHERE id - id / 100 * 100 < 23")
            names = (f"web-{at * _SPREAD % len(rows):06}" for at in range(len(rows)))
            store.many(
                "UPDATE instance SET name = %s, search = %s WHERE id = %s",
                (
                    (name, search_key(one, name), row)
                    for name, (row, one) in zip(names, rows, strict=True)
                ),
            )
    finally:
        store.close()


def without_instances(instances: int) -> Path:
    """A store with the catalogue and the accounts of such a fleet, and no instance yet."""
    return _made(f"empty-{instances}-{_shape()}.db", lambda path: _fill(path, instances))


def _fill(path: Path, instances: int) -> None:
    store = init_store(path, sandbox_now=DEMO_NOW)
    accounts = path.with_name(f"accounts-{path.stem}.csv")
    try:
        with accounts.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("account", "name", "balance"))
            for row in account_records(instances):
                writer.writerow((row.account, row.name, format_money(row.balance)))
        sample = paths.sample_data()
        files = [sample / "products.csv", sample / "rooms.csv", accounts]
        import_paths(Desk(store, ACTOR), files, "bench-catalogue")
    finally:
        store.close()
        accounts.unlink(missing_ok=True)


def instances_file(instances: int) -> Path:
    """The instances of such a fleet as the CSV file that `import` reads."""
    return _made(f"instances-{instances}.csv", lambda path: _write(path, instances))


def _write(path: Path, instances: int) -> None:
    codes = [row.account for row in account_records(instances)]
    with (paths.sample_data() / "rooms.csv").open(encoding="utf-8", newline="") as file:
        rooms = sorted(row["room"] for row in csv.DictReader(file))
    columns = InstanceRecord._fields
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in instance_records(instances, codes, rooms, TODAY):
            writer.writerow((*row[:-1], format_money(row.monthly_price)))


@contextmanager
def copied(store: Path) -> Iterator[Path]:
    """A copy of a store to be written to, gone afterwards."""
    with tempfile.TemporaryDirectory(dir=folder()) as place:
        yield Path(shutil.copyfile(store, Path(place) / "store.db"))
