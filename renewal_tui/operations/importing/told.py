"""What imports brought asks for its records in the audit trail [R28]: `check` and `--verify` do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from renewal_tui.operations.importing.answer import records_of
from renewal_tui.operations.importing.commit import ACTION
from renewal_tui.store.audit import count_by_key
from renewal_tui.store.checks.problem import Problem
from renewal_tui.store.checks.told import lost
from renewal_tui.store.connection import Store
from renewal_tui.store.operation_keys import keys_of, read_parts


def imports(store: Store) -> Iterator[Problem]:
    """Each commit of an import has one record a file, and one a row that it changed."""
    brought = {}
    for key in keys_of(store, ACTION):
        with suppress(TypeError, ValueError, KeyError):  # an answer nobody can read is named so
            brought[key] = sum(map(records_of, read_parts(store, key)))
    told = count_by_key(store, ACTION)
    for key, records in brought.items():
        if told[key] < records:
            yield lost(f"operation {key}", ACTION, records, told[key])
