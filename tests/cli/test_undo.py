"""`undo`: asks, takes back, and says what stays."""

from __future__ import annotations

from tests.cli.calls import WEB_1, WEB_2, Caller


def test_a_switch_is_taken_back_after_a_yes(call: Caller) -> None:
    call("policy", "auto", WEB_1, WEB_2)
    assert "1 instance" not in call("undo", "--dry-run").out
    answer = call("undo", "--yes")
    assert "2 instances were switched back, 0 left out" in answer.out
    assert call("show", WEB_1, "--json").json["policy"] == "manual"


def test_what_has_changed_since_makes_it_status_3(call: Caller) -> None:
    call("policy", "auto", WEB_1, WEB_2, "--months", "3")
    call.sql("UPDATE instance SET auto_months = 6 WHERE instance_id = ?", WEB_2)
    found = call("undo", "--yes", "--json", status=3).json
    assert found["changed"] == [WEB_1]
    assert [one["code"] for one in found["skipped"]] == ["changed"]


def test_where_all_has_changed_it_is_status_1(call: Caller) -> None:
    call("policy", "auto", WEB_1, "--months", "3")
    call.sql("UPDATE instance SET auto_months = 6 WHERE instance_id = ?", WEB_1)
    assert call("undo", "--yes", "--json", status=1).json["changed"] == []


def test_a_payment_is_status_1_with_the_reason(call: Caller) -> None:
    call("renew", WEB_1, "--months", "1", "--yes")
    assert "refunds are the provider's to give" in call.refused("undo", "--yes", status=1)


def test_it_asks_on_a_terminal_and_refuses_without_one(call: Caller) -> None:
    call("policy", "auto", WEB_1)
    call.refused("undo", status=2)
