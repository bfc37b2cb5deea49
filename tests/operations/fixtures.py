"""The `world` of a test of operations; its books must balance when the test is over.

Test modules ask for it by `pytest_plugins = ("tests.operations.fixtures",)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()
    made.books_balance()
