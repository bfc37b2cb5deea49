"""Which instances a command is for: filters as options, and selections by id or by filter."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from renewal_tui.cli.options import Decorator, option, option_name, with_options
from renewal_tui.cli.types import DAY, TEXT, WANTED, OneOf, whole
from renewal_tui.domain.codes import Status, Tab
from renewal_tui.domain.filters import Filter, Matching, Order, Selection
from renewal_tui.errors import Refused
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.listing import list_rows

MOST_DAYS = 36_500
_LISTED = (Tab.MANUAL, Tab.AUTO)
_EVERY = (*_LISTED, Tab.EXCLUDED)


def _filter_options(tabs: Sequence[Tab]) -> list[Decorator[Any]]:
    days = whole(0, MOST_DAYS, f"a number of days from 0 to {MOST_DAYS:,}")
    status = OneOf((Status.ACTIVE, Status.EXPIRED))
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
    ]


_NAMES = (
    *("tab", "account", "expires_from", "expires_to", "within"),
    *("product", "room", "status", "search"),
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
    )


def filtered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filter options of all three tabs, gathered as `wanted`."""

    @functools.wraps(function)
    def gather(*args: Any, **options: Any) -> Any:
        chosen = {name: options.pop(name) for name in _NAMES}
        return function(*args, wanted=_make_filter(chosen), **options)

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
    given = [name for name in _NAMES if chosen[name] not in (None, ())]
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
    total, _ = list_rows(desk, selection.filter, Order(), 0, 0)
    if not total:
        raise Refused("no instance matches; nothing was changed")
