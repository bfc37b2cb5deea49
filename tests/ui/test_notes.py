"""`N` in a dialog: a note on what is done, which a store may demand [R32]."""

from __future__ import annotations

from renewal_tui.operations.settings import SettingsChange
from renewal_tui.ui.dialogs.ask import AskText
from renewal_tui.ui.dialogs.policy import PolicyDialog
from renewal_tui.ui.dialogs.renewal import RenewalDialog
from renewal_tui.ui.dialogs.result import Result
from tests.operations.acts import done
from tests.operations.world import World
from tests.ui.console import Console, play

TICKET = "TICKET-4711"


async def _note(desk: Console) -> None:
    await desk.press("N")
    await desk.opened(AskText)
    await desk.type_text(TICKET)
    await desk.press("enter")


def test_a_note_is_typed_shown_and_stands_on_the_order(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.press("r")
        await desk.opened(RenewalDialog)
        await _note(desk)
        await desk.see(f"Note: {TICKET}")
        await desk.press("p")
        await desk.opened(Result)

    play(scenario, world.path)
    assert world.sql("SELECT note FROM orders") == [(TICKET,)]


def test_a_store_that_demands_a_note_takes_no_answer_without_one(world: World) -> None:
    world.instance("i-1")
    done(world.desk, SettingsChange(require_note=True), "k-0")

    async def scenario(desk: Console) -> None:
        await desk.press("a")
        await desk.opened(PolicyDialog)
        await desk.press("y")
        await desk.see("This store demands a note")
        assert world.policy("i-1") == ("manual", 1)
        await _note(desk)
        await desk.press("y")
        await desk.opened(Result)

    play(scenario, world.path)
    assert world.policy("i-1") == ("auto", 1)
