"""What an action is: its keys, its one name everywhere, who owns it; and the screen's own actions.

Bindings, footer, help and palette are all made from these values. A tab's actions are in its
folder; `tabs/registry.py` has them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import partial
from typing import NamedTuple


class Owner(Enum):
    """Who has an action's method, `action_<name>`, and so owns its keys."""

    SCREEN = "screen"
    TAB = "tab"
    TABLE = "table"


class Action(NamedTuple):
    """Something an operator can do: its keys, and its one name everywhere."""

    name: str
    keys: tuple[str, ...]
    """Characters, and the names that Textual has for other keys."""

    label: str
    help: str
    """What it does, short enough for the palette on 80 columns."""

    footer: str | None = None
    """The short label of the footer; None keeps it out of there."""

    owner: Owner = Owner.SCREEN
    changes: bool = False
    """Whether it changes the store: not offered when that may only be read."""

    marks: bool = False
    """Whether it marks rows, which serves nothing but actions that change the store."""

    sandbox: bool = False
    """Whether it is there in a sandbox store only."""

    palette: bool = True
    pressed: str = ""
    """The keys as people read them, where the owner binds them itself."""

    @property
    def reads(self) -> bool:
        """Whether it is there in a store that may only be read."""
        return not (self.changes or self.marks)

    @property
    def shown(self) -> str:
        """The keys as people read them."""
        return self.pressed or " ".join(_SHOWN.get(key, key) for key in self.keys)


_SHOWN = {"f1": "F1", "f5": "F5", "escape": "esc", "ctrl+p": "^p"}

tab_action = partial(Action, owner=Owner.TAB)
tab_change = partial(Action, owner=Owner.TAB, changes=True)
_change = partial(Action, changes=True)
_sandbox = partial(_change, sandbox=True)


SCREEN_ACTIONS: tuple[Action, ...] = (
    Action("top_up", ("t",), "Top up", "top up the account's balance", changes=True),
    _change("undo", ("z",), "Undo", "take back your last switch or order"),
    Action("choose_account", ("o",), "Choose account", "show one account, or all of them"),
    Action("refresh", ("f5",), "Refresh", "read everything again"),
    Action("next_tab", ("]",), "Next tab", "go to the next tab", palette=False),
    Action("previous_tab", ("[",), "Previous tab", "go to the previous tab", palette=False),
    _sandbox("set_clock", (), "Set the sandbox clock", "move the sandbox's clock to a time"),
    _sandbox(
        "advance_clock", (), "Advance the sandbox clock", "move the sandbox's clock on by days"
    ),
    _change("run_engine", (), "Run the engine", "renew what is due today automatically"),
    Action("theme", (), "Theme", "dark, light, high contrast, 16-colour"),
    Action("palette", ("ctrl+p",), "Commands", "all commands, to be searched", palette=False),
    Action("help", ("?", "f1"), "Help", "keys and what they do", "Help"),
    Action("quit", ("q",), "Quit", "leave; waits for what is under way"),
)

MOVES: tuple[tuple[str, str], ...] = (
    ("0..9", "go to a tab"),
    ("arrows j k", "move"),
    ("PgUp PgDn", "move by a page"),
    ("g G Home End", "first row, last row"),
    ("left right", "scroll sideways when columns do not fit"),
)
"""Keys that move, for the help screen; the table binds them itself."""


def offered(actions: Iterable[Action], *, read_only: bool, sandbox: bool) -> list[Action]:
    """Those of some actions that this store has."""
    return [one for one in actions if (one.reads or not read_only) and (sandbox or not one.sandbox)]
