"""Stores for the tests of the command line: made once a session, copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewal_tui.operations.create import make_demo
from renewal_tui.operator import Actor, Source
from tests.cli.calls import Caller


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("made") / "demo.db"
    make_demo(path, instances=None, actor=Actor("ann", "", Source.COMMAND)).close()
    return path.read_bytes()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of its own for whatever the program keeps without being told where."""
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.delenv("RENEWAL_TUI_DATABASE", raising=False)
    return tmp_path


@pytest.fixture
def call(made_store: bytes, home: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    """Calls the program on a fresh copy of the sample store."""
    path = home / "renewals.db"
    path.write_bytes(made_store)
    path.chmod(0o600)
    return Caller(path, capsys)
