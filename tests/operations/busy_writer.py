"""A program that goes on working at a store: it tops up and renews until its time is over.

`python -m tests.operations.busy_writer PATH SECONDS` prints a line after each round.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from renewal_tui.domain.planning import Renew
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.top_up import TopUp
from renewal_tui.operator import Actor, Source
from renewal_tui.store.connection import open_store
from tests.operations.acts import done, purchase_of


def main(path: Path, seconds: float) -> None:
    """Work for so long, and leave the store as it should be."""
    desk = Desk(open_store(path), Actor("writer", "", Source.COMMAND))
    end, rounds = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        done(desk, TopUp("acme", 500_00), new_key())
        done(desk, purchase_of(("i-1", "i-4"), Renew(1)), new_key())
        rounds += 1
        print(rounds, flush=True)
    desk.store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
