"""Reading vouchers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from renewal_tui.domain.codes import Use
from renewal_tui.domain.facts import Voucher
from renewal_tui.store.connection import Store
from renewal_tui.store.sql import exact_sum, marks, summed

EVERY_PRODUCT = "*"

_SELECT = (
    "SELECT a.code, v.code, v.amount, v.remaining, v.valid_from, v.expire_date, v.products, v.use"
    " FROM voucher v JOIN account a ON a.id = v.account_id"
)

_ALIKE = (
    f"SELECT a.currency, COUNT(*), {exact_sum('v.remaining')}, v.valid_from, v.expire_date, v.use"  # noqa: S608
    " FROM voucher v JOIN account a ON a.id = v.account_id WHERE v.remaining > 0"
    " GROUP BY v.expire_date, v.valid_from, v.use, a.currency"
)


def read_vouchers(
    store: Store, accounts: Iterable[str] | None = None, *, left_on: date | None = None
) -> dict[str, list[Voucher]]:
    """The vouchers of some accounts (all when None) by account code; amounts in minor units.

    `left_on` leaves out what cannot pay for anything on that day or later: the used-up and the
    expired ones.
    """
    conditions: list[str] = []
    values: list[str] = []
    if accounts is not None:
        values = sorted(accounts)
        conditions.append(f"a.code IN ({marks(len(values))})")
    if left_on is not None:
        conditions.append("v.remaining > 0 AND v.expire_date >= %s")
        values.append(left_on.isoformat())
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = store.sql(f"{_SELECT}{where} ORDER BY a.code, v.expire_date, v.code", values)
    found: dict[str, list[Voucher]] = {}
    with store.readable():
        for row in rows:
            found.setdefault(row[0], []).append(_voucher(row))
    return found


class Alike(NamedTuple):
    """Vouchers with the same dates and use, one of them, and what is left of all (minor units)."""

    one: Voucher
    vouchers: int
    remaining: int


def vouchers_alike(store: Store) -> list[tuple[str, Alike]]:
    """All vouchers that are not used up, by currency; those alike together, for any product."""
    found = []
    with store.readable():
        for currency, count, large, small, valid_from, expire_date, use in store.sql(_ALIKE):
            left = summed(large, small)
            row = ("", "", left, left, valid_from, expire_date, EVERY_PRODUCT, use)
            found.append((str(currency), Alike(_voucher(row), int(count), left)))
    return found


def _voucher(row: Sequence[Any]) -> Voucher:
    """One row of `_SELECT` as a plain value."""
    _, code, amount, remaining, valid_from, expire_date, products, use = row
    start = None if valid_from is None else _day(valid_from)
    covered = _products(str(products))
    return Voucher(code, int(amount), int(remaining), start, _day(expire_date), covered, Use(use))


@lru_cache(maxsize=4096)
def _products(text: str) -> frozenset[str] | None:
    return None if text == EVERY_PRODUCT else frozenset(text.split(";"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise ValueError(f'"{text}" is not a date') from None
