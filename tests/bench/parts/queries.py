"""Filters, sort orders, a jump to the middle and whole searches on the large fleet."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from renewal_tui.domain.codes import Status, Tab
from renewal_tui.domain.filters import Filter, Order, Sort
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.sources import FleetSource
from renewal_tui.ui.widgets.table.windows import WINDOW
from tests.bench import keyboard
from tests.bench.figures import Figure
from tests.bench.replay import opened
from tests.bench.session import Session, console
from tests.bench.setup import Setup
from tests.bench.timing import seconds_of

FRAME = 1000 / 60
FRAMES = 3.0
SORTED_FRAMES = 8.0
"""The cursor stays on its row: all that stands before it in the new order is counted for that."""
_MANUAL = Filter(tabs=frozenset((Tab.MANUAL,)))

FILTERS = {
    "a product": _MANUAL._replace(products=frozenset(("KEC",))),
    "a room": _MANUAL._replace(rooms=frozenset(("cn-beijing-6",))),
    "a product and a room": _MANUAL._replace(
        products=frozenset(("EBS",)), rooms=frozenset(("cn-beijing-6",))
    ),
    "an account": _MANUAL._replace(accounts=frozenset(("customer-0001",))),
    "within 7 days": _MANUAL._replace(within=7),
    "within 90 days": _MANUAL._replace(within=90),
    "expired": _MANUAL._replace(status=Status.EXPIRED),
    "not renewable": Filter(tabs=frozenset((Tab.EXCLUDED,))),
}
SEARCHES = ("web", "api", "7c1", "测试环", "zzz")


def measure(setup: Setup) -> list[Figure]:
    """Ask for each list's count and first window; then the same by keys on a terminal."""
    rounds = setup.rounds(5)
    with opened(setup.large()) as desk:
        groups = {
            "filter": [_first(desk, wanted, Order()) for wanted in FILTERS.values()],
            "sort": [
                _first(desk, _MANUAL, Order(column, descending))
                for column in Sort
                for descending in (False, True)
            ],
            "filter (within 30 days) and sort": [
                _first(desk, _MANUAL._replace(within=30), Order(column)) for column in Sort
            ],
            "jump to the middle": [_middle(desk, Order(column)) for column in Sort],
            "search by 3 letters": [
                _first(desk, _MANUAL._replace(search=text), Order()) for text in SEARCHES
            ],
        }
        figures = [_figure(name, asked, rounds, setup) for name, asked in groups.items()]
    return [*figures, *_by_keys(setup)]


def _first(desk: Desk, wanted: Filter, order: Order) -> Callable[[], object]:
    def ask() -> object:
        source = FleetSource(desk, wanted, order)
        return source.count(), source.rows(0, WINDOW)

    return ask


def _middle(desk: Desk, order: Order) -> Callable[[], object]:
    source = FleetSource(desk, _MANUAL, order)
    middle = source.count() // 2
    return lambda: FleetSource(desk, _MANUAL, order).rows(middle, middle + WINDOW)


def _figure(name: str, asked: list[Callable[[], object]], rounds: int, setup: Setup) -> Figure:
    each = [1000 * median(seconds_of(ask) for _ in range(rounds)) for ask in asked]
    return Figure(
        "queries",
        f"{name}, {setup.rows:,} rows",
        median(each),
        "ms",
        FRAME,
        "a frame at 60 Hz",
        FRAMES,
        f"the slowest of {len(each)}: {max(each):.1f} ms",
    )


def _by_keys(setup: Setup) -> list[Figure]:
    with Session(console(setup.large())) as session:
        session.first_frame()
        sorts = [session.press(keyboard.SORT, 3.0).seconds for _ in range(setup.rounds(10) + 1)]
    return [
        Figure(
            "queries",
            f"key s (sort) to settled, {setup.rows:,} rows",
            median(sorts) * 1000,
            "ms",
            FRAME,
            "a frame at 60 Hz",
            SORTED_FRAMES,
            f"the slowest: {max(sorts) * 1000:.0f} ms",
        )
    ]
