"""`migrate`: after a copy, by steps, in one transaction; all of the way or not at all."""

from __future__ import annotations

import lzma
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from peewee import Database

from renewal_tui import errors
from renewal_tui.operations.check import check, verify
from renewal_tui.operations.migrate import migrate
from renewal_tui.operations.watch import Unwatched
from renewal_tui.store.engines import Progress, Step, engine_for, unwatched
from renewal_tui.store.migrations import migrate_store
from renewal_tui.store.names import SCHEMA_VERSION
from tests.operations.lived_in import lived_in
from tests.operations.world import StopAfter, World
from tests.store.limits import no_file_longer_than
from tests.stores import OPERATOR, another_writer, desk_on, sql

OLD = SCHEMA_VERSION - 1
OLDER = SCHEMA_VERSION - 2


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A store of this program's schema; `_age` makes an older one of it."""
    world = lived_in(tmp_path)
    world.close()
    yield world.path


def _age(path: Path, version: int = OLD) -> list[str]:
    """Make an older store: as if the schema before had no index over account codes."""
    sql(path, "DROP INDEX account_code")
    sql(path, f"PRAGMA user_version = {version}")
    return _state(path)


def _state(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        return [str(version), *db.iterdump()]


def _index(db: Database, _progress: Progress) -> None:
    db.execute_sql('CREATE UNIQUE INDEX "account_code" ON "account" ("code")')


def _make_audit_anew(db: Database, _progress: Progress) -> None:
    """A step that makes a table anew, and forgets its triggers."""
    db.execute_sql("CREATE TABLE audit_new AS SELECT * FROM audit")
    db.execute_sql("DROP TABLE audit")
    db.execute_sql("ALTER TABLE audit_new RENAME TO audit")
    db.execute_sql('CREATE INDEX "audit_target" ON "audit" ("target")')


def _nothing(_db: Database, _progress: Progress) -> None:
    """A step that changes nothing."""


def test_a_store_of_this_schema_has_nothing_to_migrate(path: Path) -> None:
    before = _state(path)
    answer = migrate_store(path, OPERATOR)
    assert answer == (SCHEMA_VERSION, SCHEMA_VERSION, None)
    assert _state(path) == before
    assert not list(path.parent.glob("*.bak"))


def test_there_is_a_step_from_every_schema_before_this_one(path: Path) -> None:
    steps = engine_for(path).steps
    assert sorted(steps) == list(range(1, SCHEMA_VERSION))


def test_an_older_store_is_copied_and_brought_to_this_schema(path: Path) -> None:
    before = _age(path)
    answer = migrate_store(path, OPERATOR, {OLD: _index})
    copy = path.with_name(f"renewals.db.schema-{OLD}.bak")
    assert answer == (OLD, SCHEMA_VERSION, copy)
    assert _state(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    desk = desk_on(path)
    assert check(desk) == (True, ())
    desk.store.close()


def test_several_steps_are_taken_in_their_order(path: Path) -> None:
    _age(path, OLDER)
    taken: list[int] = []

    def step(version: int) -> Step:
        def take(db: Database, progress: Progress) -> None:
            taken.append(version)
            if version == OLDER:
                _index(db, unwatched)

        return take

    answer = migrate_store(path, OPERATOR, {OLD: step(OLD), OLDER: step(OLDER)})
    assert (answer.from_, answer.to, taken) == (OLDER, SCHEMA_VERSION, [OLDER, OLD])


def test_a_migration_has_its_audit_record(path: Path) -> None:
    _age(path)
    migrate_store(path, OPERATOR, {OLD: _index})
    desk = desk_on(path)
    assert verify(desk).ok
    last = "SELECT operator, action, target, before, after FROM audit ORDER BY id DESC LIMIT 1"
    assert desk.store.sql(last) == [
        ("lin", "migrate", "store", f'{{"schema":{OLD}}}', f'{{"schema":{SCHEMA_VERSION}}}')
    ]
    desk.store.close()


def test_triggers_that_a_step_lost_are_put_back(path: Path) -> None:
    _age(path)

    def step(db: Database, _progress: Progress) -> None:
        _index(db, unwatched)
        _make_audit_anew(db, unwatched)

    migrate_store(path, OPERATOR, {OLD: step})
    with pytest.raises(sqlite3.IntegrityError, match="audit is append-only"):
        sql(path, "DELETE FROM audit")


def _fails(db: Database, _progress: Progress) -> None:
    _index(db, unwatched)
    db.execute_sql("UPDATE account SET balance = 0")
    db.execute_sql("DROP TRIGGER audit_no_delete")
    db.execute_sql("DELETE FROM audit")
    raise RuntimeError("half way")


def _says_nonsense(db: Database, _progress: Progress) -> None:
    _index(db, unwatched)
    db.execute_sql("ALTER TABLE nowhere ADD COLUMN x")


def _leaves_dangling_rows(db: Database, _progress: Progress) -> None:
    _index(db, unwatched)
    db.execute_sql("UPDATE instance SET room_id = 99 WHERE instance_id = 'i-1'")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (_fails, "half way"),
        (_says_nonsense, "nowhere"),
        (_leaves_dangling_rows, "a row of instance names none of room"),
    ],
)
def test_a_step_that_fails_half_way_leaves_the_old_state_and_version(
    path: Path, step: Step, words: str
) -> None:
    before = _age(path, OLDER)
    with pytest.raises(errors.SchemaVersion, match=words) as failed:
        migrate_store(path, OPERATOR, {OLDER: _nothing, OLD: step})
    assert "\n" not in str(failed.value)
    assert "it is as it was" in str(failed.value)
    assert _state(path) == before
    assert _state(path.with_name(f"renewals.db.schema-{OLDER}.bak")) == before


def test_an_earlier_copy_is_never_overwritten(path: Path) -> None:
    _age(path)
    earlier = path.with_name(f"renewals.db.schema-{OLD}.bak")
    earlier.write_text("mine")
    for name in ("2", "3"):
        with pytest.raises(errors.SchemaVersion):
            migrate_store(path, OPERATOR, {OLD: _fails})
        assert path.with_name(f"renewals.db.schema-{OLD}.{name}.bak").is_file()
    assert earlier.read_text() == "mine"


def test_a_newer_store_is_refused(path: Path) -> None:
    sql(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = _state(path)
    with pytest.raises(errors.SchemaVersion, match="newer than this program's"):
        migrate_store(path, OPERATOR)
    assert _state(path) == before
    assert not list(path.parent.glob("*.bak"))


def test_a_store_from_which_no_step_leads_here_is_refused(path: Path) -> None:
    before = _age(path, OLDER)
    with pytest.raises(errors.SchemaVersion, match=f"no way from schema {OLD} "):
        migrate_store(path, OPERATOR, {OLDER: _nothing})
    assert _state(path) == before
    assert not list(path.parent.glob("*.bak"))


def test_no_room_for_the_copy_leaves_the_store_alone(path: Path) -> None:
    before = _age(path)
    with no_file_longer_than(8192), pytest.raises(errors.StoreFull):
        migrate_store(path, OPERATOR, {OLD: _index})
    assert _state(path) == before
    assert not list(path.parent.glob("*.bak"))
    assert not list(path.parent.glob("*.part"))
    assert migrate_store(path, OPERATOR, {OLD: _index}).to == SCHEMA_VERSION


def test_a_migration_waits_for_a_writer_and_then_says_busy(path: Path) -> None:
    before = _age(path)
    with another_writer(path), pytest.raises(errors.StoreBusy):
        migrate_store(path, OPERATOR, {OLD: _index}, busy_seconds=0.1)
    assert _state(path) == before


def test_nobody_writes_between_the_copy_and_the_migration(path: Path) -> None:
    _age(path)

    def step(db: Database, _progress: Progress) -> None:
        _index(db, unwatched)
        locked = pytest.raises(sqlite3.OperationalError, match="locked")
        with closing(sqlite3.connect(path, timeout=0)) as other, locked:
            other.execute("UPDATE account SET balance = 0")

    migrate_store(path, OPERATOR, {OLD: step})


def test_what_is_no_store_is_not_migrated(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreMissing):
        migrate_store(tmp_path / "none.db", OPERATOR)
    (tmp_path / "text.db").write_text("hello")
    with pytest.raises(errors.StoreForeign):
        migrate_store(tmp_path / "text.db", OPERATOR)
    assert [file.name for file in tmp_path.iterdir()] == ["text.db"]


# -- schema 1 ----------------------------------------------------------------------------------

SCHEMA_1 = Path(__file__).with_name("schema-1.db.xz")
"""A small store with a history, made by the last program of schema 1."""


@pytest.fixture
def first_schema(tmp_path: Path) -> Path:
    path = tmp_path / "first" / "renewals.db"
    path.parent.mkdir()
    path.touch(mode=0o600)
    path.write_bytes(lzma.decompress(SCHEMA_1.read_bytes()))
    return path


def _facts(path: Path, *statements: str) -> list[list[tuple[object, ...]]]:
    return [sql(path, statement) for statement in statements]


def test_a_store_of_schema_1_keeps_every_fact_on_its_way_to_this_one(first_schema: Path) -> None:
    instance = (
        "id, instance_id, name, search, account_id, product_id, room_id, type, billing_mode,"
        " {0}expire_date, {0}anchor_day, policy, auto_months, monthly_price, listed,"
        " {0}renewed_here, policy_set_here, {0}unpaid_order_id"
    )
    others = [
        f"SELECT * FROM {table} ORDER BY 1, 2"
        for table in ("account", "order_line", "voucher", "voucher_use", "paid_term", "operation")
    ]
    audit = "SELECT id, at, target, before, after, previous_hash, hash FROM audit WHERE id <= 13"
    before = _facts(first_schema, f"SELECT {instance.format('')} FROM instance", audit, *others)
    orders = sql(first_schema, "SELECT id, status, note FROM orders")
    assert migrate(first_schema, OPERATOR, Unwatched()).from_ == 1
    joined = "SELECT i." + instance.format("").replace(", ", ", i.") + " FROM instance i"
    for column in ("expire_date", "anchor_day", "renewed_here", "unpaid_order_id"):
        joined = joined.replace(f"i.{column}", f"t.{column}")
    joined += " JOIN term t ON t.id = i.id"
    assert _facts(first_schema, joined, audit, *others) == before
    assert sql(first_schema, "SELECT id, status, reason FROM orders") == orders
    desk = desk_on(first_schema)
    assert check(desk) == (True, ())
    desk.store.close()


def test_a_migrated_store_has_the_tables_and_indexes_of_a_new_one(
    first_schema: Path, path: Path
) -> None:
    migrate(first_schema, OPERATOR, Unwatched())
    kept = "SELECT type, name FROM sqlite_master ORDER BY 1, 2"
    assert sql(first_schema, kept) == sql(path, kept)
    for _, table in sql(path, "SELECT type, name FROM sqlite_master WHERE type = 'table'"):
        columns = f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{table}')"
        assert sql(first_schema, columns) == sql(path, columns)


def test_a_migration_that_is_stopped_half_way_leaves_the_store_as_it_was(
    first_schema: Path,
) -> None:
    before = _state(first_schema)
    with pytest.raises(errors.Refused, match="it is as it was"):
        migrate(first_schema, OPERATOR, StopAfter(5))
    assert _state(first_schema) == before
    assert migrate(first_schema, OPERATOR, Unwatched()).to == SCHEMA_VERSION


def test_a_store_of_schema_1_is_renewed_and_paid_from_after_it_was_migrated(
    first_schema: Path,
) -> None:
    migrate(first_schema, OPERATOR, Unwatched())
    world = World(first_schema.parent)
    (name,) = world.sql("SELECT instance_id FROM term WHERE unpaid_order_id IS NOT NULL LIMIT 1")[0]
    number = world.value("SELECT unpaid_order_id FROM term WHERE instance_id = ?", name)
    world.top_up(100_000_00)
    world.pay(number)
    assert world.order_status(number) == "paid"
    assert check(world.desk) == (True, ())
    world.close()


_KILLED = """
import os, signal, sys
from renewal_tui.operator import Actor, Source
from renewal_tui.store.migrations import migrate_store

def progress(done, total):
    if done > total / 2:
        os.kill(os.getpid(), signal.SIGKILL)

migrate_store(sys.argv[1], Actor("lin", "", Source.COMMAND), progress=progress)
"""


def test_a_migration_that_is_killed_half_way_leaves_the_store_as_it_was(first_schema: Path) -> None:
    before = _state(first_schema)
    killed = subprocess.run([sys.executable, "-c", _KILLED, first_schema], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert _state(first_schema) == before
    assert migrate(first_schema, OPERATOR, Unwatched()).to == SCHEMA_VERSION
