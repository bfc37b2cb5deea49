"""Options are spelt on the command line only: below it an error carries facts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import renewal_tui

PACKAGE = Path(renewal_tui.__file__).parent
ELSEWHERE = sorted(
    path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] != "cli"
)


def _texts(path: Path) -> Iterator[str]:
    """The texts of a module; what stands there by itself is a docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield str(node.value)


@pytest.mark.parametrize("path", ELSEWHERE, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_option_is_spelt_outside_the_command_line(path: Path) -> None:
    assert [text for text in _texts(path) if re.search(r"(?<!-)--[a-z]", text)] == []
