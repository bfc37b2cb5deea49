"""The one way a command answers: with its JSON document, or in people's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from renewal_tui.cli.output import say, to_json
from renewal_tui.cli.state import State
from renewal_tui.operations.documents import document

FoundT = TypeVar("FoundT")


def answer(state: State, found: FoundT, write: Callable[[FoundT], object]) -> None:
    """Answer with what was found; `write` tells it to people."""
    if state.json:
        say(to_json(document(found)))
    else:
        write(found)
