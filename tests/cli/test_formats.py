"""`list --format csv|ids` and `export instances` with filters: what one sees, for programs."""

from __future__ import annotations

import csv
from io import StringIO

from tests.cli.calls import WEB_1, Caller


def test_ids_are_one_a_line_and_can_be_given_back(call: Caller) -> None:
    out = call("list", "--search", "web-0", "--format", "ids").out
    ids = out.split()
    assert WEB_1 in ids
    file = call.path.with_name("ids.txt")
    file.write_text(out, "utf-8")
    found = call("list", "--json", "--ids-from", str(file)).json
    assert sorted(row["instance_id"] for row in found["rows"]) == sorted(ids)


def test_csv_has_the_columns_of_the_document(call: Caller) -> None:
    narrow = ("list", "--search", "web-0", "--limit", "3")
    rows = call(*narrow, "--json").json["rows"]
    found = list(csv.DictReader(StringIO(call(*narrow, "--format", "csv").out)))
    assert [list(row) for row in found] == [list(row) for row in rows]
    assert [row["monthly_price"] for row in found] == [row["monthly_price"] for row in rows]


def test_a_format_and_a_document_cannot_both_be_asked_for(call: Caller) -> None:
    answer = call("list", "--json", "--format", "ids", status=2)
    assert answer.error["code"] == "usage"


def test_an_export_of_what_matches_can_be_imported_again(call: Caller) -> None:
    out = call("export", "instances", "--product", "KEC", "--within", "30").out
    found = list(csv.DictReader(StringIO(out)))
    assert {row["product"] for row in found} == {"KEC"}
    file = call.path.with_name("instances.csv")
    file.write_text(out, "utf-8")
    again = call("import", str(file), "--json").json
    assert again["files"][0]["unchanged"] == len(found) > 0


def test_filters_are_for_instances_only(call: Caller) -> None:
    line = call.refused("export", "orders", "--product", "KEC", status=2)
    assert "export instances" in line


def test_an_export_without_filters_has_every_instance(call: Caller) -> None:
    whole = call("export", "instances").out.count("\n") - 1
    assert whole == call.sql("SELECT COUNT(*) FROM instance")[0][0]
