"""A note on what is done: on the order and in the record, and a store may demand one [R32]."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.planning import Renew, UnifyOnDay
from renewal_tui.errors import UsageProblem
from renewal_tui.operations.cancel_order import Cancellation
from renewal_tui.operations.check import check, verify
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.move_clock import ClockMove
from renewal_tui.operations.pay_order import Payment
from renewal_tui.operations.set_policy import PolicySwitch
from renewal_tui.operations.settings import SettingsChange
from renewal_tui.operations.top_up import TopUp
from renewal_tui.operator import Actor, Source
from renewal_tui.store.audit import AuditRecord, read_audit
from tests.operations.acts import AnyOperation, done, purchase_of, run_of
from tests.operations.importing import instance_line, load, put_instances
from tests.operations.tampering import tamper
from tests.operations.world import World
from tests.stores import desk_on

TICKET = "TICKET-4711"

BY_PEOPLE: dict[str, Callable[[], AnyOperation]] = {
    "renew": lambda: purchase_of(("i-1",), Renew(1)),
    "unify": lambda: purchase_of(("i-1",), UnifyOnDay(28)),
    "policy": lambda: PolicySwitch(("i-1",), Policy.AUTO, 1),
    "pay": lambda: Payment(1),
    "cancel": lambda: Cancellation(1),
    "top-up": lambda: TopUp("acme", 1_00),
}


@pytest.fixture
def busy(world: World) -> World:
    """Two instances, the second one in order 1, which awaits payment."""
    world.instance("i-1")
    world.instance("i-2")
    assert world.unpaid("i-2") == 1
    return world


def _last(world: World) -> AuditRecord:
    return read_audit(world.desk.store, newest_first=True, limit=1)[0]


@pytest.mark.parametrize("name", BY_PEOPLE)
def test_a_note_stands_in_the_record_and_the_chain_holds(busy: World, name: str) -> None:
    done(busy.desk, BY_PEOPLE[name](), "k-1", note=TICKET)
    assert _last(busy).note == TICKET
    assert verify(busy.desk).ok
    assert check(busy.desk) == (True, ())


@pytest.mark.parametrize(("name", "number"), [("renew", 2), ("pay", 1), ("cancel", 1)])
def test_a_note_stands_on_the_order(busy: World, name: str, number: int) -> None:
    done(busy.desk, BY_PEOPLE[name](), "k-1", note=TICKET)
    assert busy.value("SELECT note FROM orders WHERE id = ?", number) == TICKET


def test_why_an_order_was_cancelled_and_the_note_on_it_are_two_things(busy: World) -> None:
    done(busy.desk, Cancellation(1), "k-1", note=TICKET)
    assert busy.sql("SELECT reason, note FROM orders") == [("cancelled by lin", TICKET)]


def test_what_lapses_meanwhile_has_no_note(busy: World) -> None:
    busy.advance("25h")
    done(busy.desk, TopUp("acme", 1), "k-1", note=TICKET)
    records = {one.action: one for one in read_audit(busy.desk.store, newest_first=True, limit=2)}
    assert records["cancel_order"].note is None
    assert records["top_up"].note == TICKET


def test_a_record_without_a_note_hashes_as_it_did_before_there_were_notes(busy: World) -> None:
    record = _last(busy)
    text = json.dumps(record[:11], ensure_ascii=False, separators=(",", ":"))
    assert record.hash == hashlib.sha256(text.encode()).hexdigest()
    assert (record.note, record.session_user) == (None, None)


@pytest.mark.parametrize("change", ["note = 'another'", "note = NULL", "session_user = 'ann'"])
def test_a_note_cannot_be_changed_unseen(busy: World, tmp_path: Path, change: str) -> None:
    done(busy.desk, TopUp("acme", 1), "k-1", note=TICKET)
    copy = tmp_path / "tampered.db"
    shutil.copyfile(busy.path, copy)
    tamper(copy, f"UPDATE audit SET {change} WHERE action = 'top_up'")
    desk = desk_on(copy)
    assert not verify(desk).ok
    desk.store.close()


def test_a_note_is_no_part_of_what_a_key_was_used_for(busy: World) -> None:
    first = done(busy.desk, BY_PEOPLE["renew"](), "k-1", note=TICKET)
    before = busy.dump()
    assert done(busy.desk, BY_PEOPLE["renew"](), "k-1", note="another") == first
    assert done(busy.desk, BY_PEOPLE["renew"](), "k-1") == first
    assert busy.dump() == before


def test_a_note_of_an_import_stands_in_its_records(world: World) -> None:
    world.instance("i-1")
    files = put_instances(world.path.parent, instance_line("i-1", name="other"))
    load(world.desk, files, note=TICKET)
    records = read_audit(world.desk.store, newest_first=False)
    assert {one.note for one in records if one.action == "import"} == {TICKET}


# -- demanded ----------------------------------------------------------------------------------


@pytest.fixture
def strict(busy: World) -> World:
    """A store that demands notes."""
    done(busy.desk, SettingsChange(require_note=True), "k-0")
    return busy


@pytest.mark.parametrize("name", BY_PEOPLE)
@pytest.mark.parametrize("note", ["", "  "])
def test_a_store_that_demands_notes_refuses_what_has_none(
    strict: World, name: str, note: str
) -> None:
    before = strict.dump()
    with pytest.raises(UsageProblem, match="demands a note"):
        done(strict.desk, BY_PEOPLE[name](), "k-1", note=note)
    assert strict.dump() == before
    done(strict.desk, BY_PEOPLE[name](), "k-1", note=TICKET)


def test_what_was_done_is_answered_without_a_note(strict: World) -> None:
    first = done(strict.desk, BY_PEOPLE["renew"](), "k-1", note=TICKET)
    assert done(strict.desk, BY_PEOPLE["renew"](), "k-1") == first


def test_the_engine_and_the_clock_need_none(strict: World) -> None:
    strict.instance("i-due", expire="2026-11-22", policy="auto")
    engine = Desk(strict.desk.store, Actor("cron", "", Source.ENGINE))
    assert len(done(engine, run_of(), "k-1")["renewed"]) == 1
    done(strict.desk, ClockMove(by="25h"), "k-2")


def test_what_a_store_demands_is_recorded_and_can_be_taken_back(strict: World) -> None:
    assert _last(strict)[5:7] == ("settings", "require-note")
    done(strict.desk, SettingsChange(require_note=False), "k-2")
    done(strict.desk, BY_PEOPLE["renew"](), "k-3")
    assert check(strict.desk) == (True, ())
