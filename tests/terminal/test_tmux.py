"""The whole job in a real tmux of 80x24, key by key; the store holds what the screen has said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores import sql
from tests.terminal.tmux import Tmux
from tests.terminal.under_way import books_balance

pytestmark = pytest.mark.skipif(
    shutil.which("tmux") is None, reason="tmux is not installed: apt-get install tmux"
)

WEB_1, WEB_2 = "i-7f3a91c2d4", "i-7c11c05dff"
"""web-01 and web-02: manual, 320.00 a month, they expire today in cn-beijing-6."""


@pytest.fixture
def tmux(demo: Path) -> Iterator[Tmux]:
    with Tmux(["--database", str(demo)]) as tmux:
        assert tmux.size == "80x24"
        tmux.wait_for("krds-0f3b21ea", "Manual 133")
        yield tmux


def instance(path: Path, instance_id: str) -> tuple[str, str]:
    """An instance's expire date and policy."""
    text = "SELECT expire_date, policy FROM term WHERE instance_id = ?"
    ((expire_date, policy),) = sql(path, text, instance_id)
    return str(expire_date), str(policy)


def balance(path: Path) -> int:
    return int(sql(path, "SELECT balance FROM account WHERE code = 'acme-prod'")[0][0])


def search(tmux: Tmux, words: str, *said: str) -> None:
    tmux.keys("/")
    tmux.wait_for("enter keeps it")
    tmux.words(words)
    tmux.wait_for(*said)
    tmux.press("Enter")


def command(tmux: Tmux, words: str, *said: str) -> None:
    """Find a command in the palette, and run it."""
    tmux.keys("C-p")
    tmux.wait_for("Commands", "Choose  enter")
    tmux.words(words)
    tmux.press("Enter")
    tmux.wait_for(*said)


def test_what_is_searched_for_is_renewed_and_paid(tmux: Tmux, demo: Path) -> None:
    before = balance(demo)
    search(tmux, "web-01", WEB_1, "Manual 1 ")
    tmux.keys("r")
    text = tmux.wait_for("Renewal: 1 instance", "Payable CNY 320.00", "2026-12-22")
    assert "Pay CNY 320.00  p" in text
    tmux.keys("p")
    tmux.wait_for("Renewed: 1 instance", WEB_1, "2026-12-22", "order 1", "paid")
    assert instance(demo, WEB_1) == ("2026-12-22", "manual")
    ((total, vouchers, paid, status),) = sql(
        demo, "SELECT total, voucher_total, balance_total, status FROM orders"
    )
    assert (total, status) == (320_00, "paid")
    assert vouchers + paid == total
    assert balance(demo) == before - paid
    tmux.keys("Escape")
    tmux.wait_for(WEB_1, "2026-12-22", "30 d", gone="Renewed")
    tmux.press("q")
    tmux.wait_for("ended with status 0", gone="Renewal")
    books_balance(demo)


def test_an_order_is_left_unpaid_and_then_paid_on_its_tab(tmux: Tmux, demo: Path) -> None:
    search(tmux, "web-0", WEB_1, WEB_2, "Manual 2 ")
    tmux.press("*")
    tmux.wait_for("2 marked")
    tmux.keys("r")
    tmux.wait_for("Renewal: 2 instances", "Payable CNY 640.00")
    tmux.press("Right", "Right")
    tmux.wait_for("[3]", "Payable CNY 1,920.00", "2027-02-22")
    tmux.keys("l")
    tmux.wait_for("2 await payment", "1,920.00 awaits payment")
    assert sql(demo, "SELECT total, status FROM orders") == [(1_920_00, "unpaid")]
    assert instance(demo, WEB_1)[0] == "2026-11-22"
    tmux.keys("Escape")
    tmux.wait_for("Orders 1", gone="await payment")
    tmux.press("4")
    tmux.wait_for("Awaits payment", "1,920.00")
    tmux.keys("p")
    tmux.wait_for("Order 1: ", "Pay CNY 1,920.00  p")
    tmux.keys("p")
    tmux.wait_for("Renewed: 2 instances", WEB_1, WEB_2)
    tmux.keys("Escape")
    tmux.wait_for("Paid", gone="Renewed: ")
    assert sql(demo, "SELECT total, status FROM orders") == [(1_920_00, "paid")]
    assert [instance(demo, one)[0] for one in (WEB_1, WEB_2)] == ["2027-02-22"] * 2
    tmux.press("q")
    tmux.wait_for("ended with status 0", gone="Renewal")
    books_balance(demo)


def test_a_policy_is_switched_there_and_back(tmux: Tmux, demo: Path) -> None:
    search(tmux, WEB_1, "web-01", "Manual 1 ", "Automatic 0 ")
    tmux.keys("a")
    tmux.wait_for("Automatic renewal: 1 instance", "will be renewed automatically")
    tmux.press("Right", "Right")
    tmux.wait_for("[3]")
    tmux.keys("y")
    tmux.wait_for("Switched to automatic renewal: 1 instance", WEB_1)
    assert instance(demo, WEB_1)[1] == "auto"
    assert sql(demo, "SELECT auto_months FROM instance WHERE instance_id = ?", WEB_1) == [(3,)]
    tmux.keys("Escape")
    tmux.wait_for("Manual 0 ", "Automatic 1 ", gone="Switched")
    tmux.press("2")
    tmux.wait_for(WEB_1, "3 months")
    tmux.keys("m")
    tmux.wait_for("Manual renewal: 1 instance", "no longer be renewed automatically")
    tmux.keys("y")
    tmux.wait_for("Switched to manual renewal: 1 instance")
    assert instance(demo, WEB_1)[1] == "manual"
    tmux.press("Escape", "q")
    tmux.wait_for("ended with status 0", gone="Renewal")
    books_balance(demo)


def test_a_selection_gets_one_expiration(tmux: Tmux, demo: Path) -> None:
    search(tmux, "web-0", WEB_1, WEB_2, "Manual 2 ")
    tmux.press("*")
    tmux.keys("u")
    tmux.wait_for("Unified expiration time: 2 instances")
    tmux.words("20261231")
    tmux.wait_for("2026-12-31_", "2026-12-31  ", "Pay CNY ")
    tmux.keys("p")
    tmux.wait_for("Unified: 2 instances", WEB_1, WEB_2, "2026-12-31")
    assert [instance(demo, one)[0] for one in (WEB_1, WEB_2)] == ["2026-12-31"] * 2
    assert sql(demo, "SELECT kind, status FROM orders") == [("unify", "paid")]
    tmux.press("Escape", "q")
    tmux.wait_for("ended with status 0", gone="Renewal")
    books_balance(demo)


def test_the_clock_is_moved_and_the_engine_renews_what_is_due(tmux: Tmux, demo: Path) -> None:
    due = "listed AND policy = 'auto' AND expire_date = '2026-11-23'"
    ((count,),) = sql(demo, f"SELECT COUNT(*) FROM term WHERE {due}")
    assert count
    command(tmux, "set the", "Set the sandbox clock: it stands at")
    tmux.keys(*["BSpace"] * 16)
    tmux.words("2026-11-23 00:00")
    tmux.press("Enter")
    tmux.wait_for("2026-11-23 00:00 Mon")
    command(tmux, "run the", "Run the engine now?")
    tmux.keys("y")
    tmux.wait_for("Engine on 2026-11-23: ", "renewed", gone="Run the engine now?")
    ((renewed, failed),) = sql(demo, "SELECT renewed, failed FROM engine_run")
    assert renewed
    assert renewed + failed == count
    tmux.wait_for(f"{renewed} renewed, {failed} failed")
    assert len(sql(demo, "SELECT 1 FROM paid_term")) == renewed
    assert sql(demo, f"SELECT COUNT(*) FROM term WHERE {due}") == [(failed,)]
    tmux.press("Escape", "q")
    tmux.wait_for("ended with status 0", gone="Renewal")
    books_balance(demo)


def test_another_size_is_taken_at_once_and_lines_keep_their_width(tmux: Tmux) -> None:
    tmux.call("resize-window", "-t", "desk", "-x", "120", "-y", "30")
    text = tmux.wait_for("[Automatic renewal]", "Price/month")
    assert max(map(len, text.splitlines())) <= 120
    tmux.call("resize-window", "-t", "desk", "-x", "60", "-y", "16")
    text = tmux.wait_for("krds-0f3b21ea", gone="Price/month")
    assert len(text.splitlines()) <= 16
    tmux.press("q")
    tmux.wait_for("ended with status 0", gone="Renewal")


def test_a_pane_that_is_killed_ends_the_console_and_keeps_what_was_paid(
    tmux: Tmux, demo: Path
) -> None:
    search(tmux, "web-01", WEB_1, "Manual 1 ")
    tmux.keys("r")
    tmux.wait_for("Renewal: 1 instance", "Payable CNY 320.00")
    tmux.keys("p")
    tmux.wait_for("Renewed: 1 instance")
    process = tmux.process
    tmux.call("kill-server")
    assert process.ended()
    assert instance(demo, WEB_1)[0] == "2026-12-22"
    books_balance(demo)
