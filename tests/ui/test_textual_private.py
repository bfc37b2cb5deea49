"""The private parts of Textual that are reached for are there, and are reached for in one place."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

import renewal_tui
from renewal_tui.ui import textual_private

METHODS = [
    (MessagePump, "_dispatch_message", ["self", "message"]),
    (App, "_handle_exception", ["self", "error"]),
    (App, "_fatal_error", ["self"]),
    (App, "_close_messages_no_wait", ["self"]),
    (Widget, "_exchange_repaint_regions", ["self"]),
    (ScrollView, "_size_updated", ["self", "size", "virtual_size", "container_size", "layout"]),
]
INSIDE = {"_file", "_writer_thread"}
"""What a driver writes with, which it has only once it is made."""
ATTRIBUTES = [(App, "_exception"), (App, "_driver"), (Widget, "_bindings")]
PACKAGE = Path(renewal_tui.__file__).parent
HOME = Path(textual_private.__file__)


@pytest.mark.parametrize(("owner", "name", "parameters"), METHODS)
def test_textual_has_the_method_and_calls_it_so(
    owner: type, name: str, parameters: list[str]
) -> None:
    assert list(inspect.signature(getattr(owner, name)).parameters) == parameters
    assert inspect.iscoroutinefunction(getattr(owner, name)) == (name == "_dispatch_message")


@pytest.mark.parametrize(("owner", "name"), ATTRIBUTES)
def test_textual_has_the_attribute(owner: type[App[None]] | type[Widget], name: str) -> None:
    assert hasattr(owner(), name)


@pytest.mark.parametrize("name", sorted(INSIDE))
def test_textual_writes_to_the_terminal_with_it(name: str) -> None:
    assert f"self.{name}" in inspect.getsource(LinuxDriver)


def test_the_contract_names_all_that_is_reached_for() -> None:
    named = {name for _, name, _ in METHODS} | {name for _, name in ATTRIBUTES} | INSIDE
    assert set(private_names(HOME)) == named


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.glob("ui/**/*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_no_other_module_reaches_for_a_private_part_of_textual(path: Path) -> None:
    owned = {
        name
        for kind in (App, Screen, ScrollView, Strip)
        for name in dir(kind)
        if name.startswith("_") and not name.startswith("__")
    }
    owned |= {name for _, name in ATTRIBUTES}
    allowed = set(private_names(HOME)) if path == HOME else set()
    assert not owned.intersection(private_names(path)) - allowed
    assert "textual._" not in path.read_text(encoding="utf-8")


def private_names(path: Path) -> list[str]:
    """The private methods that a module defines, and the private names that it looks up."""
    return [
        name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in [getattr(node, "attr", "") or getattr(node, "name", "") or ""]
        if isinstance(node, ast.Attribute | ast.FunctionDef | ast.AsyncFunctionDef)
        and name.startswith("_")
        and not name.startswith("__")
        and ast.unparse(node) != "os._exit"
    ]
