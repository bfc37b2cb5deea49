"""Who is at the keyboard: the login uid, not what the environment claims."""

from __future__ import annotations

import os
import pwd
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

_NO_LOGIN = 2**32 - 1
_CLAIMS = ("SUDO_USER", "LOGNAME", "USER")


class Source(StrEnum):
    """From where something was changed [R28]."""

    TUI = "tui"
    COMMAND = "command"
    ENGINE = "engine"


class Actor(NamedTuple):
    """The operator and where they act from; `claimed` is what the environment says, as claimed."""

    operator: str
    claimed: str
    source: Source


def current_actor(source: Source) -> Actor:
    """The operator of this process: its login uid where the kernel knows one, else its uid."""
    name = _user_name(_login_uid())
    claims = [f"{key}={os.environ[key]}" for key in _CLAIMS if os.environ.get(key, name) != name]
    return Actor(name, " ".join(claims)[:200], source)


def _login_uid() -> int:
    try:
        uid = int(Path("/proc/self/loginuid").read_bytes())
    except (OSError, ValueError):
        uid = _NO_LOGIN
    return os.getuid() if uid == _NO_LOGIN else uid


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"
