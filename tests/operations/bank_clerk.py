"""One of several at one store: `python -m tests.operations.bank_clerk PATH ROLE SEED ROUNDS`.

A desk renews, unifies, tops up, pays and cancels at random; a rival renews one instance that others
renew too; an engine runs again and again; an importer brings files. Each says that it is ready,
begins when its input ends, and prints a line a round: what it was answered. What a stale screen or
a faster colleague is refused is an answer too; a store that stays busy is not.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.planning import Renew, UnifyOnDay
from renewal_tui.errors import Changed, Refused
from renewal_tui.operations import import_fleet, orders
from renewal_tui.operations.cancel_order import Cancellation
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.execution import preview
from renewal_tui.operations.pay_order import Payment
from renewal_tui.operations.set_policy import PolicySwitch
from renewal_tui.operations.top_up import TopUp
from renewal_tui.operator import Actor, Source
from renewal_tui.store.connection import open_store
from tests.operations.acts import done, purchase_of, run_of
from tests.operations.bank_files import RIVALRY, put_files

Act = Callable[[Desk, random.Random, str], str]
"""Does one thing; the label names the clerk and the round."""


def at_a_desk(desk: Desk, chance: random.Random, _label: str) -> str:
    """Do one thing of everything that an operator does."""
    ids = [row[0] for row in desk.store.sql("SELECT instance_id FROM instance ORDER BY 1")]
    some = tuple(chance.sample(ids, 3))
    what = chance.randrange(6)
    if what == 0:
        done(desk, TopUp("acme", chance.randint(1, 20_00)), new_key())
    elif what == 1:
        wanted = purchase_of(some, UnifyOnDay(chance.randint(1, 28)))
        done(desk, wanted, new_key())
    elif what == 2:
        switch = PolicySwitch(some, chance.choice(list(Policy)), None)
        done(desk, switch, new_key())
    elif what == 3:
        for order in orders.list_orders(desk, limit=3):
            if order.status.value == "unpaid":
                choices = (Payment(order.number), Cancellation(order.number))
                done(desk, chance.choice(choices), new_key())
    else:
        wanted = purchase_of(some, Renew(1), pay_later=chance.random() < 0.2)
        shown = preview(desk, wanted)
        done(desk, wanted, new_key(), shown)
    return "done"


def as_a_rival(desk: Desk, _chance: random.Random, _label: str) -> str:
    """Renew what all rivals renew, as it was shown; whoever is refused sees other figures."""
    wanted = purchase_of((RIVALRY,), Renew(1))
    shown = preview(desk, wanted)
    try:
        answer = done(desk, wanted, new_key(), shown)
    except Changed:
        assert shown.digests != preview(desk, wanted).digests
        raise
    return " ".join(order["status"] for order in answer["orders"]) or "nothing"


def as_the_engine(desk: Desk, _chance: random.Random, _label: str) -> str:
    """Renew what is due."""
    answer = done(desk, run_of(), new_key())
    return " ".join(("renewed", *(line["instance_id"] for line in answer["renewed"])))


def as_an_importer(desk: Desk, chance: random.Random, label: str) -> str:
    """Bring files; now and then the same ones as other importers, or once more with their key."""
    key = new_key()
    if chance.random() < 0.2:
        label = key = f"both-{label.partition('-')[2]}"
        chance = random.Random(label)
    folder = put_files(Path(desk.store.name).parent / f"{new_key()}-{label}", label, chance)
    answer = import_fleet.import_paths(desk, [folder], key)
    if chance.random() < 0.3:
        assert import_fleet.import_paths(desk, [folder], key) == answer
    new = sum(file.new for file in answer.files)
    changed = sum(file.changed for file in answer.files)
    return f"new {new} changed {changed} kept {len(answer.differences)}"


ROLES: dict[str, Act] = {
    "desk": at_a_desk,
    "rival": as_a_rival,
    "engine": as_the_engine,
    "importer": as_an_importer,
}


def write_in_small_commits() -> None:
    """Let an import of a few rows be a large one: others work between its commits."""
    import_fleet.ONE_COMMIT = 4
    import_fleet.ImportCourse.most = 5


def main(path: Path, role: str, seed: int, rounds: int) -> None:
    """Work for so many rounds."""
    desk = Desk(open_store(path), Actor(role, "", Source.COMMAND))
    chance = random.Random(seed)
    if seed % 2:
        write_in_small_commits()
    print("ready", flush=True)
    sys.stdin.read()
    for number in range(rounds):
        try:
            print(ROLES[role](desk, chance, f"{seed}-{number}"), flush=True)
        except Changed as refused:
            print("changed:", refused, flush=True)
        except Refused as refused:
            print("refused:", refused, flush=True)
    desk.store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
