"""What is listed and in which order [R1 to R3]."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.domain.codes import Policy, Status, Tab, Type
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, matches
from tests.builders import TODAY, instance
from tests.domain.strategies import instances

ALL = frozenset(Tab)
WEB = instance(instance_id="i-7F3a", name="Web-主库", expire_date=TODAY + timedelta(days=7))

PARTS: dict[str, st.SearchStrategy[Any]] = {
    "tabs": st.frozensets(st.sampled_from(Tab)),
    "accounts": st.frozensets(st.sampled_from(("acme", "beta"))),
    "expires_from": st.none() | st.just(TODAY),
    "expires_to": st.none() | st.just(TODAY + timedelta(days=20)),
    "within": st.none() | st.integers(-5, 60),
    "products": st.frozensets(st.sampled_from(("KEC", "KRDS"))),
    "rooms": st.frozensets(st.sampled_from(("cn-beijing-6", "cn-taipei-1"))),
    "status": st.none() | st.sampled_from(Status),
    "search": st.sampled_from(("", "i-", "1", "web")),
}


def listed(wanted: Filter, *fleet: Instance) -> list[str]:
    """Name those that match."""
    return [found.instance_id for found in fleet if matches(found, wanted, TODAY)]


def test_without_a_filter_the_manual_and_the_automatic_ones_are_listed() -> None:
    """R1: what stands on the third tab is not, unless that tab is asked for."""
    manual, auto = instance(), instance(instance_id="i-2", policy=Policy.AUTO)
    trial = instance(instance_id="i-3", type=Type.TRIAL)
    gone = instance(instance_id="i-4", expire_date=TODAY - timedelta(days=8))
    fleet = (manual, auto, trial, gone)
    assert listed(Filter(), *fleet) == ["i-1", "i-2"]
    assert listed(Filter(tabs=frozenset({Tab.AUTO})), *fleet) == ["i-2"]
    assert listed(Filter(tabs=frozenset({Tab.EXCLUDED})), *fleet) == ["i-3", "i-4"]
    assert listed(Filter(tabs=frozenset()), *fleet) == ["i-1", "i-2", "i-3", "i-4"]


@pytest.mark.parametrize(
    ("part", "hit", "miss"),
    [
        ("accounts", {"acme"}, {"beta"}),
        ("products", {"KRDS", "KEC"}, {"KRDS"}),
        ("rooms", {"cn-taipei-1", "cn-beijing-6"}, {"cn-taipei-1"}),
        ("expires_from", TODAY + timedelta(days=7), TODAY + timedelta(days=8)),
        ("expires_to", TODAY + timedelta(days=7), TODAY + timedelta(days=6)),
        ("within", 7, 6),
        ("status", Status.ACTIVE, Status.EXPIRED),
        ("search", "7f3", "7f4"),
        ("search", "WEB", "db"),
        ("search", "主库", "从库"),
        ("search", "", "%"),
        ("search", "-主", "_"),
    ],
)
def test_each_filter_lets_its_own_through_and_holds_the_others_back(
    part: str, hit: object, miss: object
) -> None:
    """R3: dates inclusive, several products or rooms are OR, search is plain text in any case."""
    assert matches(WEB, Filter(**{part: hit}), TODAY)  # type: ignore[arg-type]
    assert not matches(WEB, Filter(**{part: miss}), TODAY)  # type: ignore[arg-type]


def test_within_so_many_days_does_not_hide_what_has_expired_already() -> None:
    """R3: an expired instance is the most urgent of all."""
    expired = instance(expire_date=TODAY - timedelta(days=2))
    assert matches(expired, Filter(within=7), TODAY)
    assert matches(expired, Filter(status=Status.EXPIRED), TODAY)


def test_of_two_ends_the_earlier_one_holds() -> None:
    """R3: AND."""
    early, late = TODAY + timedelta(days=3), TODAY + timedelta(days=9)
    assert Filter(expires_to=early, within=9).latest(TODAY) == early
    assert Filter(expires_to=late, within=3).latest(TODAY) == early
    assert Filter().latest(TODAY) is None


def test_a_search_looks_in_id_and_name_but_not_across_them() -> None:
    """R3."""
    assert not matches(instance(instance_id="i-1", name="web"), Filter(search="1web"), TODAY)


@given(instances(), st.fixed_dictionaries(PARTS))
def test_filters_combine_with_and(found: Instance, parts: dict[str, Any]) -> None:
    """R3: all of them match exactly when each of them alone does."""
    every_tab = {"tabs": ALL}
    alone = [matches(found, Filter(**(every_tab | {part: parts[part]})), TODAY) for part in parts]
    assert matches(found, Filter(**parts), TODAY) == all(alone)
