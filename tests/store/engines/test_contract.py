"""What every engine promises the store, whatever kind of database it is (engines/protocol.py)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import peewee
import pytest

from renewal_tui import errors
from renewal_tui.store import schema
from renewal_tui.store.connection import Store, create_store, open_store
from renewal_tui.store.engines import Engine, engine_for
from renewal_tui.store.names import SCHEMA_VERSION
from renewal_tui.store.schema import LIST_INDEXES
from renewal_tui.store.sql import both, insert_into
from tests.store.fleets import NAMES, add, fill, fleet

FLEET = fleet(60)
HALF = 30
ENGINES = ("sqlite",)
TIMEZONE = "Asia/Shanghai"


class Place(NamedTuple):
    """Where stores of one kind are kept."""

    folder: Path

    def address(self, name: str = "renewals") -> Path:
        """What a store of this kind is opened by."""
        return self.folder / f"{name}.db"


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    assert request.param == "sqlite"
    return Place(tmp_path)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    made = create_store(place.address(), timezone=TIMEZONE, currency="CNY")
    fill(made, FLEET[:HALF])
    yield made
    made.close()


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The same store, as another process has it open; it does not wait for long."""
    with closing(open_store(store.name, busy_seconds=0.05)) as opened:
        yield opened


def names(store: Store) -> list[str]:
    return [row[0] for row in store.sql("SELECT name FROM instance ORDER BY id")]


def write(store: Store, value: str = "EUR") -> None:
    with store.transaction():
        store.set_setting("currency", value)


# -- opening and making ------------------------------------------------------------------------


def test_a_store_that_is_not_there_is_missing_and_is_not_made(place: Place) -> None:
    for _ in range(2):
        with pytest.raises(errors.StoreMissing):
            engine_for(place.address()).open()


def test_a_new_store_carries_this_schema_and_is_whole(place: Place) -> None:
    engine = engine_for(place.address())
    with engine.creating():
        engine.db.execute_sql("INSERT INTO setting (key, value) VALUES ('a', 'b')")
    assert engine.schema_version() == SCHEMA_VERSION
    assert not engine.read_only
    assert [*engine.integrity.faults(), *engine.integrity.dangling()] == []
    assert [*engine.integrity.missing_triggers(), *engine.integrity.missing_indexes()] == []
    engine.close()


def test_nothing_is_left_of_a_store_that_could_not_be_made(place: Place) -> None:
    engine = engine_for(place.address())
    with pytest.raises(RuntimeError), engine.creating():
        raise RuntimeError
    with pytest.raises(errors.StoreMissing):
        engine_for(place.address()).open()


def test_a_store_is_never_made_over_another(store: Store) -> None:
    with pytest.raises(errors.Refused, match="exists already"), engine_for(store.name).creating():
        pass
    assert len(names(store)) == HALF


def test_what_was_not_finished_can_be_removed(place: Place) -> None:
    create_store(place.address(), timezone=TIMEZONE, currency="CNY").close()
    engine_for(place.address()).remove()
    with pytest.raises(errors.StoreMissing):
        engine_for(place.address()).open()


def test_a_store_that_is_opened_to_be_read_refuses_every_change(store: Store) -> None:
    with closing(open_store(store.name, read_only=True)) as reading:
        assert reading.read_only
        assert names(reading) == names(store)
        with pytest.raises(errors.StoreReadOnly):
            write(reading)
        with pytest.raises(errors.StoreReadOnly):
            reading.sql("UPDATE setting SET value = 'EUR'")


def test_a_whole_store_takes_the_place_of_another_which_tells_who_has_it_open(
    place: Place, store: Store, tmp_path: Path
) -> None:
    part = tmp_path / "part.db"
    create_store(part, timezone=TIMEZONE, currency="USD").close()
    store.engine.refuse_replaced()
    store.engine.replace_with(part)
    with pytest.raises(errors.StoreGone):
        store.engine.refuse_replaced()
    with closing(open_store(place.address())) as new:
        assert new.settings.currency == "USD"


def test_what_is_unwise_about_a_store_is_told_in_lines(store: Store) -> None:
    for line in store.engine.warnings():
        assert line.startswith(store.name)
        assert "\n" not in line


@pytest.mark.parametrize("url", ["mysql://lin:secret@host/desk", "ftp://x", Path("oracle://h/d")])
def test_a_url_of_an_unknown_kind_is_refused_in_one_line_without_its_password(
    url: str | Path,
) -> None:
    with pytest.raises(errors.UsageProblem, match="name a file by its path") as refused:
        engine_for(url)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


# -- schema ------------------------------------------------------------------------------------


def test_a_migration_that_fails_leaves_schema_and_rows_as_they_were(store: Store) -> None:
    with pytest.raises(RuntimeError), store.engine.migrating():
        store.db.execute_sql("DELETE FROM instance WHERE id > 3")
        store.db.execute_sql("DROP TABLE instance_tally")
        raise RuntimeError
    assert len(names(store)) == HALF
    assert store.sql("SELECT SUM(instances) FROM instance_tally") == [(HALF,)]


def test_triggers_that_a_migration_lost_are_put_back(store: Store) -> None:
    engine = store.engine
    with engine.migrating():
        store.db.execute_sql("CREATE TABLE audit_new AS SELECT * FROM audit")
        store.db.execute_sql("DROP TABLE audit")
        store.db.execute_sql("ALTER TABLE audit_new RENAME TO audit")
        assert any("audit" in name for name in engine.integrity.missing_triggers())
        assert "audit_target" in list(engine.integrity.missing_indexes())
        engine.settle_schema()
    assert list(engine.integrity.missing_triggers()) == []
    assert engine.schema_version() == SCHEMA_VERSION


# -- statements --------------------------------------------------------------------------------


def test_each_mark_of_a_statement_takes_a_value(store: Store) -> None:
    values = (7, "seven", None, True, "%s ? :1 $1")
    assert store.sql("SELECT %s, %s, %s, %s, %s", values) == [values]
    text = "UPDATE room SET name = %s WHERE id = %s"
    with store.transaction():
        assert store.many(text, [("a", 1), ("b", 2), ("c", 99)]) == 2
    assert store.sql("SELECT name FROM room WHERE id < 3 ORDER BY id") == [("a",), ("b",)]


def test_an_upsert_adds_a_row_once_and_changes_it_then(store: Store) -> None:
    table = schema.Setting
    for value in ("first", "second"):
        added = table.insert(key="note", value=value)
        kept = {table.value: value}
        store.change(added.on_conflict(conflict_target=[table.key], update=kept))
        assert store.setting("note") == value


@pytest.mark.parametrize("index", LIST_INDEXES)
def test_a_table_can_be_read_along_each_list_index_or_along_none(store: Store, index: str) -> None:
    dialect, table = store.engine.dialect, LIST_INDEXES[index][0]._meta.table_name
    along = (dialect.along(index), dialect.row_order)
    found = [{row[0] for row in store.sql(f"SELECT i.id FROM {table} i{each}")} for each in along]
    assert found == [set(range(1, HALF + 1))] * 2


@pytest.mark.parametrize("sought", ["web", "WEB", "%", "_", "", '"', "库", "100%_"])
def test_a_text_is_contained_to_the_letter(store: Store, sought: str) -> None:
    holds = store.engine.dialect.contains("name")
    found = [row[0] for row in store.sql(f"SELECT name FROM instance WHERE {holds}", (sought,))]
    assert sorted(found) == sorted(name for name in names(store) if sought in name)


def test_amounts_of_a_sound_store_are_whole_numbers(store: Store) -> None:
    wrong = store.engine.dialect.no_whole_number("monthly_price")
    assert store.sql(f"SELECT id FROM instance WHERE {wrong}") == []


# -- transactions ------------------------------------------------------------------------------


def test_a_transaction_commits_everything_or_nothing(store: Store, other: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        store.set_setting("currency", "EUR")
        with store.transaction():
            store.set_setting("note", "half")
        raise RuntimeError
    assert (other.setting("currency"), other.setting("note")) == ("CNY", None)
    write(store)
    assert other.setting("currency") == "EUR"
    assert store.engine.held_seconds > 0


def test_a_failed_part_of_a_transaction_can_be_left_out(store: Store) -> None:
    with store.transaction():
        store.set_setting("note", "kept")
        with pytest.raises(peewee.IntegrityError), store.transaction():
            store.sql("INSERT INTO room SELECT * FROM room")
        store.set_setting("currency", "EUR")
    assert (store.setting("note"), store.setting("currency")) == ("kept", "EUR")


def test_who_waits_for_the_same_row_for_too_long_is_told_that_it_is_busy(
    store: Store, other: Store
) -> None:
    other.engine.set_lock_timeout(0.01)
    with store.transaction():
        store.set_setting("currency", "EUR")
        with pytest.raises(errors.StoreBusy, match=r"is busy: .* nothing was changed"):
            write(other, "USD")
    write(other, "USD")
    assert store.setting("currency") == "USD"


def test_rows_that_are_locked_are_changed_by_nobody_else(store: Store, other: Store) -> None:
    table = schema.Account
    query = table.select(table.code, table.balance).where(table.code == "acme")
    with store.transaction():
        assert store.rows(store.engine.locked(query)) == [("acme", 0)]
        with pytest.raises(errors.StoreBusy), other.transaction():
            other.sql("UPDATE account SET balance = 7 WHERE code = 'acme'")
    assert store.rows(store.engine.locked(query)) == [("acme", 0)]


def test_one_reading_sees_one_state_and_a_nested_one_the_same(store: Store, other: Store) -> None:
    with store.reading():
        before = store.setting("currency")
        with suppress(errors.StoreBusy):  # an engine may keep a commit waiting for its readers
            write(other)
        with store.reading():
            assert store.setting("currency") == before


def test_a_reader_is_not_kept_out_by_a_writer_that_has_not_committed(
    store: Store, other: Store
) -> None:
    with store.transaction():
        store.set_setting("currency", "EUR")
        assert other.setting("currency") == "CNY"


def test_each_thread_has_a_connection_of_its_own(store: Store) -> None:
    found: list[object] = []

    def work() -> None:
        write(store)
        found.append(store.db.connection())
        store.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert store.setting("currency") == "EUR"
    assert found
    assert found[0] is not store.db.connection()


def test_a_query_is_given_up_in_its_midst_and_the_connection_goes_on(store: Store) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n"
    looks = iter([False, True])
    with pytest.raises(errors.StoreStopped), store.engine.stoppable(lambda: next(looks, True)):
        store.sql(endless)
    assert len(names(store)) == HALF


def test_a_connection_that_remembers_little_answers_the_same(store: Store) -> None:
    before = names(store)
    store.engine.use_little_memory()
    assert names(store) == before


def test_what_another_has_changed_is_noticed_and_nothing_else(store: Store, other: Store) -> None:
    before = store.engine.changes_seen()
    names(other)
    assert store.engine.changes_seen() == before
    write(other)
    assert store.engine.changes_seen() != before


def test_a_mistake_in_a_statement_of_ours_is_no_damage_and_not_hidden(store: Store) -> None:
    with pytest.raises(peewee.PeeweeException):
        store.sql("SELEC 1")


def test_a_table_that_is_gone_is_damage(store: Store) -> None:
    store.db.execute_sql("DROP TABLE attempt")
    with pytest.raises(errors.StoreDamaged, match="is damaged"):
        store.rows(schema.Attempt.select())


# -- what follows from the rows ----------------------------------------------------------------


def test_what_is_append_only_can_only_be_added_to(store: Store) -> None:
    add = insert_into("operation_part", "key, part, answer")
    with store.transaction():
        store.many(add, [("k", 0, "{}")])
    for statement in ("UPDATE operation_part SET answer = '[]'", "DELETE FROM operation_part"):
        with pytest.raises(peewee.DatabaseError, match="append-only"), store.transaction():
            store.sql(statement)
    assert store.sql("SELECT key, part, answer FROM operation_part") == [("k", 0, "{}")]


def tally(store: Store) -> list[tuple[object, ...]]:
    return store.sql("SELECT * FROM instance_tally WHERE instances <> 0 ORDER BY 1, 2, 3, 4")


def counted(store: Store) -> list[tuple[object, ...]]:
    return store.sql(
        "SELECT listed, policy, product_id, room_id, COUNT(*) FROM instance"
        " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )


@pytest.mark.parametrize("in_bulk", [False, True])
def test_the_tally_and_the_search_know_what_was_written(store: Store, in_bulk: bool) -> None:
    def change() -> None:
        add(store, FLEET[HALF:])
        for table in ("term", "instance"):
            store.sql(f"DELETE FROM {table} WHERE id < 9")
        store.sql("UPDATE instance SET room_id = 3, policy = 'auto' WHERE id < 20")
        store.sql("UPDATE instance SET name = 'neu', search = 'neu' WHERE id > 50")

    if in_bulk:
        with store.engine.sorting_on_disk(), store.transaction(), store.engine.bulk_load():
            change()
    else:
        with store.transaction():
            change()
    assert tally(store) == counted(store) != []
    assert found_by_text(store, "neu") == [*range(51, 61)]
    assert [*store.engine.integrity.missing_triggers()] == []
    assert [*store.engine.integrity.missing_indexes()] == []


def found_by_text(store: Store, sought: str) -> list[int]:
    """The rows that hold a text, by each of the ways in which they are looked for."""
    search = store.engine.search
    several = [
        search.holding(sought),
        *(search.holding_to_count(sought, dated=dated)[:2] for dated in (False, True)),
        ("instance i", search.walked(sought, "i.id")),
        ("instance i", search.in_row(sought)),
    ]
    found = []
    for tables, conditions in several:
        held = both(conditions)
        number = "i.id" if "instance i" in tables else "t.id"
        text = f"SELECT {number} FROM {tables} WHERE {held.text} ORDER BY 1"
        found.append([row[0] for row in store.sql(text, held.values)])
    assert found == found[:1] * len(found)
    return found[0]


SOUGHT = {*(name.casefold() for name in NAMES), "eb-", "i-1", "w", "\0", 'b"', "x" * 90}


@pytest.mark.parametrize("sought", sorted(SOUGHT))
def test_a_text_is_found_where_it_is_in_whatever_way_it_is_looked_for(
    store: Store, sought: str
) -> None:
    rows = store.sql("SELECT id, search FROM instance ORDER BY id")
    expected = [row for row, text in rows if sought in text]
    assert found_by_text(store, sought) == expected
    search = store.engine.search
    if search.can_look_up(sought):
        assert len(expected) <= store.sql(*search.hits(sought, HALF))[0][0] <= HALF
        assert store.sql(*search.hits(sought, 1)) == [(min(len(expected), 1),)]


# -- integrity, and copies ---------------------------------------------------------------------


def test_a_row_that_names_none_is_dangling(store: Store) -> None:
    with pytest.raises(RuntimeError), store.engine.migrating():
        store.db.execute_sql("UPDATE instance SET room_id = 99 WHERE id = 1")
        dangling = list(store.engine.integrity.dangling())
        assert [(one.table, one.names) for one in dangling] == [("instance", "room")]
        raise RuntimeError
    assert list(store.engine.integrity.dangling()) == []


def test_a_snapshot_is_the_store_as_it_was_and_keeps_no_writer_waiting(
    store: Store, other: Store
) -> None:
    with store.snapshot() as seen:
        before = names(seen)
        write(other)
        with other.transaction():
            other.sql("DELETE FROM term WHERE id < 9")
            other.sql("DELETE FROM instance WHERE id < 9")
        assert names(seen) == before
        assert seen.setting("currency") == "CNY"
    assert len(names(store)) == HALF - 8


def test_a_copy_is_a_store_of_its_own_as_the_other_was(store: Store, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    target = tmp_path / "copy.db"
    store.engine.copy_to(target, named=target, progress=lambda *done: told.append(done))
    write(store)
    with closing(open_store(target)) as copy:
        assert (names(copy), copy.settings.currency) == (names(store), "CNY")
    assert told[-1][0] == told[-1][1] > 0
    with pytest.raises(errors.Refused, match="exists already"):
        store.engine.copy_to(target, named=target)


def test_copies_that_are_kept_have_names_of_their_own(store: Store) -> None:
    first, second = (store.engine.keep_copy("before") for _ in range(2))
    assert first != second
    for kept in (first, second):
        assert "before" in kept.name
        with closing(open_store(kept)) as copy:
            assert names(copy) == names(store)


def test_an_engine_says_nothing_of_a_store_before_it_is_opened(place: Place) -> None:
    engine: Engine = engine_for(place.address())
    assert engine.name == str(place.address())
    engine.close()
