"""Writes answers to stdout and messages to stderr, so that no text from outside can do harm."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, TextIO

from renewal_tui.domain.text import printable


class OutputLost(Exception):
    """Stdout could not be written; its cause is the system's error."""

    def __init__(self, cause: OSError) -> None:
        self.cause = cause
        super().__init__(str(cause))


def prepare_streams() -> None:
    """Give every standard stream something to write to, and nothing that it cannot write.

    A stream that was closed leads nowhere from now on: the next file that is opened must not
    take its number. What an encoding cannot say is written as an escape.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits behind a stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def is_device(stream: TextIO) -> bool:
    """Whether a stream leads to a device, as a terminal is one also when it has gone away."""
    try:
        return stat.S_ISCHR(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


_HELD: ContextVar[Callable[[], bool]] = ContextVar("held", default=lambda: False)


@contextlib.contextmanager
def never_while(held: Callable[[], bool]) -> Iterator[None]:
    """Within this, whatever is to be written while `held` says yes is a mistake of ours.

    Who reads may pause for as long as they like (a pager, a stopped terminal): what of a store is
    open meanwhile would keep everybody else from committing.
    """
    before = _HELD.set(held)
    try:
        yield
    finally:
        _HELD.reset(before)


def _refuse_while_held() -> None:
    if _HELD.get()():
        raise RuntimeError("something was to be written while the store was held")


def say(*lines: str) -> None:
    """Write lines of an answer to stdout; words from outside come printable already."""
    write("".join(f"{line}\n" for line in lines))


def write(text: str) -> None:
    """Write a piece of an answer to stdout, with nothing of a store open. Raises OutputLost."""
    _refuse_while_held()
    try:
        sys.stdout.write(text)
    except OSError as problem:
        raise OutputLost(problem) from problem


def note(*lines: str) -> None:
    """Write messages to stderr; each is one line whatever is in it."""
    _refuse_while_held()
    with contextlib.suppress(OSError):  # with nobody to tell, the exit status still tells
        sys.stderr.writelines(f"{printable(line)}\n" for line in lines)
        sys.stderr.flush()


# Made once: `json.dumps` makes an encoder for each row.
_READABLE, _ASCII = json.JSONEncoder(ensure_ascii=False), json.JSONEncoder()


def to_json(value: Any) -> str:
    """A value as JSON that this stdout can carry and no terminal obeys.

    Where the output is UTF-8, words stay readable; whatever is not printable (controls, also those
    that JSON allows, and lone surrogates) is an escape. Anywhere else all is ASCII.
    """
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    text = (_READABLE if encoding == "utf8" else _ASCII).encode(value)
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)


def document(value: Any) -> None:
    """Write the one JSON document that a command answers with."""
    say(to_json(value))


class DocumentStream:
    """One JSON document whose rows are written as they come: it may be longer than memory."""

    def __init__(self, head: Mapping[str, Any], rows: str) -> None:
        """`head` are the first keys; `rows` names the list that follows them."""
        self._head = head
        self._rows = rows
        self.begun = False
        self.closed = False
        self._first = True

    def begin(self) -> None:
        """Write the first keys; from now on this is the document."""
        if not self.begun:
            self.begun = True
            fields = "".join(f"{to_json(key)}: {to_json(self._head[key])}, " for key in self._head)
            write(f"{{{fields}{to_json(self._rows)}: [")

    def add(self, row: Mapping[str, Any]) -> None:
        """Write one row."""
        self.begin()
        write(("\n" if self._first else ",\n") + to_json(row))
        self._first = False

    def close(self, tail: Mapping[str, Any]) -> None:
        """Write the last keys."""
        self.begin()
        if not self.closed:
            self.closed = True
            fields = "".join(f", {to_json(key)}: {to_json(tail[key])}" for key in tail)
            write(f"]{fields}}}\n")


def flush() -> None:
    """See that everything said so far has left. Raises OutputLost."""
    _refuse_while_held()
    try:
        sys.stdout.flush()
    except OSError as problem:
        raise OutputLost(problem) from problem


def let_go() -> None:
    """See both streams off; what can no longer leave goes nowhere.

    The interpreter flushes once more at its end, and ends with 120 where that fails, as it does
    after a terminal has gone away: the exit status must stay the one that was found.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            silence(stream)


def silence(stream: TextIO) -> None:
    """Let what a stream still holds, and whatever is written to it from now on, go nowhere."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
