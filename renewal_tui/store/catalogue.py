"""Products, rooms and accounts: the few rows that every plan needs, read once an operation."""

from __future__ import annotations

from typing import NamedTuple

from renewal_tui.domain.facts import Account, Product, Room
from renewal_tui.store import schema
from renewal_tui.store.connection import Store


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
    products, discounts = schema.Product, schema.Discount
    offers: dict[int, dict[int, int]] = {}
    for product, months, percent in store.rows(
        discounts.select(discounts.product, discounts.months, discounts.percent)
    ):
        offers.setdefault(product, {})[months] = percent
    rows = store.rows(
        products.select(
            products.id,
            products.code,
            products.name,
            products.renewable,
            products.reason,
            products.retention_days,
        )
    )
    return Catalogue(
        {
            row: Product(code, name, renewable, reason, days, offers.get(row, {}))
            for row, code, name, renewable, reason, days in rows
        },
        {
            row: Room(code, name)
            for row, code, name in store.rows(
                schema.Room.select(schema.Room.id, schema.Room.code, schema.Room.name)
            )
        },
        dict(store.rows(schema.Account.select(schema.Account.id, schema.Account.code))),
    )


def read_accounts(store: Store, codes: frozenset[str] | None = None) -> dict[str, Account]:
    """The accounts by code, in the order of their codes; all of them when `codes` is None."""
    table = schema.Account
    query = table.select(table.code, table.name, table.currency, table.balance)
    if codes is not None:
        query = query.where(table.code.in_(sorted(codes)))
    return {row[0]: Account(*row) for row in store.rows(query.order_by(table.code))}
