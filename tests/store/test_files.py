"""A file gets its name when it is whole, and never over another file's."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from renewal_tui import errors
from renewal_tui.store.files import file_troubles, publish, unfinished


@pytest.fixture
def part(tmp_path: Path) -> Iterator[Path]:
    with unfinished(tmp_path / "copy.db") as made:
        made.write_text("whole")
        yield made


def _no_links(*_: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("links", [True, False])
def test_a_whole_file_gets_its_name_and_loses_its_other_one(
    part: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    publish(part, part.with_name("copy.db"))
    assert [(file.name, file.read_text()) for file in part.parent.iterdir()] == [
        ("copy.db", "whole")
    ]


@pytest.mark.parametrize("links", [True, False])
def test_a_name_that_is_taken_is_left_alone(
    part: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    taken = part.with_name("copy.db")
    taken.write_text("mine")
    with pytest.raises(FileExistsError):
        publish(part, taken)
    assert (taken.read_text(), part.read_text()) == ("mine", "whole")


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, errors.StoreFull),
        (errno.EDQUOT, errors.StoreFull),
        (errno.EFBIG, errors.StoreFull),
        (errno.EACCES, errors.StoreReadOnly),
        (errno.EROFS, errors.StoreReadOnly),
        (errno.EEXIST, errors.Refused),
    ],
)
def test_the_systems_errors_become_one_clear_line(
    number: int, error: type[errors.DeskError]
) -> None:
    with (
        pytest.raises(error, match=r"^/data/new\.db ") as said,
        file_troubles(Path("/data/new.db")),
    ):
        raise OSError(number, os.strerror(number))
    assert "\n" not in str(said.value)
