"""What was asked of an order, stored and read back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.domain.calendar import LAST_DAY
from renewal_tui.domain.codes import PERIODS
from renewal_tui.domain.planning import Renew, Request, UnifyOnDate, UnifyOnDay
from renewal_tui.errors import UsageProblem
from renewal_tui.operations import orders
from renewal_tui.operations.execution import preview
from renewal_tui.operations.requests import parse_request, request_json
from tests.operations.acts import done, purchase_of
from tests.operations.world import World

requests = st.one_of(
    st.sampled_from(sorted(PERIODS)).map(Renew),
    st.dates(date(2026, 1, 1), date(2040, 1, 1)).map(UnifyOnDate),
    st.sampled_from([*range(1, 29), LAST_DAY]).map(UnifyOnDay),
)


@given(requests)
def test_a_request_comes_back_as_what_it_was(request: Request) -> None:
    found = parse_request(request_json(request))
    assert (type(found), found) == (type(request), request)


@pytest.mark.parametrize("number", [1, 2, 3, 6, 12, 24])
def test_a_number_of_months_is_never_taken_for_a_day_of_the_month(number: int) -> None:
    # Equal as tuples; one of them is asked for first.
    assert request_json(Renew(number)) != request_json(UnifyOnDay(number))


@pytest.mark.parametrize("request_", [Renew(5), Renew(0), UnifyOnDay(29), UnifyOnDay(0)])
def test_a_period_or_a_day_that_is_not_offered_buys_nothing(
    world: World, request_: Request
) -> None:
    world.instance("i-1")
    asked = purchase_of(("i-1",), request_)
    with pytest.raises(UsageProblem):
        preview(world.desk, asked)
    with pytest.raises(UsageProblem):
        done(world.desk, asked, "k-1")
    assert orders.count(world.desk, None) == 0
