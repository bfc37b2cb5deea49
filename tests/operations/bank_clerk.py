"""One of several at one store: `python -m tests.operations.bank_clerk PATH ROLE SEED ROUNDS`.

A desk renews, unifies, tops up, pays and cancels at random; an engine runs again and again. Each
prints what it was answered; what a busy or stale store refuses is an answer too.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.planning import Renew, UnifyOnDay
from renewal_tui.errors import Changed, Refused
from renewal_tui.operations import auto_renew, orders, purchase, set_policy, top_up
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.due import RunOptions
from renewal_tui.operator import Actor, Source
from renewal_tui.store.connection import open_store


def work(desk: Desk, chance: random.Random, ids: list[str]) -> None:
    """Do one thing."""
    some = tuple(chance.sample(ids, 3))
    what = chance.randrange(6)
    if what == 0:
        top_up.top_up(desk, "acme", chance.randint(1, 20_00), "", new_key())
    elif what == 1:
        wanted = purchase.Purchase(some, UnifyOnDay(chance.randint(1, 28)))
        purchase.submit(desk, wanted, new_key())
    elif what == 2:
        switch = set_policy.Switch(some, chance.choice(list(Policy)), None)
        set_policy.submit(desk, switch, new_key())
    elif what == 3:
        for order in orders.list_orders(desk, limit=3):
            if order.status.value == "unpaid":
                chance.choice([orders.pay, orders.cancel])(desk, order.number, new_key())
    else:
        wanted = purchase.Purchase(some, Renew(1), pay_later=chance.random() < 0.2)
        shown = purchase.preview(desk, wanted)
        purchase.submit(desk, wanted, new_key(), shown)


def main(path: Path, role: str, seed: int, rounds: int) -> None:
    """Work for so many rounds."""
    desk = Desk(open_store(path), Actor(role, "", Source.COMMAND))
    chance = random.Random(seed)
    ids = [row[0] for row in desk.store.sql("SELECT instance_id FROM instance ORDER BY 1")]
    for _ in range(rounds):
        try:
            if role == "engine":
                auto_renew.run(desk, RunOptions(), new_key())
            else:
                work(desk, chance, ids)
            print("done", flush=True)
        except Changed as refused:
            print("changed", refused, flush=True)
        except Refused as refused:
            print("refused", refused, flush=True)
    desk.store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
