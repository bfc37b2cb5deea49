"""Vouchers: their terms are the file's, what was used of them is never given back [R13]."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from renewal_tui.operations.fleet_files.rows import VoucherRow
from renewal_tui.operations.fleet_merge.merging import Merge, compare
from renewal_tui.store.fleet.lookup import next_number
from renewal_tui.store.fleet.vouchers import (
    StoredVoucher,
    find_vouchers,
    insert_vouchers,
    update_vouchers,
    use_before,
)

_FIELDS = VoucherRow._fields[3:]


def merge_vouchers(merge: Merge, rows: Sequence[VoucherRow]) -> None:
    """Add vouchers, or write what they are now; remaining = amount - sum of uses [R30]."""
    known = find_vouchers(merge.store, [row.voucher_id for row in rows])
    number = next_number(merge.store, "voucher")
    new: list[tuple[StoredVoucher, int]] = []
    changed: list[StoredVoucher] = []
    uses: list[tuple[int, int]] = []
    for row in rows:
        stored = known.get(row.voucher_id)
        if stored is not None:
            _compare(merge, row, stored, changed, uses)
            continue
        place = number + len(new)
        voucher = StoredVoucher(place, *row[2:], used_here=False)
        new.append((voucher, merge.references.account_rows[row.account]))
        if row.remaining < row.amount:
            uses.append((place, row.amount - row.remaining))
        merge.of(row).new += 1
    if merge.writing:
        insert_vouchers(merge.store, new)
        update_vouchers(merge.store, changed)
        use_before(merge.store, uses)


def _compare(
    merge: Merge,
    row: VoucherRow,
    stored: StoredVoucher,
    changed: list[StoredVoucher],
    uses: list[tuple[int, int]],
) -> None:
    if row.account != stored.account:  # then the row is about something else
        merge.differs(row, "account", row.account, stored.account, "an account never changes")
        merge.of(row).unchanged += 1
        return
    more_used = (row.amount - row.remaining) - (stored.amount - stored.remaining)

    def kept(field: str, theirs: Any, ours: Any) -> bool:
        if not merge.says(row, field) and (field != "remaining" or row.amount == stored.amount):
            return True
        why = _why_kept(field, stored, more_used)
        if field == "expire_date" and not merge.says(row, "valid_from"):
            why = why or _why_never_valid(row, stored)
        if why:
            merge.differs(row, field, theirs, ours, why)
        return bool(why)

    change = compare(row, stored, _FIELDS, kept)
    if not change.after:
        merge.of(row).unchanged += 1
        return
    wanted = stored._replace(**change.after)
    changed.append(wanted)
    if more_used > 0 and not stored.used_here:
        uses.append((stored.row, more_used))
    merge.changed(row, row.voucher_id, change)


def _why_kept(field: str, stored: StoredVoucher, more_used: int) -> str | None:
    """Why the file is not followed; its amount and what remains of it go together."""
    if field in ("amount", "remaining"):
        if stored.used_here:
            return "used here"
        if more_used < 0:
            return "a used amount is never given back"
    return None


def _why_never_valid(row: VoucherRow, stored: StoredVoucher) -> str | None:
    """Why a date cannot be followed by a file that says nothing of the first valid day [R12]."""
    if stored.valid_from is not None and stored.valid_from > row.expire_date:
        return f"valid only from {stored.valid_from}"
    return None
