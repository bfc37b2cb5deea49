"""What is one engine's own is said in its room only; the rest of the program would not notice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import renewal_tui

PACKAGE = Path(renewal_tui.__file__).parent
ENGINES = PACKAGE / "store" / "engines"
OUTSIDE = [path for path in sorted(PACKAGE.rglob("*.py")) if ENGINES not in path.parents]
SQLITES_OWN = re.compile(
    r"\b(PRAGMA|INDEXED BY|MATCH|GLOB|REPLACE INTO|INSERT OR|AUTOINCREMENT|BEGIN|rowid|fts5)\b"
    r"|\b(typeof|instr|strftime|julianday|last_insert_rowid|json_\w+)\("
    r"|\bsqlite_|\b(user|data)_version\b|\bbusy_timeout\b"
)
SQLITES_MARK = re.compile(r"([=<>,(-]|\b[A-Z]+) ?\?(?![:!<=.])|^\?$")


def texts(path: Path) -> Iterator[str]:
    """The texts that a module may use, which is all but its documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@pytest.mark.parametrize(
    "text",
    ["PRAGMA user_version", "SELECT rowid", "t INDEXED BY i", "t MATCH %s", "FROM sqlite_master"],
)
def test_what_is_sqlites_own_is_told_from_what_is_not(text: str) -> None:
    assert SQLITES_OWN.search(text)
    assert not SQLITES_OWN.search("SELECT matches, id FROM t WHERE a = %s ORDER BY 1 LIMIT %s")


@pytest.mark.parametrize("text", ["a = ?", "b >=?", "VALUES (?, %s)", "?", "LIMIT ?", "a IN (?)"])
def test_a_mark_of_sqlites_is_told_from_a_question(text: str) -> None:
    assert SQLITES_MARK.search(text)
    assert not SQLITES_MARK.search("nothing was changed?")


def test_no_text_outside_the_engines_says_what_only_sqlite_understands() -> None:
    said = [(path.name, text) for path in OUTSIDE for text in texts(path)]
    assert [one for one in said if SQLITES_OWN.search(one[1])] == []


def test_no_table_of_a_statement_is_called_by_a_word_that_an_engine_keeps_for_itself() -> None:
    store = [path for path in OUTSIDE if PACKAGE / "store" in path.parents]
    said = [(path.name, text) for path in store for text in texts(path)]
    assert [one for one in said if re.search(r"\b[Aa][Ss] (some|any|all|user|end)\b", one[1])] == []


def test_a_percent_sign_in_a_statement_marks_a_value_and_is_nothing_else() -> None:
    store = [path for path in OUTSIDE if PACKAGE / "store" in path.parents]
    said = [(path.name, text) for path in store for text in texts(path)]
    assert [one for one in said if re.search(r"%(?!s)", one[1])] == []


def test_no_statement_outside_the_engines_marks_a_value_as_sqlite_does() -> None:
    store = [path for path in OUTSIDE if PACKAGE / "store" in path.parents]
    assert len(store) > 20
    said = [(path.name, text) for path in store for text in texts(path)]
    assert [one for one in said if SQLITES_MARK.search(one[1])] == []
