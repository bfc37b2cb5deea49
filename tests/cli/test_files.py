"""`import` and `export`: files in and out, and what is refused about them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.calls import WEB_1, Caller
from tests.stores import ROOT

FILE = ["file", "kind", "rows", "new", "changed", "unchanged"]


def test_importing_the_same_again_changes_nothing_and_lists_differences(call: Caller) -> None:
    call("renew", WEB_1, "--months", "1", "--yes")
    found = call("import", str(ROOT / "data"), "--json").json
    assert list(found) == [
        "operation_key",
        "dry_run",
        "interrupted",
        "files",
        "differences",
        "total",
    ]
    assert all(list(file) == FILE for file in found["files"])
    assert sum(file["unchanged"] for file in found["files"]) == found["total"] == 258
    assert any(WEB_1 in line for line in found["differences"])
    text = call("import", str(ROOT / "data"), "--dry-run").out
    assert "Left as they are here" in text
    assert "258 of 258 rows; a dry run: nothing was changed" in text


def test_a_new_row_is_imported_and_a_dry_run_only_says_so(call: Caller, home: Path) -> None:
    file = home / "rooms.csv"
    file.write_text("room,name\neu-1,Frankfurt\n", encoding="utf-8")
    before = call.path.read_bytes()
    planned = call("import", str(file), "--dry-run", "--json").json
    assert planned["files"][0]["new"] == 1
    assert call.path.read_bytes() == before
    assert "1 of 1 row imported" in call("import", str(file)).out
    assert call("list", "--room", "eu-1").out == "0 of 0 instances\n"


def test_every_bad_line_is_told_and_nothing_is_imported(call: Caller, home: Path) -> None:
    lines = (ROOT / "data" / "instances.csv").read_text(encoding="utf-8").splitlines()[:4]
    lines[1] = lines[1].replace("2027-03-09", "2026-02-30")
    lines[2] = lines[2].replace(",BWS,", ",NOPE,")
    file = home / "instances.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = call.path.read_bytes()
    answer = call("import", str(file), "--json", status=2)
    problems = answer.error["problems"]
    assert problems[0].startswith('instances.csv:2: expire_date: "2026-02-30"')
    assert problems[1].startswith("instances.csv:3: product:")
    assert answer.err.splitlines() == [*problems, "renewal-tui import: nothing was imported"]
    assert answer.error["code"] == "bad_input"
    assert call.path.read_bytes() == before


@pytest.mark.parametrize("name", ["no-such-file.csv", "notes.txt", "empty"])
def test_a_path_that_holds_nothing_to_import_is_refused(
    call: Caller, home: Path, name: str
) -> None:
    (home / "notes.txt").write_text("notes", encoding="utf-8")
    (home / "empty").mkdir()
    call.refused("import", str(home / name))


def test_the_same_key_imports_once(call: Caller, home: Path) -> None:
    file = home / "rooms.csv"
    file.write_text("room,name\neu-1,Frankfurt\n", encoding="utf-8")
    first = call("import", str(file), "--key", "I-1", "--json").json
    assert call("import", str(file), "--key", "I-1", "--json").json == first


def test_hostile_text_in_a_bad_line_is_shown_as_text(call: Caller, home: Path) -> None:
    file = home / "rooms.csv"
    file.write_bytes(b"room,name\n\x1b]0;owned\x07,x\n")
    answer = call("import", str(file), status=2)
    assert "\x1b" not in answer.err
    assert "\x07" not in answer.err


@pytest.mark.parametrize("what", ["instances", "orders", "ledger", "audit"])
def test_a_table_goes_out_as_csv_and_as_one_document(call: Caller, what: str) -> None:
    call("renew", WEB_1, "--months", "1", "--no-vouchers", "--yes")
    rows = list(csv.DictReader(io.StringIO(call("export", what).out)))
    found = call("export", what, "--json").json
    assert list(found) == [what]
    assert len(found[what]) == len(rows) > 0
    assert list(found[what][0]) == list(rows[0])
    assert call("export", what, "--format", "json").json == found


def test_an_exported_file_is_its_owner_s_only_and_never_overwritten(
    call: Caller, home: Path
) -> None:
    file = home / "instances.csv"
    found = call("export", "instances", "--output", str(file), "--json").json
    assert found == {
        "what": "instances",
        "format": "csv",
        "output": str(file),
        "rows": 220,
    }
    assert file.stat().st_mode & 0o777 == 0o600
    assert "exists already" in call.refused("export", "instances", "--output", str(file), status=1)
    assert "220 rows" in call("export", "instances", "--output", str(home / "again.csv")).out
    assert call("import", str(file), "--dry-run", "--json").json["total"] == 220


def test_an_export_into_a_folder_that_is_not_there_leaves_nothing(call: Caller, home: Path) -> None:
    line = call.refused("export", "audit", "--output", str(home / "no" / "audit.csv"), status=1)
    assert "cannot be made" in line


def test_an_export_that_fails_leaves_no_file(
    call: Caller, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("renewal_tui.cli.files.export_rows", full)
    before = sorted(home.iterdir())
    answer = call("export", "audit", "--output", str(home / "audit.csv"), status=1)
    assert "No space left on device" in answer.err
    assert sorted(home.iterdir()) == before


def test_a_table_that_there_is_not_is_refused(call: Caller) -> None:
    line = call.refused("export", "secrets")
    assert '"secrets" is not offered; choose instances, orders, ledger or audit' in line
    assert (
        "cannot both go to stdout"
        in call("export", "audit", "--format", "csv", "--json", status=2).err
    )
