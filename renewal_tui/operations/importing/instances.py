"""Instances: what describes them is the file's, what was renewed or chosen here is the desk's."""

from __future__ import annotations

from collections.abc import Sequence

from renewal_tui.domain.records import InstanceRecord
from renewal_tui.domain.text import search_key
from renewal_tui.operations.importing.columns import Row
from renewal_tui.operations.importing.commit import Commit
from renewal_tui.operations.importing.references import References
from renewal_tui.store.importing import Stored, add_instances, find, update_instances
from renewal_tui.store.sql import Columns


def merge_instances(commit: Commit, rows: Sequence[Row[InstanceRecord]]) -> None:
    """Add instances, or write what describes them now."""

    def kept(row: Row[InstanceRecord], stored: Stored[InstanceRecord], field: str) -> str | None:
        if row.record.account != stored.record.account:  # then the row is about something else
            return "an account never changes" if field == "account" else ""
        # The anchor day follows from a date that the file says, and is told with it.
        follows = field == "anchor_day" and row.record.expire_date != stored.record.expire_date
        if not commit.says(row, field) and not follows:
            return ""
        why = _why_kept(field, stored)
        return "" if why and follows else why

    all_new = commit.store.highest("instance") == commit.added  # what is there came just now
    known = {} if all_new else find(commit.store, InstanceRecord, [row.key for row in rows])
    new, changes = commit.sift(rows, known, kept)
    added = [_columns(row.record, commit.references) for row in new]
    written: list[tuple[int, Columns]] = []
    for change in changes:
        commit.record(change.row.key, change.before, change.after)
        record = change.stored.record
        before = _columns(record, commit.references)
        after = _columns(record._replace(**change.after), commit.references)
        differing = {name: value for name, value in after.items() if value != before[name]}
        written.append((change.stored.row, differing))
    if commit.writing:
        add_instances(commit.store, added)
        update_instances(commit.store, written)
        commit.added += len(added)


def _columns(record: InstanceRecord, references: References) -> Columns:
    """A record as the store keeps it: numbers for what it refers to, and what follows from it."""
    return {
        "instance_id": record.instance_id,
        "name": record.name,
        "search": search_key(record.instance_id, record.name),
        "account_id": references.account_rows[record.account],
        "product_id": references.products[record.product].row,
        "room_id": references.rooms[record.room].row,
        "type": record.type,
        "billing_mode": record.billing_mode,
        "expire_date": record.expire_date,
        "anchor_day": record.anchor_day,
        "policy": record.policy,
        "auto_months": record.auto_months,
        "monthly_price": record.monthly_price,
        "listed": references.listed(record.product, record.type, record.billing_mode),
        "policy_set_here": False,
    }


def _why_kept(field: str, stored: Stored[InstanceRecord]) -> str | None:
    if field in ("expire_date", "anchor_day") and stored.moved:
        return "renewed here"
    if field in ("policy", "auto_months") and stored.policy_set:
        return "set here"
    return None
