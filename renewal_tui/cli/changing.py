"""What every command that changes something has: its options, warnings, a key, an answer."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import click

from renewal_tui.cli.options import Decorator, option, with_options
from renewal_tui.cli.output import flush, note
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import State
from renewal_tui.cli.types import TEXT, Parsed
from renewal_tui.errors import StoreError, StoreReadOnly
from renewal_tui.operations import unanswered
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import idempotency
from renewal_tui.operator import Source

_NOTE = "A ticket, a reason: kept with what is done."
_KEY = "Operation key: the same request with the same key is done once."


class How(NamedTuple):
    """What is said of any change: its key [R29], a dry run, the answer, and a note [R32]."""

    key: str | None
    dry_run: bool
    yes: bool
    note: str = ""


def changing(*, asks: bool = True, notes: bool = True) -> Decorator[Any]:
    """Give a command the options of every change, as `how`; --yes is hidden where none asks.

    Only the engine takes no `notes` [R32].
    """

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def gather(*args: Any, dry_run: bool, key: str | None, yes: bool, **others: Any) -> Any:
            remark = others.pop("remark", "")
            return function(*args, how=How(key, dry_run, yes, remark), **others)

        about = click.option("--note", "remark", type=TEXT, default="", metavar="T", help=_NOTE)
        return with_options(
            gather,
            *([about] if notes else []),
            click.option("--dry-run", is_flag=True, help="Compute everything, change nothing."),
            option("--key", Parsed("key", idempotency.check_key), "K", _KEY),
            click.option("--yes", is_flag=True, hidden=not asks, help="Do it without asking."),
        )

    return declare


@contextmanager
def changing_desk(
    state: State, *, dry_run: bool = False, source: Source = Source.COMMAND
) -> Iterator[Desk]:
    """The desk, warnings said first to people. Raises StoreReadOnly before anybody is asked."""
    with at_desk(state, source) as desk:
        if desk.store.read_only and not dry_run:
            raise StoreReadOnly(f"{desk.store.name} may only be read by this user")
        if not dry_run and not state.json:
            note(*(f"{state.path}: warning: {line}" for line in desk.store.engine.warnings()))
        yield desk


def acknowledge(desk: Desk, key: str) -> None:
    """Note that the answer has left. The change is done, whether this can be written or not."""
    flush()
    try:
        unanswered.acknowledge(desk, key)
    except StoreError:
        return  # the console will tell of it once more: that is all that is lost
