"""What only a process of its own can show: imports, streams, signals, terminals, completion."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calls import WEB_1, Caller
from tests.stores import ROOT

SCREEN = ("textual", "rich")
"""What the command line must not pay for."""


def python(text: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", text],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout


def test_no_command_imports_the_screen(call: Caller) -> None:
    text = f"""
import sys
from importlib import import_module
from renewal_tui.cli.registry import COMMANDS
from renewal_tui.cli.main import run
run(["--database", {str(call.path)!r}, "list", "--limit", "1", "--json"], None)
early = [name for name in {SCREEN!r} if name in sys.modules]
for family in COMMANDS.values():
    import_module("renewal_tui.cli." + family.module)
print(early, [name for name in {SCREEN!r} if name in sys.modules])
"""
    assert python(text).splitlines()[-1] == "[] []"


def test_one_family_does_not_import_the_others(call: Caller) -> None:
    text = f"""
import sys
from renewal_tui.cli.main import run
run(["--database", {str(call.path)!r}, "list", "--limit", "1", "--json"], None)
print([name for name in sorted(sys.modules) if name.startswith("renewal_tui.operations.import")])
"""
    assert python(text).splitlines()[-1] == "[]"


def test_the_module_and_its_statuses_are_those_of_the_program(call: Caller) -> None:
    done = call.process("list", "--limit", "1", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["total"] == 196
    refused = call.process("renew", WEB_1, "--months", "1", stdin=subprocess.DEVNULL)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.count("\n") == 1


def test_textual_s_variables_are_cleared_before_anything_is_imported() -> None:
    text = """
import os, sys
from renewal_tui.__main__ import main
from renewal_tui.cli import main as line
line.run = lambda *_: print(sorted(n for n in os.environ if n.startswith("TEXTUAL"))) or 0
main()
"""
    assert python(text, TEXTUAL_PRESS="q", TEXTUAL_DRIVER="x:Y") == "[]\n"


def test_a_reader_that_goes_away_ends_it_quietly(call: Caller) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "renewal_tui", "--database", str(call.path), "export", "instances"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 141


def test_output_that_cannot_be_written_is_told(call: Caller) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = call.process("list", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 74
    assert done.stderr == (
        "renewal-tui list: the answer could not be written: No space left on device\n"
    )


def test_closed_streams_do_no_harm(call: Caller) -> None:
    program = (sys.executable, "-m", "renewal_tui", "--database", str(call.path))
    shell = ("sh", "-c", '"$@" <&- >&- 2>&-', "sh", *program, "policy", "auto", WEB_1)
    assert subprocess.run(shell, cwd=ROOT, check=False, timeout=60).returncode == 0
    assert call("check").status == 0
    assert call("show", WEB_1, "--json").json["policy"] == "auto"


def test_the_c_locale_and_an_ascii_stream_crash_nothing(call: Caller) -> None:
    call.sql("UPDATE instance SET name = '数据库 é' WHERE instance_id = ?", WEB_1)
    environment = {
        "LC_ALL": "C",
        "LANG": "C",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "ascii:strict",
    }
    text = call.process("show", WEB_1, env=environment)
    assert (text.returncode, text.stderr) == (0, "")
    assert "\\u6570" in text.stdout
    found = call.process("show", WEB_1, "--json", env=environment)
    assert json.loads(found.stdout)["name"] == "数据库 é"


def complete(line: str) -> list[str]:
    words = line.split(" ")
    done = subprocess.run(
        [sys.executable, "-m", "renewal_tui"],
        cwd=ROOT,
        env={
            **os.environ,
            "_RENEWAL_TUI_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    return [word.partition(",")[2] for word in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("renewal-tui re", {"renew"}),
        ("renewal-tui orders ", {"list", "show", "pay", "cancel"}),
        ("renewal-tui list --ta", {"--tab"}),
        ("renewal-tui list --tab ", {"manual", "auto", "excluded"}),
        ("renewal-tui renew --months 1", {"1", "12"}),
        ("renewal-tui export ", {"instances", "orders", "ledger", "audit"}),
    ],
)
def test_the_shell_completes_commands_options_and_words(line: str, wanted: set[str]) -> None:
    assert set(complete(line)) == wanted


def test_the_shell_gets_a_script_to_source() -> None:
    script = python(
        "import sys; sys.argv = ['renewal-tui'];"
        "from renewal_tui.__main__ import open_console; from renewal_tui.cli.main import run;"
        "run([], open_console)",
        _RENEWAL_TUI_COMPLETE="zsh_source",
    )
    assert "#compdef renewal-tui" in script
