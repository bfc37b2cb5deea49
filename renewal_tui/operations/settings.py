"""What a store demands of those who work at it: a note of what they do [R32]."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import OneStep, Work
from renewal_tui.operations.execution.execute import NOTES_DEMANDED
from renewal_tui.operations.outcomes import UNENDED, Ending

_SAID = {True: "on", False: "off"}


class Settings(NamedTuple):
    """What a store demands."""

    require_note: bool
    ending: Ending = UNENDED


def settings(desk: Desk) -> Settings:
    """What the store demands now."""
    return Settings(desk.store.setting(NOTES_DEMANDED) == _SAID[True])


@dataclass(frozen=True)
class SettingsChange(OneStep[Settings, Settings]):
    """Demand a note of what people do, or not any more."""

    require_note: bool
    action = "settings"
    outcome = Settings

    def request(self) -> bool:
        """The request as a plain value, to recognise it by [R29]."""
        return self.require_note

    def look(self, desk: Desk) -> Settings:
        """What is demanded so far."""
        return settings(desk)

    def figures(self, plan: Settings) -> object:
        """What is demanded so far."""
        return plan.require_note

    def planned(self, _desk: Desk, _plan: Settings) -> Settings:
        """What would be demanded."""
        return Settings(self.require_note)

    def write(self, work: Work, plan: Settings) -> None:
        """Write it, with its record."""
        work.store.set_setting(NOTES_DEMANDED, _SAID[self.require_note])
        before, after = ({"require_note": _SAID[one]} for one in (plan[0], self.require_note))
        work.record(self.action, "require-note", before, after)
