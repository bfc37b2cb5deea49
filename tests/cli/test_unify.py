"""`unify`: one expiration, on a date or on a day of each month."""

from __future__ import annotations

from tests.cli.calls import LEGACY, STAGING, WEB_1, Caller
from tests.cli.test_renew import DOCUMENT, LINE, ORDER


def test_on_a_date_everything_before_it_expires_on_it(call: Caller) -> None:
    found = call("unify", WEB_1, STAGING, "--date", "2026-12-31", "--yes", "--json").json
    assert list(found) == DOCUMENT
    assert list(found["orders"][0]) == ORDER
    lines = found["orders"][0]["lines"]
    assert all(list(line) == LINE for line in lines)
    assert {line["to_date"] for line in lines} == {"2026-12-31"}
    assert [(line["months"], line["days"]) for line in lines] == [(1, 9), (1, 8)]


def test_on_the_last_day_of_the_month_the_anchor_is_31(call: Caller) -> None:
    call("unify", WEB_1, "--day", "last", "--yes")
    found = call("show", WEB_1, "--json").json
    assert (found["expire_date"], found["anchor_day"]) == ("2026-12-31", 31)


def test_on_a_day_of_the_month_it_is_at_least_a_month_away(call: Caller) -> None:
    found = call("unify", WEB_1, "--day", "12", "--dry-run", "--json").json
    assert found["orders"][0]["lines"][0]["to_date"] == "2027-01-12"


def test_what_is_left_out_says_why(call: Caller) -> None:
    answer = call("unify", WEB_1, LEGACY, "--date", "2026-11-30", "--yes", "--json", status=3)
    assert [one["code"] for one in answer.json["skipped"]] == ["expired"]


def test_a_date_that_nothing_expires_before_is_status_1(call: Caller) -> None:
    found = call("unify", WEB_1, "--date", "2026-11-22", "--yes", "--json", status=1).json
    assert [one["code"] for one in found["skipped"]] == ["not_before"]


def test_one_of_date_and_day_is_needed_and_not_both(call: Caller) -> None:
    assert "give one of --date and --day" in call.refused("unify", WEB_1, "--yes")
    both = ("--date", "2026-12-31", "--day", "3")
    assert "give one of --date and --day" in call.refused("unify", WEB_1, *both, "--yes")


def test_it_leaves_the_policy_alone(call: Caller) -> None:
    call("policy", "auto", WEB_1, "--months", "6")
    call("unify", WEB_1, "--day", "28", "--yes")
    found = call("show", WEB_1, "--json").json
    assert (found["policy"], found["auto_months"]) == ("auto", 6)
