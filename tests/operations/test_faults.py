"""Killed at any moment: the old state or the new one, never a mix, and a retry charges once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import tests.operations.faults as faults_program
from renewal_tui.errors import StoreStopped
from renewal_tui.operations.auto_renew import RunCourse
from renewal_tui.operations.desk import Desk
from tests.operations.books import assert_books
from tests.operations.faults import (
    EXIT_STATUS,
    SCENES,
    Faults,
    Injected,
    Scene,
    faulty_desk,
    furnish,
    state,
)
from tests.operations.world import World
from tests.stores import desk_on

ROOT = Path(faults_program.__file__).parents[2]
LONG = pytest.mark.long


class Undisturbed(NamedTuple):
    """What a scene does when nothing happens to it."""

    states: list[list[str]]
    """The store before it, and after each of its commits."""
    answer: Any
    points: int
    commits: list[int]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The furnished store as a file's contents."""
    world = World(tmp_path_factory.mktemp("furnished"))
    furnish(world)
    world.books_balance()
    world.close()
    return world.path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, furnished: bytes) -> Path:
    """A furnished store of the test's own."""
    path = tmp_path / "renewals.db"
    path.write_bytes(furnished)
    return path


@pytest.fixture(autouse=True)
def small_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine commit after every second renewal."""
    monkeypatch.setattr(RunCourse, "most", 2)


def _undisturbed(path: Path, scene: Scene) -> Undisturbed:
    faults = Faults()
    states = [state(path)]
    faults.on_commit = lambda: states.append(state(path))
    desk = faulty_desk(path, faults)
    answer = scene.act(desk)
    desk.store.close()
    assert_books(path)
    return Undisturbed(states, answer, faults.points, faults.commits)


def _money(path: Path) -> dict[str, list[str]]:
    """What a store holds of money and terms, without the trail of how often it was tried."""
    tables = ("account", "instance", "voucher", "orders", "order_line", "voucher_use", "paid_term")
    kept = (*tables, "ledger_entry")
    return {
        table: [line for line in state(path) if line.startswith(f'INSERT INTO "{table}"')]
        for table in kept
    }


def _same_answer(scene: Scene, answer: Any, first: Any) -> None:
    if scene.repeats_itself:
        assert answer == first
    else:
        differs = {"run": None, "audit_head": None}
        assert answer | differs == first | differs


def _after_a_retry(path: Path, desk: Desk, scene: Scene, undisturbed: Undisturbed) -> None:
    """One charge and the same answer; and once more, nothing but the answer."""
    answer = scene.act(desk)
    _same_answer(scene, answer, undisturbed.answer)
    assert_books(path)
    if scene.repeats_itself:
        assert state(path) == undisturbed.states[-1]
    done = state(path)
    assert scene.act(desk) == answer
    assert state(path) == done


def _struck(path: Path, furnished: bytes, name: str, points: Iterator[int]) -> int:
    """Strike at each of the points, each time in a fresh store; how often."""
    scene = SCENES[name]
    undisturbed = _undisturbed(path, scene)
    money = _money(path)
    struck = 0
    for point in points:
        if point > undisturbed.points:
            break
        path.write_bytes(furnished)
        desk = faulty_desk(path, Faults(point))
        with pytest.raises(Injected):
            scene.act(desk)
        committed = sum(commit < point for commit in undisturbed.commits)
        assert state(path) == undisturbed.states[committed], f"a mix after point {point}"
        _after_a_retry(path, desk, scene, undisturbed)
        assert _money(path) == money, f"another charge after point {point}"
        desk.store.close()
        struck += 1
    return struck


@pytest.mark.parametrize("name", SCENES)
def test_an_exception_at_a_statement_leaves_the_old_state_or_the_new_one(
    path: Path, furnished: bytes, name: str
) -> None:
    assert _struck(path, furnished, name, iter(range(1, 10_000, 7))) > 5


@LONG
@pytest.mark.parametrize("name", SCENES)
def test_an_exception_at_every_statement_leaves_the_old_state_or_the_new_one(
    path: Path, furnished: bytes, name: str
) -> None:
    assert _struck(path, furnished, name, iter(range(1, 10_000))) > 30


@pytest.mark.parametrize("name", ["renew", "engine"])
def test_an_exception_around_every_commit_leaves_the_old_state_or_the_new_one(
    path: Path, furnished: bytes, name: str
) -> None:
    commits = _undisturbed(path, SCENES[name]).commits
    path.write_bytes(furnished)
    around = sorted({point + step for point in commits for step in (-1, 0, 1)})
    assert _struck(path, furnished, name, iter(around)) == len(around)


def _interrupted(path: Path, furnished: bytes, name: str, every: int) -> int:
    """Let SQLite itself stop at a place inside a statement, one place after another; how often."""
    scene = SCENES[name]
    undisturbed = _undisturbed(path, scene)
    money = _money(path)
    for struck, place in enumerate(range(1, 1_000_000, every)):
        path.write_bytes(furnished)
        desk = desk_on(path)
        ticks = iter(range(1, place + 1))
        desk.store.db.connection().set_progress_handler(
            lambda: next(ticks, None) == place,  # noqa: B023 - is used up before the next place
            5,
        )
        try:
            answer = scene.act(desk)
        except StoreStopped:
            if desk.store.db.connection().in_transaction:  # BEGIN itself, after it had begun
                desk.store.close()
        else:
            _same_answer(scene, answer, undisturbed.answer)
            return struck
        assert state(path) in undisturbed.states, f"a mix after place {place}"
        _after_a_retry(path, desk, scene, undisturbed)
        assert _money(path) == money, f"another charge after place {place}"
        desk.store.close()
    raise AssertionError("the scene has no end")


@pytest.mark.parametrize("name", ["renew", "pay", "engine"])
def test_an_interrupt_inside_a_statement_leaves_the_old_state_or_the_new_one(
    path: Path, furnished: bytes, name: str
) -> None:
    assert _interrupted(path, furnished, name, 29) > 5


@LONG
@pytest.mark.parametrize("name", SCENES)
def test_an_interrupt_at_every_place_in_a_statement_leaves_the_old_state_or_the_new_one(
    path: Path, furnished: bytes, name: str
) -> None:
    assert _interrupted(path, furnished, name, 5) > 20


def _killed(path: Path, furnished: bytes, name: str, points: Iterable[int]) -> None:
    """End a process at each of the points; then another process takes over."""
    scene = SCENES[name]
    undisturbed = _undisturbed(path, scene)
    money = _money(path)
    for point in points:
        for leftover in path.parent.glob(f"{path.name}*"):
            leftover.unlink()
        path.write_bytes(furnished)
        ended = subprocess.run(
            [sys.executable, "-m", "tests.operations.faults", str(path), name, str(point)],
            cwd=ROOT,
            timeout=60,
            check=False,
            capture_output=True,
        )
        assert ended.returncode == EXIT_STATUS, ended.stderr.decode()
        committed = sum(commit < point for commit in undisturbed.commits)
        assert state(path) == undisturbed.states[committed], f"a mix after point {point}"
        desk = desk_on(path)
        _after_a_retry(path, desk, scene, undisturbed)
        assert _money(path) == money, f"another charge after point {point}"
        desk.store.close()


@pytest.mark.parametrize("name", ["renew", "engine"])
def test_a_process_that_ends_in_the_middle_leaves_the_old_state_or_the_new_one(
    path: Path, furnished: bytes, name: str
) -> None:
    last = _undisturbed(path, SCENES[name]).commits[-1]
    path.write_bytes(furnished)
    _killed(path, furnished, name, [last // 3, last - 4, last, last + 1])


@LONG
@pytest.mark.parametrize("name", SCENES)
def test_a_process_that_ends_at_any_statement_leaves_the_old_state_or_the_new_one(
    path: Path, furnished: bytes, name: str
) -> None:
    points = _undisturbed(path, SCENES[name]).points
    path.write_bytes(furnished)
    _killed(path, furnished, name, range(1, points + 1, 5))
