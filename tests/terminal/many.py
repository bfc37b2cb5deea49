"""Several commands in one process on a terminal, since each start costs more than the command.

Run as a program (`python -m tests.terminal.many LISTS`, a JSON list of argument lists), it says
after each of them that it has ended, and with which status.
"""

from __future__ import annotations

import json
import re
import sys

from renewal_tui.cli.main import run
from tests.cli.calls import no_console

ENDED = re.compile(rb"<ended with (\d+)>\r\n")
"""What stands after each command's own output."""

if __name__ == "__main__":
    for arguments in json.loads(sys.argv[1]):
        status = run(arguments, no_console)
        print(f"<ended with {status}>", flush=True)
