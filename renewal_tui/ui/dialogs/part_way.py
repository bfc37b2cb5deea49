"""What a dialog does about an operation that failed: before its first commit, or after some."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from renewal_tui.errors import DeskError, StoreError
from renewal_tui.operations import keyed
from renewal_tui.operations.desk import Desk


def is_part_way(error: Exception | None) -> bool:
    """Whether something was committed before: then the same key does the rest [R29]."""
    return isinstance(error, StoreError) and error.part_way


@contextmanager
def told_of_refusal(desk: Desk, key: str) -> Iterator[None]:
    """Note that the operator is told of a refusal; one half way through stays to be told of."""
    try:
        yield
    except DeskError as error:
        if not is_part_way(error):
            # A store that is busy still: the first trouble is the one to tell.
            with suppress(DeskError):
                keyed.acknowledge(desk, key)
        raise
