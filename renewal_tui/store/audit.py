"""The audit trail: every change one record, chained by SHA-256 [R28]."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from peewee import ModelSelect

from renewal_tui.clock import stamp
from renewal_tui.operator import Actor
from renewal_tui.store import schema
from renewal_tui.store.connection import Store
from renewal_tui.store.sql import insert_into
from renewal_tui.store.stretches import stretches

GENESIS = "0" * 64
"""What the first record is chained to."""

_TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TO_SORTED_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""Made once: `json.dumps` makes an encoder for each call, which takes longer than the encoding."""

Facts = Mapping[str, Any]
Recorded = Annotated[str, "JSON as it was hashed"]
"""The facts of a record; money in minor units."""

_T = schema.Audit


class AuditRecord(NamedTuple):
    """One record as it is stored."""

    number: int
    at: str
    operator: str
    claimed: str
    source: str
    action: str
    target: str
    before: Recorded
    after: Recorded
    operation_key: str
    previous_hash: str
    hash: str
    note: str | None = None
    session_user: str | None = None


class AuditHead(NamedTuple):
    """Where the chain ends: its last record's number, and the hash; kept elsewhere, an anchor."""

    record: int
    hash: str


_NAMES = ", ".join(("id", *AuditRecord._fields[1:]))
_INSERT = insert_into("audit", _NAMES)
_HASHED = AuditRecord._fields.index("hash")
_WALK = f"SELECT {_NAMES} FROM audit WHERE id > %s ORDER BY id LIMIT %s"  # noqa: S608
_COUNT_BY_KEY = (
    "SELECT operation_key, COUNT(*) FROM audit WHERE id > %s AND id <= %s AND action = %s"
    " GROUP BY operation_key"
)

BEGINNING = AuditHead(0, GENESIS)
"""The head of a chain without records."""


class AuditTrail:
    """Adds records in the caller's transaction; nothing is written before `flush`."""

    def __init__(self, store: Store, actor: Actor, now: datetime) -> None:
        self._store = store
        # The plain text of the source: a driver would ask around how to store an enum's member.
        self._who = (stamp(now), actor.operator, actor.claimed, actor.source.value)
        self.head = read_head(store)
        """The end of the chain, of records not yet written too."""
        self._pending: list[tuple[object, ...]] = []

    def add(  # noqa: PLR0917 - the facts of a record, in their order
        self, action: str, target: str, before: Facts, after: Facts, key: str = "", note: str = ""
    ) -> None:
        """Record a change to be written with the rest of the transaction."""
        facts = (action, target, _TO_SORTED_JSON(before), _TO_SORTED_JSON(after), key)
        chained = (self.head.record + 1, *self._who, *facts, self.head.hash)
        record = AuditRecord(*chained, "", note or None)
        self.head = AuditHead(record.number, link(record))
        self._pending.append((*chained, self.head.hash, record.note, None))

    def flush(self) -> None:
        """Write the records added so far."""
        self._store.many(_INSERT, self._pending)
        self._pending = []


def link(record: AuditRecord) -> str:
    """The SHA-256 that a record should carry: over the fields and the hash before it.

    Its note and the session's user belong to that where there is either, after all others [R32].
    """
    more = record[_HASHED + 1 :]
    text = _TO_JSON(record[:_HASHED] + more if any(more) else record[:_HASHED])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_head(store: Store) -> AuditHead:
    """Where the chain ends now."""
    last = store.row(_T.select(_T.id, _T.hash).order_by(_T.id.desc()).limit(1))
    return AuditHead(*last) if last else BEGINNING


def count_audit(store: Store) -> int:
    """How many records there are."""
    return read_head(store).record


def _select() -> ModelSelect[Any]:
    return _T.select(_T.id, *(getattr(_T, name) for name in AuditRecord._fields[1:]))


def read_audit(
    store: Store,
    *,
    newest_first: bool,
    offset: int = 0,
    limit: int | None = None,
    upto: int | None = None,
) -> list[AuditRecord]:
    """A stretch of the trail; `upto` leaves out the records with a higher number."""
    query = _select().order_by(_T.id.desc() if newest_first else _T.id.asc())
    if upto is not None:
        query = query.where(_T.id <= upto)
    return list(map(AuditRecord._make, store.rows(query.offset(offset).limit(limit))))


def audit_of(store: Store, target: str) -> list[AuditRecord]:
    """The records about one target, newest first."""
    query = _select().where(_T.target == target).order_by(_T.id.desc())
    return list(map(AuditRecord._make, store.rows(query)))


def walk_audit(store: Store, at_once: int = 5_000) -> Iterator[AuditRecord]:
    """The whole trail as it is stored, oldest first, without holding it in memory."""
    last = -1
    while rows := store.sql(_WALK, (last, at_once)):
        yield from map(AuditRecord._make, rows)
        last = rows[-1][0]


def count_by_key(store: Store, action: str) -> Counter[str]:
    """How many records of a kind each operation has left."""
    found: Counter[str] = Counter()
    for numbers in stretches(store, "audit"):
        found.update(dict(store.sql(_COUNT_BY_KEY, (*numbers, action))))
    return found
