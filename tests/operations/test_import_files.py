"""Which files an import reads, and what it makes of them (section 4)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from renewal_tui import paths
from renewal_tui.errors import UsageProblem
from renewal_tui.operations.check import check
from renewal_tui.operations.desk import Desk
from tests.operations.importing import (
    INSTANCES,
    counts_of,
    instance_line,
    load,
    problems_of,
    put,
    put_instances,
    table,
)
from tests.stores import new_desk


def test_the_sample_data_is_imported_whole_and_a_second_time_changes_nothing(
    tmp_path: Path,
) -> None:
    desk = new_desk(tmp_path / "s.db")
    first = load(desk, paths.sample_data())
    assert [(file["file"], file["new"]) for file in first["files"]] == [
        ("products.csv", 16),
        ("rooms.csv", 8),
        ("accounts.csv", 2),
        ("instances.csv", 220),
        ("vouchers.csv", 12),
    ]
    assert first["total"] == 258
    assert check(desk) == (True, ())
    again = load(desk, paths.sample_data())
    assert [file["unchanged"] for file in again["files"]] == [16, 8, 2, 220, 12]
    assert again["differences"] == []
    desk.store.close()


def test_a_row_is_stored_with_all_that_the_file_says(desk: Desk, tmp_path: Path) -> None:
    load(
        desk,
        put(
            tmp_path,
            "instances.csv",
            f"{INSTANCES},type,billing_mode,anchor_day,policy,auto_months",
            "i-1,Web ÄÖ,acme,KRDS,cn-beijing-6,2027-02-28,433.45,standard,subscription,31,auto,6",
        ),
    )
    assert table(desk, "instance_id, name, search, type, billing_mode", "instance") == [
        ("i-1", "Web ÄÖ", "i-1\nweb äö", "standard", "subscription")
    ]
    columns = "policy, auto_months, monthly_price, listed, policy_set_here"
    assert table(desk, columns, "instance") == [("auto", 6, 43345, 1, 0)]
    columns = "expire_date, anchor_day, renewed_here, unpaid_order_id, listed, policy, instance_id"
    assert table(desk, columns, "term") == [("2027-02-28", 31, 0, None, 1, "auto", "i-1")]


def test_what_a_file_leaves_out_is_everyday(desk: Desk, tmp_path: Path) -> None:
    load(
        desk,
        put(tmp_path, "rooms.csv", "room,name", "r-9,Nine"),
        put(tmp_path, "products.csv", "product,name,renewable", "NAT,NAT gateway,yes"),
        put(
            tmp_path,
            "instances.csv",
            "monthly_price,expire_date,room,product,account,instance_id",
            "9,2026-12-31,r-9,NAT,acme,i-1",
        ),
        put(
            tmp_path,
            "vouchers.csv",
            "voucher_id,account,amount,expire_date",
            "v-1,acme,12.3,2026-12-31",
        ),
    )
    columns = "name, type, billing_mode, policy, auto_months, monthly_price"
    assert table(desk, columns, "instance") == [("", "standard", "subscription", "manual", 1, 900)]
    assert table(desk, "anchor_day", "term") == [(31,)]
    assert table(desk, "retention_days", "product WHERE code = 'NAT'") == [(7,)]
    assert table(desk, "amount, remaining, valid_from, products, use", "voucher") == [
        (1230, 1230, None, "*", "general")
    ]
    assert table(desk, "code, currency", "account") == [("acme", "CNY"), ("globex", "CNY")]


@pytest.mark.parametrize(
    ("facts", "listed"),
    [
        ("KEC,standard,subscription", 1),
        ("KEC,trial,subscription", 0),
        ("KEC,standard,one_time", 0),
        ("KEC,standard,pay_as_you_go", 0),
        ("KAD,standard,subscription", 0),
    ],
)
def test_only_what_can_be_renewed_here_is_listed_r1(
    desk: Desk, tmp_path: Path, facts: str, listed: int
) -> None:
    header = "instance_id,account,room,expire_date,monthly_price,product,type,billing_mode"
    line = f"i-1,acme,cn-beijing-6,2026-12-31,1.00,{facts}"
    load(desk, put(tmp_path, "instances.csv", header, line))
    assert table(desk, "listed", "instance") == [(listed,)]


def test_a_partly_used_voucher_brings_what_was_used_before_r30(desk: Desk, tmp_path: Path) -> None:
    header = "voucher_id,account,amount,remaining,valid_from,expire_date,products,use"
    line = "v-1,acme,500.00,180.00,2026-04-01,2027-03-31,KRDS;EIP;KRDS,renewal"
    load(desk, put(tmp_path, "vouchers.csv", header, line))
    assert table(desk, "amount, remaining, products, use", "voucher") == [
        (50000, 18000, "EIP;KRDS", "renewal")
    ]
    assert table(desk, "line_id, amount", "voucher_use") == [(None, 32000)]


def test_json_lines_say_the_same_as_csv(desk: Desk, tmp_path: Path) -> None:
    rows = [
        {"instance_id": "i-1", "account": "acme", "product": "KEC", "room": "cn-beijing-6"}
        | {"expire_date": "2026-12-31", "monthly_price": 123.45, "auto_months": 3},
        {"instance_id": "i-2", "account": "acme", "product": "KEC", "room": "cn-beijing-6"}
        | {"expire_date": "2026-12-31", "monthly_price": "7", "name": "中文 \u00e9", "type": None},
    ]
    lines = [json.dumps(rows[0]), "", json.dumps(rows[1], ensure_ascii=False)]
    answer = load(desk, put(tmp_path, "instances.jsonl", *lines))
    assert counts_of(answer) == {"instances.jsonl": (2, 0, 0)}
    columns = "instance_id, name, type, auto_months, monthly_price"
    assert table(desk, columns, "instance") == [
        ("i-1", "", "standard", 3, 12345),
        ("i-2", "中文 é", "standard", 1, 700),
    ]


def test_money_in_json_is_taken_as_it_is_written(desk: Desk, tmp_path: Path) -> None:
    line = '{"account": "a-1", "name": "A", "balance": 9007199254740.93}'
    load(desk, put(tmp_path, "accounts.jsonl", line))
    assert table(desk, "balance", "account WHERE code = 'a-1'") == [(900719925474093,)]


def test_a_byte_order_mark_and_crlf_are_accepted(desk: Desk, tmp_path: Path) -> None:
    lines = ("\ufeff" + INSTANCES, "", instance_line(name='"a, b"'), instance_line("i-2"))
    path = tmp_path / "instances.csv"
    path.write_bytes("\r\n".join(lines).encode())
    load(desk, path)
    assert table(desk, "instance_id, name, monthly_price", "instance") == [
        ("i-1", "a, b", 10000),
        ("i-2", "web-01", 10000),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "instances.csv",
        "instances-2026.csv",
        "instances_x.jsonl",
        "instances.old.csv",
        "INSTANCES.CSV",
    ],
)
def test_a_file_is_told_by_how_its_name_begins(desk: Desk, tmp_path: Path, name: str) -> None:
    line = {"instance_id": "i-1", "account": "acme", "product": "KEC", "room": "cn-beijing-6"}
    line |= {"expire_date": "2026-12-31", "monthly_price": "1.00"}
    lines = [INSTANCES, instance_line()] if "csv" in name.lower() else [json.dumps(line)]
    answer = load(desk, put(tmp_path, name, *lines))
    assert [(file["file"], file["kind"]) for file in answer["files"]] == [(name, "instances")]


def test_a_folder_means_the_files_of_a_fleet_in_it_whatever_else_it_holds(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "fleet"
    put(folder, "README.md", "no fleet")
    put(folder, "instance.csv", "no fleet either")
    put(folder, "notes.csv", "nor this")
    (folder / "accounts.csv").mkdir()
    put_instances(folder, instance_line("i-1", account="new", room="r-2"))
    put(folder, "accounts-2.csv", "account,name,balance", "new,New,0.00")
    put(folder, "rooms.csv", "room,name", "r-2,Two")
    answer = load(desk, folder, folder / "rooms.csv")
    assert counts_of(answer) == {
        "rooms.csv": (1, 0, 0),
        "accounts-2.csv": (1, 0, 0),
        "instances.csv": (1, 0, 0),
    }


def test_files_of_one_name_are_told_apart_by_their_folders(desk: Desk, tmp_path: Path) -> None:
    one = put_instances(tmp_path / "a", instance_line("i-1"))
    two = put_instances(tmp_path / "b", instance_line("i-2"))
    assert counts_of(load(desk, one, two)) == {str(one): (1, 0, 0), str(two): (1, 0, 0)}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("fleet.csv", "which of products, rooms, accounts, instances, vouchers is it?"),
        ("instancesold.csv", "which of products"),
        ("instances.txt", "is neither a .csv nor a .jsonl file"),
        ("missing.csv", "does not exist"),
        ("empty", "holds none of products.csv, rooms.csv"),
        ("instances-pipe.csv", "is not a file or a folder"),
        ("x" * 300 + ".csv", "cannot be read: File name too long"),
    ],
)
def test_a_path_that_means_nothing_is_refused(
    desk: Desk, tmp_path: Path, name: str, says: str
) -> None:
    for file in ("fleet.csv", "instancesold.csv", "instances.txt"):
        put(tmp_path, file, INSTANCES)
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "instances-pipe.csv")
    with pytest.raises(UsageProblem, match=r"^[^\n]*$") as raised:
        load(desk, tmp_path / name)
    assert says in str(raised.value)


def test_no_path_at_all_is_refused(desk: Desk) -> None:
    with pytest.raises(UsageProblem, match="name the files to import"):
        load(desk)


def test_a_file_without_rows_is_no_error(desk: Desk, tmp_path: Path) -> None:
    answer = load(desk, put_instances(tmp_path), put(tmp_path, "vouchers.jsonl"))
    assert counts_of(answer) == {"instances.csv": (0, 0, 0), "vouchers.jsonl": (0, 0, 0)}
    assert answer["total"] == 0
    assert not answer["interrupted"]


def test_faults_of_a_header_are_named_and_nothing_under_it_is_read(
    desk: Desk, tmp_path: Path
) -> None:
    path = put(
        tmp_path, "instances.csv", "instance_id,account,product,room,account,colour,size", "x"
    )
    assert problems_of(desk, path) == [
        'instances.csv:1: unknown column "colour"',
        'instances.csv:1: unknown column "size"; there are instance_id, name, account, product, '
        "room, type, billing_mode, expire_date, anchor_day, policy, auto_months, monthly_price",
        'instances.csv:1: column "account" stands twice',
        'instances.csv:1: column "expire_date" is missing',
        'instances.csv:1: column "monthly_price" is missing',
    ]


def test_an_empty_csv_file_lacks_its_header(desk: Desk, tmp_path: Path) -> None:
    assert problems_of(desk, put(tmp_path, "rooms.csv", "", "  ")) == [
        "rooms.csv:1: a header row is needed: room, name"
    ]
