"""Accounts and vouchers as they are told."""

from __future__ import annotations

import pytest

from renewal_tui.domain.money import MAX_MINOR, format_money
from renewal_tui.errors import UsageProblem
from renewal_tui.operations import accounts
from renewal_tui.operations.check import check
from renewal_tui.operations.documents import document
from tests.operations.world import World


def test_an_account_is_told_with_its_vouchers_and_whether_they_can_pay(world: World) -> None:
    world.account("beta", 7)
    world.voucher("v-eip", 10_00, products="KRDS;EIP", expire="2026-11-22", use="renewal")
    world.voucher("v-early", 10_00, valid_from="2026-11-23")
    world.voucher("v-bought", 10_00, use="purchase")
    world.voucher("v-late", 10_00, expire="2026-11-21")
    world.voucher("v-spent", 100_00, expire="2026-11-23")
    world.voucher("v-theirs", 10_00, account="beta")
    world.instance("i-1")
    world.renew("i-1")
    told = document(accounts.account_today(world.desk, "acme"))
    assert (told["account"], told["currency"], told["balance"]) == ("acme", "CNY", "1000.00")
    assert [(one["voucher_id"], one["remaining"], one["usable"]) for one in told["vouchers"]] == [
        ("v-late", "10.00", False),
        ("v-eip", "10.00", True),
        ("v-spent", "0.00", False),
        ("v-bought", "10.00", False),
        ("v-early", "10.00", False),
    ]
    assert told["vouchers"][1] == {
        "voucher_id": "v-eip",
        "amount": "10.00",
        "remaining": "10.00",
        "valid_from": None,
        "expire_date": "2026-11-22",
        "products": ["EIP", "KRDS"],
        "use": "renewal",
        "usable": True,
    }
    assert told["vouchers"][4]["valid_from"] == "2026-11-23"
    assert told["vouchers"][4]["products"] == ["*"]


def test_the_header_counts_only_what_can_pay_today(world: World) -> None:
    world.voucher("v-1", 10_00)
    world.voucher("v-2", 20_00, products="EIP")
    world.voucher("v-3", 40_00, use="purchase")
    found = accounts.means(world.desk, "acme")
    assert (found.account.balance, found.vouchers, found.voucher_total) == (1000_00, 2, 30_00)
    world.advance("60d")
    assert accounts.means(world.desk, "acme").vouchers == 0


def test_the_header_sums_up_by_currency_and_never_across(world: World) -> None:
    world.account("beta", 500_00)
    world.account("usd", 70_00, currency="USD")
    world.voucher("v-1", 10_00)
    world.voucher("v-2", 5_00, account="beta")
    world.voucher("v-3", 1_00, account="usd")
    sums = accounts.means_by_currency(world.desk)
    assert [
        (one.account.currency, one.account.balance, one.vouchers, one.voucher_total) for one in sums
    ] == [("CNY", 1500_00, 2, 15_00), ("USD", 70_00, 1, 1_00)]


def test_sums_beyond_64_bits_are_told_like_any_others(world: World) -> None:
    """Ten thousand vouchers, and as many accounts, with the largest amount that there can be."""
    each = 9_999
    world.many(
        "INSERT INTO voucher (code, account_id, amount, remaining, expire_date, products, use)"
        " SELECT ?, id, ?, ?, '2026-12-31', '*', 'general' FROM account WHERE code = 'acme'",
        [(f"v-{number}", MAX_MINOR, MAX_MINOR - 1) for number in range(each)],
    )
    world.sql("INSERT INTO voucher_use (voucher_id, amount) SELECT id, 1 FROM voucher")
    world.many(
        "INSERT INTO account (code, name, currency, opening, balance) VALUES (?, '', 'CNY', ?, ?)",
        [(f"a-{number}", MAX_MINOR, MAX_MINOR) for number in range(each)],
    )
    vouchers = each * (MAX_MINOR - 1)
    assert vouchers > 2**63
    (sums,) = accounts.means_by_currency(world.desk)
    assert (sums.account.balance, sums.vouchers) == (each * MAX_MINOR + 1000_00, each)
    assert sums.voucher_total == accounts.means(world.desk, "acme").voucher_total == vouchers
    assert check(world.desk).ok
    world.instance("i-1", price=MAX_MINOR)
    assert world.renew("i-1")["orders"][0]["voucher_total"] == format_money(MAX_MINOR)


def test_an_order_is_in_the_currency_of_its_account(world: World) -> None:
    world.account("usd", 1_00, currency="USD")
    world.instance("i-1", account="usd", price=3_00, policy="auto", expire="2026-11-22")
    world.instance("i-2", account="usd", price=3_00)
    assert world.renew("i-2")["orders"][0]["currency"] == "USD"
    assert world.engine()["failed"][0]["reason"] == "balance short by 2.00 USD"


def test_an_unknown_account_is_refused_by_naming_some(world: World) -> None:
    for number in range(12):
        world.account(f"beta-{number:02d}")
    with pytest.raises(UsageProblem, match=r"there are acme, beta-00, .*and 5 more"):
        accounts.account_today(world.desk, "nobody")
    assert [one.code for one in accounts.list_accounts(world.desk)][:2] == ["acme", "beta-00"]
    assert accounts.vouchers_of(world.desk, "acme") == []
