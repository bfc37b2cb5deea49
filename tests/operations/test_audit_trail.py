"""Every change has one record in its own transaction, chained; nothing rewrites it [R28]."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable

import pytest

from renewal_tui.domain.planning import Renew
from renewal_tui.operations.pay_order import Payment
from renewal_tui.operations.top_up import TopUp
from renewal_tui.operator import Actor, Source
from renewal_tui.store.audit import AuditTrail, read_audit, walk_audit
from tests.operations.acts import done, purchase_of
from tests.operations.books import assert_chain
from tests.operations.world import World
from tests.stores import desk_on

_Act = Callable[[World], object]


def _last(world: World) -> dict[str, object]:
    return read_audit(world.desk.store, newest_first=True, limit=1)[0]._asdict()


def test_a_record_says_who_when_from_where_what_before_and_after(world: World) -> None:
    world.voucher("v-1", 30_00)
    world.instance("i-1")
    claimed = Actor("mei", "SUDO_USER=root", Source.TUI)
    desk = desk_on(world.path, claimed)
    wanted = purchase_of(("i-1",), Renew(1))
    done(desk, wanted, "k-1")
    desk.store.close()
    record = _last(world)
    assert json.loads(str(record.pop("before"))) == {"account": "acme", "balance": 1000_00}
    assert json.loads(str(record.pop("after"))) == {
        "months": 1,
        "status": "paid",
        "total": 100_00,
        "voucher_total": 30_00,
        "balance": 930_00,
        "lines": [["i-1", "2026-11-30", "2026-12-30"]],
    }
    record.pop("hash")
    assert record == {
        "number": 1,
        "at": "2026-11-22T02:00:00Z",
        "operator": "mei",
        "claimed": "SUDO_USER=root",
        "source": "tui",
        "action": "renew",
        "target": "order 1",
        "operation_key": "k-1",
        "previous_hash": "0" * 64,
        "note": None,
        "session_user": None,
    }


CHANGES: dict[str, tuple[_Act, list[tuple[str, str]]]] = {
    "renew": (
        lambda world: world.renew("i-1", "i-2", "i-b"),
        [("renew", "order 2"), ("renew", "order 3")],
    ),
    "pay later": (lambda world: world.unpaid("i-1"), [("renew", "order 2")]),
    "unify": (lambda world: world.unify_on("2027-01-15", "i-1"), [("unify", "order 2")]),
    "pay": (lambda world: world.pay(1), [("pay_order", "order 1")]),
    "cancel": (lambda world: world.cancel(1), [("cancel_order", "order 1")]),
    "top-up": (lambda world: world.top_up(1), [("top_up", "acme")]),
    "policy": (
        lambda world: world.switch("auto", "i-1", "i-2", "i-due"),
        [("policy", "i-1"), ("policy", "i-2")],
    ),
    "clock": (lambda world: world.advance("1h"), [("clock", "clock")]),
    "engine": (
        lambda world: world.engine(),
        [
            ("cancel_order", "order 1"),
            ("auto_renew", "i-due"),
            ("auto_renew_failed", "i-due-dear"),
            ("auto_renew_run", "run 1"),
        ],
    ),
    "nothing to switch": (lambda world: world.switch("manual", "i-1"), []),
    "nothing to renew": (lambda world: world.renew("i-9"), []),
}


@pytest.fixture
def busy(world: World) -> World:
    """A world with something for each of the CHANGES to do."""
    world.account("beta")
    for name in ("i-1", "i-2"):
        world.instance(name)
    world.instance("i-b", account="beta")
    world.instance("i-due", policy="auto", expire="2026-11-22")
    world.instance("i-due-dear", policy="auto", expire="2026-11-22", price=90_000_00)
    assert world.unpaid("i-due") == 1
    return world


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_has_its_record_and_what_changes_nothing_has_none(
    busy: World, change: str
) -> None:
    act, expected = CHANGES[change]
    before = busy.actions()
    act(busy)
    assert busy.actions()[len(before) :] == expected


def test_records_of_one_operation_carry_its_key(busy: World) -> None:
    busy.engine(key="k-7")
    keys = busy.sql("SELECT operation_key FROM audit WHERE id > 1")
    assert keys == [("k-7",)] * 4


def test_a_change_of_policy_records_the_period_before_and_after(busy: World) -> None:
    busy.switch("auto", "i-1", months=6)
    record = _last(busy)
    assert json.loads(str(record["before"])) == {"policy": "manual", "months": 1}
    assert json.loads(str(record["after"])) == {"policy": "auto", "months": 6}


def test_why_a_renewal_failed_is_recorded(busy: World) -> None:
    busy.engine()
    after = busy.value("SELECT after FROM audit WHERE action = 'auto_renew_failed'")
    assert json.loads(after) == {
        "code": "insufficient_balance",
        "reason": "balance short by 89100.00 CNY",
    }


def test_a_record_that_cannot_be_written_undoes_its_change(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: AuditTrail) -> None:
        raise RuntimeError("no record, no change")

    before = busy.dump()
    monkeypatch.setattr(AuditTrail, "flush", broken)
    acts: tuple[_Act, ...] = (
        lambda world: world.renew("i-1"),
        lambda world: world.pay(1),
        lambda world: world.cancel(1),
        lambda world: world.top_up(1),
        lambda world: world.switch("auto", "i-1"),
        lambda world: world.advance("1d"),
        lambda world: world.engine(),
    )
    for act in acts:
        with pytest.raises(RuntimeError, match="no record"):
            act(busy)
        assert busy.dump() == before


def test_the_chain_holds_over_everything_and_breaks_with_any_field(busy: World) -> None:
    for act, _ in CHANGES.values():
        try:
            act(busy)
        except Exception as refused:  # order 1 is paid once and cannot be cancelled then
            assert "order 1" in str(refused)
    records = [tuple(record) for record in walk_audit(busy.desk.store)]
    assert len(records) > 10
    assert_chain(records)
    for column in range(len(records[4])):
        forged = list(records[4])
        forged[column] = 99 if column == 0 else f"{forged[column]} "
        with pytest.raises(AssertionError):
            assert_chain([*records[:4], tuple(forged), *records[5:]])
    with pytest.raises(AssertionError):
        assert_chain([*records[:4], *records[5:]])


def test_the_first_record_is_chained_to_nothing(world: World) -> None:
    world.top_up(1)
    record = read_audit(world.desk.store, newest_first=False)[0]
    text = json.dumps(record[:11], ensure_ascii=False, separators=(",", ":"))
    assert record.previous_hash == "0" * 64
    assert record.hash == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "table",
    [
        "ledger_entry",
        "order_line",
        "audit",
        "voucher_use",
        "paid_term",
        "operation_part",
        "attempt",
    ],
)
def test_what_is_append_only_can_be_neither_changed_nor_deleted(busy: World, table: str) -> None:
    busy.voucher("v-1", 30_00)
    busy.renew("i-1")
    busy.engine()
    assert busy.value(f"SELECT count(*) FROM {table}") > 0
    before = busy.dump()
    column = busy.sql(f"SELECT name FROM pragma_table_info('{table}')")[1][0]
    for text in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
            busy.sql(text)
    assert busy.dump() == before


def test_a_note_with_anything_in_it_is_recorded_as_it_is(world: World) -> None:
    note = "\x1b]52;c;aGk=\x07 [red]名前[/] ' \" \\ \n\u202e"
    done(world.desk, TopUp("acme", 1), "k-1", note=note)
    assert _last(world)["note"] == note


def test_a_payment_records_the_lines_it_paid(busy: World) -> None:
    number = busy.unpaid("i-1")
    done(busy.desk, Payment(number), "k-1")
    record = _last(busy)
    assert json.loads(str(record["before"])) == {"status": "unpaid", "balance": 1000_00}
    assert json.loads(str(record["after"]))["lines"] == [["i-1", "2026-11-30", "2026-12-30"]]
