"""Calls the command line as a shell does, in this process, and looks at what came out."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from renewal_tui.cli.main import run
from renewal_tui.domain.text import printable
from tests.stores import ROOT, sql

WEB_1, WEB_2 = "i-7f3a91c2d4", "i-7c11c05dff"
"""Manual, 320.00 a month, they expire today in cn-beijing-6."""
STAGING = "i-4cbd787f6c"
"""Manual, 160.00 a month, it expires tomorrow."""
LEGACY = "i-5b6b5cfb2d"
"""Manual, 88.00 a month, it expired four days ago."""
WORKER = "i-6eb0ecc1be"
"""Automatic by 1 month, it expires today."""
LAB_DB = "krds-03e10333"
"""Automatic, it expires today, and its account is short by 280.00."""


class Answer(NamedTuple):
    """What a call left: its exit status, and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as one JSON document."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The error that stdout holds in JSON."""
        return self.json["error"]


def no_console(
    path: Path, *, read_only: bool, ascii_only: bool, mouse: bool, theme: str | None
) -> int:
    raise AssertionError("no console was asked for")


class Terminal(io.StringIO):
    """Standard input with a person behind it, who types these lines."""

    def isatty(self) -> bool:
        """Yes."""
        return True


class Caller:
    """Calls the program on one store."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self._capsys = capsys

    def __call__(self, *arguments: str, status: int | None = 0) -> Answer:
        """Call it; the exit status must be the one that is expected."""
        return self.bare("--database", str(self.path), *arguments, status=status)

    def bare(self, *arguments: str, status: int | None = 0) -> Answer:
        """Call it without naming the store."""
        self._capsys.readouterr()
        found = run(arguments, no_console)
        answer = Answer(found, *self._capsys.readouterr())
        assert status is None or found == status, answer
        return answer

    def refused(self, *arguments: str, status: int = 2) -> str:
        """Call it with what must be refused: one line on stderr, and nothing changes.

        Called again with --json it says the same in a document.
        """
        before = self.path.read_bytes()
        plain = self(*arguments, status=status)
        assert plain.out == ""
        assert plain.err.count("\n") == 1, plain.err
        told = self("--json", *arguments, status=status)
        assert told.err == plain.err
        assert printable(told.error["message"]) in plain.err
        assert self.path.read_bytes() == before
        return plain.err

    def process(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Call it as a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "renewal_tui", "--database", str(self.path), *arguments],
            cwd=ROOT,
            env={**os.environ, **options.pop("env", {})},
            check=False,
            timeout=60,
            text=True,
            **({"capture_output": True} | options),
        )

    def sql(self, text: str, *values: object) -> list[Any]:
        """Look into the store, or put something into it, past the program."""
        return sql(self.path, text, *values)

    def types(self, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
        """Put a person at a terminal, who will type these lines."""
        monkeypatch.setattr("renewal_tui.cli.asking.is_terminal", lambda _: True)
        monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))

    def excluded(self, reason: str) -> str:
        """An instance of the third tab whose reason begins like this."""
        rows = self("list", "--tab", "excluded", "--json").json["rows"]
        return str(next(row["instance_id"] for row in rows if row["reason"].startswith(reason)))
