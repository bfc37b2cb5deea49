"""Lists, filters and the details of one instance [R1 to R3]."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest

from renewal_tui.domain.codes import Status, Tab
from renewal_tui.domain.filters import Filter, Matching, Order, Sort, matches
from renewal_tui.domain.query.parsing import parse
from renewal_tui.errors import UnknownInstance, UsageProblem
from renewal_tui.operations import details, listing
from renewal_tui.operations.documents import Document, document
from renewal_tui.operations.selection import selection_value
from tests.builders import TODAY, sort_key
from tests.operations.world import World, days_from_today

ALL = frozenset(Tab)


def _names(*values: str) -> frozenset[str]:
    return frozenset(values)


@pytest.fixture
def fleet(world: World) -> World:
    """One of everything."""
    world.account("beta")
    world.instance("i-web", name="Web-01", expire="2026-11-25", price=5_00)
    world.instance("i-db", name="db 主库", product="KRDS", expire="2026-12-25", price=9_00)
    world.instance("i-ip", name="100%_ip", product="EIP", room="cn-shanghai-2", account="beta")
    world.instance("i-auto", name="auto", policy="auto", expire="2026-11-22", auto_months=3)
    world.instance("i-auto-old", name="auto", policy="auto", expire=days_from_today(-7))
    world.instance("i-old", expire=days_from_today(-1))
    world.instance("i-db-old", product="KRDS", expire=days_from_today(-15))
    world.instance("i-gone", expire=days_from_today(-8))
    world.instance("i-db-gone", product="KRDS", expire=days_from_today(-16), policy="auto")
    world.instance("i-trial", type="trial")
    world.instance("i-once", billing_mode="one_time", account="beta")
    world.instance("i-hour", billing_mode="pay_as_you_go")
    world.instance("i-kad", product="KAD")
    world.instance("i-kcm", product="KCM", room="cn-shanghai-2")
    return world


def _told(world: World, wanted: Filter) -> list[Document]:
    _, rows = listing.list_rows(world.desk, wanted, Order(), 0, 50)
    return [document(listing.row_of(one, world.desk.today())) for one in rows]


def _ids(world: World, **wanted: Any) -> list[str]:
    total, rows = listing.list_rows(world.desk, Filter(**wanted), Order(), 0, 100)
    assert total == len(rows)
    return [instance.instance_id for instance in rows]


def test_the_two_renewal_tabs_hold_what_can_be_renewed_and_the_third_the_rest(
    fleet: World,
) -> None:
    assert _ids(fleet, tabs=frozenset((Tab.MANUAL,))) == [
        "i-db-old",
        "i-old",
        "i-web",
        "i-ip",
        "i-db",
    ]
    assert _ids(fleet, tabs=frozenset((Tab.AUTO,))) == ["i-auto-old", "i-auto"]
    assert _ids(fleet, tabs=frozenset((Tab.EXCLUDED,))) == [
        "i-db-gone",
        "i-gone",
        "i-hour",
        "i-kad",
        "i-kcm",
        "i-once",
        "i-trial",
    ]


def test_each_row_that_is_not_renewable_says_why(fleet: World) -> None:
    rows = _told(fleet, Filter(tabs=frozenset((Tab.EXCLUDED,))))
    assert {row["instance_id"]: row["reason"] for row in rows} == {
        "i-db-gone": "released on 2026-11-22",
        "i-gone": "released on 2026-11-22",
        "i-hour": "pay-as-you-go instances do not require renewal",
        "i-kad": "does not require renewal management",
        "i-kcm": "cannot be renewed in the console: enterprise information must be submitted again",
        "i-once": "one-time-fee instances do not require renewal",
        "i-trial": "trial instances do not require renewal",
    }


FILTERS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "from a date, inclusive": ({"expires_from": date(2026, 11, 30)}, ["i-ip", "i-db"]),
    "to a date, inclusive": (
        {"expires_to": date(2026, 11, 22)},
        ["i-db-old", "i-auto-old", "i-old", "i-auto"],
    ),
    "within days, the expired too": (
        {"within": 3},
        ["i-db-old", "i-auto-old", "i-old", "i-auto", "i-web"],
    ),
    "within no days": ({"within": 0}, ["i-db-old", "i-auto-old", "i-old", "i-auto"]),
    "one product": ({"products": _names("KRDS")}, ["i-db-old", "i-db"]),
    "one or the other product": (
        {"products": _names("KRDS", "EIP")},
        ["i-db-old", "i-ip", "i-db"],
    ),
    "a room": ({"rooms": _names("cn-shanghai-2")}, ["i-ip"]),
    "an account": ({"accounts": _names("beta")}, ["i-ip"]),
    "active": ({"status": Status.ACTIVE}, ["i-auto", "i-web", "i-ip", "i-db"]),
    "expired": ({"status": Status.EXPIRED}, ["i-db-old", "i-auto-old", "i-old"]),
    "released": ({"status": Status.RELEASED, "tabs": ALL}, ["i-db-gone", "i-gone"]),
    "text in the name, in any case": ({"search": "WEB-0"}, ["i-web"]),
    "text in the id": ({"search": "i-db"}, ["i-db-old", "i-db"]),
    "text that is not ASCII": ({"search": "主库"}, ["i-db"]),
    "text that LIKE would take for a pattern": ({"search": "%_"}, ["i-ip"]),
    "a backslash": ({"search": "\\"}, []),
    "a quote": ({"search": "' OR 1=1 --"}, []),
    "all at once": (
        {
            "products": _names("KEC", "KRDS"),
            "rooms": _names("cn-beijing-6", "cn-shanghai-2"),
            "status": Status.ACTIVE,
            "within": 60,
            "search": "db",
            "accounts": _names("acme"),
        },
        ["i-db"],
    ),
    "a product and a room that do not meet": (
        {"products": _names("KRDS"), "rooms": _names("cn-shanghai-2")},
        [],
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_filters_combine_with_and_and_choices_within_one_with_or(fleet: World, name: str) -> None:
    wanted, expected = FILTERS[name]
    assert _ids(fleet, **wanted) == expected


def test_the_query_and_the_plain_rule_find_the_same(fleet: World) -> None:
    everything = listing.list_rows(fleet.desk, Filter(tabs=frozenset()), Order(), 0, 100)[1]
    assert len(everything) == 14
    for tabs, status, within, products, search in itertools.product(
        (frozenset[Tab](), frozenset((Tab.MANUAL,)), frozenset((Tab.AUTO, Tab.EXCLUDED))),
        (None, *Status),
        (None, 0, 30),
        (frozenset[str](), _names("KRDS", "KAD")),
        ("", "OLD"),
    ):
        wanted = Filter(tabs=tabs, status=status, within=within, products=products, search=search)
        plain = [one.instance_id for one in everything if matches(one, wanted, TODAY)]
        total, rows = listing.list_rows(fleet.desk, wanted, Order(), 0, 100)
        assert [one.instance_id for one in rows] == plain, wanted
        assert total == len(plain)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", Sort)
def test_every_order_is_the_plain_one_and_pages_join_up(
    fleet: World, column: Sort, descending: bool
) -> None:
    wanted, order = Filter(tabs=frozenset()), Order(column, descending)
    rows = listing.list_rows(fleet.desk, wanted, order, 0, 100)[1]
    assert rows == sorted(rows, key=sort_key(column), reverse=descending)
    pages = [listing.list_rows(fleet.desk, wanted, order, start, 4) for start in range(0, 16, 4)]
    assert [one for _, page in pages for one in page] == rows
    assert {total for total, _ in pages} == {14}


def test_a_list_is_told_with_what_programs_rely_on(fleet: World) -> None:
    told = _told(fleet, Filter(search="i-auto"))
    assert told[1:] == [
        {
            "instance_id": "i-auto",
            "name": "auto",
            "account": "acme",
            "product": "KEC",
            "room": "cn-beijing-6",
            "type": "standard",
            "billing_mode": "subscription",
            "expire_date": "2026-11-22",
            "days_left": 0,
            "status": "active",
            "policy": "auto",
            "auto_months": 3,
            "monthly_price": "100.00",
            "anchor_day": 22,
            "reason": None,
        }
    ]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"accounts": _names("nobody")}, '"nobody" is not an account; there are acme'),
        ({"products": _names("KEC", "vax")}, '"vax" is not a product; there are EIP'),
        ({"rooms": _names("cn")}, '"cn" is not a room; there are cn-beijing-6'),
    ],
)
def test_a_filter_that_names_what_there_is_not_is_refused(
    fleet: World, wanted: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageProblem, match=message):
        listing.list_rows(fleet.desk, Filter(**wanted), Order(), 0, 1)


def test_the_details_of_one_say_what_happened_to_it(fleet: World) -> None:
    fleet.renew("i-web", key="k-1")
    fleet.switch("auto", "i-web", months=3)
    number = fleet.unpaid("i-web")
    shown = document(details.shown(details.details(fleet.desk, "i-web")))
    assert {name: shown[name] for name in ("tab", "renewable", "code", "currency")} == {
        "tab": "auto",
        "renewable": True,
        "code": None,
        "currency": "CNY",
    }
    assert (shown["release_date"], shown["retention_days"]) == ("2027-01-02", 7)
    assert shown["discounts"] == {"12": 15}
    assert (shown["product_name"], shown["room_name"]) == (
        "Kingsoft Cloud Elastic Compute",
        "CN North 1 (Beijing)",
    )
    assert shown["unpaid_order"] == number
    assert f"order {number} " in shown["blocked"]
    assert [(one["order"], one["status"], one["to_date"]) for one in shown["orders"]] == [
        (2, "unpaid", "2027-01-25"),
        (1, "paid", "2026-12-25"),
    ]
    assert [one["action"] for one in shown["activity"]] == ["policy"]


@pytest.mark.parametrize(
    ("instance_id", "code"),
    [
        ("i-trial", "trial"),
        ("i-once", "one_time"),
        ("i-hour", "pay_as_you_go"),
        ("i-kcm", "product_not_renewable"),
        ("i-gone", "released"),
        ("i-old", None),
    ],
)
def test_the_details_say_why_one_is_not_renewable(
    fleet: World, instance_id: str, code: str | None
) -> None:
    shown = document(details.shown(details.details(fleet.desk, instance_id)))
    assert (shown["code"], shown["renewable"]) == (code, code is None)


def test_an_unknown_instance_is_told(fleet: World) -> None:
    with pytest.raises(UnknownInstance, match='there is no instance "i-9"'):
        details.details(fleet.desk, "i-9")


def _summary(world: World, wanted: Filter) -> listing.Summary:
    return listing.overview(world.desk, [], wanted).summary


def test_the_status_line_counts_the_expired_and_the_week_ahead(fleet: World) -> None:
    fleet.instance("i-in-7", expire=days_from_today(7))
    fleet.instance("i-in-8", expire=days_from_today(8))
    assert _summary(fleet, Filter()) == (9, 3, 3)
    assert _summary(fleet, Filter(within=3)) == (5, 3, 2)
    assert _summary(fleet, Filter(status=Status.EXPIRED)) == (3, 3, 0)
    assert _summary(fleet, Filter(status=Status.ACTIVE)) == (6, 0, 3)
    assert _summary(fleet, Filter(tabs=frozenset((Tab.EXCLUDED,)))) == (7, 0, 0)


def test_days_left_count_down_to_the_last_valid_day(fleet: World) -> None:
    rows = _told(fleet, Filter())
    left = {row["instance_id"]: (row["days_left"], row["status"]) for row in rows}
    assert left["i-auto"] == (0, "active")
    assert left["i-old"] == (-1, "expired")
    assert left["i-web"] == (3, "active")
    fleet.advance("1d")
    rows = _told(fleet, Filter())
    left = {row["instance_id"]: (row["days_left"], row["status"]) for row in rows}
    assert left["i-auto"] == (-1, "expired")
    assert "i-auto-old" not in left


def test_a_query_that_names_what_is_not_here_is_refused_with_its_place(fleet: World) -> None:
    """R31."""
    with pytest.raises(
        UsageProblem, match='character 13: "KRD" fits no product; did you mean'
    ) as it:
        _told(fleet, Filter(query=parse("web product:KRD")))
    assert it.value.field == "where"
    rows = _told(fleet, Filter(tabs=ALL, query=parse("product:krds -account:beta")))
    assert [one["instance_id"] for one in rows] == ["i-db-gone", "i-db-old", "i-db"]


@pytest.mark.parametrize("more", [{"query": parse("web")}, {"ids": _names("i-web")}])
def test_another_query_or_other_ids_are_another_request(more: dict[str, Any]) -> None:
    """R29."""
    asked = selection_value(Matching(Filter(**more)))
    assert selection_value(Matching(Filter())) == {
        name: value for name, value in asked.items() if name not in more
    }
    assert more.keys() <= asked.keys()


def test_of_two_codes_that_differ_in_case_only_each_is_found_by_its_own(world: World) -> None:
    """Section 5."""
    world.account("beta")
    world.account("BETA")
    for number, account in enumerate(("beta", "BETA")):
        world.instance(f"i-{number}", account=account)
    for number, account in enumerate(("beta", "BETA")):
        rows = _told(world, Filter(accounts=_names(account)))
        assert [one["instance_id"] for one in rows] == [f"i-{number}"]
    assert len(_told(world, Filter(accounts=_names("Beta")))) == 1
