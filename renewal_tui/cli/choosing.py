"""Which instances a command is for: filters as options, and selections by id or by filter [R31]."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from renewal_tui.cli.options import Decorator, option, option_name, with_options
from renewal_tui.cli.output import note
from renewal_tui.cli.types import DAY, IDS, QUERY, TEXT, WANTED, OneOf, whole
from renewal_tui.domain.codes import Status, Tab
from renewal_tui.domain.filters import Filter, Matching, Order, Selection
from renewal_tui.domain.query.terms import EVERYTHING, EXAMPLES
from renewal_tui.domain.words import counted, few
from renewal_tui.errors import Refused
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.listing import list_rows
from renewal_tui.operations.wanted import named, settle

MOST_DAYS = 36_500
_LISTED = (Tab.MANUAL, Tab.AUTO)
_EVERY = (*_LISTED, Tab.EXCLUDED)
_TABS = {Tab.MANUAL: "manual", Tab.AUTO: "automatic", Tab.EXCLUDED: "not renewable"}
MOST_TOLD = 1_000
"""Ids that are told one by one of those that a list of ids does not find."""


def _filter_options(tabs: Sequence[Tab]) -> list[Decorator[Any]]:
    days = whole(0, MOST_DAYS, f"a number of days from 0 to {MOST_DAYS:,}")
    status = OneOf((Status.ACTIVE, Status.EXPIRED))
    terms = ", ".join(f"{key}:{value}" for key, value in list(EXAMPLES.items())[:4])
    return [
        click.option("--tab", type=OneOf(tabs), help="On this tab only; else manual and auto."),
        option("--account", TEXT, "A", "Of this account.", multiple=True),
        option("--expires-from", DAY, "D", "Expires on this date or later."),
        option("--expires-to", DAY, "D", "Expires on this date or earlier."),
        option("--within", days, "DAYS", "Expires within so many days, or has expired."),
        option("--product", TEXT, "P", "Of this product; repeatable.", multiple=True),
        option("--room", TEXT, "R", "In this room; repeatable.", multiple=True),
        click.option("--status", type=status, help="With this status only."),
        option("--search", WANTED, "TEXT", "With this text in id or name."),
        option("--where", QUERY, "QUERY", f"By a query: words, or {terms} ..."),
        option("--ids-from", IDS, "FILE", "Of these ids only, one a line; - reads stdin."),
    ]


_NAMES = (
    *("tab", "account", "expires_from", "expires_to", "within"),
    *("product", "room", "status", "search", "where", "ids_from"),
)


def _make_filter(chosen: Mapping[str, Any]) -> Filter:
    return Filter(
        tabs=frozenset((Tab(chosen["tab"]),) if chosen["tab"] else _LISTED),
        accounts=frozenset(chosen["account"]),
        expires_from=chosen["expires_from"],
        expires_to=chosen["expires_to"],
        within=chosen["within"],
        products=frozenset(chosen["product"]),
        rooms=frozenset(chosen["room"]),
        status=Status(chosen["status"]) if chosen["status"] else None,
        search=chosen["search"] or "",
        query=chosen["where"] or EVERYTHING,
        ids=frozenset(chosen["ids_from"]) if chosen["ids_from"] else None,
    )


def filtered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filter options of all three tabs, gathered as `wanted`."""

    @functools.wraps(function)
    def gather(*args: Any, **options: Any) -> Any:
        chosen = {name: options.pop(name) for name in _NAMES}
        return function(*args, wanted=_make_filter(chosen), **options)

    return with_options(gather, *_filter_options(_EVERY))


def narrowed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the same options, gathered as `wanted`: None where none is given.

    Without --tab the instances of every tab are meant.
    """

    @functools.wraps(function)
    def gather(*args: Any, **options: Any) -> Any:
        chosen = {name: options.pop(name) for name in _NAMES}
        wanted = None
        if any(value not in (None, ()) for value in chosen.values()):
            tabs = frozenset((Tab(chosen["tab"]),)) if chosen["tab"] else frozenset(_EVERY)
            wanted = _make_filter(chosen)._replace(tabs=tabs)
        return function(*args, wanted=wanted, **options)

    return with_options(gather, *_filter_options(_EVERY))


def selected(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ids, or --all-matching with filters, gathered as `selection`."""

    @functools.wraps(function)
    def gather(*args: Any, ids: tuple[str, ...], all_matching: bool, **options: Any) -> Any:
        chosen = {name: options.pop(name) for name in _NAMES}
        selection = _selection(ids, chosen, all_matching=all_matching)
        return function(*args, selection=selection, **options)

    return with_options(
        gather,
        click.argument("ids", nargs=-1, type=TEXT, metavar="[ID]..."),
        click.option(
            "--all-matching", is_flag=True, help="All that match the filters, not single ids."
        ),
        *_filter_options(_LISTED),
    )


def _selection(ids: tuple[str, ...], chosen: dict[str, Any], *, all_matching: bool) -> Selection:
    if chosen["ids_from"] and not all_matching:
        ids += chosen.pop("ids_from")
    given = [name for name in _NAMES if chosen.get(name) not in (None, ())]
    if ids and all_matching:
        raise click.UsageError("give ids or --all-matching, not both")
    if given and not all_matching:
        raise click.UsageError(
            f"{option_name(given[0])} needs --all-matching: ids are not filtered"
        )
    if all_matching:
        return Matching(_make_filter(chosen))
    if not ids:
        raise click.UsageError("name at least one instance, or --all-matching with filters")
    return ids


def refuse_unmatched(desk: Desk, selection: Selection) -> None:
    """Refuse a filter that nothing matches. Raises Refused, UsageProblem for unknown codes."""
    if not isinstance(selection, Matching):
        return
    wanted = settle(desk, selection.filter)
    total, _ = list_rows(desk, wanted, Order(), 0, 0)
    tell_left_out(desk, wanted)
    if not total:
        raise Refused("no instance matches; nothing was changed")


def tell_left_out(desk: Desk, wanted: Filter) -> bool:
    """Tell which ids of a list a filter does not find, and why; whether there are any."""
    if wanted.ids is None:
        return False
    told, tabs = named(desk, wanted), wanted.tabs or frozenset(Tab)
    lines = [
        f"{len(ids):,} on the {_TABS[tab]} tab: {few(ids, MOST_TOLD)}"
        for tab, ids in told.found.items()
        if ids and tab not in tabs
    ]
    if told.hidden:
        lines.append(f"{len(told.hidden):,} hidden by the filters: {few(told.hidden, MOST_TOLD)}")
    if told.unknown:
        lines.append(f"{len(told.unknown):,} unknown: {few(told.unknown, MOST_TOLD)}")
    if lines:
        note(f"of {counted(len(wanted.ids), 'id')}", *(f"  {line}" for line in lines))
    return bool(lines)
