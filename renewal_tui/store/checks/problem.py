"""What a check finds: a stable short code and a sentence, and rules that one statement holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from string import Formatter
from typing import Any, NamedTuple

from renewal_tui.domain.money import format_money
from renewal_tui.store.connection import Store
from renewal_tui.store.stretches import stretches


class Broken(StrEnum):
    """Which invariant is broken; programs may rely on these."""

    PAGES = "pages"
    CONSTRAINT = "constraint"
    FOREIGN_KEY = "foreign_key"
    TRIGGER_MISSING = "trigger_missing"
    INDEX_MISSING = "index_missing"
    BAD_AMOUNT = "bad_amount"
    BALANCE_MISMATCH = "balance_mismatch"
    LEDGER_RUNNING_BALANCE = "ledger_running_balance"
    VOUCHER_MISMATCH = "voucher_mismatch"
    ORDER_TOTAL = "order_total"
    ORDER_UNBALANCED = "order_unbalanced"
    ORDER_PAYMENT = "order_payment"
    ORDER_STATE = "order_state"
    VOUCHER_USE = "voucher_use"
    ACCOUNT_MISMATCH = "account_mismatch"
    PAID_TWICE = "paid_twice"
    PAID_TERM = "paid_term"
    TERM_CHAIN = "term_chain"
    TERM_MISMATCH = "term_mismatch"
    LINE_FEE = "line_fee"
    LINE_TERM = "line_term"
    BLOCK_MISMATCH = "block_mismatch"
    LISTED_MISMATCH = "listed_mismatch"
    ANCHOR_MISMATCH = "anchor_mismatch"
    SEARCH_MISMATCH = "search_mismatch"
    TALLY_MISMATCH = "tally_mismatch"
    BAD_DATE = "bad_date"
    AUDIT_CHAIN = "audit_chain"
    AUDIT_GAP = "audit_gap"
    AUDIT_MISSING = "audit_missing"
    AUDIT_HEAD = "audit_head"
    """Not an invariant of the store: the head that was kept elsewhere does not stand in it."""
    OPERATION_STATE = "operation_state"
    RUN_COUNT = "run_count"
    STOPPED = "stopped"
    """Not an invariant: the check was stopped before it had seen everything."""


class Problem(NamedTuple):
    """One broken row."""

    code: Broken
    detail: str


Check = Callable[[Store], Iterator[Problem]]
"""A family of invariants: finds what is broken in a store, and changes nothing."""


def amount(value: object) -> str:
    """An amount in minor units as people read it; anything else that a broken row may hold."""
    return format_money(value) if isinstance(value, int) else repr(value)


class Rule(NamedTuple):
    """An invariant that one statement finds the broken rows of.

    The sentence has the statement's columns in braces, `:money` for an amount. A rule about a table
    is asked of it in stretches, by a statement for the numbers after one and up to another.
    """

    code: Broken
    sentence: str
    statement: str
    table: str | None = None


def broken(store: Store, *rules: Rule) -> Iterator[Problem]:
    """Every row that breaks one of some rules."""
    for rule in rules:
        for row in rows_of(store, rule.statement, rule.table):
            yield problem(rule.code, rule.sentence, row)


def rows_of(store: Store, statement: str, table: str | None) -> Iterator[dict[str, Any]]:
    """The rows of a statement by their columns; of one about a table in stretches of it."""
    for numbers in stretches(store, table) if table else ((),):
        yield from store.named(statement, numbers)


def problem(code: Broken, sentence: str, row: Mapping[str, Any]) -> Problem:
    """What is wrong with a row, in a sentence as a rule has it."""
    return Problem(code, _SENTENCE.vformat(sentence, (), row))


class _Sentence(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return amount(value) if format_spec == "money" else str(value)


_SENTENCE = _Sentence()
