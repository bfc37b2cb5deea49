"""From a selection to the parts it is worked through in: whole accounts, a commit's size each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from renewal_tui.domain.codes import Code, Skipped
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Matching, Selection
from renewal_tui.domain.planning import MAX_ORDER_LINES, Funds
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.wanted import named, settle
from renewal_tui.store.accounts import read_accounts
from renewal_tui.store.vouchers import read_vouchers

TOGETHER = 1_000
"""Rows of several accounts in one part: a commit of so many holds others up for a moment only."""


class Resolved(NamedTuple):
    """A selection's rows by the store's numbers, in parts; and the ids that name nothing."""

    parts: list[array[int]]
    total: int
    unknown: tuple[Skipped, ...]


def resolve(desk: Desk, selection: Selection, part_size: int = MAX_ORDER_LINES) -> Resolved:
    """Find a selection's rows, in parts that hold whole accounts wherever an account fits [R19]."""
    reader = desk.reader()
    if isinstance(selection, Matching):
        wanted = settle(desk, selection.filter)
        accounts = reader.row_numbers(wanted, selection.excepted)
        unknown = [] if wanted.ids is None else named(desk, wanted).unknown
    else:
        ids = list(dict.fromkeys(selection))
        found = reader.by_ids(ids)
        unknown = [one for one in ids if one not in found]
        accounts = _by_account(found.values())
    nothing = Code.UNKNOWN_INSTANCE, "there is no such instance"
    parts = list(_parts(accounts, part_size, min(part_size, TOGETHER)))
    skipped = tuple(Skipped(one, *nothing) for one in unknown)
    return Resolved(parts, sum(map(len, parts)), skipped)


def selection_value(selection: Selection) -> Any:
    """A selection as plain values, the same however its ids were ordered."""
    if isinstance(selection, Matching):
        wanted = selection.filter
        return {
            "tabs": sorted(wanted.tabs),
            "accounts": sorted(wanted.accounts),
            "from": str(wanted.expires_from),
            "to": str(wanted.expires_to),
            "within": wanted.within,
            "products": sorted(wanted.products),
            "rooms": sorted(wanted.rooms),
            "status": wanted.status,
            "search": wanted.search,
            "excepted": sorted(selection.excepted),
            # Where nothing is asked by these, the request is what it was before they were there.
            **({"query": str(wanted.query)} if wanted.query else {}),
            **({"ids": sorted(wanted.ids)} if wanted.ids is not None else {}),
        }
    return sorted(set(selection))


def _by_account(instances: Iterable[Instance]) -> dict[str, array[int]]:
    accounts: dict[str, array[int]] = {}
    ordered = sorted(instances, key=lambda one: (one.account, one.expire_date, one.instance_id))
    for instance in ordered:
        accounts.setdefault(instance.account, array("q")).append(instance.row)
    return accounts


def _parts(accounts: dict[str, array[int]], size: int, together: int) -> Iterator[array[int]]:
    part: array[int] = array("q")
    for rows in accounts.values():
        if part and len(part) + len(rows) > together:
            yield part
            part = array("q")
        while len(rows) > size:
            yield rows[:size]
            rows = rows[size:]  # noqa: PLW2901 - what is left of the account
        part = part + rows
    if part:
        yield part


def read_funds(desk: Desk, instances: Iterable[Instance], funds: Funds) -> None:
    """Have in `funds` what the accounts of the next part can pay with.

    Known ones stay as plans have left them. Work goes account by account [R10, R19]: once others
    come, those of earlier parts are done with.
    """
    codes = {instance.account for instance in instances}
    new = codes - funds.accounts.keys()
    if new:
        funds.forget(funds.accounts.keys() - codes)
        accounts = read_accounts(desk.store, frozenset(new))
        funds.learn(accounts, read_vouchers(desk.store, new, left_on=funds.today))
