"""At most one paid renewal per instance and period start; terms go on from one another [R30]."""

from __future__ import annotations

from collections.abc import Iterator

from renewal_tui.operations.checks.problem import Broken, Problem
from renewal_tui.store.checking import terms
from renewal_tui.store.connection import Store


def paid_once(store: Store) -> Iterator[Problem]:
    """Every line of a paid order has its one paid term, and nothing else has one."""
    for one in terms.paid_twice(store):
        detail = (
            f"instance {one.instance}: {one.lines} paid lines from {one.from_date} on, "
            f"in orders {one.first_order} to {one.last_order}"
        )
        yield Problem(Broken.PAID_TWICE, detail)
    for line in terms.lines_without_term(store):
        detail = (
            f"order {line.order}: instance {line.instance} has no paid term "
            f"from {line.from_date} on by it"
        )
        yield Problem(Broken.PAID_TERM, detail)
    for term in terms.wrong_terms(store):
        by = "no order" if term.order is None else f"order {term.order} ({term.status})"
        detail = f"instance {term.instance}: paid term from {term.from_date} on, by {by}"
        yield Problem(Broken.PAID_TERM, detail)


def chains(store: Store) -> Iterator[Problem]:
    """Each paid term leads to the next, the newest to the instance's expire date [R17]."""
    for one in terms.broken_chains(store):
        name = f"instance {one.instance}"
        if one.to_date != (one.following or one.expire_date):
            goes_on = f"the next one starts on {one.following}"
            stands = goes_on if one.following else f"it expires on {one.expire_date}"
            detail = f"{name}: order {one.order} paid to {one.to_date}, but {stands}"
            yield Problem(Broken.TERM_CHAIN, detail)
        if one.following is None and one.anchor_after != one.anchor_day:
            detail = (
                f"{name}: anchor day {one.anchor_day}, order {one.order} left {one.anchor_after}"
            )
            yield Problem(Broken.ANCHOR_MISMATCH, detail)
        if not one.renewed_here:
            detail = f"{name}: order {one.order} paid for it, but it is not marked as renewed"
            yield Problem(Broken.TERM_CHAIN, detail)
    for instance in terms.renewed_without_term(store):
        detail = f"instance {instance}: is marked as renewed, but no order paid for it"
        yield Problem(Broken.TERM_CHAIN, detail)
