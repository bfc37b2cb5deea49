"""The files that an importer of the bank test brings, round by round: half known, half new.

What they say of the known ones is what was so at the beginning, or something else at random, and
never what has become of them since: whatever was renewed, used or chosen here must outlive them.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from tests.operations.importing import INSTANCES, VOUCHERS, put

KNOWN = 30
"""So many instances of acme are there at the beginning."""

VOUCHERS_KNOWN = 3
RIVALRY = "i-06"
"""What rivals renew over and over, due and automatic; every file wants its first expire date."""

EARLY = ("i-02", "i-03")
"""Renewed and switched before anybody begins; every file wants that undone."""

_BRANCHES = 4
_DISCOUNTS = ("12:15", "1:10;12:15", "1:5")


def facts(number: int) -> dict[str, Any]:
    """What is so at the beginning of a known instance; a third of them are automatic."""
    return {
        "expire": "2026-11-22" if number % 2 == 0 else "2026-12-05",
        "policy": "auto" if number % 3 == 0 else "manual",
        "price": 7_00,
    }


def put_files(folder: Path, label: str, chance: random.Random) -> Path:
    """Write a folder of files; the same label and luck make the same bytes."""
    put(folder, "products.csv", *_products(chance))
    put(folder, "accounts.csv", "account,name,balance", *_accounts(chance))
    put(folder, "instances.csv", f"{INSTANCES},policy,auto_months", *_instances(label, chance))
    put(folder, "vouchers.csv", VOUCHERS, *_vouchers(label, chance))
    return folder


def _products(chance: random.Random) -> tuple[str, ...]:
    renewable = "no" if chance.random() < 0.2 else "yes"
    return (
        "product,name,renewable,discounts",
        f"KEC,Compute,yes,{chance.choice(_DISCOUNTS)}",
        f"EIP,Elastic IP,{renewable},",
    )


def _accounts(chance: random.Random) -> list[str]:
    branches = [f"branch-{number}" for number in range(_BRANCHES)]
    return [
        f"{code},Name {chance.randrange(100)},{chance.randint(500, 3000)}.00"
        for code in ("acme", *branches)
    ]


def _instances(label: str, chance: random.Random) -> list[str]:
    some = {f"i-{number:02d}" for number in chance.sample(range(KNOWN), 5)}
    known = sorted({*some, *EARLY, RIVALRY})
    rows = [_known(instance_id, chance) for instance_id in known]
    branch = f"branch-{chance.randrange(_BRANCHES)}"
    product = chance.choice(("KEC", "EIP"))
    rows.append(f"n-{label}-due,new,{branch},{product},cn-beijing-6,2026-11-22,3.00,auto,1")
    rows.append(f"n-{label}-later,new,acme,{product},cn-shanghai-2,2026-12-05,3.00,manual,1")
    return rows


def _known(instance_id: str, chance: random.Random) -> str:
    first = facts(int(instance_id[2:]))
    expire = first["expire"] if chance.random() < 0.7 else "2026-11-28"
    policy = first["policy"] if chance.random() < 0.7 else "auto"
    name = f"name-{chance.randrange(1000)}"
    price = f"{chance.randint(1, 9)}.{chance.randint(10, 99)}"
    room = chance.choice(("cn-beijing-6", "cn-shanghai-2"))
    return f"{instance_id},{name},acme,KEC,{room},{expire},{price},{policy},1"


def _vouchers(label: str, chance: random.Random) -> list[str]:
    rows = [
        f"v-{number},acme,90.00,{chance.randint(20, 90)}.00,2026-12-31"
        for number in range(VOUCHERS_KNOWN)
    ]
    amount = chance.randint(10, 20)
    remaining = amount - chance.randint(0, 5)
    return [*rows, f"v-{label},acme,{amount}.00,{remaining}.00,2026-12-30"]
