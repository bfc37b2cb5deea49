"""`python -m renewal_tui` and the command `renewal-tui`: joins the command line and the console."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path


def main() -> None:
    """Carry out what the arguments say, and exit with its status."""
    for name in [name for name in os.environ if name.startswith("TEXTUAL_")]:
        del os.environ[name]  # they press keys and import modules
    # Imports are most of a start, and leave no rubbish to look for.
    gc.set_threshold(100_000, 20, 20)
    from renewal_tui.cli.main import run  # noqa: PLC0415 - after that
    from renewal_tui.cli.output import let_go  # noqa: PLC0415

    status = run(sys.argv[1:], open_console)
    let_go()
    gc.freeze()  # nor is there any to look for at the end: the system takes it all back
    sys.exit(status)


def open_console(
    path: Path, *, read_only: bool, ascii_only: bool, mouse: bool, theme: str | None
) -> int:
    """Start the console; only now is the screen's library imported."""
    from renewal_tui.ui.start import run_console  # noqa: PLC0415 - the screen costs a lot

    return run_console(path, read_only=read_only, ascii_only=ascii_only, mouse=mouse, theme=theme)


if __name__ == "__main__":
    main()
