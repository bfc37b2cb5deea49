"""What tests begin with: a small world, the demo, made once and copied, and interrupts."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from renewal_tui.operations.create import make_demo
from renewal_tui.operator import Actor, Source
from tests.operations.world import World


@pytest.fixture(scope="session", autouse=True)
def _interrupts() -> None:
    """An interrupt interrupts, also where a shell has started the tests in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A sandbox store at NOW with a catalogue, one account, acme, and nothing else in it yet.

    Its books must balance when the test is over.
    """
    made = World(tmp_path)
    yield made
    made.close()
    made.books_balance()


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
