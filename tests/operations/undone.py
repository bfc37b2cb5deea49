"""What imports have undone of what was done at the desk, read from the audit trail [R28]."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

_PAID = (
    "SELECT id, CASE action WHEN 'auto_renew' THEN 'order ' || json_extract(after, '$.order')"
    " ELSE target END FROM audit WHERE action = 'auto_renew'"
    " OR json_extract(after, '$.status') = 'paid'"
)
_DONE = {
    ("expire_date", "anchor_day"): (
        "SELECT i.instance_id, p.at FROM paid_term t JOIN order_line l ON l.id = t.line_id"
        " JOIN instance i ON i.id = t.instance_id JOIN paid p ON p.name = 'order ' || l.order_id"
    ),
    ("amount", "remaining"): (
        "SELECT v.code, p.at FROM voucher_use u JOIN order_line l ON l.id = u.line_id"
        " JOIN voucher v ON v.id = u.voucher_id JOIN paid p ON p.name = 'order ' || l.order_id"
    ),
    ("balance",): (
        "SELECT a.code, p.at FROM ledger_entry e JOIN account a ON a.id = e.account_id"
        " JOIN paid p ON p.name = 'order ' || e.order_id"
        " UNION ALL SELECT target, id FROM audit WHERE action = 'top_up'"
    ),
    ("policy", "auto_months"): "SELECT target, id FROM audit WHERE action = 'policy'",
}
"""Fields that an import leaves alone from some record on: whose (target), and that record."""


def undone(path: Path) -> list[str]:
    """Records of imports that changed what had been renewed, used, moved or chosen here before."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TEMP TABLE paid (at INTEGER, name TEXT PRIMARY KEY)")
        connection.execute(f"INSERT INTO paid {_PAID}")
        since = _since(connection)
        return [
            f"record {number}: {target}: {field}"
            for number, target, after in connection.execute(
                "SELECT id, target, after FROM audit WHERE action = 'import'"
            )
            for field in json.loads(after)
            if since.get((target, field), number) < number
        ]


def _since(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    """From which record on a field of a target is the desk's."""
    since: dict[tuple[str, str], int] = {}
    for fields, query in _DONE.items():
        rows: list[tuple[Any, ...]] = connection.execute(query).fetchall()
        assert rows, f"nothing has happened to {fields}"
        for target, number in rows:
            for field in fields:
                since[target, field] = min(number, since.get((target, field), number))
    return since
