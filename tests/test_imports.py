"""What an import contract cannot see: an import that is hidden from the running program."""

from __future__ import annotations

from pathlib import Path

import renewal_tui

PACKAGE = Path(renewal_tui.__file__).parent


def test_no_module_imports_for_the_type_checker_only() -> None:
    modules = sorted(PACKAGE.rglob("*.py"))
    hidden = [one for one in modules if "TYPE_CHECKING" in one.read_text(encoding="utf-8")]
    assert modules
    assert not hidden
