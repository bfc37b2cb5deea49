"""Files for the tests of import, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from renewal_tui.errors import BadInput
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.documents import Document, document
from renewal_tui.operations.import_fleet import import_paths
from renewal_tui.operations.watch import Watch
from tests.stores import dump, sql

PRODUCTS = (
    "product,name,renewable,reason,retention_days,discounts",
    "KEC,Kingsoft Cloud Elastic Compute,yes,,7,12:15;24:30",
    "EIP,Elastic IP,yes,,7,",
    "KRDS,Relational Database Service,yes,,15,",
    "KAD,Kingsoft Cloud Advanced Defense,no,does not require renewal management,7,",
)
ROOMS = ("room,name", "cn-beijing-6,CN North 1 (Beijing)", "cn-shanghai-2,CN East 1 (Shanghai)")
ACCOUNTS = ("account,name,balance", "acme,Acme production,1000.00", "globex,Globex Lab,50.00")

INSTANCES = "instance_id,name,account,product,room,expire_date,monthly_price"
"""The header of most files of instances here."""

VOUCHERS = "voucher_id,account,amount,remaining,expire_date"


def put(folder: Path, name: str, *lines: str) -> Path:
    """Write a file of some lines."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def instance_line(instance_id: str = "i-1", **facts: str) -> str:
    """A line under INSTANCES."""
    values = {
        "name": "web-01",
        "account": "acme",
        "product": "KEC",
        "room": "cn-beijing-6",
        "expire_date": "2026-11-30",
        "monthly_price": "100.00",
    } | facts
    return ",".join((instance_id, *values.values()))


def put_instances(folder: Path, *lines: str, name: str = "instances.csv") -> Path:
    """Write a file of instances."""
    return put(folder, name, INSTANCES, *lines)


def load(
    desk: Desk,
    *paths: Path,
    key: str | None = None,
    dry_run: bool = False,
    watch: Watch | None = None,
    note: str = "",
) -> Document:
    """Import some paths."""
    how: dict[str, Any] = {"dry_run": dry_run, "watch": watch, "note": note}
    return document(import_paths(desk, paths, key or new_key(), **how))


def problems_of(desk: Desk, *paths: Path) -> list[str]:
    """The bad lines of some files, which must leave the store as it was."""
    before = dump(desk)
    with pytest.raises(BadInput) as raised:
        load(desk, *paths)
    assert dump(desk) == before, "a bad line was found, and something was imported all the same"
    return raised.value.problems


def counts_of(answer: Document) -> dict[str, tuple[int, int, int]]:
    """New, changed and unchanged rows by file."""
    return {
        file["file"]: (file["new"], file["changed"], file["unchanged"]) for file in answer["files"]
    }


def changes_recorded(desk: Desk) -> list[tuple[str, Any, Any]]:
    """(target, before, after) of the audit records of the last import, in their order."""
    rows = sql(
        desk,
        "SELECT target, before, after FROM audit WHERE operation_key ="
        " (SELECT operation_key FROM audit ORDER BY id DESC LIMIT 1) ORDER BY id",
    )
    return [(target, json.loads(before), json.loads(after)) for target, before, after in rows]


def table(desk: Desk, columns: str, name: str, order: str = "id") -> Sequence[tuple[Any, ...]]:
    """Some columns of a table."""
    return sql(desk, f"SELECT {columns} FROM {name} ORDER BY {order}")
