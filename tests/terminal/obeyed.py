"""Finds in the bytes on a pty whatever a terminal would obey and the program did not mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_CONSOLE = (
    r"\x1b\[(?:0|(?:[0-9];)*(?:38;5;\d{1,3}(?:;48;5;\d{1,3})?|48;5;\d{1,3}))m",  # colours
    r"\x1b\[\d{1,3};\d{1,3}H",  # the cursor
    r"\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004)[hl]",  # modes
    r"\x1b\[\?(?:2026|2048)\$p",  # questions
    r"\x1b\[(?:>25|<)u",  # the keyboard
    r"\x1b\]22;(?:default|pointer|text)\x07",  # the mouse pointer
    r"\r\n",
)
_COMMAND = (r"\r\n", r"\r[\d,]+ of [\d,]+ *", r"\r +\r")

CONSOLE = re.compile("|".join(_CONSOLE))
"""All that the console has to say to a terminal of 256 colours; everything else is text."""

COMMAND = re.compile("|".join(_COMMAND))
"""All that a command has to say to a terminal: ends of lines, and progress over progress."""


def obeyed(raw: bytes, own: re.Pattern[str], carried: Iterable[str] = ()) -> list[str]:
    """What a terminal would obey in `raw`, other than what the program says of its `own`.

    `carried` are texts that must not be there as they are though each part of them may: a line
    break in a name looks like the program's own.
    """
    text = raw.decode("utf-8", "surrogateescape")
    wrong = [repr(name) for name in carried if name in text or _sent(name) in text]
    rest = own.sub(" ", text)
    wrong += [
        f"{character!r} in {rest[max(at - 12, 0) : at + 24]!r}"
        for at, character in enumerate(rest)
        if may_be_obeyed(character)
    ]
    return wrong


def may_be_obeyed(character: str) -> bool:
    """Whether a character does something else than stand in its place."""
    category = unicodedata.category(character)
    return category[0] == "C" or category in ("Zl", "Zp")


def _sent(text: str) -> str:
    """A text as a pty sends it on: its line ends with a carriage return before them."""
    return text.replace("\n", "\r\n")
