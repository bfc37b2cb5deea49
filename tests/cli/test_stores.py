"""`init`, `demo` and `locate`: making stores and finding them."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewal_tui.cli.main import run
from tests.cli.calls import Caller


def test_init_makes_a_store_that_its_owner_only_may_use(call: Caller) -> None:
    path = call.path.with_name("new.db")
    found = call.bare("--database", str(path), "init", "--json").json
    assert found["database"] == str(path)
    assert (found["sandbox"], found["timezone"], found["currency"]) == (
        False,
        "Asia/Shanghai",
        "CNY",
    )
    assert path.stat().st_mode & 0o777 == 0o600
    assert call.bare("--database", str(path), "list").out == "0 of 0 instances\n"


def test_init_of_a_sandbox_sets_its_clock(call: Caller) -> None:
    path = str(call.path.with_name("new.db"))
    options = ("--sandbox", "--now", "2026-01-02 03:04", "--timezone", "UTC", "--currency", "USD")
    answer = call.bare("--database", path, "init", *options)
    assert "a sandbox store, UTC, USD" in answer.out
    assert call.bare("--database", path, "clock").out == "2026-01-02 03:04 UTC\n"


def test_init_never_overwrites(call: Caller) -> None:
    assert "exists already" in call.refused("init", status=1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--sandbox",), "--sandbox needs --now"),
        (("--now", "2026-11-22"), "--now goes with --sandbox only"),
        (("--sandbox", "--now", "soon"), '--now: "soon" is not a time'),
        (("--timezone", "Mars/Olympus"), '--timezone: "Mars/Olympus" is not a time zone'),
        (("--timezone", "../../etc/passwd"), "is not a time zone"),
        (("--currency", "yuan"), "--currency"),
    ],
)
def test_init_refuses_values_that_are_not_possible_and_makes_nothing(
    call: Caller, options: tuple[str, ...], said: str
) -> None:
    path = call.path.with_name("new.db")
    answer = call.bare("--database", str(path), "init", *options, status=2)
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert not path.exists()


def test_the_environment_names_the_store_too(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENEWAL_TUI_DATABASE", str(call.path))
    assert call.bare("list", "--limit", "0").out == "0 of 196 instances\n"
    assert call.bare("locate", "--json").json["database"] == str(call.path)


def test_the_demo_has_a_place_of_its_own_and_is_made_anew(call: Caller) -> None:
    first = call.bare("demo", "--no-open", "--json").json
    assert first["now"] == "2026-11-22 10:00"
    assert first["opened"] is False
    path = Path(first["database"])
    assert path.name == "demo.db"
    call.bare("--database", str(path), "clock", "advance", "3d")
    answer = call.bare("demo", "--no-open")
    assert str(path) in answer.out
    assert call.bare("--database", str(path), "clock").out.startswith("2026-11-22 10:00")


def test_the_demo_generates_as_many_instances_as_asked(call: Caller) -> None:
    path = call.path.with_name("generated.db")
    call.bare("--database", str(path), "demo", "--instances", "300", "--no-open")
    tabs = [
        call.bare("--database", str(path), "list", "--tab", tab, "--json").json["total"]
        for tab in ("manual", "auto", "excluded")
    ]
    assert sum(tabs) == 300


@pytest.mark.parametrize("number", ["0", "10000001", "many", "-1", "1.5", "１２"])
def test_the_demo_refuses_a_number_that_is_not_offered(call: Caller, number: str) -> None:
    path = call.path.with_name("generated.db")
    arguments = ("--database", str(path), "demo", "--instances", number, "--no-open")
    answer = call.bare(*arguments, status=2)
    assert "is not a whole number from 1 to 10,000,000" in answer.err
    assert not path.exists()


def test_the_demo_never_takes_the_place_of_a_real_store(call: Caller) -> None:
    call.path.unlink()
    call("init")
    assert str(call.path) in call.refused("demo", "--no-open", status=1)


def test_the_demo_never_takes_the_place_of_another_file(call: Caller) -> None:
    call.path.write_text("my thesis", encoding="utf-8")
    call.refused("demo", "--no-open")
    assert call.path.read_text(encoding="utf-8") == "my thesis"


def test_locate_says_where_everything_is(call: Caller) -> None:
    found = call("locate", "--json").json
    assert list(found) == [
        "database",
        "exists",
        "schema",
        "sandbox",
        "problem",
        "demo",
        "data_folder",
        "log",
        "sample_data",
    ]
    assert (found["exists"], found["sandbox"], found["problem"]) == (True, True, None)
    assert found["schema"] >= 1
    assert Path(found["sample_data"], "instances.csv").exists()
    assert str(call.path) in call("locate").out


def test_locate_answers_where_there_is_no_store(call: Caller) -> None:
    found = call.bare("locate", "--json").json
    assert found["exists"] is False
    assert found["schema"] is None
    assert "does not exist; make a store with: renewal-tui --database" in found["problem"]


def test_locate_tells_the_schema_of_a_newer_store(call: Caller) -> None:
    call.sql("PRAGMA user_version = 999")
    found = call("locate", "--json").json
    assert found["schema"] == 999
    assert "newer" in found["problem"]


def test_the_console_gets_its_options(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []

    def console(path: Path, **options: object) -> int:
        started.append((path, options))
        return 129

    monkeypatch.setattr("renewal_tui.cli.console.is_terminal", lambda _: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    database = ("--database", str(call.path))
    options = ("--read-only", "--ascii", "--no-mouse", "--theme", "light")
    assert run([*database, *options], console) == 129
    assert run([*database, "open"], console) == 129
    assert run(["demo", *database], console) == 129
    everything = {"read_only": True, "ascii_only": True, "mouse": False, "theme": "light"}
    nothing = {"read_only": False, "ascii_only": False, "mouse": True, "theme": None}
    assert started == [(call.path, everything), (call.path, nothing), (call.path, nothing)]


def test_a_dumb_terminal_is_refused(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("renewal_tui.cli.console.is_terminal", lambda _: True)
    monkeypatch.setenv("TERM", "dumb")
    assert "type dumb" in call.refused("open")


@pytest.mark.parametrize("arguments", [(), ("open",), ("demo",), ("--ascii",)])
def test_the_console_needs_a_terminal(call: Caller, arguments: tuple[str, ...]) -> None:
    assert "needs a terminal" in call.refused(*arguments)


def test_the_themes_are_those_of_the_console() -> None:
    from renewal_tui.cli.console import THEMES
    from renewal_tui.ui.themes import NAMES

    assert THEMES == NAMES
