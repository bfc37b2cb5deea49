"""Results as JSON: parts that were run at different times come together in one table."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, figure_of
from tests.bench.setup import Setup


def conditions(setup: Setup) -> dict[str, Any]:
    """What figures have in common that may stand in one table."""
    return {
        "rows": setup.rows,
        "due": setup.due,
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def kept(path: Path, setup: Setup) -> list[Figure]:
    """The figures that were kept under the same conditions; none otherwise."""
    try:
        document = json.loads(path.read_text("utf-8"))
        if document["conditions"] == conditions(setup):
            return [figure_of(one) for one in document["figures"]]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return []


def keep(path: Path, setup: Setup, figures: Iterable[Figure]) -> None:
    """Keep figures."""
    document = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "conditions": conditions(setup),
        "figures": [figure.document() for figure in figures],
    }
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
