"""No room: a clear line, nothing half done, and work goes on when there is room again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from renewal_tui import errors
from tests.operations.world import World
from tests.store.limits import no_file_longer_than


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.account("acme", 10**9)
    made.voucher("v-1", 100_00)
    made.fleet(600)
    yield made
    made.close()
    made.books_balance()


@contextmanager
def _pages_run_out(world: World) -> Iterator[None]:
    """SQLite itself allows two more pages: it fails in the middle of a statement."""
    pages = world.desk.store.sql("PRAGMA page_count")[0][0]
    world.desk.store.sql(f"PRAGMA max_page_count = {pages + 2}")
    yield
    world.desk.store.sql("PRAGMA max_page_count = 1073741823")


def _disk_runs_out(world: World) -> AbstractContextManager[None]:
    """The system allows two more pages: it fails when the transaction is committed."""
    return no_file_longer_than(world.path.stat().st_size + 2 * 4096)


def _no_room_for_the_journal(_world: World) -> AbstractContextManager[None]:
    return no_file_longer_than(512)


@pytest.mark.parametrize("limit", [_pages_run_out, _disk_runs_out, _no_room_for_the_journal])
def test_a_full_disk_changes_nothing_and_work_goes_on_afterwards(
    world: World, limit: Callable[[World], AbstractContextManager[None]]
) -> None:
    ids = [f"i-{number:05d}" for number in range(1, 601)]
    before = world.dump()
    with limit(world):
        with pytest.raises(errors.StoreFull, match="no room to write") as full:
            world.renew(*ids, key="k-1")
        assert str(full.value).endswith("nothing was changed")
        assert "\n" not in str(full.value)
        assert world.desk.store.setting("currency") == "CNY"
    assert world.dump() == before
    answer = world.renew(*ids, key="k-1")
    assert [order["status"] for order in answer["orders"]] == ["paid"]
    assert world.renew(*ids, key="k-1") == answer
    assert world.value("SELECT COUNT(*) FROM paid_term") == 600
