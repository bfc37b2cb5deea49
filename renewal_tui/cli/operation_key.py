"""The option for an operation's key [R29]."""

from __future__ import annotations

from typing import Any

import click

from renewal_tui.cli.options import Decorator
from renewal_tui.errors import UsageProblem
from renewal_tui.operations.execution.idempotency import check_key


class Key(click.ParamType[str]):
    """An operation key."""

    name = "key"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse one that could not be told or typed again."""
        try:
            return check_key(str(value))
        except UsageProblem as problem:
            self.fail(str(problem), param, ctx)


def key_option() -> Decorator[Any]:
    """The operation's key: the same key with the same request is answered, not done again."""
    return click.option(
        "--key",
        type=Key(),
        metavar="K",
        help="Operation key: the same request with the same key is done once.",
    )
