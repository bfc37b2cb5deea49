"""Draws the README's picture with the program itself: python -m tests.screenshot FILE.svg."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from renewal_tui.operations.create import make_demo
from renewal_tui.operations.desk import Desk
from renewal_tui.operator import Actor, Source
from renewal_tui.ui.app import RenewalApp
from renewal_tui.ui.themes import DEFAULT

SIZE = (120, 32)
KEYS = ("o", "down", "enter", "j", "j", "j", "j", "j", "j", "j", "space", "space", "space")


async def draw(path: Path) -> None:
    """Open the demo, choose an account, mark some rows, and save the picture."""
    actor = Actor("demo", "", Source.TUI)
    with tempfile.TemporaryDirectory() as folder:
        store = make_demo(Path(folder) / "demo.db", instances=None, actor=actor)
        desk = Desk(store, actor)
        app = RenewalApp(desk, read_only=False, ascii_only=False, theme=DEFAULT, ansi=None)
        async with app.run_test(size=SIZE) as pilot:
            for key in KEYS:
                await pilot.press(key)
                await pilot.pause()
            path.write_text(app.export_screenshot(title="renewal-tui demo"), encoding="utf-8")
        store.close()


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1])))
