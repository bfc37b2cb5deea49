"""Products and rooms: what a file says of them is so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from renewal_tui.domain.facts import Product, Room
from renewal_tui.operations.fleet_files.rows import ProductRow, RoomRow
from renewal_tui.operations.fleet_merge.merging import Change, Merge
from renewal_tui.store.fleet.catalogue import (
    insert_products,
    insert_rooms,
    list_instances,
    update_product,
    update_rooms,
)
from renewal_tui.store.fleet.lookup import next_number

_OPTIONAL = ("reason", "retention_days", "discounts")


def merge_products(merge: Merge, rows: Sequence[ProductRow]) -> None:
    """Add products, or write what they are now.

    One that can be renewed here, or no longer, takes its instances to their tabs with it [R1].
    """
    references = merge.references
    new: dict[int, Product] = {}
    number = next_number(merge.store, "product")
    for row in rows:
        product, known = _product(row), references.products.get(row.product)
        if known is not None:
            unsaid = [field for field in _OPTIONAL if not merge.says(row, field)]
            product = product._replace(**{field: getattr(known, field) for field in unsaid})
        if known is None:
            merge.of(row).new += 1
            new[number + len(new)] = product
        elif product == known:
            merge.of(row).unchanged += 1
        else:
            _change_product(merge, row, known, product)
    for place, product in new.items():
        references.know_product(product, place)
    if merge.writing:
        insert_products(merge.store, new)


def _change_product(merge: Merge, row: ProductRow, known: Product, product: Product) -> None:
    number = merge.references.product_rows[product.code]
    merge.references.know_product(product, number)
    before, after = _facts(known), _facts(product)
    changed = [field for field in before if before[field] != after[field]]
    change = Change(
        {field: before[field] for field in changed}, {field: after[field] for field in changed}
    )
    if merge.writing:
        update_product(merge.store, number, product)
        if known.renewable != product.renewable:
            listed = list_instances(merge.store, number, listed=product.renewable)
            change.after["instances"] = listed
    merge.changed(row, f"product {product.code}", change)


def _product(row: ProductRow) -> Product:
    pairs = (part.split(":") for part in row.discounts.split(";") if part)
    return Product(
        row.product,
        row.name,
        bool(row.renewable),
        row.reason,
        row.retention_days,
        {int(months): int(percent) for months, percent in pairs},
    )


def _facts(product: Product) -> dict[str, Any]:
    """A product as plain values."""
    discounts = {str(months): percent for months, percent in sorted(product.discounts.items())}
    return {**product._asdict(), "discounts": discounts}


def merge_rooms(merge: Merge, rows: Sequence[RoomRow]) -> None:
    """Add rooms, or write their names."""
    references = merge.references
    new: dict[int, Room] = {}
    renamed: list[tuple[int, Room]] = []
    number = next_number(merge.store, "room")
    for row in rows:
        room, known = Room(row.room, row.name), references.rooms.get(row.room)
        if known is None:
            merge.of(row).new += 1
            new[number + len(new)] = room
        elif room == known:
            merge.of(row).unchanged += 1
        else:
            renamed.append((references.room_rows[room.code], room))
            change = Change({"name": known.name}, {"name": room.name})
            merge.changed(row, f"room {room.code}", change)
    for place, room in (*new.items(), *renamed):
        references.know_room(room, place)
    if merge.writing:
        insert_rooms(merge.store, new)
        update_rooms(merge.store, renamed)
