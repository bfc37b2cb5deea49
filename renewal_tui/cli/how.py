"""How a change is to be carried out: under which key, without a question, or not at all."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import click

from renewal_tui.cli.options import Decorator, option
from renewal_tui.cli.types import Parsed
from renewal_tui.operations.execution.idempotency import check_key

_KEY = "Operation key: the same request with the same key is done once."


class How(NamedTuple):
    """What is said of any change: its key [R29], a dry run, and the answer to its question."""

    key: str | None
    dry_run: bool
    yes: bool


def changing(*, asks: bool = True) -> Decorator[Any]:
    """Give a command the options of every change, gathered as `how`.

    One that does not ask takes --yes all the same, and does not tell of it.
    """

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def gather(*args: Any, dry_run: bool, key: str | None, yes: bool, **others: Any) -> Any:
            return function(*args, how=How(key, dry_run, yes), **others)

        for add in (
            click.option("--yes", is_flag=True, hidden=not asks, help="Do it without asking."),
            option("--key", Parsed("key", check_key), "K", _KEY),
            click.option("--dry-run", is_flag=True, help="Compute everything, change nothing."),
        ):
            gather = add(gather)
        return gather

    return declare
