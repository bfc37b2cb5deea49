"""`orders`: listing, showing, paying and cancelling."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from renewal_tui.clock import moment, parse_stamp, stamp, zone
from tests.cli.calls import WEB_1, WEB_2, Caller
from tests.cli.test_renew import DOCUMENT, LINE

ROW = [
    "order",
    "account",
    "currency",
    "kind",
    "request",
    "status",
    "total",
    "voucher_total",
    "balance_total",
    "lines",
    "made_at",
    "closed_at",
    "operator",
    "note",
]


@pytest.fixture
def unpaid(call: Caller) -> Caller:
    """The store with order 1, which awaits payment."""
    call("renew", WEB_1, "--months", "3", "--no-vouchers", "--pay-later", "--yes", status=3)
    return call


def short(call: Caller) -> None:
    call.sql("UPDATE account SET opening = 500, balance = 500 WHERE code = 'acme-prod'")


def test_without_a_command_it_lists_orders_the_newest_first(unpaid: Caller) -> None:
    unpaid("unify", WEB_2, "--day", "12", "--yes")
    found = unpaid("orders", "--json").json
    assert list(found) == ["total", "rows"]
    assert [row["order"] for row in found["rows"]] == [2, 1]
    assert all(list(row) == ROW for row in found["rows"])
    assert [row["request"] for row in found["rows"]] == [
        "unify on day 12 of the month",
        "renew by 3 months",
    ]
    assert found == unpaid("orders", "list", "--json").json
    assert "2 of 2 orders" in unpaid("orders").out


def test_a_status_and_an_account_narrow_the_list(unpaid: Caller) -> None:
    unpaid("renew", WEB_2, "--months", "1", "--yes")
    orders = unpaid("orders", "--status", "unpaid", "--json").json
    assert [row["order"] for row in orders["rows"]] == [1]
    assert unpaid("orders", "--account", "globex-lab", "--json").json["total"] == 0
    assert "is not an account" in unpaid.refused("orders", "--account", "nobody")


def test_pages_of_orders_count_all_of_them(unpaid: Caller) -> None:
    unpaid("renew", WEB_2, "--months", "1", "--yes")
    found = unpaid("orders", "--limit", "1", "--offset", "1", "--json").json
    assert (found["total"], [row["order"] for row in found["rows"]]) == (2, [1])


def test_an_unpaid_order_is_shown_as_it_would_be_paid_now(unpaid: Caller) -> None:
    found = unpaid("orders", "show", "1", "--json").json
    assert set(ROW) - {"lines"} <= set(found)
    assert list(found["lines"][0]) == LINE
    assert (found["status"], found["balance_total"], found["short_by"]) == (
        "unpaid",
        "960.00",
        "0.00",
    )
    short(unpaid)
    assert unpaid("orders", "show", "1", "--json").json["short_by"] == "955.00"
    assert "short by CNY 955.00" in unpaid("orders", "show", "1").out


def test_an_order_that_cannot_be_paid_any_more_says_why(unpaid: Caller) -> None:
    unpaid.sql("UPDATE instance SET monthly_price = 1 WHERE instance_id = ?", WEB_1)
    found = unpaid("orders", "show", "1", "--json").json
    assert "price is another now" in found["trouble"]
    assert "Cannot be paid" in unpaid("orders", "show", "1").out
    line = unpaid.refused("orders", "pay", "1", "--yes", status=1)
    assert "nothing was charged" in line


def test_paying_pays_it_whole(unpaid: Caller) -> None:
    found = unpaid("orders", "pay", "1", "--yes", "--json").json
    assert list(found) == DOCUMENT
    assert found["orders"][0]["status"] == "paid"
    assert unpaid("account", "acme-prod", "--json").json["balance"] == "11520.00"
    assert unpaid("show", WEB_1, "--json").json["expire_date"] == "2027-02-22"


def test_paying_in_a_dry_run_changes_nothing(unpaid: Caller) -> None:
    before = unpaid.path.read_bytes()
    found = unpaid("orders", "pay", "1", "--dry-run", "--json").json
    assert (found["dry_run"], found["orders"][0]["status"]) == (True, "paid")
    assert "would be paid" in unpaid("orders", "pay", "1", "--dry-run").out
    assert unpaid.path.read_bytes() == before


def test_a_short_balance_leaves_it_unpaid_until_topped_up(unpaid: Caller) -> None:
    short(unpaid)
    before = unpaid.path.read_bytes()
    answer = unpaid("orders", "pay", "1", "--key", "K-3", "--yes", "--json", status=3)
    assert answer.json["orders"][0]["status"] == "unpaid"
    assert answer.json["orders"][0]["short_by"] == "955.00"
    assert unpaid.path.read_bytes() == before
    unpaid("account", "top-up", "acme-prod", "955.00", "--yes")
    paid = unpaid("orders", "pay", "1", "--key", "K-3", "--yes", "--json").json
    assert paid["orders"][0]["status"] == "paid"


def test_the_same_key_pays_once(unpaid: Caller) -> None:
    first = unpaid("orders", "pay", "1", "--key", "K-4", "--yes", "--json")
    assert unpaid("orders", "pay", "1", "--key", "K-4", "--yes", "--json").json == first.json
    assert "order 1 is paid" in unpaid.refused("orders", "pay", "1", "--yes", status=1)


def test_cancelling_frees_its_instances(unpaid: Caller) -> None:
    found = unpaid("orders", "cancel", "1", "--yes", "--json").json
    assert list(found) == DOCUMENT
    assert found["orders"][0]["status"] == "cancelled"
    assert unpaid("renew", WEB_1, "--months", "1", "--yes").status == 0
    assert "nothing was changed" in unpaid.refused("orders", "cancel", "1", "--yes", status=1)


def test_cancelling_in_a_dry_run_changes_nothing(unpaid: Caller) -> None:
    before = unpaid.path.read_bytes()
    found = unpaid("orders", "cancel", "1", "--dry-run", "--json").json
    assert (found["dry_run"], found["orders"][0]["status"]) == (True, "cancelled")
    assert unpaid.path.read_bytes() == before


@pytest.mark.parametrize(
    ("verb", "question"), [("pay", "Pay CNY 960.00?"), ("cancel", "Cancel order 1?")]
)
def test_both_ask_and_a_no_changes_nothing(
    unpaid: Caller, monkeypatch: pytest.MonkeyPatch, verb: str, question: str
) -> None:
    before = unpaid.path.read_bytes()
    unpaid.types(monkeypatch, "n")
    answer = unpaid("orders", verb, "1", "--json", status=1)
    assert question in answer.err
    assert WEB_1 in answer.err
    assert answer.error["code"] == "declined"
    assert unpaid.path.read_bytes() == before
    unpaid.types(monkeypatch, "yes")
    unpaid("orders", verb, "1")


def test_an_order_that_changed_after_it_was_shown_is_not_paid(
    unpaid: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spend(_: Any) -> None:
        unpaid.sql("UPDATE account SET balance = balance - 100 WHERE code = 'acme-prod'")

    unpaid.types(monkeypatch)
    monkeypatch.setattr("renewal_tui.cli.carry_out.confirm", spend)
    answer = unpaid("orders", "pay", "1", "--json", status=1)
    assert answer.error["code"] == "changed"
    assert answer.json["now"]["orders"][0]["total"] == "960.00"
    assert unpaid("orders", "show", "1", "--json").json["status"] == "unpaid"


def test_an_order_of_yesterday_has_cancelled_itself(unpaid: Caller) -> None:
    unpaid("clock", "advance", "24h")
    assert unpaid("orders", "--status", "unpaid", "--json").json["total"] == 0
    found = unpaid("orders", "show", "1", "--json").json
    assert (found["status"], found["closed_at"][:10]) == ("cancelled", "2026-11-23")


def test_an_order_that_lapsed_shows_when_however_late_that_is_written_down(
    unpaid: Caller,
) -> None:
    """R20: 24 hours after it was made."""
    unpaid("clock", "advance", "3d")
    made = unpaid("orders", "show", "1", "--json").json["made_at"]
    lapsed = stamp(parse_stamp(made) + timedelta(hours=24))
    for _ in range(2):
        assert unpaid("orders", "show", "1", "--json").json["closed_at"] == lapsed
        (row,) = unpaid("orders", "--json").json["rows"]
        assert (row["status"], row["closed_at"]) == ("cancelled", lapsed)
        closed = moment(lapsed, zone("Asia/Shanghai"))
        assert f"Closed   {closed}" in unpaid("orders", "show", "1").out
        unpaid("account", "top-up", "acme-prod", "1", "--yes")
    assert unpaid.sql("SELECT status, closed_at FROM orders") == [("cancelled", lapsed)]
    unpaid("check")


@pytest.mark.parametrize("verb", ["show", "pay", "cancel"])
def test_an_unknown_order_is_refused(call: Caller, verb: str) -> None:
    extra = () if verb == "show" else ("--yes",)
    assert "there is no order 99" in call.refused("orders", verb, "99", *extra, status=1)
    line = call.refused("orders", verb, "seven", *extra)
    assert line == f'renewal-tui orders {verb}: N: "seven" is not an order number\n'
