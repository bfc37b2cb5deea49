"""Writes an unexpected error down: where it happened, and neither values nor money."""

from __future__ import annotations

import os
import re
import traceback

from renewal_tui import __version__, paths
from renewal_tui.clock import SystemClock, stamp

_LONGEST = 200


def write_down(problem: BaseException) -> str:
    """Append an error to the log, made 0600; what to tell the operator, in one line."""
    number = os.urandom(4).hex()
    path = paths.log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        descriptor = os.open(path, flags, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as log:
            log.write(_entry(number, problem))
    except OSError as trouble:
        return (
            f"an unexpected error, incident {number}; {path} cannot be written: {trouble.strerror}"
        )
    return f"an unexpected error, incident {number}; it is written down in {path}"


def _entry(number: str, problem: BaseException) -> str:
    lines = [f"incident {number} at {stamp(SystemClock().now())}, renewal-tui {__version__}"]
    chain: BaseException | None = problem
    while chain is not None:
        lines.append(f"{type(chain).__name__}: {_masked(str(chain))}")
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"
            for frame in traceback.extract_tb(chain.__traceback__)
        ]
        chain = chain.__cause__ or chain.__context__
    return "\n".join(lines) + "\n\n"


def _masked(text: str) -> str:
    """An error's words without the values in them: quoted texts and digits."""
    text = re.sub(r"'[^']*'|\"[^\"]*\"", "'...'", text)
    return re.sub(r"\d", "#", " ".join(text.split()))[:_LONGEST]
