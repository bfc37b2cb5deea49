"""`--note` and `settings require-note`: a ticket with what is done, and a store that demands it."""

from __future__ import annotations

from tests.cli.calls import WEB_1, Caller

TICKET = "TICKET-4711"


def test_a_note_is_told_with_the_order_and_with_its_record(call: Caller) -> None:
    call("renew", WEB_1, "--months", "1", "--pay-later", "--note", TICKET, "--yes", status=3)
    assert call("orders", "--json").json["rows"][0]["note"] == TICKET
    assert call("audit", "--limit", "1", "--json").json["records"][0]["note"] == TICKET
    assert TICKET in call("audit", "--limit", "1").out
    call("orders", "cancel", "1", "--note", "customer left", "--yes")
    assert call("orders", "show", "1", "--json").json["note"].endswith("; customer left")
    exported = call("export", "orders", "--format", "json").json["orders"]
    assert [row["note"].rpartition("; ")[2] for row in exported] == ["customer left"]


def test_a_store_that_demands_notes_is_status_2_without_one(call: Caller) -> None:
    assert call("settings", "--json").json == {"require_note": False}
    assert call("settings", "require-note", "on").out == "require-note on\n"
    assert call("settings").out == "require-note on\n"
    line = call.refused("policy", "auto", WEB_1, status=2)
    assert line.startswith(("--note:", "renewal-tui")) or "--note" in line
    call("policy", "auto", WEB_1, "--note", TICKET)
    call("auto-renew", "--yes", status=None)
    call("settings", "require-note", "off")
    call("policy", "manual", WEB_1)


def test_nobody_is_asked_before_a_note_is_there(call: Caller) -> None:
    call("settings", "require-note", "on")
    assert "--note" in call.refused("renew", WEB_1, "--months", "1", "--yes", status=2)


def test_a_note_that_is_too_long_is_status_2(call: Caller) -> None:
    line = call.refused("policy", "auto", WEB_1, "--note", "x" * 201, status=2)
    assert "200 characters" in line


def test_the_engine_takes_no_note(call: Caller) -> None:
    assert "--note" in call.refused("auto-renew", "--yes", "--note", "x", status=2)
