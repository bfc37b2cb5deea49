"""Calls of the command line on a copy of the demo, made once a session."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from renewal_tui.store.connection import open_store
from tests.cli.calls import Caller


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of its own for whatever the program keeps without being told where."""
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.delenv("RENEWAL_TUI_DATABASE", raising=False)
    return tmp_path


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call waits but a moment for a store that is busy."""
    monkeypatch.setattr(open_store, "__kwdefaults__", {"read_only": False, "busy_seconds": 0.05})


@pytest.fixture
def call(made_demo: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    """Calls the program on a fresh copy of the sample store."""
    path = home / "renewals.db"
    shutil.copy(made_demo, path)
    return Caller(path, capsys)
