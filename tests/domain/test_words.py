"""What is said in the console and on the command line, in the same words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from renewal_tui.domain import words
from renewal_tui.domain.calendar import LAST_DAY
from renewal_tui.domain.codes import Code, OrderKind, Policy, Skipped, Type
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.planning import Renew, Request, UnifyOnDate, UnifyOnDay
from renewal_tui.domain.request_words import order_text
from tests.builders import TODAY, account, instance, product

YESTERDAY = TODAY - timedelta(days=1)


def test_a_number_of_things_is_counted_with_its_noun() -> None:
    assert words.counted(1) == "1 instance"
    assert words.counted(3000, "row") == "3,000 rows"


def test_a_choice_is_told_as_people_do() -> None:
    assert words.one_of([]) == ""
    assert words.one_of(["a"]) == "a"
    assert words.one_of(["a", "b", "c"]) == "a, b or c"


@pytest.mark.parametrize(
    ("days", "text"), [(0, "today"), (3, "3 d"), (-2, "-2 d"), (1200, "1,200 d")]
)
def test_the_left_column_reads_as_the_console_shows_it(days: int, text: str) -> None:
    assert words.left_text(days) == text


def test_amounts_of_several_currencies_are_told_beside_one_another() -> None:
    assert words.sums_text({"USD": 100, "CNY": 123456}) == "CNY 1,234.56 + USD 1.00"
    assert words.cost_text("CNY", 300, 100, 200) == "CNY 3.00 = vouchers 1.00 + balance 2.00"


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (instance(), "Active"),
        (instance(unpaid_order=7), "Active, order 7 unpaid"),
        (instance(expire_date=YESTERDAY), "Expired, released in 7 d"),
        (
            instance(expire_date=YESTERDAY, unpaid_order=7),
            "Expired, released in 7 d, order 7 unpaid",
        ),
        (
            instance(expire_date=YESTERDAY, policy=Policy.AUTO),
            "Expired; automatic renewal no longer applies",
        ),
        (instance(type=Type.TRIAL), "Trial instances do not require renewal"),
    ],
)
def test_a_status_says_what_a_row_has_to_say_for_itself(one: Instance, text: str) -> None:
    assert words.status_text(one, TODAY) == text


def test_the_facts_of_an_instance_say_what_it_costs_and_why_it_is_not_renewable() -> None:
    one = instance(product=product(discounts={24: 30, 12: 15}), unpaid_order=7)
    facts = dict(words.facts_of(one, account(currency="USD"), TODAY))
    assert facts["Price/month"] == "USD 100.00"
    assert facts["Discounts"] == "1 year 15 % off, 2 years 30 % off"
    assert facts["Renewable"] == "no: order 7 awaits payment: pay it or cancel it"


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (Renew(3), "Renew by 3 months"),
        (UnifyOnDate(date(2026, 12, 31)), "Unify on 2026-12-31"),
        (UnifyOnDay(12), "Unify on day 12 of the month"),
        (UnifyOnDay(LAST_DAY), "Unify on the last day of the month"),
    ],
)
def test_an_order_is_named_by_what_was_asked_for(request_: Request, text: str) -> None:
    assert order_text(OrderKind.RENEW, request_) == text


def test_an_automatic_order_is_named_so() -> None:
    assert order_text(OrderKind.AUTO, Renew(1)) == "Automatic renewal by 1 month"


def test_what_is_unknown_is_told_with_some_of_what_there_is() -> None:
    assert words.few(["a", "b"], 2) == "a, b"
    assert words.few(["a", "b", "c", "d", "e"], 2, "; ") == "a; b and 3 more"
    assert words.unknown_text("d", "a room", ["b", "a", "c"], 2) == (
        '"d" is not a room; there are a, b and 1 more'
    )
    assert "the store has none yet" in words.unknown_text("d", "a room", [])


def test_of_many_that_are_left_out_a_few_are_named_and_the_others_counted() -> None:
    skipped = [Skipped(f"i-{number}", Code.TRIAL, "a trial") for number in range(3)]
    told = words.left_out(skipped, 2)
    assert told[0] == "Left out: 3"
    assert [line.split() for line in told[1:3]] == [["i-0", "a", "trial"], ["i-1", "a", "trial"]]
    assert told[3] == "  and 1 more"
    assert words.left_out([], 2) == []
