"""A generated fleet: any number of instances, through the same writing path as an import."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from renewal_tui import paths
from renewal_tui.domain.records import Record
from renewal_tui.errors import Refused, UsageProblem
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.execution.work import transaction
from renewal_tui.operations.import_fleet import import_paths
from renewal_tui.operations.importing.checking import CheckedFile
from renewal_tui.operations.importing.columns import Row
from renewal_tui.operations.importing.commit import Commit
from renewal_tui.operations.importing.files import Kind
from renewal_tui.operations.importing.merging import merge_rows
from renewal_tui.operations.importing.references import References
from renewal_tui.operations.sample_fleet.instances import instance_records
from renewal_tui.operations.sample_fleet.money import account_records, voucher_records
from renewal_tui.operations.unanswered import acknowledge
from renewal_tui.operations.watch import Unwatched, Watch

MOST_INSTANCES = 10_000_000
LABEL = "generated fleet"

_ROWS_AT_ONCE = 10_000


def check_size(instances: int) -> None:
    """Refuse a size that is not offered. Raises UsageProblem."""
    if not 1 <= instances <= MOST_INSTANCES:
        raise UsageProblem(f"{instances} is not a number from 1 to {MOST_INSTANCES:,}", "instances")


def generate(desk: Desk, instances: int, watch: Watch | None = None) -> None:
    """Fill a new store with so many instances, their accounts and vouchers, in one transaction.

    Products and rooms are those of the sample data. The same size on the same date gives the same
    rows. Nobody else may want to write meanwhile: it is for a store that nobody knows of yet.
    Raises UsageProblem for the size, and Refused when it was stopped; then nothing was written.
    """
    watch = watch or Unwatched()
    check_size(instances)
    folder = paths.sample_data()
    key = new_key()
    import_paths(desk, [folder / f"{kind}.csv" for kind in (Kind.PRODUCTS, Kind.ROOMS)], key)
    acknowledge(desk, key)  # the store itself is the answer
    engine = desk.store.engine
    with engine.sorting_on_disk(), transaction(desk, new_key(), watch) as work, engine.bulk_load():
        file = CheckedFile(LABEL, Kind.INSTANCES, instances, "", frozenset())
        commit = Commit(work.store, References(work.store), [file], work)
        rows = _rows(desk, instances, sorted(commit.references.rooms))
        done = 0
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            merge_rows(commit, some)
            done += len(some)
            watch.progress(min(done, instances), instances)
            if watch.stopped():
                raise Refused("stopped; nothing was generated")
        commit.record_files()


def _rows(desk: Desk, instances: int, rooms: list[str]) -> Iterator[Row[Record]]:
    accounts = list(account_records(instances))
    codes = [one.account for one in accounts]
    fleet = instance_records(instances, codes, rooms, desk.today())
    vouchers = voucher_records(codes, desk.today())
    records: Iterator[Record] = chain[Record](accounts, fleet, vouchers)
    return (Row(0, number, record) for number, record in enumerate(records, start=1))
