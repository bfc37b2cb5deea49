"""Accounts and vouchers: their terms are the file's; money that moved here stays moved [R13]."""

from __future__ import annotations

from collections.abc import Sequence

from renewal_tui.domain.records import AccountRecord, VoucherRecord
from renewal_tui.operations.importing.columns import Row
from renewal_tui.operations.importing.commit import Change, Commit
from renewal_tui.store.importing import Stored, find
from renewal_tui.store.sql import Columns


def merge_accounts(commit: Commit, rows: Sequence[Row[AccountRecord]]) -> None:
    """Add accounts, or write their names, and the balances of those without a ledger [R30]."""
    known = find(commit.store, AccountRecord, [row.key for row in rows])
    new, changes = commit.sift(rows, known, _why_account_kept)
    added: list[Columns] = []
    for number, row in enumerate(new, start=commit.store.highest("account") + 1):
        account, name, currency, balance = row.record
        commit.references.account_rows[account] = number
        columns = {"id": number, "code": account, "name": name, "balance": balance}
        added.append(
            {**columns, "opening": balance, "currency": currency or commit.references.currency}
        )
    for change in changes:
        commit.record(change.row.key, change.before, change.after)
    if commit.writing:
        commit.store.insert("account", added)
        commit.store.update("account", [(one.stored.row, _account(one)) for one in changes])


def _account(change: Change[AccountRecord]) -> Columns:
    """What is written of an account; the balance that it comes with is its opening [R30]."""
    columns: Columns = dict(change.after)
    return columns | {"opening": columns["balance"]} if "balance" in columns else columns


def _why_account_kept(
    row: Row[AccountRecord], stored: Stored[AccountRecord], field: str
) -> str | None:
    unsaid = row.record.currency is None
    other_currency = not unsaid and row.record.currency != stored.record.currency
    if field == "currency":
        return "" if unsaid else "a currency never changes"
    if field == "balance" and stored.moved:
        return "money has moved here"
    return "in another currency" if field == "balance" and other_currency else None


def merge_vouchers(commit: Commit, rows: Sequence[Row[VoucherRecord]]) -> None:
    """Add vouchers, or write what they are now; remaining = amount - sum of uses [R30]."""

    def kept(row: Row[VoucherRecord], stored: Stored[VoucherRecord], field: str) -> str | None:
        record = row.record
        if record.account != stored.record.account:  # then the row is about something else
            return "an account never changes" if field == "account" else ""
        follows = field == "remaining" and record.amount != stored.record.amount
        if not commit.says(row, field) and not follows:
            return ""
        if field == "expire_date" and not commit.says(row, "valid_from"):
            return _why_never_valid(record, stored.record)
        return _why_amount_kept(row, stored) if field in ("amount", "remaining") else None

    known = find(commit.store, VoucherRecord, [row.key for row in rows])
    new, changes = commit.sift(rows, known, kept)
    added: list[Columns] = []
    uses: list[Columns] = []
    for number, row in enumerate(new, start=commit.store.highest("voucher") + 1):
        values = row.record._asdict()
        code, account = values.pop("voucher_id"), values.pop("account")
        owner = commit.references.account_rows[account]
        added.append({"id": number, "code": code, "account_id": owner, **values})
        uses += _uses(number, _used(row.record))
    for change in changes:
        commit.record(change.row.key, change.before, change.after)
        more = _used(change.row.record) - _used(change.stored.record)
        uses += [] if change.stored.moved else _uses(change.stored.row, more)
    if commit.writing:
        commit.store.insert("voucher", added)
        commit.store.update("voucher", [(one.stored.row, one.after) for one in changes])
        commit.store.insert("voucher_use", uses)


def _why_amount_kept(row: Row[VoucherRecord], stored: Stored[VoucherRecord]) -> str | None:
    """Why the file is not followed; its amount and what remains of it go together."""
    if stored.moved:
        return "used here"
    less = _used(row.record) < _used(stored.record)
    return "a used amount is never given back" if less else None


def _why_never_valid(voucher: VoucherRecord, stored: VoucherRecord) -> str | None:
    """Why a date cannot be followed by a file that says nothing of the first valid day [R12]."""
    start = stored.valid_from
    late = start is not None and start > voucher.expire_date
    return f"valid only from {start}" if late else None


def _used(voucher: VoucherRecord) -> int:
    return voucher.amount - voucher.remaining


def _uses(voucher: int, amount: int) -> list[Columns]:
    """An amount that was used elsewhere, if it is one: a use that no line here knows of [R30]."""
    return [{"voucher_id": voucher, "line_id": None, "amount": amount}] if amount > 0 else []
