"""The exit statuses that scripts may rely on (specification, section 5)."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """What a command tells whoever started it."""

    DONE = 0
    """Done, or nothing was due."""
    NOTHING = 1
    """Nothing could be done: every row was refused."""
    USAGE = 2
    """A value that is not possible, a store that is not there, no terminal."""
    PARTLY = 3
    """Done in part: some skipped, failed or missed, or an order left unpaid."""
    BROKEN = 4
    """A check found a broken invariant, or the store is damaged."""
    SCHEMA = 5
    """The store's schema is newer or older than this program's."""
    UNEXPECTED = 70
    """An error that nobody foresaw, written down by its incident number."""
    OUTPUT_LOST = 74
    """The answer could not be written; what was done stays done."""
    BUSY = 75
    """Another process held the store; nothing was changed."""
    HUNG_UP = 129
    """The terminal went away; what was done stays done."""
    INTERRUPTED = 130
    """Stopped by SIGINT."""
    PIPE_CLOSED = 141
    """Nobody reads the output any more."""
    TERMINATED = 143
    """Stopped by SIGTERM."""
