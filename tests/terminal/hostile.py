"""A store whose every name is hostile: what import takes is imported, the rest is written in."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from renewal_tui.operations.desk import new_key
from renewal_tui.operations.import_fleet import import_paths
from renewal_tui.operator import Source, current_actor
from tests.cli.test_hostile_names import HOSTILE
from tests.operations.importing import put
from tests.operations.test_import_names import HARMLESS, OBEYED
from tests.operations.world import World
from tests.terminal.obeyed import may_be_obeyed
from tests.ui.test_hostile_names import CONTROLS, MARKUP, WRITING

MARK = "OWNED"
"""Stands in every payload: the screen that shows it has shown a hostile name."""

PAYLOADS = (
    "\x1b]52;c;T1dORUQ=\x07OWNED",
    "\x1b]0;OWNED\x07",
    "\x1b]0;OWNED\x1b\\",
    "\x1b]8;;http://OWNED.example\x07OWNED\x1b]8;;\x07",
    "\x1b]22;OWNED\x07",
    "\x1b[31337mOWNED",
    "\x1b[31337;1HOWNED",
    "\x1b[?1049lOWNED",
    "\x1b[6nOWNED",
    "\x1bP31337qOWNED\x1b\\",
    "\x1b_OWNED\x1b\\",
    "\x1bcOWNED",
    "\x9b31337mOWNED",
    "\x9d0;OWNED\x9c",
    "\x90OWNED\x9c",
    "OWNED\x07\x00\x08\x0b\x0c\x0e\x7f",
    "OWNED\nINJECTED",
    "OWNED\r\tINJECTED",
    "OWNED\u202egnp\u2066\u200b\u200d\u200f\ufeff\u061c\u00ad",
    "OWNED\u2028\u2029\u0085\U000e0041\ue000",
)
REFUSED = tuple(dict.fromkeys((*PAYLOADS, *(name for name, _ in OBEYED), *CONTROLS, WRITING[-1])))
"""Names that no import takes."""

_FOREIGN = (*HOSTILE, *MARKUP, *WRITING, *HARMLESS)
CORPUS = tuple(dict.fromkeys((*REFUSED, *_FOREIGN)))
CARRIED = tuple(name for name in CORPUS if any(map(may_be_obeyed, name)))
"""Those that must not reach a terminal as they are."""


def slices(names: Sequence[str] = CORPUS) -> list[str]:
    """The corpus in names of some texts each, for what there are few of; one payload leads each."""
    rest = [name for name in names if name not in PAYLOADS and len(name) < 300]
    count = len(PAYLOADS) // 2
    return [" ".join((*PAYLOADS[at::count], *rest[at::count])) for at in range(count)]


def accepted_files(folder: Path) -> Path:
    """Files of hostile names of which import finds nothing to say."""
    rooms = [{"room": f"h-{at}", "name": name} for at, name in enumerate(HARMLESS)]
    put(folder, "rooms.jsonl", *map(json.dumps, rooms))
    products = [
        {"product": f"H{at}", "name": name, "renewable": "yes"} for at, name in enumerate(HARMLESS)
    ]
    put(folder, "products.jsonl", *map(json.dumps, products))
    accounts = [
        {"account": f"h-{at}", "name": name, "balance": "1000.00"}
        for at, name in enumerate(HARMLESS)
    ]
    put(folder, "accounts.jsonl", *map(json.dumps, accounts))
    instances = [
        {
            "instance_id": f"{name[:40]} {at}".strip(),
            "name": name,
            "account": f"h-{at}",
            "product": f"H{at}",
            "room": f"h-{at}",
            "expire_date": "2026-11-28",
            "monthly_price": "10.00",
        }
        for at, name in enumerate(HARMLESS)
    ]
    put(folder, "instances.jsonl", *map(json.dumps, instances))
    return folder


def refused_files(folder: Path) -> Path:
    """Files in which every line, and the name of one, is to be refused."""
    rows = [{"room": f"r-{at}", "name": name} for at, name in enumerate(REFUSED)]
    put(folder, "rooms.jsonl", *map(json.dumps, rows))
    keys = [{name: name, "account": name} for name in REFUSED]
    put(folder, "accounts.jsonl", *map(json.dumps, keys))
    return folder


def hostile_store(folder: Path) -> World:
    """A sandbox in which everything that has a name or a note has a hostile one."""
    world = World(folder)
    import_paths(world.desk, [accepted_files(folder / "accepted")], new_key())
    few = slices()
    for at, name in enumerate(few):
        world.account(f"a{at}{PAYLOADS[at]}", 10_000_00)
        code = f"{at}{PAYLOADS[-at]}"
        world.sql("INSERT INTO room (code, name) VALUES (?, ?)", code, name)
        world.sql(
            "INSERT INTO product (code, name, renewable, reason, retention_days)"
            " VALUES (?, ?, 1, '', 7)",
            *(code, name),
        )
    world.sql("UPDATE account SET name = ? || name", few[0])
    world.sql("UPDATE product SET reason = ? WHERE reason <> ''", few[1])
    for at, name in enumerate(few):
        where = {"account": f"a{at}{PAYLOADS[at]}", "product": f"{at}{PAYLOADS[-at]}"}
        where["room"] = where["product"]
        world.instance(f"f{at}{PAYLOADS[at]}", name=name, expire="2026-11-23", **where)
        world.voucher(f"v{at}{PAYLOADS[at]}", 1_00, account=where["account"])
        world.voucher(f"w{at}{PAYLOADS[at]}", 1_00, account=where["account"], use="purchase")
    for at, name in enumerate(CORPUS):
        code = f"{at:02}{name}"[:60]
        world.instance(f"m{code}", name=name)
        world.instance(f"a{code}", name=name, policy="auto", expire="2026-11-22")
        world.instance(f"x{code}", name=name, product="KAD")
    _lived_in(world, few)
    return world


def _lived_in(world: World, few: Sequence[str]) -> None:
    """Orders, a record and a failed attempt, whose words are hostile too."""
    world.renew(f"m01{PAYLOADS[1]}")
    world.unpaid(f"m02{PAYLOADS[2]}")
    world.cancel(world.unpaid(f"m03{PAYLOADS[3]}"))
    world.sql("UPDATE orders SET operator = ?, reason = ?, note = ?", *few[2:4], few[3])
    told = json.dumps({few[4]: few[5], "lines": [[few[6], few[7]]]})
    world.sql(
        "INSERT INTO audit (at, operator, claimed, source, action, target, before, after,"
        " operation_key, previous_hash, hash) SELECT at, ?, ?, source, action, ?, ?, ?, ?, hash,"
        " hash FROM audit ORDER BY id DESC LIMIT 1",
        *(few[0], few[1], PAYLOADS[2], told, told, few[8]),
    )
    world.sql(
        "INSERT INTO engine_run (business_date, at, operator, operation_key, renewed, failed)"
        " VALUES ('2026-11-21', '2026-11-21T00:05:00Z', ?, ?, 0, 1)",
        *few[:2],
    )
    world.sql(
        "INSERT INTO attempt (run_id, instance_id, business_date, code, reason, short_by)"
        " SELECT max(engine_run.id), instance.id, '2026-11-21', ?, ?, 1 FROM engine_run, instance"
        " WHERE instance.instance_id = ?",
        *(PAYLOADS[0], few[2], f"f0{PAYLOADS[0]}"),
    )


def unanswered(path: Path) -> None:
    """An operation of whoever runs this, of a session that is over, told to nobody yet."""
    operator = current_actor(Source.TUI).operator
    session = f"{os.uname().nodename}/1/never"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO operation (key, action, request_hash, operator, session, at, state,"
            " acknowledged) VALUES (?, ?, '', ?, ?, '2026-11-21T00:05:00Z', 'intended', 0)",
            (PAYLOADS[0], PAYLOADS[5], operator, session),
        )
