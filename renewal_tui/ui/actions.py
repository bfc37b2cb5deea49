"""The one registry of keys: bindings, footer, help and palette are all made from this table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding


class Place(StrEnum):
    """The tabs of the console, in their order."""

    MANUAL = "manual"
    AUTO = "auto"
    EXCLUDED = "excluded"
    ORDERS = "orders"
    ACTIVITY = "activity"


FLEET = frozenset((Place.MANUAL, Place.AUTO, Place.EXCLUDED))
RENEWABLE = frozenset((Place.MANUAL, Place.AUTO))
ANYWHERE = frozenset(Place)


@dataclass(frozen=True, slots=True)
class Action:
    """Something an operator can do: its keys as people read them, and its one name everywhere."""

    name: str
    """The action's method: `action_<name>` of the main screen."""

    keys: tuple[str, ...]
    """Keys as Textual names them."""

    shown: str
    """The keys as people read them."""

    label: str
    help: str
    """What it does, short enough for the palette on 80 columns."""

    places: frozenset[Place] = ANYWHERE
    footer: str | None = None
    """The short label of the footer; None keeps it out of there."""

    changes: bool = False
    """Whether it changes the store: not offered when that may only be read."""

    marks: bool = False
    """Whether it marks rows, which serves nothing but actions that change the store."""

    sandbox: bool = False
    """Whether it is there in a sandbox store only."""

    palette: bool = True

    @property
    def reads(self) -> bool:
        """Whether it is there in a store that may only be read."""
        return not (self.changes or self.marks)


ACTIONS: tuple[Action, ...] = (
    Action(
        "toggle_mark",
        ("space",),
        "space",
        "Mark",
        "mark the row and go down",
        RENEWABLE,
        "mark",
        marks=True,
        palette=False,
    ),
    Action(
        "renew",
        ("r",),
        "r",
        "Renewal",
        "renew the marked rows, or this one",
        RENEWABLE,
        "Renewal",
        changes=True,
    ),
    Action(
        "automatic",
        ("a",),
        "a",
        "Automatic renewal",
        "switch them to automatic renewal",
        RENEWABLE,
        "Automatic",
        changes=True,
    ),
    Action(
        "manual",
        ("m",),
        "m",
        "Manual renewal",
        "switch them back to manual renewal",
        frozenset((Place.AUTO,)),
        "Manual",
        changes=True,
    ),
    Action(
        "unify",
        ("u",),
        "u",
        "Unified expiration time",
        "give them one expiration date",
        RENEWABLE,
        "Unify",
        changes=True,
    ),
    Action(
        "pay_order",
        ("p",),
        "p",
        "Pay order",
        "open the order to pay it",
        frozenset((Place.ORDERS,)),
        "Pay",
        changes=True,
    ),
    Action(
        "cancel_order",
        ("c",),
        "c",
        "Cancel order",
        "cancel the order under the cursor",
        frozenset((Place.ORDERS,)),
        "Cancel order",
        changes=True,
    ),
    Action(
        "details",
        (),
        "enter",
        "Details",
        "all about the row under the cursor",
        ANYWHERE,
        "Details",
    ),
    Action(
        "range",
        ("v",),
        "v",
        "Range",
        "start or end a range of marks",
        RENEWABLE,
        marks=True,
        palette=False,
    ),
    Action(
        "mark_all",
        ("asterisk",),
        "*",
        "Mark all",
        "mark all that match the filter",
        RENEWABLE,
        marks=True,
    ),
    Action("clear_marks", ("minus",), "-", "Clear marks", "clear all marks", RENEWABLE, marks=True),
    Action("search", ("slash",), "/", "Search", "search in ids and names", FLEET, "Search"),
    Action("filters", ("f",), "f", "Filters", "go to the filter bar", FLEET),
    Action("reset_filters", ("x",), "x", "Reset filters", "reset all filters", FLEET),
    Action("sort", ("s",), "s", "Sort", "sort by the next column", FLEET),
    Action("turn_order", ("S",), "S", "Turn the order", "turn the sort order round", FLEET),
    Action("copy_id", ("y",), "y", "Copy id", "show the row's id, copy it (OSC 52)"),
    Action("top_up", ("t",), "t", "Top up", "top up the account's balance", changes=True),
    Action("choose_account", ("o",), "o", "Choose account", "show one account, or all of them"),
    Action("refresh", ("f5",), "F5", "Refresh", "read everything again"),
    Action(
        "next_tab", ("right_square_bracket",), "]", "Next tab", "go to the next tab", palette=False
    ),
    Action(
        "previous_tab",
        ("left_square_bracket",),
        "[",
        "Previous tab",
        "go to the previous tab",
        palette=False,
    ),
    Action(
        "set_clock",
        (),
        "",
        "Set the sandbox clock",
        "move the sandbox's clock to a time",
        changes=True,
        sandbox=True,
    ),
    Action(
        "advance_clock",
        (),
        "",
        "Advance the sandbox clock",
        "move the sandbox's clock on by days",
        changes=True,
        sandbox=True,
    ),
    Action(
        "run_engine",
        (),
        "",
        "Run the engine",
        "renew what is due today automatically",
        changes=True,
    ),
    Action("theme", (), "", "Theme", "dark, light, high contrast, 16-colour"),
    Action("palette", ("ctrl+p",), "^p", "Commands", "all commands, to be searched", palette=False),
    Action(
        "help", ("question_mark", "f1"), "? F1", "Help", "keys and what they do", ANYWHERE, "Help"
    ),
    Action("quit", ("q",), "q", "Quit", "leave; waits for what is under way"),
)

MOVES: tuple[tuple[str, str], ...] = (
    ("1..5", "go to a tab"),
    ("arrows j k", "move"),
    ("PgUp PgDn", "move by a page"),
    ("g G Home End", "first row, last row"),
    ("left right", "scroll sideways when columns do not fit"),
)
"""Keys that move, for the help screen; the table binds them itself."""


def action(name: str) -> Action:
    """An action by its name."""
    return next(found for found in ACTIONS if found.name == name)


def bindings() -> list[Binding]:
    """The main screen's bindings."""
    found = [
        Binding(",".join(entry.keys), entry.name, entry.label, show=False)
        for entry in ACTIONS
        if entry.keys
    ]
    tabs = [Binding(str(n), f"tab({n})", show=False) for n in range(1, len(Place) + 1)]
    return [*found, *tabs]


def offered(place: Place, *, read_only: bool, sandbox: bool) -> Iterable[Action]:
    """The actions that make sense on a tab of this store."""
    for entry in ACTIONS:
        here = place in entry.places and (sandbox or not entry.sandbox)
        if here and (entry.reads or not read_only):
            yield entry
