"""Accounts and their vouchers, as they are."""

from __future__ import annotations

from typing import NamedTuple

from renewal_tui.domain.facts import Account, Voucher
from renewal_tui.domain.money import Money
from renewal_tui.domain.vouchers import is_usable
from renewal_tui.domain.words import unknown_text
from renewal_tui.errors import UsageProblem
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import Among
from renewal_tui.store.accounts import read_accounts, read_balances
from renewal_tui.store.vouchers import read_vouchers, vouchers_alike


class VoucherToday(NamedTuple):
    """A voucher; `usable` says whether it can pay for a renewal of some product today [R12]."""

    voucher: Among[Voucher]
    usable: bool


class AccountToday(NamedTuple):
    """An account with its vouchers: the answer of `account`."""

    account: str
    name: str
    currency: str
    balance: Money
    vouchers: tuple[VoucherToday, ...]

    @property
    def usable(self) -> int:
        """What can pay for a renewal of some product today."""
        return sum(one.voucher.remaining for one in self.vouchers if one.usable)


class Accounts(NamedTuple):
    """The answer of `account` for several."""

    accounts: tuple[AccountToday, ...]


class AccountVoucher(NamedTuple):
    """A voucher, and whose it is."""

    account: str
    voucher: Among[VoucherToday]


class Vouchers(NamedTuple):
    """The answer of `vouchers`."""

    vouchers: tuple[AccountVoucher, ...]


class Means(NamedTuple):
    """What an account can pay with today: for the header."""

    account: Account
    vouchers: int
    voucher_total: Money


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
        raise UsageProblem(unknown_text(code, "an account", read_accounts(desk.store), 8))
    return found


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
    rows = [(currency, balance, 0, 0) for currency, _, balance in read_balances(desk.store)]
    rows += [
        (currency, 0, several.vouchers, several.remaining)
        for currency, several in vouchers_alike(desk.store)
        if is_usable(several.one, today)
    ]
    for currency, balance, vouchers, rest in rows:
        account, number, total = sums.get(currency) or Means(Account("", "", currency, 0), 0, 0)
        account = account._replace(balance=account.balance + balance)
        sums[currency] = Means(account, number + vouchers, total + rest)
    return [sums[currency] for currency in sorted(sums)]


def account_today(desk: Desk, code: str) -> AccountToday:
    """One account with its vouchers. Raises UsageProblem for an unknown one."""
    with desk.store.reading():
        account, today = find_account(desk, code), desk.today()
        vouchers = vouchers_of(desk, code)
    seen = (VoucherToday(voucher, is_usable(voucher, today)) for voucher in vouchers)
    return AccountToday(*account, tuple(seen))


def accounts_today(desk: Desk, code: str | None = None) -> Accounts:
    """All accounts with their vouchers, each at its own moment, or one. Raises UsageProblem."""
    codes = [one.code for one in list_accounts(desk)] if code is None else [code]
    return Accounts(tuple(account_today(desk, one) for one in codes))


def vouchers_today(desk: Desk, code: str | None = None) -> Vouchers:
    """The vouchers of all accounts, or of one; each account's as `accounts_today`."""
    accounts = accounts_today(desk, code).accounts
    return Vouchers(
        tuple(AccountVoucher(one.account, voucher) for one in accounts for voucher in one.vouchers)
    )
