"""`clock`: a sandbox's own, which moves forward only; a real store has none."""

from __future__ import annotations

import pytest

from tests.cli.calls import Caller


def test_it_is_shown_with_and_without_its_word(call: Caller) -> None:
    found = call("clock", "show", "--json").json
    assert found == {
        "now": "2026-11-22 10:00",
        "today": "2026-11-22",
        "timezone": "Asia/Shanghai",
        "sandbox": True,
    }
    assert call("clock", "--json").json == found


def test_it_is_set_to_a_time_and_moved_by_a_step(call: Caller) -> None:
    assert call("clock", "set", "2026-11-23 00:00", "--json").json["today"] == "2026-11-23"
    assert call("clock", "advance", "10d").out == "2026-12-03 00:00 Asia/Shanghai\n"
    assert call("list", "--json").json["today"] == "2026-12-03"


def test_it_never_goes_back(call: Caller) -> None:
    line = call.refused("clock", "set", "2026-11-22 09:59", status=1)
    assert "moves forward only; nothing was changed" in line


@pytest.mark.parametrize(
    "arguments",
    [
        ("set", "tomorrow"),
        ("set", "2026-02-30 10:00"),
        ("advance", "10"),
        ("advance", "10y"),
        ("advance", "0d"),
        ("set",),
        ("advance",),
        ("stop",),
    ],
)
def test_what_is_no_time_and_no_step_is_refused(call: Caller, arguments: tuple[str, ...]) -> None:
    call.refused("clock", *arguments)


@pytest.mark.parametrize("arguments", [("show",), ("set", "2030-01-01"), ("advance", "1d"), ()])
def test_a_real_store_has_no_clock_that_can_be_told(
    call: Caller, arguments: tuple[str, ...]
) -> None:
    call.path.unlink()
    call("init")
    assert "is a real store" in call.refused("clock", *arguments, status=1)
