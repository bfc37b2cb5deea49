"""What a dialog does about an operation that failed: before its first commit, or after some."""

from __future__ import annotations

from contextlib import suppress

from renewal_tui.errors import DeskError, StoreError
from renewal_tui.operations import keyed
from renewal_tui.operations.desk import Desk


def is_part_way(error: Exception | None) -> bool:
    """Whether something was committed before: then the same key does the rest [R29]."""
    return isinstance(error, StoreError) and error.part_way


def refused(desk: Desk, key: str, error: DeskError) -> None:
    """Note that the operator is told of a refusal; one half way through stays to be told of."""
    if not is_part_way(error):
        with suppress(
            DeskError
        ):  # a store that is busy still: the first trouble is the one to tell
            keyed.acknowledge(desk, key)
