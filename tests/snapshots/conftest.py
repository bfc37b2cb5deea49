"""The store of the pictures: the demo, made once and copied for each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from renewal_tui.operations.create import make_demo
from renewal_tui.operator import Actor, Source


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's store; nobody may change it."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    make_demo(path, instances=None, actor=Actor("ann", "", Source.COMMAND)).close()
    return path


@pytest.fixture
def demo(made_demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo's store, 2026-11-22 10:00."""
    path = tmp_path / "demo.db"
    shutil.copy(made_demo, path)
    return path


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a picture looks like does not depend on who runs the tests."""
    for name in ("NO_COLOR", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
