"""What a filter asks for in this store: its codes are known, and a list of ids is its set [R31]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from renewal_tui.domain.codes import Tab
from renewal_tui.domain.eligibility import tab_of
from renewal_tui.domain.filters import Filter, matches
from renewal_tui.domain.query.terms import EVERYTHING, QueryProblem
from renewal_tui.domain.words import unknown_text
from renewal_tui.errors import UsageProblem
from renewal_tui.operations.desk import Desk
from renewal_tui.store.instances import InstanceReader


def settle(desk: Desk, wanted: Filter) -> Filter:
    """A filter as this store understands it: words that are a list of ids become that set.

    Raises UsageProblem for an unknown account, product or room; a query's with its place.
    """
    if not (wanted.accounts or wanted.products or wanted.rooms or wanted.query):
        return wanted
    reader = desk.reader()
    catalogue = reader.catalogue
    wanted = wanted._replace(
        accounts=_known("an account", wanted.accounts, catalogue.account_rows()),
        products=_known("a product", wanted.products, catalogue.product_rows()),
        rooms=_known("a room", wanted.rooms, catalogue.room_rows()),
    )
    try:
        return _meant(reader, wanted)
    except QueryProblem as problem:
        raise UsageProblem(str(problem), "where") from None


def _known(what: str, codes: frozenset[str], known: Iterable[str]) -> frozenset[str]:
    """Codes as the store writes them, whatever their case. Raises UsageProblem."""
    written = {one.casefold(): one for one in known} if codes else {}
    exact = frozenset(known)
    for code in sorted(codes - exact):
        if code.casefold() not in written:
            raise UsageProblem(unknown_text(code, what, known), what.split()[1])
    return frozenset(one if one in exact else written[one.casefold()] for one in codes)


def sought(desk: Desk, wanted: Filter, text: str) -> Filter:
    """A filter with the search that is typed, in place of another. Raises QueryProblem."""
    from renewal_tui.domain.query.parsing import OF_STORE, parse  # noqa: PLC0415 - once one types

    query = parse(text)
    plain = wanted._replace(query=query, ids=None)
    return _meant(desk.reader(), plain) if query.listed or any(query.terms(*OF_STORE)) else plain


def _meant(reader: InstanceReader, wanted: Filter) -> Filter:
    from renewal_tui.domain.query.parsing import Known, check  # noqa: PLC0415 - most ask nothing

    query, catalogue = wanted.query, reader.catalogue
    if query.listed and reader.by_ids(query.listed.decisive):
        ids = frozenset(query.listed.words)
        both = ids if wanted.ids is None else wanted.ids & ids
        return wanted._replace(query=EVERYTHING, ids=both)
    rooms, accounts = catalogue.rooms.values(), catalogue.account_rows()
    check(query, Known(catalogue.product_rows(), rooms, accounts))
    return wanted._replace(query=replace(query, listed=None))


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
