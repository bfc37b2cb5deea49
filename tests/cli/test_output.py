"""What is written: tables of any characters, JSON that any stream can carry, incidents."""

from __future__ import annotations

import io
import json
import sys
from operator import itemgetter
from typing import Any

import pytest

from renewal_tui import paths
from renewal_tui.cli import output
from renewal_tui.cli.output import DocumentStream, to_json
from renewal_tui.cli.tables import Column, Table, cell_width, cut, write_facts, write_table
from tests.cli.calls import WEB_1, Caller


def lines_of(columns: list[Column[Any]], rows: list[tuple[object, ...]]) -> list[str]:
    lines: list[str] = []
    write_table(columns, rows, lines.append)
    return lines


def test_cells_are_counted_as_a_terminal_counts_them() -> None:
    assert cell_width("abc") == 3
    assert cell_width("数据库") == 6
    assert cell_width("e\u0301") == 1
    assert cell_width("🚀") == 2


def test_columns_are_aligned_to_either_side() -> None:
    assert lines_of(
        [Column("A", itemgetter(0)), Column("Money", itemgetter(1), right=True)],
        [("数", 1), ("abc", 1000)],
    ) == [
        "A    Money",
        "数       1",
        "abc   1000",
    ]


def test_a_long_cell_ends_with_an_ellipsis_of_the_right_width() -> None:
    assert cut("abcdefgh", 5) == "abcd…"
    assert cut("数据库数据库", 6) == "数据…"
    assert cut("abc", 3) == "abc"
    assert cut("x" * 1000, None) == "x" * 1000


def test_a_table_without_rows_has_no_heading() -> None:
    assert lines_of([Column("A", str)], []) == []


def test_a_long_table_comes_in_parts_with_one_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("renewal_tui.cli.tables.ROWS_AT_ONCE", 2)
    lines: list[str] = []
    table = Table([Column("N", str)], lines.append)
    for number in range(5):
        table.add(number)
    assert len(lines) == 5
    table.close()
    assert lines == ["N", "0", "1", "2", "3", "4"]


def test_facts_are_aligned() -> None:
    lines: list[str] = []
    write_facts([("A", 1), ("Longer", "x\ny")], lines.append)
    assert lines == ["A       1", "Longer  x␊y"]


class Stream(io.StringIO):
    """A stream that says which encoding it has."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding."""
        return self._encoding


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "ascii", "iso-8859-1"])
@pytest.mark.parametrize(
    "value", ["数据库", "\udc80 lone", "\x1b]0;x\x07", "\x9b31m", "\u202e", "🚀", "\u2028", "é"]
)
def test_json_says_everything_in_any_encoding_and_nothing_that_a_terminal_obeys(
    monkeypatch: pytest.MonkeyPatch, encoding: str, value: str
) -> None:
    monkeypatch.setattr(sys, "stdout", Stream(encoding))
    text = to_json({"x": value})
    assert json.loads(text) == {"x": value}
    assert text.isprintable()
    text.encode(encoding)


def test_words_stay_readable_where_the_output_is_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Stream("utf-8"))
    assert to_json("数据库") == '"数据库"'


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_document_can_be_written_row_by_row(
    capsys: pytest.CaptureFixture[str], count: int
) -> None:
    stream = DocumentStream({"a": 1}, "rows")
    for number in range(count):
        stream.add({"n": number})
    stream.close({"z": [2]})
    rows = [{"n": number} for number in range(count)]
    assert json.loads(capsys.readouterr().out) == {"a": 1, "rows": rows, "z": [2]}


def test_closed_streams_lead_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    output.prepare_streams()
    output.say("nobody reads this")
    output.note("nor this")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.close()


def fails(*_: Any, **__: Any) -> None:
    secret = "4711.00"  # a local variable that must not be written down
    raise RuntimeError(f'balance "{secret}" of 42')


def test_an_unexpected_error_has_an_incident_number_and_is_written_down(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewal_tui.cli.show.details", fails)
    answer = call("show", WEB_1, "--json", status=70)
    assert answer.err.count("\n") == 1
    assert answer.error["code"] == "unexpected"
    number = answer.err.split("incident ")[1][:8]
    log = paths.log_path()
    assert log.stat().st_mode & 0o777 == 0o600
    text = log.read_text(encoding="utf-8")
    assert f"incident {number}" in text
    assert "RuntimeError" in text
    assert "in fails" in text
    assert "4711" not in text.replace('secret = "4711.00"', "")
    call("show", WEB_1, status=70)
    assert log.read_text(encoding="utf-8").startswith(text)


def test_an_incident_that_cannot_be_written_down_is_told_all_the_same(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewal_tui.cli.show.details", fails)
    paths.log_path().parent.parent.mkdir(parents=True)
    paths.log_path().parent.write_text("in the way", encoding="utf-8")
    answer = call("show", WEB_1, status=70)
    assert "cannot be written" in answer.err
    assert answer.err.count("\n") == 1


def test_an_answer_that_cannot_be_written_says_how_to_ask_again(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: str) -> None:
        raise output.OutputLost(OSError(28, "No space left on device"))

    monkeypatch.setattr("renewal_tui.cli.output.write", full)
    answer = call("policy", "auto", WEB_1, "--key", "K-9", status=74)
    monkeypatch.undo()
    assert "--key K-9 tells what was done" in answer.err
    assert call.sql("SELECT acknowledged FROM operation WHERE key = 'K-9'") == [(0,)]
