"""`python -m renewal_tui` and the command `renewal-tui`: joins the command line and the console."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from renewal_tui.cli.main import run
from renewal_tui.cli.output import let_go


def main() -> None:
    """Carry out what the arguments say, and exit with its status."""
    gc.set_threshold(
        50_000, 20, 20
    )  # imports leave no rubbish to look for, and are most of a start
    for name in [name for name in os.environ if name.startswith("TEXTUAL_")]:
        del os.environ[name]  # they press keys and import modules
    status = run(sys.argv[1:], open_console)
    let_go()
    sys.exit(status)


def open_console(
    path: Path, *, read_only: bool, ascii_only: bool, mouse: bool, theme: str | None
) -> int:
    """Start the console; only now is the screen's library imported."""
    from renewal_tui.ui.start import run_console  # noqa: PLC0415 - the screen costs a lot

    return run_console(path, read_only=read_only, ascii_only=ascii_only, mouse=mouse, theme=theme)


if __name__ == "__main__":
    main()
