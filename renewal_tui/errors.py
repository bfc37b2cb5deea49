"""What can go wrong, as one family: each error is one clear line, and the family knows its kind."""

from __future__ import annotations

from pathlib import Path


class DeskError(Exception):
    """Something was refused; its text is one line for people: what, where, what would be right."""


class UsageProblem(DeskError):
    """A value that is not one of those that are possible; `field` is what it was given for."""

    def __init__(self, line: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(line)


class Refused(DeskError):
    """A request that is well formed and cannot be granted now; nothing was changed."""


class UnknownInstance(Refused):
    """An id that names no instance of the store."""


class Changed(Refused):
    """What a plan rests on has changed since it was shown; nothing was charged [R21]."""


class KeyConflict(Refused):
    """An operation key that was used for another request [R29]."""


class BadInput(DeskError):
    """Files with bad lines; `problems` holds a line for each, and nothing was imported."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class StoreError(DeskError):
    """The store cannot be used as asked."""

    part_way = False
    """Whether the operation had committed something before: its key does the rest."""


class StoreMissing(StoreError):
    """There is no store; `path` is where one could be made. Only `init` and `demo` do so."""

    def __init__(self, line: str, path: Path | None = None) -> None:
        self.path = path
        super().__init__(line)


class StoreGone(StoreMissing):
    """The file that was opened was removed since, or another one stands in its place."""


class StoreForeign(StoreError):
    """The file is not a store of ours."""


class StoreDamaged(StoreError):
    """The file is a store of ours with broken pages or rows."""


class SchemaVersion(StoreError):
    """The store's schema, `version` where it is known, is not this program's.

    `older` names a store that can be migrated.
    """

    def __init__(self, line: str, version: int | None = None, *, older: str | None = None) -> None:
        self.version = version
        self.older = older
        super().__init__(line)


class StoreReadOnly(StoreError):
    """The store may only be read by this user, or was opened that way."""


class StoreBusy(StoreError):
    """Another process held the store for longer than the limit; nothing was changed."""


class StoreStopped(StoreError):
    """A query was given up, since nobody waits for its answer any more."""


class StoreFull(StoreError):
    """There is no room to write; nothing was changed."""
