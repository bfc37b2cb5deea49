"""The README is held to the code: tabs, keys, files, paths and picture."""

from __future__ import annotations

import re
import tomllib

import pytest

from renewal_tui.operations.importing.columns import columns_of
from renewal_tui.operations.importing.files import Kind
from renewal_tui.ui.actions import MOVES
from renewal_tui.ui.tabs.registry import ACTIONS, TABS
from tests.stores import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    start = README.index(f"\n## {name}\n")
    end = README.find("\n## ", start + 5)
    return README[start : end if end > 0 else None]


ARROWS = {"arrows", "left", "right"}
"""They stand in the table by a word."""


def test_the_table_of_keys_is_that_of_the_registry() -> None:
    cells = re.findall(r"^\| ([^|]+) \|", section("Keys"), re.M)
    told = {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}
    does = {key for one in ACTIONS for key in one.shown.replace("^p", "ctrl+p").split()}
    moves = {key for keys, _ in MOVES for key in keys.replace("..", " ").split()}
    assert told == does | moves - ARROWS


def test_the_table_of_tabs_is_that_of_the_console() -> None:
    rows = re.findall(r"^\| `(.)` \| ([^|]+) \|", section("Tabs"), re.M)
    assert rows == [(tab.KEY, tab.TITLE) for tab in TABS]


def test_the_table_of_files_names_each_column_and_brackets_those_that_may_be_missing() -> None:
    known = dict.fromkeys(Kind, ())
    rows = re.findall(r"^\| (\w+)\.csv \| (.+) \|$", section("Files it reads"), re.M)
    told = {kind: re.findall(r"(?:^|, )(\[?)(\w+)(?:[^\[\]]*\])?", line) for kind, line in rows}
    assert told == {
        kind.value: [("" if one.required else "[", one.name) for one in columns_of(kind, known)]
        for kind in Kind
    }


@pytest.mark.parametrize("name", ["Quick start", "Tests"])
def test_a_section_begins_with_one_command_in_its_first_code_block(name: str) -> None:
    block = re.search(r"```sh\n(.*?)```", section(name), re.S)
    assert block is not None
    assert len(block.group(1).strip().splitlines()) == 1


def test_the_picture_is_drawn_by_the_program() -> None:
    assert "data/screenshot.svg" in README
    assert "python -m tests.screenshot data/screenshot.svg" in README
    assert (ROOT / "data" / "screenshot.svg").read_text(encoding="utf-8").startswith("<svg")


def test_every_path_that_the_guarantees_name_exists() -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", section("What it guarantees and how that is tested"))
    assert named
    for path in named:
        assert (ROOT / path).exists(), path


def test_contributing_names_files_that_exist_and_every_import_contract() -> None:
    told = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z_.]+/[a-z_/.]*[a-z])`", told)
    assert len(named) > 50
    for path in named:
        assert (ROOT / path).exists() or (ROOT / "renewal_tui" / path).exists(), path
    rows = re.findall(r"^\| ([^|]+) \|", told, re.M)
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = [one["name"] for one in contracts["tool"]["importlinter"]["contracts"]]
    assert rows == ["contract", *names]
