"""The filter of the fleet's tabs: each field of its bar opens a dialog that changes it [R3]."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from renewal_tui.domain.calendar import parse_date
from renewal_tui.domain.codes import Status
from renewal_tui.domain.filters import Filter
from renewal_tui.store.catalogue import read_catalogue
from renewal_tui.ui.tabs.tab import Host

FIELDS = ("date", "product", "room", "status", "search")
WITHIN = (0, 7, 30, 90)

REMEMBERED = 50
"""Searches that are kept."""

Take = Callable[[Filter], None]


@dataclass
class SharedFilter:
    """What the fleet's tabs are narrowed to; the tab and the accounts come on top of it."""

    filter: Filter = field(default_factory=Filter)
    text: str = ""
    """The search in it, as it was typed."""
    earlier: list[str] = field(default_factory=list)
    """The searches that were entered, the last one first."""
    before_change: list[Callable[[], None]] = field(default_factory=list)
    """Each tab says here what it does before other rows are asked for."""

    def change(self, wanted: Filter) -> None:
        """Ask for other rows."""
        for tell in self.before_change:
            tell()
        self.filter = wanted

    def remember(self, search: str) -> None:
        """Keep a search that was entered, for `up` to bring back."""
        if search:
            self.earlier[:] = [search, *(one for one in self.earlier if one != search)][:REMEMBERED]


def _open_dates(host: Host, now: Filter, take: Take) -> None:
    none = now._replace(within=None, expires_from=None, expires_to=None)

    def took(answer: str) -> None:
        if answer in ("on", "range"):
            _ask_dates(host, none, take, both=answer == "range")
        else:
            take(none if answer == "all" else none._replace(within=int(answer)))

    choices = [
        ("all", "All dates"),
        *((str(days), within_text(days)) for days in WITHIN),
        ("on", "On a date ..."),
        ("range", "From a date to a date ..."),
    ]
    chosen = "all" if now.within is None else str(now.within)
    host.dispatcher.choose("Expire date", choices, chosen, took)


def within_text(days: int) -> str:
    """What a filter of the next days says, which does not hide what has expired."""
    return "Today or before" if days == 0 else f"Within {days} days"


def _ask_dates(host: Host, none: Filter, take: Take, *, both: bool) -> None:
    from renewal_tui.ui.dialogs.ask import AskText

    def took(answer: str) -> None:
        start, end = _dates(answer)
        take(none._replace(expires_from=start, expires_to=end))

    today = host.desk.today().isoformat()
    value = f"{today} to {today}" if both else today
    hint = "2026-11-22 to 2026-12-31" if both else "2026-11-22"
    name = "From ... to ..." if both else "On"
    host.dispatcher.open(AskText("Expire date", name, _why_no_dates, value=value, hint=hint), took)


def _dates(text: str) -> tuple[date, date]:
    start, _, end = text.partition(" to ")
    first = parse_date(start.strip())
    return first, parse_date(end.strip()) if end else first


def _why_no_dates(text: str) -> str | None:
    try:
        start, end = _dates(text)
    except ValueError as problem:
        return f"{problem}, such as 2026-12-31"
    return None if start <= end else f"{start} is after {end}"


def _open_codes(
    host: Host, now: Filter, take: Take, *, heading: str, facts: str, width: int
) -> None:
    """Choose several of the catalogue: its `facts` are those that the filter has of that name."""
    from renewal_tui.ui.dialogs.choose import Choice, ChooseMany

    found = sorted(getattr(read_catalogue(host.desk.store), facts).values())
    choices = [Choice(one.code, f"{one.code:<{width}}{one.name}") for one in found]
    dialog = ChooseMany(heading, choices, getattr(now, facts))
    host.dispatcher.open(dialog, lambda chosen: take(now._replace(**{facts: chosen})))


def _open_status(host: Host, now: Filter, take: Take) -> None:
    def took(answer: str) -> None:
        take(now._replace(status=None if answer == "all" else Status(answer)))

    choices = [
        ("all", "All"),
        ("active", "Active", "up to its expire date"),
        ("expired", "Expired", "after it, while it is retained"),
    ]
    host.dispatcher.choose("Status", choices, now.status or "all", took)


OPENERS: dict[str, Callable[[Host, Filter, Take], Any]] = {
    "date": _open_dates,
    "product": partial(_open_codes, heading="Product name", facts="products", width=9),
    "room": partial(_open_codes, heading="Room type", facts="rooms", width=16),
    "status": _open_status,
}
"""What opens the dialog of each field but the search, from the filter as it is now."""
