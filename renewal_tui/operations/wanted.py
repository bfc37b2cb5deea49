"""What a filter asks for in this store: its codes are known, and a list of ids is its set [R31]."""

from __future__ import annotations

from typing import NamedTuple

from renewal_tui.domain.codes import Tab
from renewal_tui.domain.eligibility import tab_of
from renewal_tui.domain.filters import Filter, matches
from renewal_tui.domain.query.terms import EVERYTHING
from renewal_tui.domain.words import unknown_text
from renewal_tui.errors import UsageProblem
from renewal_tui.operations.desk import Desk


def settle(desk: Desk, wanted: Filter) -> Filter:
    """A filter as this store understands it: words that are a list of ids become that set.

    Raises UsageProblem for an unknown account, product or room; a query's with its place.
    """
    if not (wanted.accounts or wanted.products or wanted.rooms or wanted.query):
        return wanted
    # Most lists ask nothing of this kind.
    from renewal_tui.domain.query.parsing import Known, QueryProblem, check  # noqa: PLC0415

    reader = desk.reader()
    catalogue = reader.catalogue
    products, rooms = catalogue.product_rows(), catalogue.room_rows()
    accounts = catalogue.account_rows()
    for what, codes, known in (
        ("an account", wanted.accounts, accounts),
        ("a product", wanted.products, products),
        ("a room", wanted.rooms, rooms),
    ):
        field = what.split()[1]
        for code in sorted(codes):
            if code not in known:
                raise UsageProblem(unknown_text(code, what, known), field)
    listed = wanted.query.listed
    if listed and reader.by_ids(listed.decisive):
        ids = frozenset(listed.words)
        both = ids if wanted.ids is None else wanted.ids & ids
        return wanted._replace(query=EVERYTHING, ids=both)
    try:
        check(wanted.query, Known(products, catalogue.rooms.values(), accounts))
    except QueryProblem as problem:
        raise UsageProblem(str(problem), "where") from None
    return wanted


class Named(NamedTuple):
    """What has become of the ids of a list: which ones, in order."""

    found: dict[Tab, list[str]]
    """Those that the rest of the filter lets through, on each tab."""
    hidden: list[str]
    """Those that it hides."""
    unknown: list[str]
    """Those that name nothing."""


def named(desk: Desk, wanted: Filter) -> Named:
    """What has become of a filter's list of ids; the filter's own tabs do not hide any."""
    ids = sorted(wanted.ids or ())
    rows, today = desk.reader().by_ids(ids), desk.today()
    anywhere = wanted._replace(tabs=frozenset())
    told = Named({tab: [] for tab in Tab}, [], [one for one in ids if one not in rows])
    for one in (rows[name] for name in ids if name in rows):
        place = told.found[tab_of(one, today)] if matches(one, anywhere, today) else told.hidden
        place.append(one.instance_id)
    return told
