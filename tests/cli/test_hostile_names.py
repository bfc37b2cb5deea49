"""Names are data: whatever is in them, no command's text gives a terminal anything to obey."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest

from renewal_tui.cli.tables import cell_width
from tests.cli.calls import LEGACY, WEB_1, WEB_2, Caller

HOSTILE = [
    "[/] [bold]x[/bold]",
    "[@click=app.quit]quit[/]",
    "\x1b]0;title\x07",
    "\x1b]52;c;aGk=\x07",
    "\x1b[2J\x1b[31m",
    "\x9b31m C1",
    "a\rb\tc\x00d\x7f",
    "line\nbreak\u2028and\u0085more",
    "\u202eright to left\u2066",
    "zero\u200bwidth\u200djoined",
    "e" + "\u0301" * 200,
    "数据库🚀",
    "=cmd|' /C calc'!A0",
    "x" * 10_000,
]

COMMANDS = [
    ("list", "--within", "7"),
    ("show", WEB_1),
    ("renew", WEB_1, "--months", "1", "--dry-run"),
    ("unify", WEB_1, "--day", "1", "--dry-run"),
    ("policy", "auto", WEB_1, "--dry-run"),
    ("orders",),
    ("orders", "show", "1"),
    ("account",),
    ("account", "acme-prod"),
    ("vouchers",),
    ("auto-renew", "--dry-run"),
    ("audit",),
    ("export", "instances"),
    ("export", "orders"),
    ("export", "ledger"),
    ("export", "audit"),
]


def poison(call: Caller, name: str) -> None:
    """Put a text wherever a text from outside can stand."""
    call("renew", WEB_2, "--months", "1", "--pay-later", "--yes", status=3)
    call("account", "top-up", "acme-prod", "1.00", "--yes")
    call.sql("UPDATE instance SET name = ?", name)
    call.sql("UPDATE account SET name = ?", name)
    call.sql("UPDATE product SET name = ?", name)
    call.sql("UPDATE room SET name = ?", name)
    call.sql("UPDATE orders SET operator = ?, note = ?", name, name)
    call.sql("DROP TRIGGER audit_no_update")
    call.sql("UPDATE audit SET operator = ?, claimed = ?, target = ?", name, name, name)


@pytest.mark.parametrize("name", [" ".join(HOSTILE[:-1]), HOSTILE[-1]], ids=["hostile", "long"])
def test_no_command_s_output_can_be_obeyed(call: Caller, name: str) -> None:
    poison(call, name)
    for arguments in COMMANDS:
        for extra in ((), ("--json",)):
            answer = call(*arguments, *extra, status=None)
            assert answer.status in (0, 3), answer
            for character in answer.out + answer.err:
                fine = unicodedata.category(character)[0] != "C" or character == "\n"
                assert fine or character == "\ufffd", (arguments, character)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_columns_stay_aligned(call: Caller, name: str) -> None:
    call.sql("UPDATE instance SET name = ? WHERE instance_id = ?", name, LEGACY)
    heading, *rows, _ = call("list", "--room", "cn-beijing-6", "--within", "7").out.splitlines()
    start = heading.index("Account")
    for row in rows:
        assert cell_width(row[: row.index("acme-prod")]) == start


def test_json_gives_every_name_back_as_it_is(call: Caller) -> None:
    for name in HOSTILE:
        call.sql("UPDATE instance SET name = ? WHERE instance_id = ?", name, WEB_1)
        assert call("show", WEB_1, "--json").json["name"] == name


def test_a_formula_leaves_as_text(call: Caller) -> None:
    call.sql("UPDATE instance SET name = '=1+1' WHERE instance_id = ?", WEB_1)
    rows = csv.DictReader(io.StringIO(call("export", "instances").out))
    assert "'=1+1" in {row["name"] for row in rows}
