"""`account`, `account top-up` and `vouchers`."""

from __future__ import annotations

import pytest

from tests.cli.calls import Caller

VOUCHER = [
    "voucher_id",
    "amount",
    "remaining",
    "valid_from",
    "expire_date",
    "products",
    "use",
    "usable",
]


def test_one_account_is_the_document_that_programs_rely_on(call: Caller) -> None:
    found = call("account", "acme-prod", "--json").json
    assert {"account", "currency", "balance", "vouchers"} <= set(found)
    assert (found["account"], found["currency"], found["balance"]) == (
        "acme-prod",
        "CNY",
        "12480.00",
    )
    assert all(list(voucher) == VOUCHER for voucher in found["vouchers"])


def test_several_accounts_and_none_named_are_all_shown(call: Caller) -> None:
    found = call("account", "--json").json
    assert [one["account"] for one in found["accounts"]] == ["acme-prod", "globex-lab"]
    out = call("account").out
    assert "2 accounts" in out
    assert "12,480.00" in out


def test_one_account_in_the_store_needs_no_name(call: Caller) -> None:
    call.bare("--database", str(call.path.with_name("one.db")), "init")
    call.path = call.path.with_name("one.db")
    csv = call.path.with_name("accounts.csv")
    csv.write_text("account,name,balance\nsolo,Solo,5.00\n", encoding="utf-8")
    call("import", str(csv))
    assert call("account", "--json").json["account"] == "solo"
    assert "CNY 5.00" in call("account").out


def test_an_account_can_be_named_after_any_option(call: Caller) -> None:
    assert call("account", "--json", "globex-lab").json["account"] == "globex-lab"
    assert "CNY 640.00" in call("account", "globex-lab").out


def test_vouchers_say_whose_they_are_and_whether_they_are_usable(call: Caller) -> None:
    found = call("vouchers", "--json").json["vouchers"]
    assert all(list(one) == ["account", *VOUCHER] for one in found)
    usable = {one["voucher_id"]: one["usable"] for one in found}
    assert usable["VC-1001"] is True
    assert usable["VC-1008"] is False  # only for purchases
    assert usable["VC-1009"] is False  # not valid yet
    assert usable["VC-1010"] is False  # expired
    assert "12 vouchers" in call("vouchers").out


def test_vouchers_of_one_account_only(call: Caller) -> None:
    found = call("vouchers", "--account", "globex-lab", "--json").json["vouchers"]
    assert [one["voucher_id"] for one in found] == ["VC-2001"]


def test_a_top_up_answers_with_the_balance_before_and_after(call: Caller) -> None:
    arguments = ("account", "top-up", "globex-lab", "375.00", "--note", "transfer 4711")
    found = call(*arguments, "--yes", "--json").json
    assert (found["balance_before"], found["amount"], found["balance"]) == (
        "640.00",
        "375.00",
        "1015.00",
    )
    assert "CNY 375.00 added, balance 1,015.00 -> 1,390.00" in call(*arguments, "--yes").out
    assert "transfer 4711" in call("export", "ledger").out


def test_a_top_up_in_a_dry_run_changes_nothing(call: Caller) -> None:
    before = call.path.read_bytes()
    found = call("account", "top-up", "globex-lab", "1.00", "--dry-run", "--json").json
    assert (found["balance"], found["dry_run"]) == ("641.00", True)
    assert "a dry run" in call("account", "top-up", "globex-lab", "1.00", "--dry-run").out
    assert call.path.read_bytes() == before


def test_the_same_key_tops_up_once(call: Caller) -> None:
    arguments = ("account", "top-up", "globex-lab", "10.00", "--key", "T-1", "--yes", "--json")
    assert call(*arguments).json == call(*arguments).json
    assert call("account", "globex-lab", "--json").json["balance"] == "650.00"


def test_a_top_up_asks_and_a_no_changes_nothing(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = call.path.read_bytes()
    call.types(monkeypatch, "n")
    answer = call("account", "top-up", "globex-lab", "10.00", status=1)
    assert "balance 640.00 -> 650.00" in answer.err
    assert "Add CNY 10.00 to globex-lab? [y/N]" in answer.err
    assert call.path.read_bytes() == before
    call.types(monkeypatch, "y")
    call("account", "top-up", "globex-lab", "10.00")


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("-5", "there is no option -5; numbers and amounts cannot be negative"),
        ("5.001", '"5.001" is not an amount such as 1234.50'),
        ("1,000.00", '"1,000.00" is not an amount such as 1234.50'),
        ("0", "must be more than 0.00"),
        ("1e9", '"1e9" is not an amount'),
        ("99999999999999.00", "is larger than"),
    ],
)
def test_an_amount_that_is_not_possible_is_refused(call: Caller, amount: str, said: str) -> None:
    assert said in call.refused("account", "top-up", "acme-prod", amount, "--yes")


def test_a_negative_amount_after_two_dashes_is_refused_too(call: Caller) -> None:
    answer = call("account", "top-up", "--yes", "--", "acme-prod", "-5", status=2)
    assert "is negative" in answer.err


@pytest.mark.parametrize("arguments", [("account", "nobody"), ("vouchers", "--account", "nobody")])
def test_an_unknown_account_names_those_that_there_are(
    call: Caller, arguments: tuple[str, ...]
) -> None:
    line = call.refused(*arguments)
    assert '"nobody" is not an account; there are acme-prod, globex-lab' in line


def test_an_unknown_account_is_not_topped_up(call: Caller) -> None:
    assert "is not an account" in call.refused("account", "top-up", "nobody", "1.00", "--yes")
