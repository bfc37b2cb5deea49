"""The tabs of instances, each a filter, and what it shows and offers more than the others."""

from __future__ import annotations

from functools import partial

from renewal_tui.domain import codes
from renewal_tui.domain.facts import Instance
from renewal_tui.ui.actions import Action, Owner, tab_action, tab_change
from renewal_tui.ui.tabs.fleet.columns import PERIOD, POLICY, reason_columns
from renewal_tui.ui.tabs.fleet.tab import TITLES, FleetTab
from renewal_tui.ui.tabs.table_tab import COPY_ID, DETAILS
from renewal_tui.ui.widgets.table import Column

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
    tab_action("search", ("/",), "Search", "search by a query, or for ids", "Search"),
    tab_action("drop_search", ("escape",), "Drop the search", "drop the search that was entered"),
    tab_action("filters", ("f",), "Filters", "go to the filter bar"),
    tab_action("reset_filters", ("x",), "Reset filters", "reset all filters"),
    tab_action("sort", ("s",), "Sort", "sort by the next column"),
    tab_action("turn_order", ("S",), "Turn the order", "turn the sort order round"),
)

ONLY_READ = (DETAILS, *LISTS, COPY_ID)
TO_AUTOMATIC = (MARK, RENEW, AUTOMATIC, UNIFY, DETAILS, *MARKS, *LISTS, COPY_ID)
BOTH_WAYS = (MARK, RENEW, AUTOMATIC, MANUAL, UNIFY, DETAILS, *MARKS, *LISTS, COPY_ID)
"""What can be done to instances, in the order of the footer."""


class Manual(FleetTab):
    """Instances on manual renewal [R4]."""

    NAME, KEY, TITLE, SHORT_TITLE = "manual", "1", TITLES[codes.Tab.MANUAL], "Manual"
    LISTED = frozenset((codes.Tab.MANUAL,))
    NOTHING = "No instance is on manual renewal. renewal-tui import brings instances in."
    ACTIONS = TO_AUTOMATIC


class Automatic(FleetTab):
    """Instances on automatic renewal [R5], with the way back."""

    NAME, KEY, TITLE, SHORT_TITLE = "auto", "2", TITLES[codes.Tab.AUTO], "Automatic"
    LISTED = frozenset((codes.Tab.AUTO,))
    NOTHING = "No instance renews automatically. a on the Manual renewal tab switches some."
    POLICY = (PERIOD,)
    ACTIONS = BOTH_WAYS


class NotRenewable(FleetTab):
    """Everything else an operator might look for, each with its reason [R2]."""

    NAME, KEY, TITLE = "excluded", "3", TITLES[codes.Tab.EXCLUDED]
    LISTED = frozenset((codes.Tab.EXCLUDED,))
    NOTHING = "Every instance can be renewed here."
    MARKABLE = False
    ACTIONS = ONLY_READ

    def columns(self) -> list[Column[Instance]]:
        """The reasons in place of what a renewal would cost."""
        return reason_columns(self.host.desk.today(), accounts=not self.host.account)


class All(FleetTab):
    """Manual and automatic renewal together, each row with its policy; actions work row by row."""

    NAME, KEY, TITLE = "all", "0", "All"
    LISTED = Manual.LISTED | Automatic.LISTED
    NOTHING = "No instance can be renewed here. renewal-tui import brings instances in."
    POLICY = (POLICY,)
    ACTIONS = BOTH_WAYS
