"""`show`: everything about one instance, and why it is or is not renewable."""

from __future__ import annotations

from tests.cli.calls import LAB_DB, WEB_1, Caller
from tests.cli.test_list import ROW


def test_the_document_is_a_row_with_what_more_there_is_to_know(call: Caller) -> None:
    found = call("show", WEB_1, "--json").json
    assert list(found)[: len(ROW)] == ROW
    assert found["renewable"] is True
    assert found["room_name"] == "CN North 1 (Beijing)"
    assert found["discounts"] == {"12": 15, "24": 30, "36": 40}
    assert {"orders", "attempts", "activity", "unpaid_order", "release_date"} <= set(found)


def test_the_page_says_that_it_is_renewable(call: Caller) -> None:
    out = call("show", WEB_1).out
    assert "Expire date   2026-11-22 (today)" in out
    assert "Release date  2026-11-30" in out
    assert "Renewable     yes" in out
    assert "1 year 15 %" in out


def test_the_page_says_why_it_is_not_renewable(call: Caller) -> None:
    name = call.excluded("trial")
    assert "Renewable     no: trial instances" in call("show", name).out


def test_the_page_says_which_order_blocks_it(call: Caller) -> None:
    call("renew", WEB_1, "--months", "1", "--pay-later", "--yes", status=3)
    out = call("show", WEB_1).out
    assert "Renewable     no: order 1 " in out
    found = call("show", WEB_1, "--json").json
    assert found["unpaid_order"] == 1
    assert found["orders"][0]["status"] == "unpaid"


def test_the_page_tells_what_has_happened_to_it(call: Caller) -> None:
    call("policy", "auto", WEB_1)
    call("renew", WEB_1, "--months", "3", "--yes")
    out = call("show", WEB_1).out
    assert "Orders\n" in out
    assert "2027-02-22" in out
    assert "Activity\n" in out
    assert "manual to auto by 1 month" in out


def test_the_page_tells_of_failed_automatic_renewals(call: Caller) -> None:
    call("auto-renew", "--yes", status=3)
    out = call("show", LAB_DB).out
    assert "280.00" in out.partition("Failed automatic renewals")[2]


def test_an_unknown_id_is_refused(call: Caller) -> None:
    assert call.refused("show", "i-nosuch", status=1) == (
        'renewal-tui show: there is no instance "i-nosuch"\n'
    )
    assert call("show", "i-nosuch", "--json", status=1).error["code"] == "unknown_instance"
