"""Whose fleet is shown, and what it can pay with."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from renewal_tui.clock import local_text
from renewal_tui.operations.accounts import (
    Means,
    count_accounts,
    list_accounts,
    means,
    means_by_currency,
)
from renewal_tui.operations.desk import Desk


class Header(NamedTuple):
    """What the title says; `account` is "" when there are several.

    `clock` is the time of a sandbox, which moves only when it is told.
    """

    today: date
    clock: str
    accounts: int
    account: str
    means: tuple[Means, ...]


def read_header(desk: Desk, chosen: frozenset[str]) -> Header:
    """Read it for the chosen account, or for all; however large the fleet, that takes a moment."""
    with desk.store.reading():
        accounts = count_accounts(desk)
        account = next(iter(chosen), "")
        if not account and accounts == 1:
            account = list_accounts(desk)[0].code
        found = [means(desk, account)] if account else means_by_currency(desk)
        clock = local_text(desk.now(), desk.store.settings.timezone)
        return Header(desk.today(), clock, accounts, account, tuple(found))
