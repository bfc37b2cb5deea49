"""Names are data: makes any text safe to show on one line of a terminal."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MAX_MARKS = 2
"""Combining marks kept on one base character; a flood of them would cover the lines around."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would compute."""

UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"


@lru_cache(maxsize=8192)
def printable(text: str, limit: int | None = None) -> str:
    """Return `text` with nothing in it that a terminal could obey.

    Control characters become their pictures (ESC is shown as U+241B), every other character of
    Unicode's categories C* becomes U+FFFD, and combining marks are kept to two on a character.
    With `limit`, a longer text ends with an ellipsis after that many characters.
    """
    if limit is not None and len(text) > limit:
        text = text[: max(limit - 1, 0)] + "…"
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(text))


def _shown(text: str) -> list[str]:
    shown: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            marks += 1
            if marks > MAX_MARKS or not shown or "\ufe00" <= character <= "\ufe0f":
                continue
        else:
            marks = 0
        shown.append(_picture(character, category))
    return shown


def _picture(character: str, category: str) -> str:
    if category == "Cc" and character < "\x20":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "\N{SYMBOL FOR DELETE}"
    if category[0] == "C" or category in ("Zl", "Zp"):
        return UNPRINTABLE
    return " " if category == "Zs" else character


def unprintable_in(text: str) -> str | None:
    """The first character that a terminal might obey (categories C*, line separators), or None."""
    for character in text:
        category = unicodedata.category(character)
        if category[0] == "C" or category in ("Zl", "Zp"):
            return character
    return None


def guarded(text: str) -> str:
    """A cell of a CSV file that no spreadsheet computes: an apostrophe stands before a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unguarded(cell: str) -> str:
    """The text of which `guarded` made this cell; any other is as it is."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(_FORMULA) else cell


def search_key(instance_id: str, name: str) -> str:
    """The text that a search looks in: id and name, without regard to case [R3]."""
    return f"{instance_id}\n{name}".casefold()
