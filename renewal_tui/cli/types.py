"""The kinds of values that options take: each refuses what it is not in words that help."""

# ruff: noqa: ARG002 - click passes its context and parameter to all of these

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Generic, TypeVar

import click

from renewal_tui.domain.calendar import LAST_DAY, parse_date
from renewal_tui.domain.codes import PERIODS
from renewal_tui.domain.money import parse_money
from renewal_tui.domain.query.terms import Query
from renewal_tui.domain.words import one_of
from renewal_tui.errors import UsageProblem

T = TypeVar("T")

_LONGEST_SHOWN = 80


def shown(value: object) -> str:
    """A value as it is quoted in a message; a very long one is cut."""
    text = str(value)
    return f'"{text}"' if len(text) <= _LONGEST_SHOWN else f'"{text[: _LONGEST_SHOWN - 1]}…"'


class Parsed(click.ParamType[T], Generic[T]):
    """What a function reads; its ValueError, or an error of ours, says what is wrong."""

    def __init__(self, name: str, parse: Callable[[str], T]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Read it, unless it is a default that needs no reading."""
        if not isinstance(value, str):
            default: T = value
            return default
        try:
            return self._parse(value)
        except (ValueError, UsageProblem) as problem:
            return self.fail(str(problem), param, ctx)


def _text(value: str) -> str:
    """Any text that the store could hold; bytes that are no text came as lone surrogates."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"{shown(value)} is not text in UTF-8") from None
    return value


def _wanted(value: str) -> str:
    """A text to look for: not an empty one, which would find everything."""
    if not value.strip():
        raise ValueError("a text to look for is needed")
    return _text(value)


def _hash(value: str) -> str:
    """A SHA-256 as the audit trail tells it; letters may be capitals."""
    if not re.fullmatch("[0-9a-f]{64}", value.lower()):
        raise ValueError(f"{shown(value)} is not a hash: 64 digits 0-9 and a-f are")
    return value.lower()


def _query(value: str) -> Query:
    """A query of R31; the codes in it are for the store to know."""
    from renewal_tui.domain.query.parsing import parse  # noqa: PLC0415 - few commands have one

    return parse(_wanted(value))


def _ids(value: str) -> tuple[str, ...]:
    """The ids in a file, or on stdin, parted by line breaks, blanks or commas."""
    from renewal_tui.domain.query.parsing import split_ids  # noqa: PLC0415 - nor these

    try:
        read = sys.stdin.buffer.read() if value == "-" else Path(value).read_bytes()
        ids = tuple(split_ids(read.decode("utf-8-sig")))
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "is not text in UTF-8"
        raise ValueError(f"{shown(value)}: {reason}") from None
    if not ids:
        raise ValueError(f"{shown(value)} holds no ids: one a line is needed")
    return ids


QUERY, IDS = Parsed("query", _query), Parsed("file", _ids)
TEXT, WANTED, HASH = Parsed("text", _text), Parsed("text", _wanted), Parsed("hash", _hash)
DAY, MONEY = Parsed("date", parse_date), Parsed("amount", parse_money)


def whole(least: int, most: int, what: str | None = None) -> Parsed[int]:
    """A whole number within limits, in digits 0 to 9 only; `what` is wanted, says a message."""
    wanted = what or f"a whole number from {least} to {most:,}"

    def parse(text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else -1
        if not least <= number <= most:
            raise ValueError(f"{shown(text)} is not {wanted}")
        return number

    return Parsed("number", parse)


class OneOf(click.ParamType[str]):
    """One of a few words."""

    name = "word"

    def __init__(self, choices: Iterable[str]) -> None:
        self.choices = tuple(str(choice) for choice in choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse any other."""
        if str(value) not in self.choices:
            self.fail(f"{shown(value)} is not offered; choose {one_of(self.choices)}", param, ctx)
        return str(value)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """The words, for the help."""
        listed = "|".join(self.choices)
        return listed if isinstance(param, click.Argument) else f"[{listed}]"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[Any]:
        """The words that fit."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - for a shell only

        return [CompletionItem(word) for word in self.choices if word.startswith(incomplete)]


MONTHS = OneOf(map(str, PERIODS))
"""A period that is offered [R5, R15]."""


def _day_of_month(value: str) -> int:
    if value not in (*map(str, range(1, 29)), "last"):
        raise ValueError(f"{shown(value)} is not offered; choose 1 to 28, or last")
    return LAST_DAY if value == "last" else int(value)


DAY_OF_MONTH = Parsed("day", _day_of_month)
