"""Products and rooms: what a file says of them is so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from renewal_tui.domain.records import ProductRecord, RoomRecord
from renewal_tui.operations.importing.columns import Row
from renewal_tui.operations.importing.commit import Change, Commit
from renewal_tui.operations.importing.references import product_of
from renewal_tui.store.importing import Stored, list_instances, write_discounts


def merge_products(commit: Commit, rows: Sequence[Row[ProductRecord]]) -> None:
    """Add products, or write what they are now."""

    def kept(row: Row[ProductRecord], _stored: object, field: str) -> str | None:
        return None if commit.says(row, field) else ""

    new, changes = commit.sift(rows, commit.references.products, kept)
    for number, row in enumerate(new, start=commit.store.highest("product") + 1):
        commit.references.know_product(number, row.record)
        if commit.writing:
            values = row.record._asdict() | {"renewable": bool(row.record.renewable)}
            code, _ = values.pop("product"), values.pop("discounts")
            commit.store.insert("product", [{"id": number, "code": code, **values}])
            write_discounts(commit.store, number, product_of(row.record).discounts)
    for change in changes:
        _change_product(commit, change)


def _change_product(commit: Commit, change: Change[ProductRecord]) -> None:
    """Write what a product is now; its instances go with it to the tabs where they belong [R1]."""
    number, record = change.stored.row, change.stored.record._replace(**change.after)
    before, after = _facts(change.stored.record, change.after), _facts(record, change.after)
    commit.references.know_product(number, record)
    if commit.writing:
        columns = {field: value for field, value in change.after.items() if field != "discounts"}
        if columns:
            commit.store.update("product", [(number, columns)])
        if "discounts" in after:
            write_discounts(commit.store, number, product_of(record).discounts)
        if "renewable" in after:
            after["instances"] = list_instances(commit.store, number, listed=after["renewable"])
    commit.record(f"product {record.product}", before, after)


def _facts(record: ProductRecord, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Some fields of a product, as they are recorded."""
    product = product_of(record)
    discounts = {str(months): percent for months, percent in sorted(product.discounts.items())}
    facts = {**product._asdict(), "discounts": discounts}
    return {field: facts[field] for field in fields}


def merge_rooms(commit: Commit, rows: Sequence[Row[RoomRecord]]) -> None:
    """Add rooms, or write their names."""
    rooms = commit.references.rooms
    new, changes = commit.sift(rows, rooms, lambda _row, _stored, _field: None)
    added = list(enumerate((row.record for row in new), start=commit.store.highest("room") + 1))
    rooms.update({room.room: Stored(number, room) for number, room in added})
    for change in changes:
        rooms[change.row.key] = Stored(change.stored.row, change.row.record)
        commit.record(f"room {change.row.key}", change.before, change.after)
    if commit.writing:
        columns = [{"id": number, "code": one.room, "name": one.name} for number, one in added]
        commit.store.insert("room", columns)
        commit.store.update("room", [(change.stored.row, change.after) for change in changes])
