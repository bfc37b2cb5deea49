"""`renew`: its document, its exit statuses and reason codes, keys, and what it asks."""

from __future__ import annotations

import pytest

from renewal_tui.operations.cancel_order import Cancellation
from renewal_tui.operations.execution import idempotency
from renewal_tui.operations.pay_order import Payment
from renewal_tui.operations.renew import Renewal
from renewal_tui.operations.top_up import TopUp
from tests.cli.calls import LEGACY, STAGING, WEB_1, WEB_2, Caller
from tests.stores import desk_on

DOCUMENT = ["operation_key", "dry_run", "interrupted", "orders", "skipped"]
ORDER = [
    "order",
    "account",
    "currency",
    "status",
    "total",
    "voucher_total",
    "balance_total",
    "short_by",
    "lines",
]
LINE = [
    "instance_id",
    "months",
    "days",
    "from_date",
    "to_date",
    "list_price",
    "discount",
    "payable",
    "vouchers",
    "balance",
]


def test_the_document_has_the_keys_that_programs_rely_on(call: Caller) -> None:
    found = call("renew", WEB_1, "--months", "3", "--yes", "--json").json
    assert list(found) == DOCUMENT
    assert list(found["orders"][0]) == ORDER
    assert list(found["orders"][0]["lines"][0]) == LINE
    line = found["orders"][0]["lines"][0]
    assert (line["from_date"], line["to_date"]) == ("2026-11-22", "2027-02-22")
    assert line["payable"] == "960.00"
    assert list(line["vouchers"][0]) == ["voucher_id", "amount"]
    assert found["orders"][0]["status"] == "paid"


def test_all_done_is_status_0_and_the_instance_has_moved(call: Caller) -> None:
    answer = call("renew", WEB_1, WEB_2, "--months", "1", "--yes")
    assert "Order 1 of acme-prod: CNY 640.00" in answer.out
    assert "2 instances, 0 left out" in answer.out
    assert call("show", WEB_1, "--json").json["expire_date"] == "2026-12-22"


def test_a_dry_run_gives_the_answer_and_status_of_the_run_and_changes_nothing(
    call: Caller,
) -> None:
    arguments = ("renew", WEB_1, "i-nosuch", "--months", "12", "--json")
    before = call.path.read_bytes()
    planned = call(*arguments, "--dry-run", status=3).json
    assert call.path.read_bytes() == before
    done = call(*arguments, "--yes", status=3).json
    assert planned["dry_run"] is True
    assert done["dry_run"] is False
    assert planned["orders"][0]["lines"] == done["orders"][0]["lines"]
    assert planned["skipped"] == done["skipped"]


def test_rows_that_are_refused_are_reported_and_the_rest_go_on(call: Caller) -> None:
    trial = call.excluded("trial")
    found = call("renew", WEB_1, trial, "i-nosuch", "--months", "1", "--yes", "--json", status=3)
    assert {one["instance_id"]: one["code"] for one in found.json["skipped"]} == {
        trial: "trial",
        "i-nosuch": "unknown_instance",
    }
    assert [line["instance_id"] for line in found.json["orders"][0]["lines"]] == [WEB_1]


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("trial", "trial"),
        ("one-time", "one_time"),
        ("pay-as-you-go", "pay_as_you_go"),
        ("released", "released"),
        ("does not require", "product_not_renewable"),
        ("cannot be renewed in the console", "product_not_renewable"),
    ],
)
def test_what_is_not_renewable_is_refused_with_its_code(
    call: Caller, reason: str, code: str
) -> None:
    name = call.excluded(reason)
    before = call.path.read_bytes()
    answer = call("renew", name, "--months", "1", "--yes", "--json", status=1)
    assert [one["code"] for one in answer.json["skipped"]] == [code]
    assert answer.json["orders"] == []
    assert call.path.read_bytes() == before


def test_nothing_but_unknown_ids_is_status_1_and_writes_nothing(call: Caller) -> None:
    before = call.path.read_bytes()
    answer = call("renew", "i-nosuch", "--months", "1", "--yes", status=1)
    assert "unknown_instance" in answer.out
    assert call.path.read_bytes() == before


def test_a_period_that_is_too_short_names_the_one_that_suffices(call: Caller) -> None:
    call.sql("UPDATE product SET retention_days = 90 WHERE code = 'KEC'")
    call.sql(
        "UPDATE term SET expire_date = '2026-10-01', anchor_day = 1 WHERE instance_id = ?",
        LEGACY,
    )
    found = call("renew", LEGACY, "--months", "1", "--yes", "--json", status=1).json
    assert found["skipped"][0]["code"] == "period_too_short"
    assert "2 months" in found["skipped"][0]["reason"]


def test_an_unpaid_order_blocks_another_renewal(call: Caller) -> None:
    later = call("renew", WEB_1, "--months", "1", "--pay-later", "--yes", "--json", status=3)
    assert later.json["orders"][0]["status"] == "unpaid"
    again = call("renew", WEB_1, "--months", "1", "--yes", "--json", status=1)
    assert again.json["skipped"][0]["code"] == "order_unpaid"


def test_a_short_balance_leaves_the_order_unpaid_and_says_by_how_much(call: Caller) -> None:
    call.sql("UPDATE account SET opening = 1000, balance = 1000 WHERE code = 'globex-lab'")
    arguments = ("renew", "--all-matching", "--account", "globex-lab", "--within", "30")
    found = call(*arguments, "--months", "36", "--no-vouchers", "--yes", "--json", status=3).json
    assert found["orders"][0]["status"] == "unpaid"
    assert float(found["orders"][0]["short_by"]) > 0
    text = call("orders", "show", str(found["orders"][0]["order"])).out
    assert "the balance is short by CNY" in text


def test_without_vouchers_the_balance_pays_all(call: Caller) -> None:
    found = call("renew", WEB_1, "--months", "1", "--no-vouchers", "--yes", "--json").json
    assert found["orders"][0]["voucher_total"] == "0.00"
    assert found["orders"][0]["balance_total"] == "320.00"


def test_all_matching_takes_the_filters_of_list(call: Caller) -> None:
    filters = ("--room", "cn-beijing-6", "--tab", "manual", "--within", "7", "--status", "active")
    listed = call("list", *filters, "--json").json
    found = call("renew", "--all-matching", *filters, "--months", "1", "--dry-run", "--json").json
    ids = {line["instance_id"] for order in found["orders"] for line in order["lines"]}
    assert ids == {row["instance_id"] for row in listed["rows"]}


def test_all_matching_that_matches_nothing_is_refused(call: Caller) -> None:
    line = call.refused(
        "renew", "--all-matching", "--search", "zzz", "--months", "1", "--yes", status=1
    )
    assert "no instance matches" in line


def test_the_same_key_with_the_same_request_is_answered_and_not_charged_again(
    call: Caller,
) -> None:
    arguments = ("renew", WEB_1, "--months", "1", "--key", "K-1", "--yes", "--json")
    first = call(*arguments)
    balance = call("account", "acme-prod", "--json").json["balance"]
    again = call(*arguments)
    assert again.json == first.json
    assert call("account", "acme-prod", "--json").json["balance"] == balance
    assert call("orders", "--json").json["total"] == 1


def test_the_same_key_with_another_request_is_refused(call: Caller) -> None:
    call("renew", WEB_1, "--months", "1", "--key", "K-1", "--yes")
    line = call.refused("renew", WEB_2, "--months", "1", "--key", "K-1", "--yes", status=1)
    assert "K-1 was used for another request" in line


def test_an_answered_key_counts_as_acknowledged(call: Caller) -> None:
    call("renew", WEB_1, "--months", "1", "--key", "K-1", "--yes")
    assert call.sql("SELECT acknowledged FROM operation WHERE key = 'K-1'") == [(1,)]


def test_a_batch_that_was_stopped_goes_on_only_when_told_so(call: Caller) -> None:
    call("renew", WEB_1, "--months", "1", "--key", "K-1", "--yes")
    call.sql("UPDATE operation SET state = 'started' WHERE key = 'K-1'")
    answer = call("renew", WEB_1, "--months", "1", "--key", "K-1", "--yes", "--json").json
    assert [line["instance_id"] for line in answer["orders"][0]["lines"]] == [WEB_1]
    assert call("orders", "--json").json["total"] == 1


def test_it_shows_what_would_be_charged_and_asks(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    call.types(monkeypatch, "y")
    answer = call("renew", WEB_1, "i-nosuch", "--months", "1", "--json", status=3)
    assert "Renew by 1 month: 1 instance" in answer.err
    assert "balance 12,480.00 -> 12,480.00" in answer.err
    assert "i-nosuch" in answer.err
    assert "Pay CNY 320.00? [y/N]" in answer.err
    assert answer.json["orders"][0]["status"] == "paid"


@pytest.mark.parametrize("said", ["n", "", "please", "yes or no"])
def test_anything_but_a_yes_changes_nothing(
    call: Caller, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    before = call.path.read_bytes()
    call.types(monkeypatch, said)
    answer = call("renew", WEB_1, "--months", "1", "--json", status=1)
    assert answer.error["code"] == "declined"
    assert call.path.read_bytes() == before


def test_nothing_is_asked_when_every_row_is_refused(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    call.types(monkeypatch)
    answer = call("renew", "i-nosuch", "--months", "1", status=1)
    assert "[y/N]" not in answer.err


def test_what_changed_after_it_was_shown_is_not_charged(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raise_the_price(_: str) -> None:
        call.sql("UPDATE instance SET monthly_price = 40000 WHERE instance_id = ?", WEB_1)

    call.types(monkeypatch)
    monkeypatch.setattr("renewal_tui.cli.carry_out.confirm", raise_the_price)
    answer = call("renew", WEB_1, "--months", "1", "--json", status=1)
    assert answer.error["code"] == "changed"
    assert answer.json["now"]["orders"][0]["total"] == "400.00"
    assert call("orders", "--json").json["total"] == 0
    call.sql("UPDATE instance SET monthly_price = 32000 WHERE instance_id = ?", WEB_1)
    text = call("renew", WEB_1, "--months", "1", status=1)
    assert "something has changed since this was shown; nothing was charged" in text.err
    assert "CNY 400.00" in text.err


def test_a_long_preview_shows_some_lines_and_all_totals(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    call.types(monkeypatch, "n")
    answer = call(
        "renew", "--all-matching", "--tab", "manual", "--months", "1", "--pay-later", status=1
    )
    assert " more\n" in answer.err
    assert "acme-prod: CNY" in answer.err
    assert "globex-lab: CNY" in answer.err
    assert "to be paid later? [y/N]" in answer.err


def test_options_stand_before_or_after_the_command(call: Caller) -> None:
    before = call.bare("--database", str(call.path), "--json", "show", STAGING)
    after = call.bare("show", STAGING, "--json", "--database", str(call.path))
    assert before.json == after.json


def test_the_same_key_is_answered_though_its_filter_matches_nothing_any_more(call: Caller) -> None:
    wanted: tuple[str, ...] = ("renew", "--all-matching", "--tab", "manual", "--within", "0")
    wanted += ("--status", "active", "--account", "acme-prod", "--months", "1", "--yes", "--json")
    first = call(*wanted, "--key", "K-9")
    assert first.json["orders"][0]["status"] == "paid"
    assert call(*wanted, "--key", "K-9").json == first.json
    assert call(*wanted, status=1).error["message"] == "no instance matches; nothing was changed"
    assert len(call("orders", "--json").json["rows"]) == 1


def test_a_key_that_was_only_intended_asks_like_a_new_one(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = call("renew", WEB_1, "--months", "1", "--pay-later", "--yes", "--json", status=3)
    order = number.json["orders"][0]["order"]
    intended = {
        "renew": (Renewal((WEB_2,), 1).request(), ("renew", WEB_2, "--months", "1")),
        Payment.action: (order, ("orders", "pay", str(order))),
        Cancellation.action: (order, ("orders", "cancel", str(order))),
        TopUp.action: (["acme-prod", 5_00], ("account", "top-up", "acme-prod", "5.00")),
    }
    desk = desk_on(call.path)
    for action, (request, _) in intended.items():
        idempotency.intend(desk, idempotency.asked(f"I-{action}", action, request))
    desk.store.close()
    balance = call("account", "acme-prod", "--json").json
    for action, (_, words) in intended.items():
        call.types(monkeypatch, "n")
        answer = call(*words, "--key", f"I-{action}", status=1)
        assert "[y/N]" in answer.err
        assert "not confirmed; nothing was changed" in answer.err
    assert call("account", "acme-prod", "--json").json == balance
