"""The bench works: every part at a small size, and what it keeps. No time is judged."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import fleets, report
from tests.bench.figures import Figure

ROWS, DUE = 600, 30


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the bench keeps its fleets; it waits for a first frame no longer than it must."""
    monkeypatch.setenv(fleets.FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setattr("tests.bench.session.QUIET_AT_START", 0.3)
    return tmp_path


def run(path: Path, *more: str) -> int:
    sizes = ["--rows", str(ROWS), "--due", str(DUE)]
    return bench.main([*sizes, "--quick", "--json", str(path), *more])


@pytest.mark.parametrize("part", bench.PARTS)
def test_a_part_is_measured_and_kept(
    part: str, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = cache / "results.json"
    assert run(path, "--only", part) == 0, capsys.readouterr().err
    printed = capsys.readouterr().out
    document = json.loads(path.read_text("utf-8"))
    assert document["conditions"]["rows"] == ROWS
    assert document["figures"]
    for one in document["figures"]:
        assert one["part"] == part
        assert one["value"] > 0 < one["floor"]
        assert one["met"] is (one["ratio"] <= one["limit"])
        assert one["what"] in printed


def stub(monkeypatch: pytest.MonkeyPatch, *parts: str) -> None:
    """Let parts say a figure of their own at once."""
    for part in parts:
        figure = Figure(part, f"a figure of {part}", 1.0, "s", 1.0, "its floor", 2.0)
        measured = partial(_said, [figure])
        monkeypatch.setattr(f"tests.bench.parts.{bench.PARTS[part]}.measure", measured)


def _said(figures: list[Figure], _: object) -> list[Figure]:
    return figures


def test_parts_of_different_runs_stand_in_one_table(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stub(monkeypatch, "engine", "plan")
    path = cache / "results.json"
    run(path, "--only", "plan")
    run(path, "--only", "engine")
    figures = json.loads(path.read_text("utf-8"))["figures"]
    assert [one["part"] for one in figures] == ["engine", "plan"]
    assert "a figure of plan" in capsys.readouterr().out.rpartition("a figure of engine")[2]


def test_a_run_is_taken_up_where_it_was_left(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stub(monkeypatch, "engine", "plan")
    path = cache / "results.json"
    run(path, "--only", "engine")
    capsys.readouterr()
    run(path, "--only", "engine,plan", "--resume")
    told = capsys.readouterr()
    assert told.err.splitlines() == ["measuring: plan"]
    assert "a figure of engine" in told.out


def test_what_is_too_large_for_a_floor_is_held_against_ten_times_a_tenth(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.bench.parts.engine.LINEAR_FROM", 1)
    monkeypatch.setattr("tests.bench.parts.importing.LINEAR_FROM", 1)
    path = cache / "results.json"
    assert run(path, "--only", "engine,import") == 0, capsys.readouterr().err
    floors = [one["floor_of"] for one in json.loads(path.read_text("utf-8"))["figures"]]
    assert floors == [f"ten times that of {DUE // 10}", f"ten times that of {ROWS // 10}"]


def test_figures_of_another_size_are_not_mixed_in(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub(monkeypatch, "list", "plan")
    path = cache / "results.json"
    run(path, "--only", "plan")
    run(path, "--rows", "300", "--only", "list")
    figures = json.loads(path.read_text("utf-8"))["figures"]
    assert [one["part"] for one in figures] == ["list"]


def test_a_part_that_fails_does_not_stop_the_others(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stub(monkeypatch, "list")
    monkeypatch.setattr("tests.bench.parts.console.measure", lambda _: 1 / 0)
    assert run(cache / "results.json", "--only", "console,list") == 1
    told = capsys.readouterr()
    assert "not measured: console: ZeroDivisionError" in told.err
    assert "a figure of list" in told.out


def test_the_table_is_written_between_the_marks(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# A\n\n<!-- bench -->\nold\n<!-- /bench -->\n\nrest\n", "utf-8")
    figure = Figure("engine", "a run", 3.0, "s", 2.0, "its floor", 2.0)
    report.write_readme([figure], "On a machine.", readme)
    text = readme.read_text("utf-8")
    assert "| a run | 3.00 s | its floor: 2.00 s | 1.50 | <= 2 |" in text
    assert "old" not in text
    assert text.startswith("# A\n\n<!-- bench -->\n")
    assert text.endswith("<!-- /bench -->\n\nrest\n")


def test_a_missed_target_is_said() -> None:
    missed = Figure("engine", "a run", 5.0, "s", 2.0, "its floor", 2.0)
    assert "NOT MET" in report.table([missed])
    assert "(missed)" in report.markdown([missed], "")
