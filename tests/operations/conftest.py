"""The `desk` of a test of operations: a sandbox store in a file, with a small catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from renewal_tui.operations.desk import Desk
from tests.operations.books import assert_books
from tests.operations.importing import ACCOUNTS, PRODUCTS, ROOMS, load, put
from tests.operations.lived_in import lived_in
from tests.stores import new_desk


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the store in which everything has happened once."""
    world = lived_in(tmp_path)
    world.close()
    return world.path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The desk at 2026-11-22 10:00 with products, rooms, and the accounts acme and globex.

    The books must balance when the test is over.
    """
    desk = new_desk(tmp_path / "store" / "renewals.db")
    catalogue = tmp_path / "catalogue"
    put(catalogue, "products.csv", *PRODUCTS)
    put(catalogue, "rooms.csv", *ROOMS)
    put(catalogue, "accounts.csv", *ACCOUNTS)
    load(desk, catalogue)
    yield desk
    desk.store.close()
    assert_books(Path(desk.store.name))
