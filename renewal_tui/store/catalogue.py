"""Products, rooms and accounts: the few rows that every plan needs, read once an operation."""

from __future__ import annotations

from typing import NamedTuple

from renewal_tui.domain.facts import Product, Room
from renewal_tui.store.connection import Store

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


def read_currencies(store: Store) -> dict[str, str]:
    """The currency of each account, by the accounts' codes."""
    return dict(store.sql("SELECT code, currency FROM account"))
