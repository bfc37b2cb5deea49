"""Whole tables as CSV and JSON: complete, harmless, and good to be imported again (section 4)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from renewal_tui import paths
from renewal_tui.clock import parse_local
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.export import What, export_rows
from renewal_tui.operations.top_up import TopUp
from renewal_tui.store import exporting
from renewal_tui.store.connection import Store, open_store
from tests.operations.acts import done
from tests.operations.books import assert_chain
from tests.operations.importing import counts_of, instance_line, load, put, put_instances
from tests.operations.world import World
from tests.stores import NOW, new_desk


def _text(desk: Desk, what: What, form: Any = "csv") -> str:
    out = StringIO()
    count = export_rows(desk, what, form, out.write)
    text = out.getvalue()
    rows = json.loads(text)[what] if form == "json" else list(csv.DictReader(StringIO(text)))
    assert count == len(rows)
    return text


def _csv(desk: Desk, what: What) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(_text(desk, what))))


def _json(desk: Desk, what: What) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(_text(desk, what, "json"))[what]
    return rows


def test_the_exported_sample_data_imported_again_is_the_same_fleet(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "s.db")
    load(desk, paths.sample_data())
    text = _text(desk, "instances")
    path = tmp_path / "instances-out.csv"
    path.write_text(text, encoding="utf-8")
    answer = load(desk, path)
    assert counts_of(answer) == {"instances-out.csv": (0, 0, 220)}
    assert answer["differences"] == []
    desk.store.close()


def test_instances_come_by_expire_date_then_id_from_every_tab_in_the_columns_of_a_fleet_file(
    world: World,
) -> None:
    world.instance("i-3", expire="2026-11-30", name="三")
    world.instance("i-1", expire="2026-11-30", price=433_45, policy="auto", auto_months=6)
    world.instance("i-2", expire="2020-02-29", product="KAD", type="trial", anchor=31)
    assert _text(world.desk, "instances") == (
        "instance_id,name,account,product,room,type,billing_mode,expire_date,anchor_day,policy,"
        "auto_months,monthly_price\n"
        "i-2,web,acme,KAD,cn-beijing-6,trial,subscription,2020-02-29,31,manual,1,100.00\n"
        "i-1,web,acme,KEC,cn-beijing-6,standard,subscription,2026-11-30,30,auto,6,433.45\n"
        "i-3,三,acme,KEC,cn-beijing-6,standard,subscription,2026-11-30,30,manual,1,100.00\n"
    )
    assert _json(world.desk, "instances")[1] == {
        "instance_id": "i-1",
        "name": "web",
        "account": "acme",
        "product": "KEC",
        "room": "cn-beijing-6",
        "type": "standard",
        "billing_mode": "subscription",
        "expire_date": "2026-11-30",
        "anchor_day": 30,
        "policy": "auto",
        "auto_months": 6,
        "monthly_price": "433.45",
    }


def test_what_was_renewed_here_is_exported_as_it_is_now(world: World) -> None:
    world.instance("i-1", expire="2026-11-22")
    world.renew("i-1")
    assert _csv(world.desk, "instances")[0]["expire_date"] == "2026-12-22"


def test_orders_come_line_by_line_with_what_paid_for_each(world: World) -> None:
    world.instance("i-1", expire="2026-11-30", price=100_00)
    world.instance("i-2", expire="2026-12-01", price=50_00)
    world.voucher("v-1", 20_00)
    world.voucher("v-2", 90_00, expire="2027-01-31")
    world.renew("i-1", "i-2", key="k-1")
    world.unpaid("i-1", months=12, key="k-2")
    first, second, unpaid = _json(world.desk, "orders")
    assert first == {
        "order": 1,
        "account": "acme",
        "currency": "CNY",
        "kind": "renew",
        "request": {"months": 1},
        "operation_key": "k-1",
        "status": "paid",
        "operator": "lin",
        "made_at": "2026-11-22T02:00:00Z",
        "closed_at": "2026-11-22T02:00:00Z",
        "note": "",
        "instance_id": "i-1",
        "name": "web",
        "months": 1,
        "days": 0,
        "from_date": "2026-11-30",
        "to_date": "2026-12-30",
        "monthly_price": "100.00",
        "list_price": "100.00",
        "discount": "0.00",
        "payable": "100.00",
        "vouchers": [
            {"voucher_id": "v-1", "amount": "20.00"},
            {"voucher_id": "v-2", "amount": "80.00"},
        ],
        "balance": "0.00",
    }
    assert (second["vouchers"], second["balance"]) == (
        [{"voucher_id": "v-2", "amount": "10.00"}],
        "40.00",
    )
    assert (unpaid["status"], unpaid["discount"], unpaid["vouchers"], unpaid["balance"]) == (
        "unpaid",
        "180.00",
        [],
        None,
    )
    row = _csv(world.desk, "orders")[0]
    assert (row["vouchers"], row["request"]) == ("v-1:20.00;v-2:80.00", '{"months":1}')
    assert _csv(world.desk, "orders")[2]["closed_at"] == ""


def test_amounts_below_zero_are_numbers_and_stay_so(world: World) -> None:
    world.instance("i-1", price=100_00)
    world.top_up(5_00)
    world.renew("i-1")
    rows = _csv(world.desk, "ledger")
    assert [(row["kind"], row["amount"], row["balance_after"]) for row in rows] == [
        ("top_up", "5.00", "1005.00"),
        ("order", "-100.00", "905.00"),
    ]
    assert _json(world.desk, "ledger")[1] | {"at": ""} == {
        "entry": 2,
        "account": "acme",
        "currency": "CNY",
        "order": 1,
        "kind": "order",
        "amount": "-100.00",
        "balance_after": "905.00",
        "note": "",
        "operator": "lin",
        "at": "",
    }


def test_the_exported_trail_can_be_verified_by_another_program_r28(world: World) -> None:
    world.instance("i-1", name="中文")
    world.renew("i-1")
    world.switch("auto", "i-1")
    rows = _json(world.desk, "audit")
    assert [row["action"] for row in rows] == ["renew", "policy"]
    assert rows[1]["after"]["policy"] == "auto"
    records = [tuple(_as_stored(value) for value in row.values()) for row in rows]
    assert_chain(records)


def _as_stored(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "='x'!A1"])
def test_words_that_a_spreadsheet_would_obey_are_quoted(
    world: World, tmp_path: Path, name: str
) -> None:
    load(world.desk, put_instances(tmp_path, instance_line("i-1", name=name)))
    assert _csv(world.desk, "instances")[0]["name"] == f"'{name}"
    assert _json(world.desk, "instances")[0]["name"] == name


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("\t=1", "'␉=1"),
        ("\r=1", "'␍=1"),
        ("\x1b[2J", "␛[2J"),
        ("a\u202eb", "a\ufffdb"),
        ("[/] 中文", "[/] 中文"),
    ],
)
def test_words_that_a_terminal_would_obey_are_shown_and_not_written(
    world: World, note: str, shown: str
) -> None:
    world.top_up(5_00)
    world.sql("DROP TRIGGER ledger_entry_no_update")
    world.sql("UPDATE ledger_entry SET note = ?", note)
    assert _csv(world.desk, "ledger")[0]["note"] == shown
    assert _text(world.desk, "ledger", "json").isascii()
    assert _json(world.desk, "ledger")[0]["note"] == note


@pytest.mark.parametrize("what", ["orders", "ledger", "audit", "instances"])
def test_an_empty_table_is_a_header_or_an_empty_list(world: World, what: What) -> None:
    assert len(_text(world.desk, what).splitlines()) == 1
    assert _text(world.desk, what, "json") == f'{{"{what}":[]}}\n'


@pytest.mark.parametrize("what", ["orders", "ledger", "audit", "instances"])
def test_others_write_while_an_export_waits_for_its_reader(
    world: World, what: What, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 3)
    monkeypatch.setattr("renewal_tui.operations.export._ROWS_AT_ONCE", 1)
    ids = world.fleet(10)
    world.top_up(9_000_00)
    world.renew(*ids)
    other = open_store(world.path, busy_seconds=0.05)
    pieces: list[str] = []

    def write(text: str) -> None:
        pieces.append(text)
        with other.transaction():
            other.set_setting("written", str(len(pieces)))

    count = export_rows(world.desk, what, "csv", write)
    other.close()
    assert len(list(csv.reader(StringIO("".join(pieces))))) == count + 1
    assert len(pieces) > count


def test_an_instance_that_is_renewed_meanwhile_is_exported_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 3)
    ids = world.fleet(10, expire="2026-11-22")

    walk = exporting.walk_instances

    def busy(store: Store) -> Iterator[tuple[Any, ...]]:
        for place, row in enumerate(walk(store)):
            if place == 4:
                world.renew("i-00001", "i-00010")
            yield row

    monkeypatch.setattr("renewal_tui.store.exporting.walk_instances", busy)
    found = {row["instance_id"]: row["expire_date"] for row in _csv(world.desk, "instances")}
    assert sorted(found) == ids
    assert found["i-00001"] == "2026-11-22"
    assert found["i-00010"] == "2026-12-22"


def test_a_formula_in_a_note_of_a_top_up_is_quoted(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "s.db")
    load(desk, put(tmp_path, "accounts.csv", "account,name,balance", "acme,Acme,0"))
    done(desk, TopUp("acme", 1_00), new_key(), note="=HYPERLINK(1)")
    assert _csv(desk, "ledger")[0]["note"] == "'=HYPERLINK(1)"
    assert parse_local(NOW, desk.store.settings.timezone) == desk.now()
    desk.store.close()


def test_what_a_spreadsheet_would_compute_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    desk = new_desk(path)
    load(desk, put(tmp_path, "products.csv", "product,name,renewable", "-KEC,@Compute,yes"))
    load(desk, put(tmp_path, "rooms.csv", "room,name", "+r,=1+1"))
    load(desk, put(tmp_path, "accounts.csv", "account,name,balance", "@a,A,10"))
    header = "instance_id,name,account,product,room,expire_date,monthly_price"
    rows = [f"{key},{name},@a,-KEC,+r,2026-12-01,1" for key, name in (("-w", "=w"), ("w", "''-d"))]
    load(desk, put(tmp_path, "instances.csv", header, *rows))
    written: list[str] = []
    export_rows(desk, "instances", "csv", written.append)
    again = tmp_path / "again"
    again.mkdir()
    answer = load(desk, put(again, "instances.csv", *"".join(written).splitlines()))
    assert counts_of(answer) == {"instances.csv": (0, 0, 2)}
    desk.store.close()
