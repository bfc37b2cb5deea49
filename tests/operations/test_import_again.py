"""Importing again: what describes is the file's; what moved or was set here is kept, and told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from renewal_tui.errors import Changed
from renewal_tui.operations import details
from renewal_tui.operations.check import check
from tests.operations.importing import (
    INSTANCES,
    VOUCHERS,
    changes_recorded,
    counts_of,
    instance_line,
    load,
    put,
    put_instances,
)
from tests.operations.world import World
from tests.stores import dump

_POLICY = f"{INSTANCES},policy,auto_months"


@pytest.fixture(autouse=True)
def _sound_after_all(world: World) -> Iterator[None]:
    yield
    assert check(world.desk) == (True, ())


def test_what_describes_an_instance_is_updated_and_recorded_r28(
    world: World, tmp_path: Path
) -> None:
    world.instance("i-1", name="web", product="KEC", room="cn-beijing-6", price=100_00)
    line = "i-1,Datenbank,acme,KRDS,cn-shanghai-2,2027-01-31,433.45,auto,6"
    answer = load(world.desk, put(tmp_path, "instances.csv", _POLICY, line))
    assert counts_of(answer) == {"instances.csv": (0, 1, 0)}
    assert answer["differences"] == []
    found = details.details(world.desk, "i-1").instance
    assert (found.name, found.product.code, found.room.code) == (
        "Datenbank",
        "KRDS",
        "cn-shanghai-2",
    )
    assert str(found.expire_date) == "2027-01-31"
    assert (found.anchor_day, found.policy, found.auto_months) == (31, "auto", 6)
    assert found.monthly_price == 433_45
    assert world.instance_facts("i-1", "search") == ("i-1\ndatenbank",)
    assert changes_recorded(world.desk) == [
        (
            "i-1",
            {"name": "web", "product": "KEC", "room": "cn-beijing-6", "expire_date": "2026-11-30"}
            | {"anchor_day": 30, "policy": "manual", "auto_months": 1, "monthly_price": 10000},
            {"name": "Datenbank", "product": "KRDS", "room": "cn-shanghai-2"}
            | {"expire_date": "2027-01-31", "anchor_day": 31, "policy": "auto", "auto_months": 6}
            | {"monthly_price": 43345},
        ),
        ("instances.csv", {}, {"new": 0, "changed": 1, "unchanged": 0}),
    ]


def test_the_same_rows_again_change_nothing_but_the_trail(world: World, tmp_path: Path) -> None:
    path = put_instances(tmp_path, instance_line("i-1"), instance_line("i-2"))
    load(world.desk, path)
    before = world.sql("SELECT * FROM instance JOIN term USING (id)")
    assert counts_of(load(world.desk, path)) == {"instances.csv": (0, 0, 2)}
    assert world.sql("SELECT * FROM instance JOIN term USING (id)") == before


def test_an_expire_date_that_was_renewed_here_is_kept_and_told(
    world: World, tmp_path: Path
) -> None:
    path = put_instances(
        tmp_path, instance_line("i-0"), instance_line("i-1", expire_date="2026-11-22")
    )
    load(world.desk, path)
    world.renew("i-1")
    answer = load(world.desk, path)
    assert answer["differences"] == [
        "instances.csv:3: i-1: expire_date: the file says 2026-11-22, here it is 2026-12-22 "
        "(renewed here); kept"
    ]
    assert counts_of(answer) == {"instances.csv": (0, 0, 2)}
    assert world.expire_date("i-1") == "2026-12-22"
    renamed = put_instances(
        tmp_path, instance_line("i-1", expire_date="2026-11-22", monthly_price="99.00")
    )
    answer = load(world.desk, renamed)
    assert counts_of(answer) == {"instances.csv": (0, 1, 0)}
    assert len(answer["differences"]) == 1
    assert world.instance_facts("i-1", "expire_date", "monthly_price") == ("2026-12-22", 99_00)


def test_an_anchor_day_that_was_unified_here_is_kept_and_told(world: World, tmp_path: Path) -> None:
    world.instance("i-1", expire="2026-11-28")
    world.unify_on_day(31, "i-1")
    path = put_instances(tmp_path, instance_line("i-1", name="web", expire_date="2026-12-31"))
    assert load(world.desk, path)["differences"] == []
    path = put(
        tmp_path,
        "instances.csv",
        f"{INSTANCES},anchor_day",
        instance_line("i-1", name="web", expire_date="2027-02-28") + ",28",
    )
    assert [text.split(": ")[2] for text in load(world.desk, path)["differences"]] == [
        "expire_date"
    ]
    assert world.instance_facts("i-1", "expire_date", "anchor_day") == ("2026-12-31", 31)


def test_a_policy_that_was_set_here_is_kept_and_told(world: World, tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "instances.csv",
        _POLICY,
        instance_line("i-1") + ",manual,1",
        instance_line("i-2") + ",manual,1",
    )
    load(world.desk, path)
    world.switch("auto", "i-1", months=3)
    answer = load(world.desk, path)
    assert answer["differences"] == [
        "instances.csv:2: i-1: policy: the file says manual, here it is auto (set here); kept",
        "instances.csv:2: i-1: auto_months: the file says 1, here it is 3 (set here); kept",
    ]
    assert world.policy("i-1") == ("auto", 3)
    put(tmp_path, "instances.csv", _POLICY, instance_line("i-2") + ",auto,6")
    assert load(world.desk, path)["differences"] == []
    assert world.policy("i-2") == ("auto", 6)


def test_an_account_of_an_instance_or_a_voucher_never_changes(world: World, tmp_path: Path) -> None:
    world.account("globex")
    world.instance("i-1", name="web-01")
    world.voucher("v-1", 50_00)
    put_instances(tmp_path, instance_line("i-1", account="globex"))
    put(tmp_path, "vouchers.csv", VOUCHERS, "v-1,globex,50.00,50.00,2026-12-31")
    answer = load(world.desk, tmp_path / "instances.csv", tmp_path / "vouchers.csv")
    assert answer["differences"] == [
        "instances.csv:2: i-1: account: the file says globex, here it is acme "
        "(an account never changes); kept",
        "vouchers.csv:2: v-1: account: the file says globex, here it is acme "
        "(an account never changes); kept",
    ]


def test_the_price_of_an_instance_in_an_unpaid_order_is_updated_and_payment_notices(
    world: World, tmp_path: Path
) -> None:
    world.instance("i-1", name="web-01")
    number = world.unpaid("i-1")
    load(world.desk, put_instances(tmp_path, instance_line("i-1", monthly_price="90.00")))
    with pytest.raises(Changed, match="rests on figures that have changed"):
        world.pay(number)
    assert world.instance_facts("i-1", "monthly_price") == (90_00,)


def test_a_product_that_is_no_longer_renewable_takes_its_instances_off_the_tabs_r1(
    world: World, tmp_path: Path
) -> None:
    world.instance("i-1")
    world.instance("i-2", type="trial")
    world.instance("i-3", product="EIP")
    header = "product,name,renewable,reason,discounts"
    name = "Kingsoft Cloud Elastic Compute"
    load(world.desk, put(tmp_path, "products.csv", header, f"KEC,{name},no,sold out,12:15"))
    assert world.sql("SELECT instance_id, listed FROM instance ORDER BY id") == [
        ("i-1", 0),
        ("i-2", 0),
        ("i-3", 1),
    ]
    assert changes_recorded(world.desk)[0] == (
        "product KEC",
        {"reason": "", "renewable": True},
        {"reason": "sold out", "renewable": False, "instances": 1},
    )
    load(world.desk, put(tmp_path, "products.csv", header, f"KEC,{name},yes,,24:30"))
    assert world.sql("SELECT instance_id, listed FROM instance ORDER BY id") == [
        ("i-1", 1),
        ("i-2", 0),
        ("i-3", 1),
    ]
    assert world.sql("SELECT months, percent FROM discount") == [(24, 30)]


def test_instances_in_the_same_import_are_listed_by_the_product_as_it_is_then(
    world: World, tmp_path: Path
) -> None:
    world.instance("i-1", product="KAD", name="web-01")
    put(tmp_path, "products.csv", "product,name,renewable", "KAD,Defense,yes")
    put_instances(tmp_path, instance_line("i-2", product="KAD"))
    load(world.desk, tmp_path / "products.csv", tmp_path / "instances.csv")
    assert world.sql("SELECT listed FROM instance") == [(1,), (1,)]


def test_names_of_rooms_and_accounts_are_updated(world: World, tmp_path: Path) -> None:
    put(tmp_path, "rooms.csv", "room,name", "cn-beijing-6,Beijing")
    put(tmp_path, "accounts.csv", "account,name,balance", "acme,Acme,1000.00")
    load(world.desk, tmp_path / "rooms.csv", tmp_path / "accounts.csv")
    assert world.sql("SELECT name FROM room WHERE code = 'cn-beijing-6'") == [("Beijing",)]
    assert world.sql("SELECT name FROM account") == [("Acme",)]
    assert [target for target, _, _ in changes_recorded(world.desk)] == [
        "room cn-beijing-6",
        "acme",
        "rooms.csv",
        "accounts.csv",
    ]


def _accounts(world: World, folder: Path, line: str) -> list[str]:
    header = "account,name,balance,currency"
    path = put(folder, "accounts.csv", header, f"acme,The account acme,{line}")
    found: list[str] = load(world.desk, path)["differences"]
    return found


def test_a_balance_is_the_files_until_money_has_moved_here_r30(
    world: World, tmp_path: Path
) -> None:
    assert _accounts(world, tmp_path, "800.00,CNY") == []
    assert world.sql("SELECT opening, balance FROM account") == [(800_00, 800_00)]
    world.top_up(50_00)
    assert _accounts(world, tmp_path, "800.00,CNY") == [
        "accounts.csv:2: acme: balance: the file says 800.00, here it is 850.00 "
        "(money has moved here); kept"
    ]
    assert _accounts(world, tmp_path, "850.00,") == []
    assert world.sql("SELECT opening, balance FROM account") == [(800_00, 850_00)]


def test_a_currency_never_changes_nor_a_balance_told_in_another(
    world: World, tmp_path: Path
) -> None:
    assert _accounts(world, tmp_path, "5.00,USD") == [
        "accounts.csv:2: acme: currency: the file says USD, here it is CNY "
        "(a currency never changes); kept",
        "accounts.csv:2: acme: balance: the file says 5.00, here it is 1000.00 "
        "(in another currency); kept",
    ]
    assert world.balance() == 1000_00


def _vouchers(world: World, folder: Path, line: str) -> list[str]:
    header = "voucher_id,account,amount,remaining,expire_date,products,use"
    found: list[str] = load(world.desk, put(folder, "vouchers.csv", header, f"v-1,acme,{line}"))[
        "differences"
    ]
    return found


def test_a_voucher_that_was_not_used_here_follows_the_file_as_far_as_uses_go_r13(
    world: World, tmp_path: Path
) -> None:
    assert _vouchers(world, tmp_path, "100.00,80.00,2026-12-31,*,general") == []
    assert _vouchers(world, tmp_path, "120.00,70.00,2027-12-31,KEC,renewal") == []
    assert world.sql("SELECT amount, remaining, expire_date, products, use FROM voucher") == [
        (120_00, 70_00, "2027-12-31", "KEC", "renewal")
    ]
    assert world.sql("SELECT line_id, amount FROM voucher_use") == [(None, 20_00), (None, 30_00)]
    assert _vouchers(world, tmp_path, "220.00,170.00,2027-12-31,KEC,renewal") == []
    assert _vouchers(world, tmp_path, "220.00,171.00,2027-12-31,*,renewal") == [
        "vouchers.csv:2: v-1: remaining: the file says 171.00, here it is 170.00 "
        "(a used amount is never given back); kept"
    ]
    assert world.sql("SELECT amount, remaining, products FROM voucher") == [(220_00, 170_00, "*")]


def test_a_voucher_that_was_used_here_keeps_its_amounts_and_they_are_told(
    world: World, tmp_path: Path
) -> None:
    world.voucher("v-1", 150_00)
    world.instance("i-1")
    world.renew("i-1")
    assert _vouchers(world, tmp_path, "150.00,150.00,2027-12-31,*,general") == [
        "vouchers.csv:2: v-1: remaining: the file says 150.00, here it is 50.00 (used here); kept"
    ]
    assert world.sql("SELECT remaining, expire_date FROM voucher") == [(50_00, "2027-12-31")]


def test_a_file_that_says_only_the_last_valid_day_never_puts_it_before_the_first_r12(
    world: World, tmp_path: Path
) -> None:
    world.voucher("v-1", 50_00, valid_from="2026-12-01", expire="2026-12-31")
    header = "voucher_id,account,amount,expire_date"
    answer = load(world.desk, put(tmp_path, "vouchers.csv", header, "v-1,acme,60,2026-11-30"))
    assert answer["differences"] == [
        "vouchers.csv:2: v-1: expire_date: the file says 2026-11-30, here it is 2026-12-31 "
        "(valid only from 2026-12-01); kept"
    ]
    kept = world.sql("SELECT amount, valid_from, expire_date FROM voucher")
    assert kept == [(60_00, "2026-12-01", "2026-12-31")]
    load(world.desk, put(tmp_path, "vouchers.csv", header, "v-1,acme,60,2026-12-01"))
    said = "voucher_id,account,amount,valid_from,expire_date"
    load(world.desk, put(tmp_path, "vouchers.csv", said, "v-1,acme,60,2026-11-30,2026-11-30"))
    kept = world.sql("SELECT amount, valid_from, expire_date FROM voucher")
    assert kept == [(60_00, "2026-11-30", "2026-11-30")]


def test_a_dry_run_tells_the_same_and_changes_nothing(world: World, tmp_path: Path) -> None:
    world.instance("i-1", name="web-01", expire="2026-11-22")
    world.renew("i-1")
    put(tmp_path, "products.csv", "product,name,renewable", "KEC,Compute,no", "NEW,New,yes")
    put(tmp_path, "accounts.csv", "account,name,balance", "acme,Acme,7.00", "new,New,1")
    put_instances(
        tmp_path,
        instance_line("i-1", expire_date="2026-11-22"),
        instance_line("i-2", account="new", product="NEW"),
    )
    put(tmp_path, "vouchers.csv", VOUCHERS, "v-9,new,9,,2026-12-31")
    paths = [tmp_path / f"{name}.csv" for name in ("products", "accounts", "instances", "vouchers")]
    before = dump(world.path)
    foretold = load(world.desk, *paths, key="k-1", dry_run=True)
    assert dump(world.path) == before
    done = load(world.desk, *paths, key="k-1")
    assert foretold == {**done, "dry_run": True}
    assert len(done["differences"]) == 2


def test_a_row_of_another_account_moves_nobody_s_money_or_dates(
    world: World, tmp_path: Path
) -> None:
    world.account("globex")
    world.instance("i-1")
    world.voucher("v-1", 50_00)
    before = world.instance_facts("i-1", "expire_date", "monthly_price")
    line = instance_line("i-1", account="globex", expire_date="2027-03-01", monthly_price="7.00")
    put_instances(tmp_path, line)
    put(tmp_path, "vouchers.csv", VOUCHERS, "v-1,globex,500.00,500.00,2026-12-31")
    answer = load(world.desk, tmp_path / "instances.csv", tmp_path / "vouchers.csv")
    assert len(answer["differences"]) == 2
    assert counts_of(answer) == {"instances.csv": (0, 0, 1), "vouchers.csv": (0, 0, 1)}
    assert world.instance_facts("i-1", "expire_date", "monthly_price") == before
    assert world.remaining("v-1") == 50_00


def test_what_a_file_has_no_column_for_stays_as_it_is(world: World, tmp_path: Path) -> None:
    world.discount("KRDS", 12, 10)
    world.instance("i-1", name="web-01", policy="auto", auto_months=3, anchor=31)
    world.voucher("v-1", 50_00, products="KEC", use="renewal", valid_from="2026-01-01")
    facts = ("name", "policy", "auto_months", "anchor_day", "expire_date")
    kept = world.instance_facts("i-1", *facts)
    terms = world.sql("SELECT products, use, valid_from, remaining FROM voucher")
    product = world.sql("SELECT reason, retention_days FROM product WHERE code = 'KRDS'")
    put(tmp_path, "products.csv", "product,name,renewable", "KRDS,Databases,yes")
    header = "instance_id,account,product,room,expire_date,monthly_price"
    put(tmp_path, "instances.csv", header, "i-1,acme,KEC,cn-beijing-6,2026-11-30,77.00")
    put(tmp_path, "vouchers.csv", "voucher_id,account,amount,expire_date", "v-1,acme,50,2027-01-01")
    names = ("products.csv", "instances.csv", "vouchers.csv")
    answer = load(world.desk, *(tmp_path / name for name in names))
    assert answer["differences"] == []
    assert world.instance_facts("i-1", *facts) == kept
    assert world.instance_facts("i-1", "monthly_price") == (77_00,)
    assert world.sql("SELECT products, use, valid_from, remaining FROM voucher") == terms
    assert world.sql("SELECT reason, retention_days FROM product WHERE code = 'KRDS'") == product
    assert world.value("SELECT COUNT(*) FROM discount WHERE months = 12 AND percent = 10") == 1


def test_a_new_date_without_a_column_for_the_anchor_day_brings_its_own(
    world: World, tmp_path: Path
) -> None:
    world.instance("i-1", anchor=31)
    header = "instance_id,account,product,room,expire_date,monthly_price"
    put(tmp_path, "instances.csv", header, "i-1,acme,KEC,cn-beijing-6,2026-12-15,100.00")
    load(world.desk, tmp_path / "instances.csv")
    assert world.instance_facts("i-1", "expire_date", "anchor_day") == ("2026-12-15", 15)
