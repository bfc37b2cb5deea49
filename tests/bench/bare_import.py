"""The floor under an import: csv.reader and executemany into the same tables, one transaction."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from renewal_tui.store.engines import engine_for

Codes = dict[str, int]

_INSERT = (
    "INSERT INTO instance (instance_id, name, search, account_id, product_id, room_id, type,"
    " billing_mode, policy, auto_months, monthly_price, listed, policy_set_here)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
)
_TERM = (
    "INSERT INTO term (id, expire_date, anchor_day, renewed_here, listed, policy, instance_id,"
    " product_id, room_id, account_id) VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?)"
)


def bare_import(path: Path, file: Path) -> int:
    """Insert the instances of a sound file, unchecked; how many there were."""
    engine = engine_for(path)
    engine.open()
    try:
        connection = engine.db.connection()
        numbers = [
            dict(connection.execute(f"SELECT code, id FROM {table}").fetchall())
            for table in ("account", "product", "room")
        ]
        renewable = {
            row[0] for row in connection.execute("SELECT code FROM product WHERE renewable")
        }
        connection.execute("BEGIN IMMEDIATE")
        with file.open(encoding="utf-8", newline="") as text:
            terms: list[tuple[object, ...]] = []
            rows = _rows(csv.reader(text), numbers, renewable, terms)
            written = connection.executemany(_INSERT, rows).rowcount
            connection.executemany(_TERM, terms)
        connection.execute("COMMIT")
    finally:
        engine.close()
    return int(written)


def _rows(
    reader: Iterator[list[str]],
    numbers: list[Codes],
    renewable: set[str],
    terms: list[tuple[object, ...]],
) -> Iterator[tuple[object, ...]]:
    """Rows of instances of an empty store; those of their terms are kept for after them."""
    accounts, products, rooms = numbers
    next(reader)
    for row, (
        name,
        title,
        account,
        product,
        room,
        kind,
        mode,
        day,
        anchor,
        policy,
        months,
        price,
    ) in enumerate(reader, 1):
        listed = kind == "standard" and mode == "subscription" and product in renewable
        place = (products[product], rooms[room], accounts[account])
        terms.append((row, day, int(anchor), listed, policy, name, *place))
        yield (
            name,
            title,
            f"{name}\n{title}".casefold(),
            accounts[account],
            products[product],
            rooms[room],
            kind,
            mode,
            policy,
            int(months),
            int(price.replace(".", "")),
            listed,
        )
