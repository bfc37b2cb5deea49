"""Which tabs there are, in their order on the screen, and every action of the console."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from renewal_tui.ui.actions import SCREEN_ACTIONS, Action
from renewal_tui.ui.tabs.activity.tab import Activity
from renewal_tui.ui.tabs.fleet.tabs import All, Automatic, Manual, NotRenewable
from renewal_tui.ui.tabs.orders.tab import Orders
from renewal_tui.ui.tabs.tab import Tab

TABS: tuple[type[Tab[Any]], ...] = (
    Manual,
    Automatic,
    NotRenewable,
    Orders,
    Activity,
    All,
)


def _merged(lists: Iterable[Iterable[Action]]) -> tuple[Action, ...]:
    """Each action once; what stands before another on one tab does so among all of them."""
    found: list[Action] = []
    for actions in lists:
        at = len(found)
        for one in reversed(tuple(actions)):
            if one in found:
                at = found.index(one)
            else:
                found.insert(at, one)
    return tuple(found)


ACTIONS = _merged((*tab.ACTIONS, *SCREEN_ACTIONS) for tab in TABS)
"""The one registry: keys, names, and who owns each."""

BY_NAME = {action.name: action for action in ACTIONS}
