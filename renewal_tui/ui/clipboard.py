"""Copies to the clipboard of the terminal at the far end of SSH, through tmux and screen too."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from typing import Any

from textual.app import App

from renewal_tui.ui.textual_private import write_to_terminal

MOST = 4_096
"""Bytes that are copied at most; terminals ignore more."""


def sequence(text: str, environment: Mapping[str, str]) -> str:
    """The OSC 52 sequence for a text, wrapped for tmux or screen.

    tmux takes the plain one (`set-clipboard on`) or hands the wrapped one through
    (`allow-passthrough on`), as it was told; the other one it drops.
    """
    data = base64.b64encode(text.encode("utf-8", "replace")[:MOST]).decode("ascii")
    osc = f"\x1b]52;c;{data}\x07"
    term = environment.get("TERM", "")
    if environment.get("TMUX") or term.startswith("tmux"):
        return f"{osc}\x1bPtmux;\x1b{osc}\x1b\\"
    if environment.get("STY") or term.startswith("screen"):
        return f"\x1bP{osc}\x1b\\"
    return osc


def copy(app: App[Any], text: str) -> None:
    """Send a text to the terminal's clipboard."""
    write_to_terminal(app, sequence(text, os.environ))
