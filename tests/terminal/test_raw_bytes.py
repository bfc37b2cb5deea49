"""What goes to the terminal byte by byte: hostile names are shown, and none of them is obeyed."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal.hostile import (
    CARRIED,
    CORPUS,
    MARK,
    PAYLOADS,
    accepted_files,
    hostile_store,
    refused_files,
    unanswered,
)
from tests.terminal.many import ENDED
from tests.terminal.obeyed import COMMAND, CONSOLE, obeyed
from tests.terminal.terminal import READ, Terminal

DOWN, RIGHT, PAGE_DOWN = "\x1b[B", "\x1b[C", "\x1b[6~"
ENTER, ESCAPE, CONTROL_P = "\r", "\x1b", "\x10"

PLAIN = {"COLORTERM": "", "NO_COLOR": "", "TMUX": "", "STY": "", "LC_ALL": "C.UTF-8"}
"""How a screen is drawn does not depend on where these tests are run."""

FIRST = f"f0{PAYLOADS[0]}"
"""The first row of the Manual tab."""

SHOWN = "␛"
"""The picture of an escape: the screen that shows it has shown a hostile text."""


@pytest.fixture(scope="module")
def made_hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = hostile_store(tmp_path_factory.mktemp("hostile"))
    world.close()
    return world.path


@pytest.fixture
def hostile(made_hostile: Path, tmp_path: Path) -> Path:
    """A copy of the hostile store, in a folder with a hostile name."""
    folder = tmp_path / PAYLOADS[1]
    folder.mkdir()
    path = Path(shutil.copy(made_hostile, folder / "renewals.db"))
    path.chmod(0o600)
    return path


class Walk:
    """Goes through the console, and looks at the bytes of every step."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._looked_at = 0

    def look(self, keys: str, *said: str | Callable[[str], bool], own: bytes = b"") -> str:
        """Type keys, wait until the screen says all of this, and see that nothing is obeyed.

        `own` is what this step, and no other, writes beside the screen.
        """
        self.terminal.type(keys)
        text = self.terminal.wait_for(*said)
        raw = bytes(self.terminal.raw[self._looked_at :])
        self._looked_at = len(self.terminal.raw)
        assert own in raw
        assert obeyed(raw.replace(own, b""), CONSOLE, CARRIED) == [], (keys, said)
        return text

    def answer(self, keys: str, *said: str | Callable[[str], bool]) -> str:
        """Answer a dialog: what nobody can have read yet takes no answer."""
        self.terminal.read(READ)
        return self.look(keys, *said)

    def back(self, gone: str = "esc ") -> None:
        """Close a dialog, once it can be seen: the next key must not be one with the escape."""
        self.look("", gone)
        self.look(ESCAPE, lambda text: gone not in text)

    def command(self, words: str, *said: str) -> None:
        """Run a command of the palette."""
        self.look(CONTROL_P, "Commands", "Choose  enter")
        self.look(words)
        self.answer(ENTER, *said)


@contextmanager
def walk_through(path: Path, *said: str) -> Iterator[Walk]:
    arguments = ["--database", str(path)]
    with Terminal(arguments, size=(200, 50), environment=PLAIN) as terminal:
        walk = Walk(terminal)
        walk.look("", "SANDBOX", SHOWN, *said)
        yield walk
        assert terminal.left() == 0
        assert obeyed(terminal.said().replace(copied(FIRST), b""), CONSOLE, CARRIED) == []


@pytest.fixture
def walk(hostile: Path) -> Iterator[Walk]:
    with walk_through(hostile) as walk:
        yield walk


def copied(text: str) -> bytes:
    """How the console has a text copied."""
    return b"\x1b]52;c;" + base64.b64encode(text.encode()) + b"\x07"


# -- the detector ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CARRIED, ids=range(len(CARRIED)))
def test_the_detector_finds_every_hostile_name_that_gets_through(name: str) -> None:
    raw = name.encode()
    assert obeyed(b"\x1b[38;5;189;48;5;16m" + raw + b"\x1b[0m\r\n", CONSOLE, CARRIED)
    assert obeyed(b"web  " + raw.replace(b"\n", b"\r\n") + b"\r\n", COMMAND, CARRIED)


@pytest.mark.parametrize("byte", [0x00, 0x07, 0x08, 0x0E, 0x1B, 0x7F, 0x80, 0x9B, 0x9D, 0xFF])
def test_the_detector_finds_a_bare_byte_that_a_terminal_obeys(byte: int) -> None:
    for own in (CONSOLE, COMMAND):
        assert obeyed(b"web" + bytes([byte]) + b"01", own)


def test_the_detector_lets_the_programs_own_sequences_and_any_honest_name_pass() -> None:
    names = "数据库 é 🚀 [/] ␛]0;OWNED␇ �31337m"
    drawn = f"\x1b[?1049h\x1b[0m\x1b[1;38;5;117;48;5;16m\x1b[10;3H{names}\r\n"
    assert obeyed(drawn.encode(), CONSOLE, CARRIED) == []
    progress = f"\r10 of 20\r20 of 20\r        \r{names}\r\n"
    assert obeyed(progress.encode(), COMMAND, CARRIED) == []


# -- the console -----------------------------------------------------------------------------------


def test_the_notices_at_the_start_carry_nothing(hostile: Path) -> None:
    hostile.chmod(0o666)
    unanswered(hostile)
    with walk_through(hostile, "mode 0666", "operation ␛]52;c;", "␛[31337mOWNED,"):
        pass


@pytest.mark.parametrize(
    ("tab", "kind", "details"),
    # The first begins with the rows whose account, product and room are hostile too.
    [("1", "m", 8), ("2", "a", 2), ("3", "x", 2)],
    ids=["manual", "automatic", "others"],
)
def test_the_rows_of_a_tab_and_their_details_carry_nothing(
    walk: Walk, tab: str, kind: str, details: int
) -> None:
    seen = walk.look(tab, {"1": "Left", "2": "Renews by", "3": "Why not renewable"}[tab], SHOWN)
    for _ in range(10):
        seen += walk.look(PAGE_DOWN, "Expire date")
    assert [at for at in range(len(CORPUS)) if f"{kind}{at:02}" not in seen] == []
    walk.look("g", SHOWN)
    for _ in range(details):
        walk.look(ENTER, "anchor day", "Close  esc", SHOWN)
        walk.look(PAGE_DOWN, "Close  esc")
        walk.back()
        walk.look("j")


def test_what_renews_unifies_and_switches_names_carries_nothing(walk: Walk) -> None:
    walk.look("*", "marked")
    walk.look("r", "Renewal: ", "Payable CNY", SHOWN)
    walk.look(RIGHT, "Payable CNY", SHOWN)
    walk.look("v", "Payable CNY", SHOWN)
    walk.back()
    walk.look("u", "Unified expiration time: ", "Payable CNY", SHOWN)
    walk.back()
    walk.look("a", "will be renewed automatically", SHOWN)
    walk.back("Cancel  n")
    walk.look("-", lambda text: "marked" not in text)
    walk.look("r", "Renewal: 1 instance", "Payable CNY", SHOWN)
    walk.answer("p", "Renewed: 1 instance", SHOWN)
    walk.back()
    walk.look("a", "1 will be renewed automatically", SHOWN)
    walk.answer("y", "Switched to automatic renewal: 1", SHOWN)
    walk.back()


def test_orders_and_activity_carry_nothing(walk: Walk) -> None:
    walk.look("4", "Awaits payment", "Cancelled: ", SHOWN)
    for state in ("cancelled", "unpaid", "paid"):
        walk.look(ENTER, f", {state}", "Made ", SHOWN)
        walk.back()
        walk.look("j")
    walk.look("5", "records", SHOWN)
    for _ in range(4):
        walk.look(ENTER, "SHA-256", "Close  esc", SHOWN)
        walk.look(PAGE_DOWN, "Close  esc")
        walk.back()
        walk.look("j")


def test_what_is_chosen_from_and_filtered_by_carries_nothing(walk: Walk) -> None:
    for name in ("Product name [", "Room type ["):
        walk.terminal.press("f" if name.startswith("Product") else "", RIGHT)
        walk.answer(ENTER, "space marks", SHOWN)
        walk.terminal.press(" ", DOWN, " ", ENTER)
        walk.look("", f"{name}0", "v]")
    walk.terminal.press(ESCAPE, "x")
    walk.look("o", "type to narrow the list", SHOWN)
    walk.look(DOWN, SHOWN)
    walk.look("a0", "a0␛]52;c;")
    walk.answer(ENTER, "a0␛]52;c;", "CNY 10,000.00")
    walk.look("t", "Top up a0␛]52;c;")
    walk.answer("1" + ENTER, "OWNED has CNY 10,001.00", SHOWN)


def test_the_engine_tells_of_hostile_names_and_carries_nothing(walk: Walk) -> None:
    walk.command("run the", "Run the engine now?")
    walk.answer("y", "Engine on 2026-11-22", "Failed", SHOWN)
    walk.look(PAGE_DOWN * 10, "Renewed", SHOWN)
    walk.back()


def test_help_and_a_copied_id_carry_nothing_but_what_copies_it(walk: Walk) -> None:
    walk.look("?", "Keys and what they do")
    walk.back()
    walk.look("y", "Copied: f0␛]52;c;", own=copied(FIRST))


def test_a_hostile_text_that_is_pasted_is_not_sent_back(walk: Walk) -> None:
    for name in PAYLOADS:
        pasted = f"/\x1b[200~{name}\x1b[201~"
        walk.look(pasted, MARK, lambda text: "enter keeps it" not in text)
        walk.look(ENTER, "is not a key" if ":" in name else "x Reset")
        walk.look(ESCAPE, lambda text: "is not a key" not in text and "x Reset" not in text)


# -- the commands ----------------------------------------------------------------------------------

ROW, ORDER, ACCOUNT = f"m04{PAYLOADS[4]}", "2", f"a1{PAYLOADS[1]}"

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("list", "--limit", "500"),
    ("list", "--tab", "excluded", "--limit", "500"),
    ("list", "--search", PAYLOADS[0]),
    ("show", ROW),
    ("show", FIRST),
    ("show", PAYLOADS[0]),
    ("renew", ROW, FIRST, PAYLOADS[1], "--months", "1", "--dry-run"),
    ("unify", ROW, FIRST, PAYLOADS[1], "--day", "1", "--dry-run"),
    ("policy", "auto", ROW, FIRST, PAYLOADS[1], "--dry-run"),
    ("orders",),
    ("orders", "show", ORDER),
    ("account",),
    ("account", ACCOUNT),
    ("account", PAYLOADS[0]),
    ("account", "top-up", ACCOUNT, "1.00", "--note", PAYLOADS[0], "--yes"),
    ("vouchers", "--account", ACCOUNT),
    ("auto-renew", "--dry-run"),
    ("audit", "--limit", "500"),
    ("audit", "--verify"),
    ("export", "instances"),
    ("export", "orders"),
    ("export", "ledger"),
    ("export", "audit"),
    ("check",),
    ("locate",),
    (PAYLOADS[0],),
    ("list", f"--{PAYLOADS[0]}"),
    ("list", "--within", PAYLOADS[0]),
    ("renew", ROW, "--months", "1", "--key", PAYLOADS[0], "--yes"),
)


USER = {**PLAIN, "USER": PAYLOADS[0], "LOGNAME": PAYLOADS[12]}
"""A user of a hostile name."""


def said_by(path: Path, *arguments: str, typed: str = "") -> tuple[bytes, int | None]:
    """What a command says on a terminal to the USER, and its exit status."""
    every = ["--database", str(path), *arguments]
    with Terminal(every, size=(200, 50), environment=USER) as terminal:
        if typed:
            terminal.wait_for("[y/N]")
            terminal.type(typed)
        status = terminal.ended()
        return terminal.said(), status


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
def test_no_command_sends_a_hostile_name_to_the_terminal(
    hostile: Path, form: tuple[str, ...]
) -> None:
    hostile.chmod(0o666)
    every = json.dumps([["--database", str(hostile), *words, *form] for words in COMMANDS])
    with Terminal([every], environment=USER, module="tests.terminal.many") as terminal:
        assert terminal.ended() == 0
        said = ENDED.split(terminal.said())
    for arguments, raw, status in zip(COMMANDS, said[::2], said[1::2], strict=False):
        assert int(status) <= 4, (arguments, raw)
        assert raw, arguments
        assert obeyed(raw, COMMAND, CARRIED) == [], arguments
    assert len(said) == 2 * len(COMMANDS) + 1


def test_a_command_that_asks_and_acts_sends_none_either(hostile: Path) -> None:
    for arguments in (
        ("renew", ROW, FIRST, "--months", "1"),
        ("orders", "pay", ORDER),
        ("auto-renew",),
        ("unify", "--all-matching", "--search", "OWNED", "--day", "1"),
    ):
        raw, status = said_by(hostile, *arguments, typed="y\r")
        assert status in (0, 3), (arguments, raw)
        assert MARK.encode() in raw
        assert obeyed(raw, COMMAND, CARRIED) == [], arguments


def test_an_import_tells_what_it_refuses_and_lists_what_it_takes_without_sending_it(
    hostile: Path, tmp_path: Path
) -> None:
    for arguments, wanted in (
        (("import", str(refused_files(tmp_path / PAYLOADS[3].replace("/", "")))), 2),
        (("import", str(accepted_files(tmp_path / "accepted"))), 0),
        (("list", "--search", "h-", "--limit", "100"), 0),
    ):
        raw, status = said_by(hostile, *arguments)
        assert status == wanted, raw
        assert obeyed(raw, COMMAND, CARRIED) == [], arguments


def test_a_store_that_cannot_be_opened_is_named_without_sending_its_name(tmp_path: Path) -> None:
    for place, arguments in enumerate([(), ("list",)] * 2):
        name = "".join(PAYLOADS[place::4])
        path = tmp_path / name.replace("/", "").replace("\0", "")
        raw, status = said_by(path, *arguments)
        assert status == 2
        assert MARK.encode() in raw
        assert obeyed(raw, COMMAND, CARRIED) == [], name
