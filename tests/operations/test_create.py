"""`init` and `demo`: what they make, and what they never touch (section 3)."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from renewal_tui.errors import Refused, StoreForeign, UsageProblem
from renewal_tui.operations import generate
from renewal_tui.operations.check import check
from renewal_tui.operations.create import init_store, make_demo
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.move_clock import ClockMove
from renewal_tui.store.connection import open_store
from renewal_tui.store.engines.sqlite import opening
from renewal_tui.store.runs import due_rows
from tests.builders import TODAY
from tests.operations.acts import done
from tests.operations.importing import load, put
from tests.operations.world import StopAfter
from tests.stores import OPERATOR, dump


def _demo(path: Path, instances: int | None = None, watch: StopAfter | None = None) -> Desk:
    return Desk(make_demo(path, instances=instances, actor=OPERATOR, watch=watch), OPERATOR)


def test_init_makes_an_empty_real_store_of_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "renewals.db"
    store = init_store(path)
    assert store.settings.timezone.key == "Asia/Shanghai"
    assert store.settings.currency == "CNY"
    assert not store.settings.sandbox
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert check(Desk(store, OPERATOR)) == (True, ())
    store.close()


def test_init_makes_a_sandbox_whose_clock_stands_at_a_local_time(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = init_store(
        path, timezone="America/New_York", currency="USD", sandbox_now="2026-11-22 23:30"
    )
    desk = Desk(store, OPERATOR)
    assert store.settings.sandbox
    assert desk.today() == TODAY
    assert desk.now().isoformat() == "2026-11-23T04:30:00+00:00"
    done(desk, ClockMove(by="1h"), new_key())
    assert desk.today().isoformat() == "2026-11-23"
    store.close()


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"timezone": "Mars/Base"}, "timezone", '"Mars/Base" is not a time zone'),
        ({"timezone": "../etc/passwd"}, "timezone", ""),
        ({"timezone": ""}, "timezone", ""),
        ({"currency": "cny"}, "currency", '"cny" is not a currency such as CNY'),
        ({"currency": "YUAN"}, "currency", ""),
        ({"sandbox_now": "tomorrow"}, "now", '"tomorrow" is not a time such as'),
        ({"sandbox_now": ""}, "now", ""),
    ],
)
def test_init_refuses_a_value_that_is_not_possible_and_makes_nothing(
    tmp_path: Path, values: dict[str, str], field: str, says: str
) -> None:
    path = tmp_path / "s.db"
    with pytest.raises(UsageProblem) as raised:
        init_store(path, **values)
    assert raised.value.field == field
    assert str(raised.value).startswith(says)
    assert not path.exists()


def test_init_never_touches_what_is_there(tmp_path: Path) -> None:
    path = put(tmp_path, "notes.txt", "mine")
    with pytest.raises(Refused, match="exists already"):
        init_store(path)
    assert path.read_text() == "mine\n"


def test_the_demo_is_the_sample_data_in_a_sandbox_at_its_date(tmp_path: Path) -> None:
    desk = _demo(tmp_path / "new" / "demo.db")
    assert desk.store.settings.sandbox
    assert desk.today() == TODAY
    assert desk.store.sql("SELECT COUNT(*) FROM instance") == [(220,)]
    assert check(desk) == (True, ())
    desk.store.close()
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert [name for name in names if not name.endswith("-journal")] == ["demo.db"]


@pytest.mark.parametrize("instances", [None, 20])
def test_a_new_demo_has_no_operation_that_somebody_still_has_to_be_told_of(
    tmp_path: Path, instances: int | None
) -> None:
    store = _demo(tmp_path / "demo.db", instances=instances).store
    assert store.sql("SELECT COUNT(*), SUM(acknowledged) FROM operation") == [(1, 1)]
    store.close()


def test_a_demo_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    desk = _demo(path)
    done(desk, ClockMove(by="10d"), new_key())
    desk.store.close()
    desk = _demo(path, instances=5)
    assert desk.today() == TODAY
    assert desk.store.sql("SELECT COUNT(*) FROM instance") == [(5,)]
    desk.store.close()


def test_a_demo_never_takes_the_place_of_a_real_store(tmp_path: Path) -> None:
    desk = Desk(init_store(tmp_path / "renewals.db"), OPERATOR)
    before = dump(desk)
    with pytest.raises(Refused, match="is a real store, not a sandbox"):
        _demo(Path(desk.store.name))
    assert dump(desk) == before
    desk.store.close()


def test_a_demo_never_takes_the_place_of_another_file(tmp_path: Path) -> None:
    path = put(tmp_path, "demo.db", "mine")
    with pytest.raises(StoreForeign):
        _demo(path)
    assert path.read_text() == "mine\n"


@pytest.mark.parametrize("instances", [None, 100])
def test_a_demo_that_fails_or_is_stopped_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, instances: int | None
) -> None:
    path = tmp_path / "demo.db"
    desk = _demo(path, instances=7)
    before = dump(desk)
    desk.store.close()
    with pytest.raises(Refused, match="stopped"):
        _demo(path, instances, StopAfter(0))

    def fail(part: Path, path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(opening, "replace", fail)
    with pytest.raises(Exception, match="No space left"):
        _demo(path, instances)
    assert dump(desk) == before
    assert [found.name for found in tmp_path.glob(".demo*")] == []


def test_who_has_the_old_demo_open_goes_on_seeing_it(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    old = _demo(path, instances=7)
    new = _demo(path, instances=8)
    assert old.store.sql("SELECT COUNT(*) FROM instance") == [(7,)]
    assert new.store.sql("SELECT COUNT(*) FROM instance") == [(8,)]
    for desk in (old, new):
        desk.store.close()


@pytest.mark.parametrize("instances", [0, -1, 10_000_001])
def test_a_size_that_is_not_offered_is_refused(tmp_path: Path, instances: int) -> None:
    with pytest.raises(UsageProblem, match=r"is not a number from 1 to 10,000,000"):
        _demo(tmp_path / "demo.db", instances)


@pytest.mark.parametrize("instances", [1, 2, 19, 2_345])
def test_a_generated_fleet_has_its_size_and_is_sound_and_a_tenth_is_due(
    tmp_path: Path, instances: int
) -> None:
    desk = _demo(tmp_path / "demo.db", instances)
    store = desk.store
    assert store.sql("SELECT COUNT(*) FROM instance") == [(instances,)]
    assert store.sql("SELECT COUNT(*) FROM account") == [(2,)]
    assert store.sql("SELECT COUNT(*) FROM voucher") == [(40,)]
    due = len(due_rows(desk.store, desk.today()))
    assert instances / 10 <= due <= instances / 10 + 2
    assert check(desk) == (True, ())
    store.close()


def test_a_generated_fleet_is_the_same_for_the_same_size(tmp_path: Path) -> None:
    rows = []
    for name in ("one.db", "two.db"):
        desk = _demo(tmp_path / name, 1_500)
        tables = ("product", "room", "account", "instance", "voucher", "voucher_use")
        rows.append([desk.store.sql(f"SELECT * FROM {table}") for table in tables])
        desk.store.close()
    assert rows[0] == rows[1]


def test_a_generated_fleet_shows_what_the_desk_has_to_do_with(tmp_path: Path) -> None:
    desk = _demo(tmp_path / "demo.db", 20_000)
    sql = desk.store.sql
    assert sql("SELECT COUNT(*) FROM account WHERE balance < 1000000") == [(1,)]
    assert sql("SELECT COUNT(*) FROM account") == [(20,)]
    kinds = {
        row[0]
        for row in sql(
            "SELECT DISTINCT p.code || ' ' || i.type || ' ' || i.billing_mode FROM instance i"
            " JOIN product p ON p.id = i.product_id WHERE NOT i.listed"
        )
    }
    assert {"KEC trial subscription", "SLB standard one_time", "KAD standard subscription"} <= kinds
    assert {"KCM standard subscription", "EIP standard pay_as_you_go"} <= kinds
    assert sql("SELECT MIN(expire_date), MAX(expire_date) FROM term") == [
        ("2026-10-08", "2028-11-21")
    ]
    assert sql(
        "SELECT COUNT(*) > 0 FROM term JOIN instance USING (id)"
        " WHERE anchor_day = 31 AND name <> ''"
    ) == [(1,)]
    desk.store.close()


def test_a_generated_fleet_can_be_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "_ROWS_AT_ONCE", 10)
    watch = StopAfter(3)
    with pytest.raises(Refused, match="stopped"):
        _demo(tmp_path / "demo.db", 100, watch)
    assert watch.told == [(10, 100), (20, 100), (30, 100)]
    assert list(tmp_path.iterdir()) == []


def test_a_demo_may_be_imported_into(tmp_path: Path) -> None:
    desk = _demo(tmp_path / "demo.db", 3)
    load(desk, put(tmp_path, "rooms.csv", "room,name", "r-1,One"))
    desk.store.close()
    store = open_store(tmp_path / "demo.db")
    assert check(Desk(store, OPERATOR)).ok
    store.close()
