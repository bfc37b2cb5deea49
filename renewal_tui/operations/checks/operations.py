"""Operations by their keys, their kept answers, and the engine's runs [R8, R29]."""

from __future__ import annotations

import json
from collections.abc import Iterator

from renewal_tui.operations.checks.problem import Broken, Problem
from renewal_tui.store.checking import operations as kept
from renewal_tui.store.connection import Store


def operations(store: Store) -> Iterator[Problem]:
    """What is done has its answer, what is intended has none, every order has its operation."""
    for one in kept.wrong_operations(store):
        state = one.state or "not known"
        detail = f"operation {one.key}: {state}, with {one.parts} parts of an answer"
        if one.last_part is not None and one.last_part != one.parts - 1:
            detail += f", the last of them numbered {one.last_part}"
        yield Problem(Broken.OPERATION_STATE, detail)


def answers(store: Store) -> Iterator[Problem]:
    """Every kept answer can be given again."""
    for key, part, text in kept.walk_answers(store):
        try:
            json.loads(text)
        except (TypeError, ValueError):
            detail = f"operation {key}: part {part} of its answer is not readable"
            yield Problem(Broken.OPERATION_STATE, detail)


def runs(store: Store) -> Iterator[Problem]:
    """A run's counts are those of the orders and attempts that it left."""
    for one in kept.wrong_runs(store):
        detail = f"run with key {one.key}: {one.what} {one.counted}, found {one.found}"
        yield Problem(Broken.RUN_COUNT, detail)
