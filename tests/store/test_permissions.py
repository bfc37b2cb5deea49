"""A user without rights, for real: root tries it as nobody."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from renewal_tui.store.connection import create_store
from tests.store.limits import as_plain_user
from tests.stores import SHANGHAI, sql

_READ_AND_WRITE = """
try:
    store = open_store(path)
    print("currency", store.setting("currency"))
    with store.transaction():
        store.set_setting("currency", "EUR")
    print("written")
except errors.StoreError as problem:
    print(type(problem).__name__, problem)
"""
_CREATE = """
try:
    create_store(path, timezone="Asia/Shanghai", currency="CNY")
except errors.StoreError as problem:
    print(type(problem).__name__, problem)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that any user can come to: pytest's own are their owner's only."""
    made = Path(tempfile.mkdtemp(prefix="renewal-tui-"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


@pytest.fixture
def path(folder: Path) -> Path:
    made = folder / "renewals.db"
    create_store(made, timezone=SHANGHAI, currency="CNY").close()  # its journal stays, too
    return made


def _modes(path: Path, file: int, folder: int) -> None:
    for one in path.parent.iterdir():
        one.chmod(file)
    path.parent.chmod(folder)


def _currency(path: Path) -> str:
    return str(sql(path, "SELECT value FROM setting WHERE key = 'currency'")[0][0])


def test_a_read_only_file_can_be_read_and_refuses_to_be_written(path: Path) -> None:
    _modes(path, 0o444, 0o777)
    assert as_plain_user(path, _READ_AND_WRITE).splitlines() == [
        "currency CNY",
        f"StoreReadOnly {path} was opened read-only; nothing was changed",
    ]
    assert _currency(path) == "CNY"


@pytest.mark.parametrize("journal", [True, False])
def test_a_file_in_a_read_only_folder_can_be_read_and_refuses_to_be_written(
    path: Path, journal: bool
) -> None:
    if not journal:
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    _modes(path, 0o666, 0o555)
    seen = as_plain_user(path, _READ_AND_WRITE).splitlines()
    assert seen[0] == "currency CNY"
    if journal:  # it is there already and may be written
        assert seen[1:] == ["written"]
    else:
        assert seen[1].startswith("StoreReadOnly")
        assert seen[1].endswith("nothing was changed")
        assert _currency(path) == "CNY"


def test_a_file_that_may_not_be_read_is_refused(path: Path) -> None:
    _modes(path, 0o000, 0o755)
    assert as_plain_user(path, _READ_AND_WRITE) == (
        f"StoreReadOnly {path} may not be read by this user"
    )


def test_a_folder_that_may_not_be_entered_is_refused(path: Path) -> None:
    _modes(path, 0o644, 0o600)
    assert as_plain_user(path, _READ_AND_WRITE) == (
        f"StoreReadOnly {path} may not be read by this user"
    )


@pytest.mark.parametrize("name", ["new.db", "sub/new.db"])
def test_a_store_cannot_be_made_where_this_user_may_not_write(folder: Path, name: str) -> None:
    folder.chmod(0o555)
    said = as_plain_user(folder / name, _CREATE)
    assert said == f"StoreReadOnly {folder / name} cannot be made: Permission denied"
    assert list(folder.iterdir()) == []
