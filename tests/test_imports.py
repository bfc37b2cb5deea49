"""What an import contract cannot see: an import that is hidden from the running program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import renewal_tui
from tests.stores import ROOT, new_store

PACKAGE = Path(renewal_tui.__file__).parent

LISTING = """
import sys
from renewal_tui.cli.main import run
run(["--database", sys.argv[1], "list", "--limit", "20"], None)
print(*sorted(name for name in sys.modules if name.startswith("renewal_tui")))
"""
RARELY_NEEDED = {
    *("domain.planning", "domain.vouchers", "domain.query.parsing"),
    *("operations.accounts", "operations.details", "operations.documents", "operations.outcomes"),
    *("store.accounts", "store.audit", "store.orders", "store.schema"),
    *(f"store.engines.sqlite.{name}" for name in ("copying", "integrity", "surroundings")),
}
MOST_MODULES = 61
"""Each one that a list imports costs a start from a tenth of a millisecond to several."""


def test_no_module_imports_for_the_type_checker_only() -> None:
    modules = sorted(PACKAGE.rglob("*.py"))
    hidden = [one for one in modules if "TYPE_CHECKING" in one.read_text(encoding="utf-8")]
    assert modules
    assert not hidden


def test_a_list_imports_what_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "renewals.db"
    new_store(path).close()
    command = [sys.executable, "-c", LISTING, str(path)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60)
    names = [name.removeprefix("renewal_tui.") for name in told.stdout.splitlines()[-1].split()]
    assert "operations.listing" in names
    assert RARELY_NEEDED.isdisjoint(names)
    assert len(names) <= MOST_MODULES
