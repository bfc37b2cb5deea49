"""Whatever surrounds it (locale, time zone, home, umask, terminal): the desk is the same desk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len

from tests.terminal.terminal import ROOT, TIMEOUT, Terminal
from tests.terminal.under_way import books_balance


class Surroundings(NamedTuple):
    """What a desk is started in; what is None is not set at all."""

    environment: Mapping[str, str | None] = {}
    umask: int = 0o022
    home: str = "home"


BARE = dict.fromkeys(
    ("LANG", "LC_ALL", "LC_CTYPE", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONUNBUFFERED", "TZ")
)
SURROUNDINGS = {
    "nothing set": Surroundings(),
    "no TERM": Surroundings({"TERM": None}),
    "an empty TERM": Surroundings({"TERM": ""}),
    "the C locale": Surroundings({"LC_ALL": "C"}),
    "POSIX, and Python believes it": Surroundings(
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ),
    "an encoding without ideographs": Surroundings({"PYTHONIOENCODING": "latin-1"}),
    "a time zone a day ahead": Surroundings({"TZ": "Pacific/Apia"}),
    "a time zone that is none": Surroundings({"TZ": "Nowhere/Land"}),
    "a home that does not exist": Surroundings(home="absent/home"),
    "a home with blanks and ideographs": Surroundings(home="家 目录 's"),
    "such a home in the C locale": Surroundings({"LC_ALL": "C"}, home="家 目录 's"),
    "a umask that keeps all to oneself": Surroundings(umask=0o077),
    "a umask that keeps nothing": Surroundings(umask=0),
}


@pytest.fixture(params=SURROUNDINGS)
def around(request: pytest.FixtureRequest, tmp_path: Path) -> Surroundings:
    """Surroundings with a home in them."""
    found = SURROUNDINGS[request.param]
    home = tmp_path / found.home
    if "absent" not in found.home:
        home.mkdir()
    places = {"HOME": str(home), "RENEWAL_TUI_DATABASE": None}
    folders = {name: None for name in os.environ if name.startswith("XDG_")}
    return found._replace(environment={**BARE, **folders, **places, **found.environment})


def told(around: Surroundings, *words: str, status: int = 0) -> Any:
    """What a command answers in these surroundings."""
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm", **around.environment}
    done = subprocess.run(
        [sys.executable, "-m", "renewal_tui", *words, "--json"],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value is not None},
        umask=around.umask,
        capture_output=True,
        check=False,
        timeout=TIMEOUT,
    )
    assert done.returncode == status, done
    return json.loads(done.stdout)


def test_the_quick_start_opens_and_lines_keep_their_width(around: Surroundings) -> None:
    size, environment = (120, 36), around.environment
    with Terminal(["demo"], size=size, environment=environment, umask=around.umask) as terminal:
        text = terminal.wait_for("krds-0f3b21ea", "krds-854d6e2a", "2026-11-22 10:00", "? Help")
        assert "\\u" not in text
        rows = [line for line in text.splitlines() if line[1:4] == "[ ]"]
        assert len({cell_len(row[: row.index(" 2026-11-")]) for row in rows}) == 1, text
        assert terminal.left() == 0
    store = Path(told(around, "locate")["demo"])
    assert store.stat().st_mode & 0o777 == 0o600


def test_the_same_is_due_and_done(around: Surroundings) -> None:
    made = told(around, "demo", "--no-open")
    at = ("--database", made["database"])
    run = told(around, *at, "auto-renew", "--yes", status=3)
    assert run["business_date"] == "2026-11-22"
    assert (len(run["renewed"]), len(run["failed"]), len(run["missed"])) == (9, 1, 4)
    books_balance(Path(made["database"]))
    copy = told(around, *at, "backup", str(Path(made["database"]).parent))["backup"]
    assert Path(copy).stat().st_mode & 0o777 == 0o600


def test_a_real_store_goes_by_its_own_time_zone(around: Surroundings) -> None:
    def today() -> str:
        return str(datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date())

    told(around, "init")
    before = today()
    assert before <= told(around, "list")["today"] <= today()


@pytest.mark.parametrize("words", [("demo", "--no-open"), ("init",)], ids=" ".join)
@pytest.mark.parametrize("home", ["/proc/none", "/etc/passwd"])
def test_a_home_that_cannot_be_is_told_in_one_line(home: str, words: tuple[str, ...]) -> None:
    around = Surroundings({**BARE, "HOME": home})
    error = told(around, *words, status=1)["error"]
    assert error["code"] == "store_read_only"
    assert f"{home}/.local/share/renewal-tui/" in error["message"]
    assert ".part" not in error["message"]
    assert "cannot be made" in error["message"]
