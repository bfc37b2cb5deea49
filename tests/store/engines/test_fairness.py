"""Writers take turns: a batch that commits again and again lets others in between."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from renewal_tui.errors import StoreBusy
from renewal_tui.store.connection import open_store
from renewal_tui.store.engines.sqlite.fairness import A_WHILE, GAP, Fairness
from tests.stores import new_store

COMMITS = 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "store.db"
    new_store(file).close()
    return file


def test_whoever_waits_gets_in_between_two_commits_of_a_batch(path: Path) -> None:
    made = 0
    begun, let_in = threading.Event(), threading.Event()

    def batch() -> None:
        nonlocal made
        store = open_store(path)
        while made < COMMITS and not let_in.is_set():
            with store.transaction():
                begun.set()
                time.sleep(A_WHILE * 1.2)
                made += 1
        store.close()

    thread = threading.Thread(target=batch)
    thread.start()
    begun.wait(60)
    store = open_store(path)
    with store.transaction():
        let_in.set()
        waited_for = made
    store.close()
    thread.join()
    # One commit was under way; a slow machine may miss a few gaps, never so many.
    assert waited_for <= COMMITS // 4


def test_a_store_that_stays_locked_is_busy_once_the_time_is_over(path: Path) -> None:
    holder, other = open_store(path), open_store(path, busy_seconds=0.05)
    with holder.transaction(), pytest.raises(StoreBusy), other.transaction():
        pass
    with other.transaction():
        pass
    assert other.sql("PRAGMA busy_timeout") == [(50,)]
    holder.close()
    other.close()


def test_short_transactions_follow_one_another_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    several = Fairness()
    for _ in range(3):
        several.give_way()
        with several.taken():
            pass
    assert slept == []


def test_after_a_long_transaction_the_store_is_left_free(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    several = Fairness()
    with several.taken():
        time.sleep(A_WHILE * 1.2)
    monkeypatch.setattr(time, "sleep", slept.append)
    several.give_way()
    assert len(slept) == 1
    assert 0 < slept[0] <= GAP


def test_what_a_transaction_within_a_transaction_takes_is_not_told_apart(path: Path) -> None:
    store = open_store(path)
    with store.transaction():
        with store.transaction():
            store.set_setting("currency", "EUR")
        store.set_setting("currency", "USD")
    assert store.setting("currency") == "USD"
    store.close()
