"""Does the README's quick start on a terminal: python .ci/quick_start.py FILE-WITH-THE-COMMAND."""

from __future__ import annotations

import sys

import pexpect

FIRST_ROW = "krds-0f3b21ea"
PATIENCE = 600
"""Seconds for the installation; how fast it is does not matter here."""


def main(command: str) -> int:
    """Wait for the console, leave it with `q`; the status of the command."""
    child = pexpect.spawn("bash", ["-euo", "pipefail", command], timeout=PATIENCE)
    child.expect_exact(FIRST_ROW)
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    return int(child.exitstatus if child.exitstatus is not None else 128 + child.signalstatus)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
