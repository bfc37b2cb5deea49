"""Where files live: the store, the demo's store, the log, and the sample data."""

from __future__ import annotations

import os
from pathlib import Path

APPLICATION = "renewal-tui"
DATABASE_VARIABLE = "RENEWAL_TUI_DATABASE"


def database_path(given: str | None) -> Path:
    """The store: the path given, else the environment's, else the user's own (section 3)."""
    chosen = given or os.environ.get(DATABASE_VARIABLE)
    return Path(chosen).expanduser() if chosen else data_folder() / "renewals.db"


def data_folder() -> Path:
    """The user's data directory for this program."""
    # Imported here: most commands are told their store and need no user's folder.
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path(APPLICATION, appauthor=False)


def demo_path() -> Path:
    """The sandbox store that `demo` makes anew each time."""
    return data_folder() / "demo.db"


def log_path() -> Path:
    """Where an unexpected error is written down, by its incident number."""
    from platformdirs import user_state_path  # noqa: PLC0415

    return user_state_path(APPLICATION, appauthor=False) / "incidents.log"


def sample_data() -> Path:
    """The folder of the sample fleet: inside an installed package, else beside the sources."""
    package = Path(__file__).parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent / "data"
