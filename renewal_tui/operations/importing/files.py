"""Which files are meant, and which of the five kinds each one is (section 4)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from renewal_tui.domain.text import printable
from renewal_tui.errors import UsageProblem


class Kind(StrEnum):
    """What the rows of a file are, in the order of reading: what others refer to comes first."""

    PRODUCTS = "products"
    ROOMS = "rooms"
    ACCOUNTS = "accounts"
    INSTANCES = "instances"
    VOUCHERS = "vouchers"


_KINDS = "|".join(Kind)
_NAME = re.compile(rf"({_KINDS})(?:[-_.].*)?", re.DOTALL)
_ENDINGS = (".csv", ".jsonl")
_ORDER = list(Kind)


class FleetFile(NamedTuple):
    """A file to read; `label` is what messages call it."""

    path: Path
    kind: Kind
    json_lines: bool
    label: str


def find_files(paths: Sequence[Path]) -> list[FleetFile]:
    """The files that paths and folders mean, in the order of reading. Raises UsageProblem."""
    if not paths:
        raise UsageProblem("name the files to import, or a folder that holds them")
    found: dict[Path, tuple[Kind, Path]] = {}
    for path in paths:
        with readable(path):
            for file in _in_folder(path) if path.is_dir() else [path]:
                found.setdefault(file.resolve(), (_kind_of(file), file))
    wanted = sorted(found.values(), key=lambda one: _ORDER.index(one[0]))
    names = Counter(path.name for _, path in wanted)
    return [
        FleetFile(
            path,
            kind,
            path.suffix.lower() == ".jsonl",
            _shown(path if names[path.name] > 1 else Path(path.name)),
        )
        for kind, path in wanted
    ]


def named_kind(path: Path) -> Kind | None:
    """The kind that a file's name tells: `instances.csv`, `instances-2026.jsonl`; else None."""
    told = _NAME.fullmatch(path.stem.lower())
    return Kind(told[1]) if told and path.suffix.lower() in _ENDINGS else None


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn the system's errors about a path into ours, one clear line each."""
    try:
        yield
    except OSError as problem:
        raise UsageProblem(f"{_shown(path)} cannot be read: {problem.strerror}") from None


def _in_folder(folder: Path) -> Iterable[Path]:
    found = [path for path in sorted(folder.iterdir()) if named_kind(path) and path.is_file()]
    if not found:
        wanted = ", ".join(f"{kind}.csv" for kind in Kind)
        raise UsageProblem(f"{_shown(folder)} holds none of {wanted} (or .jsonl)")
    return found


def _kind_of(path: Path) -> Kind:
    if not path.exists():
        raise UsageProblem(f"{_shown(path)} does not exist")
    if not path.is_file():
        raise UsageProblem(f"{_shown(path)} is not a file or a folder")
    if path.suffix.lower() not in _ENDINGS:
        raise UsageProblem(f"{_shown(path)} is neither a .csv nor a .jsonl file")
    kind = named_kind(path)
    if kind is None:
        raise UsageProblem(
            f"{_shown(path)}: which of {', '.join(Kind)} is it? "
            "name it after one, such as instances-2026.csv"
        )
    return kind


def _shown(path: Path) -> str:
    return printable(str(path), 200)
