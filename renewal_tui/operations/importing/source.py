"""One file's bytes as lines of text: bounded, numbered, hashed; and what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from renewal_tui.domain.text import printable

MOST_PROBLEMS = 1_000
"""So many bad lines are told one by one; of the rest only how many there are."""

LONGEST = 300
"""Characters of one problem's text: a bad value may be as long as a line."""

Report = Callable[[int, str], None]
"""Told the number of a line and what is wrong with it."""


class Problems:
    """Collects problems by file and line; safe to show on a terminal."""

    def __init__(self, labels: Sequence[str]) -> None:
        """`labels` are the names of the files, by their places."""
        self._labels = labels
        self._kept: list[tuple[int, int, int, str]] = []
        self.count = 0

    def add(self, place: int, line: int, text: str) -> None:
        """Take in what is wrong with one line of one file."""
        self.count += 1
        if len(self._kept) < MOST_PROBLEMS:
            self._kept.append((place, line, self.count, printable(text, LONGEST)))

    def lines(self) -> list[str]:
        """`instances.csv:17: expire_date: ...`, one a problem, and how many more there are."""
        kept = sorted(self._kept)
        told = [f"{self._labels[place]}:{line}: {text}" for place, line, _, text in kept]
        more = self.count - len(self._kept)
        return [*told, f"and {more:,} more"] if more else told


BLOCK = 1 << 20
"""Bytes read at once."""

LONGEST_LINE = 65_536
"""Bytes in one line: far more than any row needs; a longer one is never held in memory."""

_BOM = b"\xef\xbb\xbf"


class Source:
    """A file that is read once from its beginning to its end.

    A line that is not UTF-8, holds NUL or is too long is reported, and stands in the text as an
    empty one, so that the numbers of the lines after it are right.
    """

    def __init__(self, file: BinaryIO, report: Report) -> None:
        self._file = file
        self._report = report
        self._digest = hashlib.sha256()
        self.bytes_read = 0
        self.lines_read = 0

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes read so far."""
        return self._digest.hexdigest()

    def lines(self) -> Iterator[str]:
        """Every line, each with its line feed; CRLF is left as it is and a BOM is left out."""
        rest = b""
        while block := self._file.read(BLOCK):
            self._digest.update(block)
            if not self.bytes_read:
                block = block.removeprefix(_BOM)
            self.bytes_read += len(block)
            pieces = (rest + block).split(b"\n")
            rest = pieces.pop()[: LONGEST_LINE + 1]  # what is cut off only made it longer
            yield from self._decoded(pieces)
        if rest:
            yield from self._decoded([rest])

    def _decoded(self, pieces: list[bytes]) -> list[str]:
        first, self.lines_read = self.lines_read + 1, self.lines_read + len(pieces)
        try:
            if max(map(len, pieces), default=0) > LONGEST_LINE or b"\0" in b"".join(pieces):
                raise ValueError
            return [line + "\n" for line in map(bytes.decode, pieces)]
        except ValueError:
            return [self._one(first + offset, piece) for offset, piece in enumerate(pieces)]

    def _one(self, number: int, piece: bytes) -> str:
        if len(piece) > LONGEST_LINE:
            self._report(number, f"the line is longer than {LONGEST_LINE // 1024} kB")
        elif b"\0" in piece:
            self._report(number, "contains a NUL byte: is this a text file?")
        else:
            try:
                return piece.decode() + "\n"
            except UnicodeDecodeError as problem:
                byte = piece[problem.start]
                self._report(
                    number, f"not UTF-8 (byte 0x{byte:02x} at position {problem.start + 1})"
                )
        return "\n"
