"""Instances: what describes them is the file's, what was renewed or chosen here is the desk's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from renewal_tui.domain.filters import search_key
from renewal_tui.operations.fleet_files.rows import InstanceRow
from renewal_tui.operations.fleet_merge.merging import Merge, compare
from renewal_tui.operations.fleet_merge.references import References
from renewal_tui.store.fleet.instances import (
    InstanceValues,
    StoredInstance,
    find_instances,
    insert_instances,
    update_instances,
)
from renewal_tui.store.fleet.lookup import next_number

_FIELDS = InstanceRow._fields[3:]


def merge_instances(merge: Merge, rows: Sequence[InstanceRow]) -> None:
    """Add instances, or write what describes them now."""
    known = _known(merge, rows)
    new: list[InstanceValues] = []
    changed: list[tuple[InstanceValues, int]] = []
    for row in rows:
        stored = known.get(row.instance_id)
        if stored is None:
            merge.of(row).new += 1
            new.append(values_of(row, merge.references))
        elif stored[3:] == row[2:]:
            merge.of(row).unchanged += 1
        else:
            _compare(merge, row, stored, changed)
    if merge.writing:
        insert_instances(merge.store, new)
        update_instances(merge.store, changed)
        merge.added += len(new)


def _known(merge: Merge, rows: Sequence[InstanceRow]) -> dict[str, StoredInstance]:
    """The instances that are there already; when all that are there came just now, none is."""
    if next_number(merge.store, "instance") - 1 == merge.added:
        return {}
    return find_instances(merge.store, [row.instance_id for row in rows])


def values_of(row: InstanceRow, references: References) -> InstanceValues:
    """A row as the store keeps it."""
    return InstanceValues(
        row.instance_id,
        row.name,
        search_key(row.instance_id, row.name),
        references.account_rows[row.account],
        references.product_rows[row.product],
        references.room_rows[row.room],
        row.type,
        row.billing_mode,
        row.expire_date,
        row.anchor_day,
        row.policy,
        row.auto_months,
        row.monthly_price,
        references.listed(row.product, row.type, row.billing_mode),
    )


def _compare(
    merge: Merge,
    row: InstanceRow,
    stored: StoredInstance,
    changed: list[tuple[InstanceValues, int]],
) -> None:
    if row.account != stored.account:  # then the row is about something else
        merge.differs(row, "account", row.account, stored.account, "an account never changes")
        merge.of(row).unchanged += 1
        return
    other_date = row.expire_date != stored.expire_date

    def kept(field: str, theirs: Any, ours: Any) -> bool:
        follows = field == "anchor_day" and other_date  # from the date that the file says
        if not merge.says(row, field) and not follows:
            return True
        why = _why_kept(field, stored)
        if why and not (field == "anchor_day" and other_date):  # the date says it already
            merge.differs(row, field, theirs, ours, why)
        return bool(why)

    change = compare(row, stored, _FIELDS, kept)
    if not change.after:
        merge.of(row).unchanged += 1
        return
    wanted = InstanceRow(row.file, row.line, *stored[3:])._replace(**change.after)
    changed.append((values_of(wanted, merge.references), stored.row))
    merge.changed(row, row.instance_id, change)


def _why_kept(field: str, stored: StoredInstance) -> str | None:
    if field in ("expire_date", "anchor_day") and stored.renewed_here:
        return "renewed here"
    if field in ("policy", "auto_months") and stored.policy_set_here:
        return "set here"
    return None
