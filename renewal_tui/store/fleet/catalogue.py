"""Products with their discounts, and rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from renewal_tui.domain.codes import BillingMode, Type
from renewal_tui.domain.facts import Product, Room
from renewal_tui.store import schema
from renewal_tui.store.connection import Store

_PRODUCT = (
    "INSERT INTO product (id, code, name, renewable, reason, retention_days)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_DISCOUNT = "INSERT INTO discount (product_id, months, percent) VALUES (?, ?, ?)"
_ROOM = "INSERT INTO room (id, code, name) VALUES (?, ?, ?)"


def insert_products(store: Store, products: Mapping[int, Product]) -> None:
    """Write new products under their numbers."""
    store.many(
        _PRODUCT,
        [
            (row, one.code, one.name, one.renewable, one.reason, one.retention_days)
            for row, one in products.items()
        ],
    )
    for row, one in products.items():
        _insert_discounts(store, row, one.discounts)


def update_product(store: Store, row: int, product: Product) -> None:
    """Write what a product is now; its instances are listed here if it can be renewed [R1]."""
    table, discount = schema.Product, schema.Discount
    store.change(
        table.update(
            name=product.name,
            renewable=product.renewable,
            reason=product.reason,
            retention_days=product.retention_days,
        ).where(table.id == row)
    )
    store.change(discount.delete().where(discount.product == row))
    _insert_discounts(store, row, product.discounts)


def list_instances(store: Store, row: int, *, listed: bool) -> int:
    """Put a product's instances on the tabs or take them off [R1]; how many are concerned.

    Those of another type or billing mode are never listed, and stay so.
    """
    table = schema.Instance
    return store.change(
        table.update(listed=listed).where(
            table.product == row,
            table.type == Type.STANDARD.value,
            table.billing_mode == BillingMode.SUBSCRIPTION.value,
        )
    )


def insert_rooms(store: Store, rooms: Mapping[int, Room]) -> None:
    """Write new rooms under their numbers."""
    store.many(_ROOM, [(row, one.code, one.name) for row, one in rooms.items()])


def update_rooms(store: Store, rooms: Sequence[tuple[int, Room]]) -> None:
    """Write the names of rooms."""
    store.many("UPDATE room SET name = ? WHERE id = ?", [(room.name, row) for row, room in rooms])


def _insert_discounts(store: Store, row: int, discounts: Mapping[int, int]) -> None:
    store.many(_DISCOUNT, [(row, months, percent) for months, percent in discounts.items()])
