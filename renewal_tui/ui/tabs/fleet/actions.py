"""What can be done to instances: the actions of the fleet's tabs, in the order of the footer."""

from __future__ import annotations

from functools import partial

from renewal_tui.ui import actions
from renewal_tui.ui.actions import Owner
from renewal_tui.ui.tabs.table_tab import COPY_ID, DETAILS

_Action = partial(actions.Action, owner=Owner.TAB)
_Change = partial(_Action, changes=True)
_Mark = partial(actions.Action, owner=Owner.TABLE, marks=True)

MARK = _Mark("toggle_mark", ("space",), "Mark", "mark the row and go down", "mark", palette=False)
RENEW = _Change("renew", ("r",), "Renewal", "renew the marked rows, or this one", "Renewal")
AUTOMATIC = _Change(
    "automatic", ("a",), "Automatic renewal", "switch them to automatic renewal", "Automatic"
)
MANUAL = _Change("manual", ("m",), "Manual renewal", "switch them back to manual renewal", "Manual")
UNIFY = _Change(
    "unify", ("u",), "Unified expiration time", "give them one expiration date", "Unify"
)
MARKS = (
    _Mark("range", ("v",), "Range", "start or end a range of marks", palette=False),
    _Action("mark_all", ("asterisk",), "Mark all", "mark all that match the filter", marks=True),
    _Mark("clear_marks", ("minus",), "Clear marks", "clear all marks"),
)
LISTS = (
    _Action("search", ("slash",), "Search", "search in ids and names", "Search"),
    _Action("filters", ("f",), "Filters", "go to the filter bar"),
    _Action("reset_filters", ("x",), "Reset filters", "reset all filters"),
    _Action("sort", ("s",), "Sort", "sort by the next column"),
    _Action("turn_order", ("S",), "Turn the order", "turn the sort order round"),
)

ONLY_READ = (DETAILS, *LISTS, COPY_ID)
TO_AUTOMATIC = (MARK, RENEW, AUTOMATIC, UNIFY, DETAILS, *MARKS, *LISTS, COPY_ID)
BOTH_WAYS = (MARK, RENEW, AUTOMATIC, MANUAL, UNIFY, DETAILS, *MARKS, *LISTS, COPY_ID)
