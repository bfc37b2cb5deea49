"""The big store of the terminal tests: made once, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from renewal_tui.operations.create import make_demo
from renewal_tui.operator import Actor, Source

FLEET = 2_000
"""Instances of the big store: a renewal of all that are manual takes more than one commit."""


@pytest.fixture(scope="session")
def made_fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fleet") / "fleet.db"
    make_demo(path, instances=FLEET, actor=Actor("ann", "", Source.COMMAND)).close()
    return path


@pytest.fixture
def fleet(made_fleet: Path, tmp_path: Path) -> Path:
    path = tmp_path / "fleet.db"
    shutil.copy(made_fleet, path)
    return path
