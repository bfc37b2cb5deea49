"""What can be done to instances: the actions of the fleet's tabs, in the order of the footer."""

from __future__ import annotations

from functools import partial

from renewal_tui.ui.actions import Action, Owner, tab_action, tab_change
from renewal_tui.ui.tabs.table_tab import COPY_ID, DETAILS

_mark = partial(Action, owner=Owner.TABLE, marks=True)

MARK = _mark("toggle_mark", ("space",), "Mark", "mark the row and go down", "mark", palette=False)
RENEW = tab_change("renew", ("r",), "Renewal", "renew the marked rows, or this one", "Renewal")
AUTOMATIC = tab_change(
    "automatic", ("a",), "Automatic renewal", "switch them to automatic renewal", "Automatic"
)
MANUAL = tab_change(
    "manual", ("m",), "Manual renewal", "switch them back to manual renewal", "Manual"
)
UNIFY = tab_change(
    "unify", ("u",), "Unified expiration time", "give them one expiration date", "Unify"
)
MARKS = (
    _mark("range", ("v",), "Range", "start or end a range of marks", palette=False),
    tab_action("mark_all", ("*",), "Mark all", "mark all that match the filter", marks=True),
    _mark("clear_marks", ("-",), "Clear marks", "clear all marks"),
)
LISTS = (
    tab_action("search", ("/",), "Search", "search in ids and names", "Search"),
    tab_action("filters", ("f",), "Filters", "go to the filter bar"),
    tab_action("reset_filters", ("x",), "Reset filters", "reset all filters"),
    tab_action("sort", ("s",), "Sort", "sort by the next column"),
    tab_action("turn_order", ("S",), "Turn the order", "turn the sort order round"),
)

ONLY_READ = (DETAILS, *LISTS, COPY_ID)
TO_AUTOMATIC = (MARK, RENEW, AUTOMATIC, UNIFY, DETAILS, *MARKS, *LISTS, COPY_ID)
BOTH_WAYS = (MARK, RENEW, AUTOMATIC, MANUAL, UNIFY, DETAILS, *MARKS, *LISTS, COPY_ID)
