"""Accounts and their vouchers, as they are."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, TypedDict

from renewal_tui.domain.facts import Account, Voucher
from renewal_tui.domain.money import format_money
from renewal_tui.domain.vouchers import why_unusable_at_all
from renewal_tui.errors import UsageProblem
from renewal_tui.operations.desk import Desk
from renewal_tui.store.catalogue import read_accounts, read_balances
from renewal_tui.store.vouchers import read_vouchers, vouchers_alike


class VoucherDocument(TypedDict):
    """A voucher; `usable` says whether it can pay for a renewal of some product today [R12]."""

    voucher_id: str
    amount: str
    remaining: str
    valid_from: str | None
    expire_date: str
    products: list[str]
    use: str
    usable: bool


class AccountDocument(TypedDict):
    """The answer of `account`."""

    account: str
    name: str
    currency: str
    balance: str
    vouchers: list[VoucherDocument]


class Means(NamedTuple):
    """What an account can pay with today, in minor units: for the header."""

    account: Account
    vouchers: int
    voucher_total: int


def list_accounts(desk: Desk) -> list[Account]:
    """All accounts, by code."""
    return list(read_accounts(desk.store).values())


def count_accounts(desk: Desk) -> int:
    """How many accounts there are."""
    return sum(count for _, count, _ in read_balances(desk.store))


def find_account(desk: Desk, code: str) -> Account:
    """An account by its code. Raises UsageProblem naming the ones that there are."""
    found = read_accounts(desk.store, frozenset((code,))).get(code)
    if found is None:
        raise UsageProblem(f'"{code}" is not an account; {_known(desk)}')
    return found


def _known(desk: Desk) -> str:
    codes = list(read_accounts(desk.store))
    if not codes:
        return "the store has none yet: import some first"
    shown = ", ".join(codes[:8])
    return f"there are {shown}" + (f" and {len(codes) - 8} more" if len(codes) > 8 else "")


def is_usable(voucher: Voucher, today: date) -> bool:
    """Whether a voucher can pay for a renewal of some product today [R12]."""
    return voucher.remaining > 0 and why_unusable_at_all(voucher, today) is None


def vouchers_of(desk: Desk, account: str) -> list[Voucher]:
    """An account's vouchers, the one that expires soonest first."""
    return read_vouchers(desk.store, [account]).get(account, [])


def means(desk: Desk, account: str) -> Means:
    """What an account can pay with today."""
    today = desk.today()
    usable = [voucher for voucher in vouchers_of(desk, account) if is_usable(voucher, today)]
    total = sum(voucher.remaining for voucher in usable)
    return Means(find_account(desk, account), len(usable), total)


def means_by_currency(desk: Desk) -> list[Means]:
    """What all accounts can pay with today, summed up by currency; `account` names only that."""
    today = desk.today()
    sums: dict[str, Means] = {}

    def add(currency: str, balance: int, vouchers: int, rest: int) -> None:
        known = sums.get(currency) or Means(Account("", "", currency, 0), 0, 0)
        sums[currency] = Means(
            known.account._replace(balance=known.account.balance + balance),
            known.vouchers + vouchers,
            known.voucher_total + rest,
        )

    for currency, _, balance in read_balances(desk.store):
        add(currency, balance, 0, 0)
    for currency, several in vouchers_alike(desk.store):
        if is_usable(several.one, today):
            add(currency, 0, several.vouchers, several.remaining)
    return [sums[currency] for currency in sorted(sums)]


def voucher_document(voucher: Voucher, today: date) -> VoucherDocument:
    """One voucher."""
    return {
        "voucher_id": voucher.voucher_id,
        "amount": format_money(voucher.amount),
        "remaining": format_money(voucher.remaining),
        "valid_from": voucher.valid_from.isoformat() if voucher.valid_from else None,
        "expire_date": voucher.expire_date.isoformat(),
        "products": sorted(voucher.products) if voucher.products is not None else ["*"],
        "use": voucher.use.value,
        "usable": is_usable(voucher, today),
    }


def account_document(desk: Desk, code: str) -> AccountDocument:
    """One account with its vouchers. Raises UsageProblem for an unknown one."""
    with desk.store.reading():
        account, today = find_account(desk, code), desk.today()
        return {
            "account": account.code,
            "name": account.name,
            "currency": account.currency,
            "balance": format_money(account.balance),
            "vouchers": [voucher_document(one, today) for one in vouchers_of(desk, code)],
        }
