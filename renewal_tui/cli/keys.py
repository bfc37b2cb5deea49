"""Operation keys: the option, and how far a key has come before anybody is asked [R29]."""

from __future__ import annotations

from typing import Any

import click

from renewal_tui.cli.options import Decorator
from renewal_tui.errors import Refused, UsageProblem
from renewal_tui.operations import keyed
from renewal_tui.operations.desk import Desk
from renewal_tui.store import keys


class Key(click.ParamType[str]):
    """An operation key."""

    name = "key"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse one that could not be told or typed again."""
        try:
            return keyed.check_key(str(value))
        except UsageProblem as problem:
            self.fail(str(problem).removeprefix("--key: "), param, ctx)


def key_option() -> Decorator[Any]:
    """The operation's key: the same key with the same request is answered, not done again."""
    return click.option(
        "--key",
        type=Key(),
        metavar="K",
        help="Operation key: the same request with the same key is done once.",
    )


def how_far(desk: Desk, key: str, action: str, request: Any) -> str | None:
    """None for a key under which nothing was done yet, else the state of its operation.

    A key that was only intended (its console ended before it asked) has done nothing. Raises
    KeyConflict when it was used for another request.
    """
    far = keyed.earlier(desk, key, action, keyed.request_hash(action, request))
    return None if far == keys.INTENDED else far


def refuse_silent_resume(far: str, key: str, *, yes: bool) -> None:
    """What was begun under another preview goes on only when told so. Raises Refused."""
    if far != keys.DONE and not yes:
        raise Refused(f"operation {key} was stopped part way; --yes goes on with the rest")


def stopped_text(key: str) -> str:
    """What to say of a batch that a signal stopped between two commits."""
    return f"stopped by a signal; the same command with --key {key} does the rest"
