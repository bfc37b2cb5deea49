"""Made-up accounts and vouchers: most can pay for what is due, a few cannot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from renewal_tui.domain.codes import Use
from renewal_tui.domain.records import AccountRecord, VoucherRecord

FEWEST_ACCOUNTS, MOST_ACCOUNTS = 2, 1_000
ROWS_IN_ACCOUNT = 1_000

_RICH = 2_000_000_00
_SHORT = 150_00
_SHORT_EVERY = 20


class _Terms(NamedTuple):
    """A voucher's terms: fen, what is used of it, days from today, products and use."""

    amount: int
    used: int
    starts: int | None
    ends: int
    products: str = "*"
    use: Use = Use.GENERAL


_TERMS = (
    _Terms(200_00, 0, -80, 3, use=Use.RENEWAL),
    _Terms(200_00, 0, -140, 39),
    _Terms(300_00, 0, -50, 39, use=Use.RENEWAL),
    _Terms(100_00, 0, -20, 70),
    _Terms(100_00, 0, -110, 70),
    _Terms(150_00, 0, -38, 23, "KEC", Use.RENEWAL),
    _Terms(400_00, 0, -38, 98, "EBS;KRDS"),
    _Terms(1_000_00, 0, -170, 220, use=Use.PURCHASE),
    _Terms(600_00, 0, 9, 190, use=Use.RENEWAL),
    _Terms(250_00, 0, -180, -2),
    _Terms(500_00, 320_00, -230, 129),
    _Terms(80_00, 80_00, -60, 30),
    _Terms(50_00, 0, None, 365, "EIP"),
    _Terms(75_50, 0, None, 400),
    _Terms(120_00, 19_99, -10, 60, "EBS"),
    _Terms(30_00, 0, -5, 0),
    _Terms(66_66, 0, -5, 7, use=Use.RENEWAL),
    _Terms(900_00, 0, -1, 500, "KCS;KRDS;MongoDB"),
    _Terms(45_00, 0, -90, 15),
    _Terms(220_00, 0, 0, 180),
)
"""The vouchers that every account has."""


def account_records(instances: int) -> Iterator[AccountRecord]:
    """An account for each thousand instances, 2 to 1,000 of them; one in twenty is short."""
    count = min(max(round(instances / ROWS_IN_ACCOUNT), FEWEST_ACCOUNTS), MOST_ACCOUNTS)
    for number in range(1, count + 1):
        balance = _RICH if number % _SHORT_EVERY else _SHORT
        name = f"Customer {number:,}"
        yield AccountRecord(f"customer-{number:04}", name, None, balance)


def voucher_records(accounts: Sequence[str], today: date) -> Iterator[VoucherRecord]:
    """Twenty vouchers for each account."""
    for place, account in enumerate(accounts):
        for number, terms in enumerate(_TERMS, start=1):
            line = place * len(_TERMS) + number
            amounts = (terms.amount, terms.amount - terms.used)
            starts = None if terms.starts is None else str(today + timedelta(days=terms.starts))
            ends = str(today + timedelta(days=terms.ends))
            where = (terms.products, terms.use.value)
            yield VoucherRecord(f"VC-{line:06}", account, *amounts, starts, ends, *where)
