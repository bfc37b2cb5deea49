"""Words that programs outside rely on, and the periods that are offered [R5, R15]."""

from __future__ import annotations

import pytest

from renewal_tui.domain.codes import PERIODS, Code, Policy, Status, Tab, months_text

PUBLISHED = (
    "expired expired_manual released trial one_time pay_as_you_go product_not_renewable "
    "order_unpaid already_auto already_manual not_before period_too_short insufficient_balance "
    "changed unknown_instance"
)


def test_every_published_reason_code_exists_by_its_name() -> None:
    assert set(PUBLISHED.split()) <= {code.value for code in Code}


def test_the_words_of_the_command_line_are_those_of_the_rules() -> None:
    assert [tab.value for tab in Tab] == ["manual", "auto", "excluded"]
    assert [policy.value for policy in Policy] == ["manual", "auto"]
    assert [status.value for status in Status] == ["active", "expired", "released"]


def test_one_two_three_six_months_and_one_two_three_years_are_offered() -> None:
    """R5, R15."""
    assert PERIODS == (1, 2, 3, 6, 12, 24, 36)


@pytest.mark.parametrize(
    ("months", "text"),
    [(1, "1 month"), (6, "6 months"), (12, "1 year"), (36, "3 years"), (0, "0 months")],
)
def test_a_period_is_named_as_the_console_names_it(months: int, text: str) -> None:
    assert months_text(months) == text
