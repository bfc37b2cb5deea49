"""What was shown is what is done, in every command that asks [R21].

Somebody at another desk changes what it rests on while it asks; then the answer is yes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.another_desk import (
    ACCOUNT,
    CANCELLED,
    ENGINE_RAN,
    LAPSED,
    MISSED_TO_MANUAL,
    NEXT_DAY,
    PAID,
    RENEWED,
    TO_AUTO,
    TO_MANUAL,
    TOP_UP,
    WAITING,
    WEB_PRICE,
    WEB_RENEWED,
    WORKER_PRICE,
    Deed,
    imports,
    new_voucher,
    not_intended,
    price_of,
)
from tests.cli.calls import WEB_1, WEB_2, WORKER, Answer, Caller, Terminal


class Meanwhile(Terminal):
    """Somebody who says yes to every question, after another desk has done something."""

    def __init__(self, path: Path, deed: Deed) -> None:
        super().__init__()
        self.asked = 0
        self.before: list[str] = []
        self._path = path
        self._deed = deed

    def readline(self, *_: object) -> str:  # type: ignore[override]
        """The answer, which comes late."""
        self.asked += 1
        self._deed(self._path)
        self.before = not_intended(self._path)
        return "y\n"


def yes_after(
    call: Caller, monkeypatch: pytest.MonkeyPatch, deed: Deed, *command: str, status: int = 1
) -> tuple[Answer, Meanwhile]:
    """Run a command that asks; while it does, the deed is done, then the answer is yes."""
    person = Meanwhile(call.path, deed)
    with monkeypatch.context() as patch:
        patch.setattr("renewal_tui.cli.asking.is_terminal", lambda _: True)
        patch.setattr(sys, "stdin", person)
        answer = call(*command, status=status)
    assert person.asked == 1, answer
    return answer, person


class Case(NamedTuple):
    """A command that asks, what another desk does meanwhile, and what is told then."""

    command: tuple[str, ...]
    deed: Deed
    told: str


RENEW, UNIFY = ("renew", WEB_1, WEB_2, "--months", "1"), ("unify", WEB_1, WEB_2, "--day", "last")
ENGINE, ADD = ("auto-renew",), ("account", "top-up", ACCOUNT, "20.00")

CASES = {
    "auto-renew, a price": Case(ENGINE, WORKER_PRICE, "for CNY 1,809.50"),
    "auto-renew, one to manual": Case(ENGINE, TO_MANUAL, "8 instances would be renewed"),
    "auto-renew, one to automatic": Case(ENGINE, TO_AUTO, "10 instances would be renewed"),
    "auto-renew, one renewed by hand": Case(ENGINE, RENEWED, "8 instances would be renewed"),
    "auto-renew, a voucher": Case(ENGINE, new_voucher, "9 instances would be renewed"),
    "auto-renew, the balance": Case(ENGINE, TOP_UP, "9 instances would be renewed"),
    "auto-renew, a missed one to manual": Case(ENGINE, MISSED_TO_MANUAL, "1 failed, 3 missed"),
    "auto-renew, the next day": Case(ENGINE, NEXT_DAY, "2026-11-23: "),
    "renew, a price": Case(RENEW, WEB_PRICE, "CNY 960.00 = vouchers"),
    "renew, one renewed": Case(RENEW, WEB_RENEWED, "2027-01-22"),
    "renew, the policy": Case(RENEW, TO_AUTO, "CNY 640.00 = vouchers"),
    "renew, a voucher": Case(RENEW, new_voucher, "VC-9 50.00"),
    "renew, the balance": Case(RENEW, TOP_UP, "balance 12,481.00"),
    "renew, the next day": Case(RENEW, NEXT_DAY, "CNY 640.00 = vouchers"),
    "renew later, a price": Case((*RENEW, "--pay-later"), WEB_PRICE, "CNY 960.00 = vouchers"),
    "unify, a price": Case(UNIFY, WEB_PRICE, "What it comes to now:"),
    "unify, one renewed": Case(UNIFY, WEB_RENEWED, "2026-12-22"),
    "unify, a voucher": Case(UNIFY, new_voucher, "VC-9 50.00"),
    "unify, the balance": Case(UNIFY, TOP_UP, "balance 12,481.00"),
    "account top-up, the balance": Case(ADD, TOP_UP, "balance 12,481.00 -> 12,501.00"),
    "account top-up, the engine": Case(ADD, ENGINE_RAN, "balance 12,343.50 -> 12,363.50"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_yes_to_what_has_changed_meanwhile_does_nothing_and_tells_what_is_so_now(
    call: Caller, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    command, deed, told = CASES[name]
    answer, person = yes_after(call, monkeypatch, deed, *command)
    after = answer.err.partition("[y/N] ")[2]
    assert not_intended(call.path) == person.before
    assert "changed since this was shown" in after
    assert told in after
    assert answer.out == ""


@pytest.mark.parametrize("command", [ENGINE, RENEW, UNIFY, ADD], ids=lambda one: one[0])
def test_in_json_too_the_new_figures_are_told_beside_the_error(
    call: Caller, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    answer, _ = yes_after(call, monkeypatch, TOP_UP, "--json", *command)
    assert answer.error["code"] == "changed"
    dry = call("--json", *command, "--dry-run", status=None).json
    assert {**answer.json["now"], "operation_key": None} == dry


# -- orders ----------------------------------------------------------------------------------------

PAY, CANCEL = ("orders", "pay", "1"), ("orders", "cancel", "1")

ORDER_CASES = {
    "orders pay, a price": Case(PAY, WEB_PRICE, "its price is another now"),
    "orders pay, a voucher": Case(PAY, new_voucher, "What it comes to now:"),
    "orders pay, the balance": Case(PAY, TOP_UP, "What it comes to now:"),
    "orders pay, paid": Case(PAY, PAID, "order 1 is paid"),
    "orders pay, cancelled": Case(PAY, CANCELLED, "order 1 is cancelled"),
    "orders pay, lapsed": Case(PAY, LAPSED, "order 1 is cancelled (not paid within 24 hours)"),
    "orders cancel, paid": Case(CANCEL, PAID, "order 1 is paid"),
    "orders cancel, cancelled": Case(CANCEL, CANCELLED, "order 1 is cancelled"),
    "orders cancel, lapsed": Case(CANCEL, LAPSED, "order 1 is cancelled"),
}


@pytest.mark.parametrize("name", ORDER_CASES)
def test_an_order_that_is_another_one_by_now_is_neither_paid_nor_cancelled(
    call: Caller, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    command, deed, told = ORDER_CASES[name]
    call(*WAITING, status=3)
    answer, person = yes_after(call, monkeypatch, deed, *command)
    assert not_intended(call.path) == person.before
    assert told in answer.err.partition("[y/N] ")[2]
    assert answer.out == ""


def test_an_order_that_the_engine_has_replaced_is_not_paid(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("renew", WORKER, "--months", "1", "--pay-later", "--yes", status=3)
    answer, person = yes_after(call, monkeypatch, ENGINE_RAN, *PAY)
    assert not_intended(call.path) == person.before
    assert "replaced by the automatic renewal" in answer.err


# -- a run of many commits -------------------------------------------------------------------------

MANY = 700
LAST = f"i-{MANY:05d}"
HEAD = "instance_id,account,product,room,expire_date,policy,monthly_price"
DUE = "many,KEC,cn-beijing-6,2026-11-22,auto,1.00"


def many_due(call: Caller) -> None:
    """Put more on automatic renewal than the first commit takes; all expire today."""
    rows = [f"i-{number:05d},{DUE}" for number in range(1, MANY + 1)]
    for name, text in (
        ("accounts.csv", "account,name,balance\nmany,Many,9000.00\n"),
        ("instances.csv", "\n".join([HEAD, *rows])),
    ):
        imports(call.path, name, text)


def test_a_run_stops_before_a_commit_that_is_not_as_it_was_shown(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_due(call)
    deed = price_of(LAST, "90.00")
    answer, _ = yes_after(call, monkeypatch, deed, "auto-renew", "--key", "K-1", "--json", status=3)
    renewed = {row["instance_id"]: row["payable"] for row in answer.json["renewed"]}
    assert answer.json["interrupted"] is True
    assert len(renewed) >= 9
    assert LAST not in renewed
    assert {renewed[name] for name in renewed if name.startswith("i-0")} == {"1.00"}
    assert "nothing that was not shown was charged" in answer.err
    assert "--key K-1" in answer.err

    # The same command shows what is left, with the new price, and asks again.
    rest = 9 + MANY - len(renewed)
    again, person = yes_after(
        call, monkeypatch, lambda _: None, "auto-renew", "--key", "K-1", "--json", status=3
    )
    assert person.asked == 1
    assert f"{rest} instances would be renewed" in again.err
    assert again.json["interrupted"] is False
    payable = {row["instance_id"]: row["payable"] for row in again.json["renewed"]}
    assert len(payable) == 9 + MANY
    assert payable[LAST] == "90.00"
    assert call("check", "--json").json["ok"]


def test_a_run_does_not_even_begin_when_more_is_due_at_its_end(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_due(call)
    row = f"{HEAD}\ni-99999,{DUE}\n"
    answer, person = yes_after(
        call, monkeypatch, lambda path: imports(path, "instances.csv", row), "auto-renew"
    )
    assert not_intended(call.path) == person.before
    assert f"{9 + MANY + 1} instances would be renewed" in answer.err


def test_a_limited_run_that_was_stopped_shows_what_its_limit_leaves(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_due(call)
    limited = ("auto-renew", "--max-items", str(8 + MANY), "--key", "K-1", "--json")
    answer, _ = yes_after(call, monkeypatch, price_of(LAST, "90.00"), *limited, status=3)
    rest = 8 + MANY - len(answer.json["renewed"])
    again, _ = yes_after(call, monkeypatch, lambda _: None, *limited, status=3)
    assert f"{rest} instances would be renewed" in again.err
    assert len(again.json["renewed"]) == 8 + MANY
