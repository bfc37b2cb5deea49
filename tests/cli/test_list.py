"""`list`: filters, pages, orders, the table and the document."""

from __future__ import annotations

import pytest

from renewal_tui.domain.eligibility import FLAG_EXPIRED_AUTO
from tests.cli.calls import LEGACY, WEB_1, Caller

ROW = [
    "instance_id",
    "name",
    "account",
    "product",
    "room",
    "type",
    "billing_mode",
    "expire_date",
    "days_left",
    "status",
    "policy",
    "auto_months",
    "monthly_price",
    "anchor_day",
    "reason",
]


def test_the_document_has_the_keys_that_programs_rely_on(call: Caller) -> None:
    found = call("list", "--json").json
    assert list(found) == ["today", "total", "rows"]
    assert found["today"] == "2026-11-22"
    assert all(list(row) == ROW for row in found["rows"])


def test_fifty_rows_of_the_two_listed_tabs_are_shown_unless_told_otherwise(call: Caller) -> None:
    found = call("list", "--json").json
    assert len(found["rows"]) == 50
    assert found["total"] == 196
    assert {row["status"] for row in found["rows"]} <= {"active", "expired"}
    dates = [(row["expire_date"], row["instance_id"]) for row in found["rows"]]
    assert dates == sorted(dates)


def test_the_tabs_add_up_to_the_whole_fleet(call: Caller) -> None:
    totals = [call("list", "--tab", tab, "--json").json["total"] for tab in ("manual", "auto")]
    assert sum(totals) == 196
    assert call("list", "--tab", "excluded", "--json").json["total"] == 220 - 196


def test_filters_combine_and_several_rooms_are_chosen_at_once(call: Caller) -> None:
    both = call(
        "list", "--room", "cn-beijing-6", "--room", "cn-hongkong-2", "--product", "KEC", "--json"
    ).json
    assert {row["room"] for row in both["rows"]} == {"cn-beijing-6", "cn-hongkong-2"}
    assert {row["product"] for row in both["rows"]} == {"KEC"}
    one = call("list", "--room", "cn-beijing-6", "--product", "KEC", "--json").json
    assert 0 < one["total"] < both["total"]


def test_within_days_holds_what_has_expired_too(call: Caller) -> None:
    found = call("list", "--within", "0", "--room", "cn-beijing-6", "--json").json
    days = {row["days_left"] for row in found["rows"]}
    assert max(days) == 0
    assert LEGACY in {row["instance_id"] for row in found["rows"]}


def test_dates_are_inclusive_at_both_ends(call: Caller) -> None:
    options = ("--expires-from", "2026-11-23", "--expires-to", "2026-11-23")
    found = call("list", *options, "--json").json
    assert {row["expire_date"] for row in found["rows"]} == {"2026-11-23"}


def test_a_search_finds_names_whatever_their_case(call: Caller) -> None:
    found = call("list", "--search", "WEB-01", "--json").json
    assert WEB_1 in {row["instance_id"] for row in found["rows"]}


def test_a_status_narrows_the_list(call: Caller) -> None:
    found = call("list", "--status", "expired", "--limit", "200", "--json").json
    assert {row["status"] for row in found["rows"]} == {"expired"}


@pytest.mark.parametrize("column", ["name", "monthly_price", "instance_id", "product"])
def test_a_column_sorts_and_desc_turns_it_round(call: Caller, column: str) -> None:
    options = ("--sort", column, "--limit", "500", "--json")
    up = [row["instance_id"] for row in call("list", *options).json["rows"]]
    down = [row["instance_id"] for row in call("list", *options, "--desc").json["rows"]]
    assert up == down[::-1]


def test_pages_put_together_are_the_list(call: Caller) -> None:
    whole = call("list", "--limit", "40", "--json").json["rows"]
    pages = [
        call("list", "--limit", "15", "--offset", str(start), "--json").json["rows"]
        for start in (0, 15, 30)
    ]
    assert [row for page in pages for row in page][:40] == whole


def test_long_lists_come_in_windows_that_fit_together(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = call("list", "--limit", "150", "--json").json
    monkeypatch.setattr("renewal_tui.operations.listing.PAGE", 7)
    assert call("list", "--limit", "150", "--json").json == whole
    assert call("list", "--limit", "1000", "--json").json["total"] == whole["total"]


def test_a_limit_of_nothing_only_counts(call: Caller) -> None:
    assert call("list", "--limit", "0", "--json").json["rows"] == []
    assert call("list", "--limit", "0").out == "0 of 196 instances\n"


def test_the_table_is_aligned_also_where_names_are_wide(call: Caller) -> None:
    lines = call("list", "--room", "cn-beijing-6", "--within", "7").out.splitlines()
    heading, *rows, summary = lines
    assert summary == "20 of 20 instances, prices in CNY"
    wide = next(row for row in rows if "生产数据库-主" in row)
    plain = next(row for row in rows if "web-01" in row)
    # Six wide characters take one cell more each than they count.
    assert wide.index("acme-prod") == plain.index("acme-prod") - 6
    assert plain.index("acme-prod") == heading.index("Account")
    assert "today" in plain
    assert "-4 d" in next(row for row in rows if LEGACY in row)


def test_the_account_is_a_column_only_when_there_are_several(call: Caller) -> None:
    assert "Account" in call("list").out.splitlines()[0]
    assert "Account" not in call("list", "--account", "acme-prod").out.splitlines()[0]


def test_a_price_says_its_currency_where_there_are_several(call: Caller) -> None:
    call.sql("UPDATE account SET currency = 'USD' WHERE code = 'globex-lab'")
    answer = call("list", "--search", "lab-")
    assert " USD" in answer.out
    assert "prices in" not in answer.out


def test_what_is_not_renewable_says_why(call: Caller) -> None:
    out = call("list", "--tab", "excluded", "--limit", "100").out
    assert "Trial instances do not require renewal" in out
    assert "Does not require renewal management" in out
    assert "Released on 2026-11-22" in out


def test_an_expired_one_says_when_it_is_released(call: Caller) -> None:
    assert "Expired, released in 4 d" in call("list", "--search", LEGACY).out
    flagged = call("list", "--tab", "auto", "--status", "expired").out
    assert FLAG_EXPIRED_AUTO.capitalize() in flagged


def test_a_list_without_rows_says_so_and_is_done(call: Caller) -> None:
    assert call("list", "--search", "no such thing").out == "0 of 0 instances\n"
