"""Reading vouchers."""

from __future__ import annotations

from collections.abc import Iterable

from renewal_tui.domain.codes import Use
from renewal_tui.domain.facts import Voucher
from renewal_tui.store import schema
from renewal_tui.store.connection import Store

EVERY_PRODUCT = "*"


def read_vouchers(
    store: Store, accounts: Iterable[str] | None = None, *, with_rest: bool = False
) -> dict[str, list[Voucher]]:
    """The vouchers of some accounts (all when None) by account code; amounts in minor units.

    `with_rest` leaves out the used-up ones, which cannot pay for anything.
    """
    table, account = schema.Voucher, schema.Account
    query = (
        table.select(
            account.code,
            table.code,
            table.amount,
            table.remaining,
            table.valid_from,
            table.expire_date,
            table.products,
            table.use,
        )
        .join(account)
        .order_by(account.code, table.expire_date, table.code)
    )
    if accounts is not None:
        query = query.where(account.code.in_(sorted(accounts)))
    if with_rest:
        query = query.where(table.remaining > 0)
    found: dict[str, list[Voucher]] = {}
    for code, voucher, amount, remaining, valid_from, expire_date, products, use in store.rows(
        query
    ):
        found.setdefault(code, []).append(
            Voucher(
                voucher,
                amount,
                remaining,
                valid_from,
                expire_date,
                None if products == EVERY_PRODUCT else frozenset(products.split(";")),
                Use(use),
            )
        )
    return found
