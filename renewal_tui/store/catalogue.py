"""Products, rooms and accounts: the few rows that every plan needs, read once an operation."""

from __future__ import annotations

from typing import NamedTuple

from renewal_tui.domain.facts import Account, Product, Room
from renewal_tui.store import schema
from renewal_tui.store.connection import Store
from renewal_tui.store.sql import exact_sum, summed

_DISCOUNTS = "SELECT product_id, months, percent FROM discount"
_PRODUCTS = "SELECT id, code, name, renewable, reason, retention_days FROM product"
_ROOMS = "SELECT id, code, name FROM room"
_ACCOUNTS = "SELECT id, code FROM account"


class Catalogue(NamedTuple):
    """Products, rooms and account codes by the store's own numbers."""

    products: dict[int, Product]
    rooms: dict[int, Room]
    accounts: dict[int, str]

    def product_rows(self) -> dict[str, int]:
        """The store's number of each product code."""
        return {product.code: row for row, product in self.products.items()}

    def room_rows(self) -> dict[str, int]:
        """The store's number of each room code."""
        return {room.code: row for row, room in self.rooms.items()}

    def account_rows(self) -> dict[str, int]:
        """The store's number of each account code."""
        return {code: row for row, code in self.accounts.items()}


def read_catalogue(store: Store) -> Catalogue:
    """Read the whole catalogue."""
    offers: dict[int, dict[int, int]] = {}
    for product, months, percent in store.sql(_DISCOUNTS):
        offers.setdefault(product, {})[months] = percent
    return Catalogue(
        {
            row: Product(code, name, bool(renewable), reason, days, offers.get(row, {}))
            for row, code, name, renewable, reason, days in store.sql(_PRODUCTS)
        },
        {row: Room(code, name) for row, code, name in store.sql(_ROOMS)},
        dict(store.sql(_ACCOUNTS)),
    )


def read_accounts(store: Store, codes: frozenset[str] | None = None) -> dict[str, Account]:
    """The accounts by code, in the order of their codes; all of them when `codes` is None.

    In a transaction that writes nobody else moves their money until it ends. Their vouchers are
    read after them, so that those are as certain.
    """
    table = schema.Account
    query = table.select(table.code, table.name, table.currency, table.balance)
    if codes is not None:
        query = query.where(table.code.in_(sorted(codes)))
    query = store.engine.locked(query.order_by(table.code))
    return {row[0]: Account(*row) for row in store.rows(query)}


def read_balances(store: Store) -> list[tuple[str, int, int]]:
    """How many accounts there are of each currency, and their balances together (minor units)."""
    text = f"SELECT currency, COUNT(*), {exact_sum('balance')} FROM account GROUP BY currency"  # noqa: S608
    return [(str(row[0]), int(row[1]), summed(*row[2:])) for row in store.sql(text)]
