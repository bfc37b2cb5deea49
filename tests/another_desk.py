"""What somebody at another desk does meanwhile: commands of the program.

Through the command line, so that a test of what is shown and done here leans on nothing inside.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from renewal_tui.cli import main
from tests.cli.calls import WEB_1, WORKER, no_console
from tests.stores import dump

ACCOUNT = "acme-prod"
Deed = Callable[[Path], None]
"""What is done, on which store."""


def run(path: Path, *arguments: str, status: int = 0) -> str:
    """Run a command on a store; what it says."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()) as told:
        found = main.run(("--database", str(path), *arguments), no_console)
    assert found == status, told.getvalue()
    return out.getvalue()


def does(*arguments: str, status: int = 0) -> Deed:
    """A command as a deed."""

    def deed(path: Path) -> None:
        run(path, *arguments, status=status)

    return deed


def imports(path: Path, name: str, text: str) -> None:
    """Import a file."""
    file = path.parent / name
    file.write_text(text)
    run(path, "import", str(file))


def price_of(instance_id: str, price: str) -> Deed:
    """Another price of one instance, as the next import brings it."""

    def deed(path: Path) -> None:
        rows = csv.DictReader(io.StringIO(run(path, "export", "instances")))
        (found,) = (row for row in rows if row["instance_id"] == instance_id)
        text = io.StringIO()
        writer = csv.DictWriter(text, found)
        writer.writeheader()
        writer.writerow({**found, "monthly_price": price})
        imports(path, "instances.csv", text.getvalue())

    return deed


def new_voucher(path: Path) -> None:
    """Another voucher, which expires before all that are there."""
    head = "voucher_id,account,amount,expire_date,use"
    imports(path, "vouchers.csv", f"{head}\nVC-9,{ACCOUNT},50.00,2026-11-23,general\n")


def not_intended(path: Path) -> list[str]:
    """A whole store as text, but for the keys of what was only asked for [R29]."""
    return [line for line in dump(path) if "'intended'" not in line]


WEB_PRICE = price_of(WEB_1, "640.00")
WORKER_PRICE = price_of(WORKER, "256.00")
TOP_UP = does("account", "top-up", ACCOUNT, "1.00", "--yes")
TO_MANUAL = does("policy", "manual", WORKER)
TO_SIX_MONTHS = does("policy", "auto", WORKER, "--months", "6")
TO_AUTO = does("policy", "auto", WEB_1)
RENEWED = does("renew", WORKER, "--months", "1", "--yes")
MISSED_TO_MANUAL = does("policy", "manual", "i-4ff07fe1e3")
WEB_RENEWED = does("renew", WEB_1, "--months", "1", "--yes")
ENGINE_RAN = does("auto-renew", "--yes", status=3)
NEXT_DAY = does("clock", "advance", "1d")
LAPSED = does("clock", "advance", "25h")
PAID, CANCELLED = (does("orders", verb, "1", "--yes") for verb in ("pay", "cancel"))
WAITING = ("renew", WEB_1, "--months", "1", "--pay-later", "--yes")
"""What makes order 1, which awaits payment; status 3."""
