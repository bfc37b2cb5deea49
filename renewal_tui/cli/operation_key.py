"""The option for an operation's key [R29]."""

from __future__ import annotations

from typing import Any

import click

from renewal_tui.cli.options import Decorator
from renewal_tui.cli.types import Parsed
from renewal_tui.operations.execution.idempotency import check_key


def key_option() -> Decorator[Any]:
    """The operation's key: the same key with the same request is answered, not done again."""
    return click.option(
        "--key",
        type=Parsed("key", check_key),
        metavar="K",
        help="Operation key: the same request with the same key is done once.",
    )
