"""Names are data: what an import takes as it is, and what it refuses, naming the character."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from renewal_tui.operations.desk import Desk
from tests.operations.importing import ACCOUNTS, load, problems_of, put
from tests.stores import sql

HARMLESS = (
    "[/]",
    "[@click=app.bell]x[/]",
    "[bold red]alarm[/bold red]",
    "测试数据库",
    "ひらがな カタカナ",
    "\N{WOMAN} \N{PILE OF POO}",
    "e\u0301" * 20,
    "a" + "\u0300" * 150,
    "=1+1",
    "@SUM(A1)",
    "-rf",
    "; DROP TABLE instance; --",
    "' OR 1=1 --",
    '"quoted", with comma',
    "\u3000wide space",
    " spaces ",
    "100 %",
    "$(reboot)",
    "x" * 200,
)

OBEYED = (
    ("\x1b]0;title\x07", "U+001B"),
    ("\x1b]52;c;aGk=\x07", "U+001B"),
    ("\x1b[2J", "U+001B"),
    ("x\x9b2J", "U+009B"),
    ("x\x07", "U+0007"),
    ("x\x08", "U+0008"),
    ("x\ty", "U+0009"),
    ("x\x7f", "U+007F"),
    ("x\u0085y", "U+0085"),
    ("x\u2028y", "U+2028"),
    ("abc\u202ecba", "U+202E"),
    ("x\u200by", "U+200B"),
    ("x\u2066y", "U+2066"),
    ("x\ufeffy", "U+FEFF"),
    ("x\ue000y", "U+E000"),
    ("x\U000e0041y", "U+E0041"),
)


def _room(folder: Path, name: str) -> Path:
    return put(folder, "rooms.jsonl", json.dumps({"room": "r-1", "name": name}))


@pytest.mark.parametrize("name", HARMLESS)
def test_what_no_terminal_obeys_is_kept_as_it_is(desk: Desk, tmp_path: Path, name: str) -> None:
    load(desk, _room(tmp_path, name))
    assert sql(desk, "SELECT name FROM room WHERE code = 'r-1'") == [(name,)]


@pytest.mark.parametrize(("name", "character"), OBEYED)
def test_what_a_terminal_might_obey_is_refused_and_named(
    desk: Desk, tmp_path: Path, name: str, character: str
) -> None:
    problems = problems_of(desk, _room(tmp_path, name))
    assert problems == [
        f"rooms.jsonl:1: name: contains {character}, which is no printable character"
    ]


_COLUMNS = {
    "products": "product name reason renewable discounts",
    "rooms": "room name",
    "accounts": "account name currency balance",
    "instances": "instance_id name account product room type billing_mode expire_date anchor_day"
    " policy auto_months monthly_price",
    "vouchers": "voucher_id account amount remaining valid_from expire_date products use",
}
_SOUND = {
    "name": "x",
    "account": "acme",
    "product": "KEC",
    "room": "cn-beijing-6",
    "renewable": "yes",
    "balance": "0",
    "instance_id": "i-1",
    "expire_date": "2026-12-31",
    "monthly_price": "1",
    "voucher_id": "v-1",
    "amount": "1",
}


@pytest.mark.parametrize(
    ("kind", "column"),
    [(kind, column) for kind, columns in _COLUMNS.items() for column in columns.split()],
)
def test_a_hostile_text_is_refused_in_every_column_and_never_repeated_raw(
    desk: Desk, tmp_path: Path, kind: str, column: str
) -> None:
    row = {name: _SOUND[name] for name in _COLUMNS[kind].split() if name in _SOUND}
    path = put(tmp_path, f"{kind}.jsonl", json.dumps(row | {column: "\x1b]52;c;aGk=\x07\u202e"}))
    problems = problems_of(desk, path)
    assert [problem.partition(": ")[2].partition(":")[0] for problem in problems] == [column]
    assert _is_harmless(problems[0])


def test_hostile_names_of_columns_and_files_are_never_repeated_raw(
    desk: Desk, tmp_path: Path
) -> None:
    named = put(tmp_path, "rooms-\x1b[2J.csv", "room,name,\x1b]0;x\x07")
    by_key = put(tmp_path, "rooms.jsonl", json.dumps({"\x1b[2J": "x"}))
    for path in (named, by_key):
        problems = problems_of(desk, path)
        assert len(problems) == 1
        assert _is_harmless(problems[0])


@pytest.mark.parametrize("code", ["i 1", "-i", "实例-1", "[x]", "a/b", "x" * 64])
def test_an_id_is_any_printable_text_of_64_characters(
    desk: Desk, tmp_path: Path, code: str
) -> None:
    load(desk, put(tmp_path, "accounts.csv", ACCOUNTS[0], f"{code},x,0"))
    assert sql(desk, "SELECT 1 FROM account WHERE code = ?", code) == [(1,)]


@pytest.mark.parametrize("length", [201, 10_000])
def test_a_long_name_is_refused_with_its_length(desk: Desk, tmp_path: Path, length: int) -> None:
    assert problems_of(desk, _room(tmp_path, "x" * length)) == [
        f"rooms.jsonl:1: name: is longer than 200 characters ({length:,})"
    ]


def _is_harmless(text: str) -> bool:
    return all(unicodedata.category(character)[0] != "C" for character in text)
