"""`check` names each broken row: every invariant is broken by hand in a copy [R30]."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from renewal_tui.operations.check import CHECKS, Checked, Findings, check
from renewal_tui.store.checks.problem import Broken, Problem
from renewal_tui.store.connection import Store, open_store
from tests.operations.tampering import tamper
from tests.operations.world import StopAfter
from tests.stores import ROOT, another_writer, desk_on, sql


class Fault(NamedTuple):
    """What is done to a copy, the codes that must be found, and words of one detail."""

    statements: tuple[str, ...]
    codes: frozenset[str]
    words: str


def _fault(statement: str, codes: str, words: str) -> Fault:
    return Fault((statement,), frozenset(codes.split()), words)


def _instance(name: str, change: str) -> str:
    hot = change.split(" = ", maxsplit=1)[0] in (
        "expire_date",
        "anchor_day",
        "renewed_here",
        "unpaid_order_id",
    )
    return f"UPDATE {'term' if hot else 'instance'} SET {change} WHERE instance_id = '{name}'"


def _line(number: int, change: str) -> str:
    return f"UPDATE order_line SET {change} WHERE id = {number}"


_COPY_LINE = (
    "INSERT INTO order_line (order_id, instance_id, months, days, from_date, to_date,"
    " anchor_after, monthly_price, list_price, discount, payable) SELECT {order}, instance_id,"
    " months, days, from_date, to_date, anchor_after, monthly_price, list_price, discount, payable"
    " FROM order_line WHERE id = {line}"
)
FAULTS = {
    "a balance": _fault(
        "UPDATE account SET balance = balance + 1 WHERE code = 'acme'",
        "balance_mismatch",
        "account acme: balance 1764.01, opening + ledger is 1764.00",
    ),
    "an opening balance": _fault(
        "UPDATE account SET opening = opening + 100 WHERE code = 'acme'",
        "balance_mismatch ledger_running_balance",
        "ledger entry 1 of account acme: balance after it 3000.00, opening + ledger up to it is",
    ),
    "a balance below zero": _fault(
        "UPDATE account SET balance = -1, opening = -1 WHERE code = 'beta'",
        "balance_mismatch constraint",
        "account beta: balance -0.01, opening + ledger is -0.01",
    ),
    "a balance that is no number": _fault(
        "UPDATE account SET balance = 'much' WHERE code = 'beta'",
        "bad_amount balance_mismatch",
        "account beta: balance cannot be 'much'",
    ),
    "half a fen": _fault(
        "UPDATE voucher SET amount = 130.5, remaining = 0.5 WHERE code = 'v-2'",
        "bad_amount voucher_mismatch",
        "voucher v-2: remaining cannot be 0.5",
    ),
    "a running balance": _fault(
        "UPDATE ledger_entry SET balance_after = 5 WHERE id = 2",
        "ledger_running_balance",
        "ledger entry 2 of account acme: balance after it 0.05",
    ),
    "a top-up that takes": _fault(
        "UPDATE ledger_entry SET amount = -1 WHERE id = 1",
        "bad_amount balance_mismatch ledger_running_balance constraint",
        "ledger entry 1: amount cannot be -1",
    ),
    "a lost ledger entry": _fault(
        "DELETE FROM ledger_entry WHERE order_id = 6",
        "balance_mismatch order_payment",
        "order 6 (paid): 50.00 of the balance to pay, 0 ledger entries of 0.00",
    ),
    "a second ledger entry": _fault(
        "INSERT INTO ledger_entry (account_id, order_id, kind, amount, balance_after, note,"
        " operator, at) SELECT account_id, order_id, kind, amount, balance_after + amount, note,"
        " operator, at FROM ledger_entry WHERE order_id = 6",
        "balance_mismatch order_payment",
        "order 6 (paid): 50.00 of the balance to pay, 2 ledger entries of -100.00",
    ),
    "a ledger entry of a cancelled order": _fault(
        "UPDATE ledger_entry SET order_id = 4 WHERE order_id = 6",
        "order_payment",
        "order 4 (cancelled): 0.00 of the balance to pay, 1 ledger entries of -50.00",
    ),
    "a ledger entry of another account": _fault(
        "UPDATE ledger_entry SET account_id = 2 WHERE order_id = 6",
        "balance_mismatch ledger_running_balance account_mismatch",
        "order 6 of account acme: ledger entry 5 is of beta",
    ),
    "a voucher's rest": _fault(
        "UPDATE voucher SET remaining = 1 WHERE code = 'v-1'",
        "voucher_mismatch",
        "voucher v-1: remaining 0.01 of 130.00, amount - uses is 0.00",
    ),
    "more left than there was": _fault(
        "UPDATE voucher SET remaining = amount + 1 WHERE code = 'v-2'",
        "voucher_mismatch constraint",
        "voucher v-2: remaining 20.01 of 20.00",
    ),
    "a lost voucher use": _fault(
        "DELETE FROM voucher_use WHERE id = 1",
        "voucher_mismatch order_unbalanced",
        "order 1: total 200.00, vouchers 130.00 (used 30.00), balance 70.00",
    ),
    "another account's voucher": _fault(
        "UPDATE voucher SET account_id = 2 WHERE code = 'v-1'",
        "account_mismatch",
        "order 1 of account acme: voucher v-1 is of beta",
    ),
    "a voucher that paid too much for a line": Fault(
        (
            "UPDATE voucher_use SET line_id = 1 WHERE id = 2",
            "UPDATE voucher_use SET amount = amount",
        ),
        frozenset({"voucher_use"}),
        "line 1 costs 100.00, vouchers paid 130.00",
    ),
    "a voucher use of a cancelled order": _fault(
        "UPDATE voucher_use SET line_id = 5 WHERE id = 2",
        "voucher_use order_unbalanced",
        "order 4 (cancelled): line 5 costs 33.33, vouchers paid 30.00",
    ),
    "an order's total": _fault(
        "UPDATE orders SET total = 1, voucher_total = 0, balance_total = 1 WHERE id = 5",
        "order_total",
        "order 5: total 0.01, its 1 lines come to 100.00",
    ),
    "a paid order that does not add up": _fault(
        "UPDATE orders SET voucher_total = 129 WHERE id = 1",
        "order_unbalanced constraint",
        "order 1: total 200.00, vouchers 1.29 (used 130.00), balance 70.00",
    ),
    "an order without lines": _fault(
        "INSERT INTO orders SELECT 99, account_id, kind, request, operation_key, 'cancelled',"
        " use_vouchers, 0, 0, 0, operator, made_at, made_at, note, reason FROM orders WHERE id = 6",
        "order_total audit_missing run_count",
        "order 99: has no lines",
    ),
    "an unpaid order that is closed": _fault(
        "UPDATE orders SET closed_at = made_at WHERE id = 5",
        "order_state",
        "order 5: unpaid, but closed at",
    ),
    "a paid order that is not closed": _fault(
        "UPDATE orders SET closed_at = NULL WHERE id = 1",
        "order_state",
        "order 1: paid, but not closed",
    ),
    "a status that is none": _fault(
        "UPDATE orders SET status = 'lost' WHERE id = 4",
        "order_state constraint",
        "order 4: lost, but closed at",
    ),
    "an order that was unpaid again": _fault(
        "UPDATE orders SET status = 'unpaid', closed_at = NULL WHERE id = 6",
        "order_payment paid_term block_mismatch",
        "instance i-due: paid term from 2026-11-23 on, by order 6 (unpaid)",
    ),
    "a line paid twice": Fault(
        (
            _COPY_LINE.format(order=6, line=7),
            "UPDATE orders SET total = 10000, balance_total = 10000 WHERE id = 6",
            "UPDATE ledger_entry SET amount = -10000, balance_after = balance_after - 5000"
            " WHERE order_id = 6",
            "UPDATE account SET balance = balance - 5000 WHERE code = 'acme'",
        ),
        frozenset({"paid_twice", "paid_term"}),
        "instance i-due: 2 paid lines from 2026-11-23 on, in orders 6 to 6",
    ),
    "a lost paid term": _fault(
        "DELETE FROM paid_term WHERE line_id = 7",
        "paid_term term_chain",
        "order 6: instance i-due has no paid term from 2026-11-23 on by it",
    ),
    "a paid term of an unpaid order": _fault(
        "INSERT INTO paid_term SELECT instance_id, from_date, id FROM order_line"
        " WHERE order_id = 5",
        "paid_term term_chain",
        "instance i-2: paid term from 2026-12-24 on, by order 5 (unpaid)",
    ),
    "an expire date that nobody paid for": _fault(
        _instance("i-due", "expire_date = '2027-12-23'"),
        "term_chain",
        "instance i-due: order 6 paid to 2026-12-23, but it expires on 2027-12-23",
    ),
    "a hole between two terms": Fault(
        (
            "UPDATE paid_term SET from_date = '2027-03-31' WHERE line_id = 4",
            _line(4, "from_date = '2027-03-31', to_date = '2028-03-31'"),
            _instance("i-1", "expire_date = '2028-03-31'"),
        ),
        frozenset({"term_chain"}),
        "instance i-1: order 1 paid to 2027-02-28, but the next one starts on 2027-03-31",
    ),
    "a renewal that nobody marked": _fault(
        _instance("i-due", "renewed_here = 0"),
        "term_chain",
        "instance i-due: order 6 paid for it, but it is not marked as renewed",
    ),
    "a mark without a renewal": _fault(
        _instance("i-poor", "renewed_here = 1"),
        "term_chain",
        "instance i-poor: is marked as renewed, but no order paid for it",
    ),
    "an anchor day that the last term did not leave": _fault(
        _instance("i-1", "anchor_day = 29"),
        "anchor_mismatch",
        "instance i-1: anchor day 29, order 3 left 31",
    ),
    "an anchor day that does not fit": _fault(
        _instance("i-poor", "anchor_day = 5"),
        "anchor_mismatch",
        "instance i-poor: anchor day 5 does not end on 2026-11-23",
    ),
    "a renewal's list price": _fault(
        _line(7, "list_price = 6000, discount = 1000"),
        "line_fee",
        "order 6, instance i-due: list price 60.00, discount 10.00, payable 50.00",
    ),
    "a discount of no whole percent": _fault(
        _line(4, "discount = discount + 1, payable = payable - 1"),
        "line_fee order_total",
        "order 3, instance i-1: list price 1200.00, discount 180.01, payable 1019.99",
    ),
    "a unification's fee": _fault(
        _line(3, "monthly_price = 6401"),
        "line_fee",
        "order 2, instance i-3: list price",
    ),
    "months that are not offered": _fault(
        _line(7, "months = 4"), "line_fee line_term", "50.00 a month, 4 months and 0 days"
    ),
    "a term that is too long": Fault(
        (_line(7, "to_date = '2027-12-23'"), _instance("i-due", "expire_date = '2027-12-23'")),
        frozenset({"line_term"}),
        "order 6, instance i-due: 1 months and 0 days from 2026-11-23 are not 2027-12-23",
    ),
    "a unification that is too long": Fault(
        (
            _line(3, "to_date = '2027-03-20'"),
            _instance("i-3", "expire_date = '2027-03-20'"),
        ),
        frozenset({"line_term"}),
        "order 2, instance i-3",
    ),
    "a block by a paid order": _fault(
        _instance("i-due", "unpaid_order_id = 6"),
        "block_mismatch",
        "instance i-due: blocked by order 6 (paid)",
    ),
    "a block by an order that has no line of it": _fault(
        _instance("i-due", "unpaid_order_id = 5"),
        "block_mismatch",
        "instance i-due: blocked by order 5 (unpaid)",
    ),
    "a lost block": _fault(
        _instance("i-2", "unpaid_order_id = NULL"),
        "block_mismatch",
        "instance i-2: order 5 awaits payment, but nothing blocks it",
    ),
    "a block by an order that is not there": _fault(
        _instance("i-2", "unpaid_order_id = 77"),
        "block_mismatch foreign_key",
        "instance i-2: blocked by order 77 (does not exist)",
    ),
    "a listed trial": _fault(
        _instance("i-trial", "listed = 1"),
        "listed_mismatch constraint tally_mismatch term_mismatch",
        "instance i-trial: listed is 1, which its type trial",
    ),
    "a renewable one that is not listed": _fault(
        _instance("i-poor", "listed = 0"),
        "listed_mismatch tally_mismatch term_mismatch",
        "instance i-poor: listed is 0",
    ),
    "a term that says another room": _fault(
        "UPDATE term SET room_id = room_id + 1 WHERE instance_id = 'i-4'",
        "term_mismatch",
        "instance i-4: its term does not say what it says, or is missing",
    ),
    "a tally": _fault(
        "UPDATE instance_tally SET instances = instances + 1 WHERE policy = 'auto'",
        "tally_mismatch",
        "tally of listed 1, policy auto, product ",
    ),
    "a product that is not renewable any more": _fault(
        "UPDATE product SET renewable = 0 WHERE code = 'EIP'",
        "listed_mismatch",
        "instance i-3: listed is 1",
    ),
    "a search text": _fault(
        _instance("i-4", "name = 'other'"),
        "search_mismatch",
        "instance i-4: would not be found by its id and name",
    ),
    "a text index that was emptied": _fault(
        "INSERT INTO instance_search (instance_search) VALUES ('delete-all')",
        "search_mismatch",
        "the text index does not hold what the instances say, so a search misses some",
    ),
    "a text index that lost one row": _fault(
        "INSERT INTO instance_search (instance_search, rowid, search)"
        " SELECT 'delete', id, search FROM instance WHERE instance_id = 'i-4'",
        "search_mismatch",
        "the text index does not hold what the instances say",
    ),
    "a text index that holds a row that is not there": _fault(
        "INSERT INTO instance_search (rowid, search) VALUES (9999, 'i-nowhere')",
        "search_mismatch",
        "the text index does not hold what the instances say",
    ),
    "a text index that was not told of a new name": _fault(
        _instance("i-4", "name = 'other', search = 'i-4' || char(10) || 'other'"),
        "search_mismatch",
        "VALUES ('rebuild') makes it anew",
    ),
    "the thirtieth of February": _fault(
        _instance("i-poor", "expire_date = '2027-02-30'"),
        "bad_date",
        "instance i-poor: expire_date '2027-02-30' is not a date",
    ),
    "a voucher's date": _fault(
        "UPDATE voucher SET valid_from = 'soon' WHERE code = 'v-2'",
        "bad_date",
        "voucher v-2: valid_from 'soon' is not a date",
    ),
    "a voucher that is valid on no day": _fault(
        "UPDATE voucher SET valid_from = '2027-06-01', expire_date = '2027-05-31'"
        " WHERE code = 'v-2'",
        "bad_date",
        "voucher v-2: valid_from 2027-06-01 is after expire_date 2027-05-31",
    ),
    "a line's date": Fault(
        (_line(7, "to_date = '2026-12-99'"), _instance("i-due", "expire_date = '2026-12-99'")),
        frozenset({"bad_date"}),
        "order 6, instance i-due: to_date '2026-12-99' is not a date",
    ),
    "a time": _fault(
        "UPDATE orders SET made_at = 'yesterday' WHERE id = 6",
        "bad_date",
        "order 6: made_at 'yesterday' is not a time",
    ),
    "a sandbox's clock": _fault(
        "UPDATE setting SET value = 'noon' WHERE key = 'sandbox_now'",
        "bad_date audit_missing",
        "setting sandbox_now: value 'noon' is not a time",
    ),
    "what an audit record says": _fault(
        "UPDATE audit SET after = '{}' WHERE id = 3",
        "audit_chain audit_missing",
        "audit record 3: its hash is not that of what it says",
    ),
    "an audit record that is no text": _fault(
        "UPDATE audit SET after = x'00ff' WHERE id = 3",
        "audit_chain",
        "audit record 3: its hash is not that of what it says",
    ),
    "an audit record that was chained to another": _fault(
        "UPDATE audit SET previous_hash = hash WHERE id = 4",
        "audit_chain",
        "audit record 4: is not chained to the record before it",
    ),
    "an audit record taken out": _fault(
        "DELETE FROM audit WHERE action = 'policy'",
        "audit_gap audit_missing",
        "is missing before it",
    ),
    "the first audit record taken out": _fault(
        "DELETE FROM audit WHERE id = 1",
        "audit_gap audit_missing",
        "acme, top_up: 1 in the books, 0 in the audit trail",
    ),
    "the end of the audit trail cut off": _fault(
        "DELETE FROM audit WHERE id >= (SELECT MIN(id) FROM audit WHERE action = 'auto_renew')",
        "audit_missing",
        "1 in the books, 0 in the audit trail",
    ),
    "a manual order without its audit record": _fault(
        "DELETE FROM audit WHERE target = 'order 5'",
        "audit_gap audit_missing",
        "order 5, renew: 1 in the books, 0 in the audit trail",
    ),
    "a lost answer": _fault(
        "DELETE FROM operation_part WHERE key = (SELECT operation_key FROM orders WHERE id = 1)",
        "operation_state",
        "done, with 0 parts of an answer",
    ),
    "an answer nobody can read": _fault(
        "UPDATE operation_part SET answer = '{' WHERE key = (SELECT operation_key FROM orders"
        " WHERE id = 1)",
        "operation_state",
        "part 0 of its answer is not readable",
    ),
    "an answer with a part missing": _fault(
        "UPDATE operation_part SET part = 3 WHERE key = (SELECT operation_key FROM orders"
        " WHERE id = 1)",
        "operation_state",
        "with 1 parts of an answer, the last of them numbered 3",
    ),
    "an order of no operation": _fault(
        "UPDATE orders SET operation_key = 'k-none' WHERE id = 1",
        "operation_state",
        "operation k-none: not known, with 0 parts of an answer",
    ),
    "an answer to what was only intended": _fault(
        "UPDATE operation SET state = 'intended' WHERE key = (SELECT operation_key FROM orders"
        " WHERE id = 1)",
        "operation_state",
        "intended, with 1 parts of an answer",
    ),
    "a run that counts more than it did": _fault(
        "UPDATE engine_run SET renewed = 2", "run_count", "renewed 2, found 1"
    ),
    "a run that counts fewer failures": _fault(
        "UPDATE engine_run SET failed = 0", "run_count", "failed 0, found 1"
    ),
    "a room that is not there": _fault(
        _instance("i-4", "room_id = 99"),
        "foreign_key tally_mismatch term_mismatch",
        "of instance names a row of room that does not exist",
    ),
    "an index that was dropped": _fault(
        "DROP INDEX instance_instance_id", "index_missing", "index instance_instance_id is missing"
    ),
}


def _checked(path: Path) -> Checked:
    desk = desk_on(path)
    try:
        return check(desk)
    finally:
        desk.store.close()


def test_a_store_in_which_everything_has_happened_is_ok(copy: Path) -> None:
    assert _checked(copy) == (True, ())


@pytest.mark.parametrize("name", FAULTS)
def test_each_broken_invariant_is_named_with_its_row(copy: Path, name: str) -> None:
    fault = FAULTS[name]
    tamper(copy, *fault.statements)
    found = _checked(copy)
    assert not found.ok
    assert {problem.code for problem in found.problems} == fault.codes, found.problems
    details = [problem.detail for problem in found.problems]
    assert any(fault.words in detail for detail in details), details


@pytest.mark.parametrize("change", ["DROP TRIGGER {}", "DROP TRIGGER {0}; {1}"])
def test_a_trigger_that_is_missing_or_does_nothing_is_named(copy: Path, change: str) -> None:
    idle = "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT 1; END"
    with closing(sqlite3.connect(copy)) as db:
        db.executescript(change.format("audit_no_delete", idle))
    detail = "trigger audit_no_delete is missing or not as it was made"
    assert _checked(copy) == (False, ((Broken.TRIGGER_MISSING, detail),))


def test_every_code_of_an_invariant_has_a_fault_that_shows_it() -> None:
    shown = {code for fault in FAULTS.values() for code in fault.codes}
    elsewhere = {Broken.PAGES, Broken.TRIGGER_MISSING, Broken.AUDIT_HEAD, Broken.STOPPED}
    assert shown == set(Broken) - elsewhere


def test_every_index_of_the_schema_is_known_by_name(copy: Path) -> None:
    store = open_store(copy, read_only=True)
    assert list(store.engine.integrity.missing_indexes()) == []
    store.close()


def test_overwritten_pages_are_named_and_the_rest_is_still_checked(copy: Path) -> None:
    tamper(copy, "UPDATE account SET balance = balance + 1 WHERE code = 'acme'")
    with closing(sqlite3.connect(copy)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'attempt'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    with copy.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)
    codes = {problem.code for problem in _checked(copy).problems}
    assert {"pages", "balance_mismatch"} <= codes


def test_amounts_beyond_any_sum_stop_one_check_and_no_other(copy: Path) -> None:
    tamper(
        copy,
        "UPDATE ledger_entry SET amount = 9223372036854775807 WHERE id IN (1, 2)",
        "UPDATE voucher SET remaining = remaining - 1 WHERE code = 'v-2'",
    )
    problems = _checked(copy).problems
    stopped = [one.detail for one in problems if one.code == "pages"]
    assert stopped[0].startswith("balances could not be checked: ")
    assert "integer overflow" in stopped[0]
    assert "voucher_mismatch" in {one.code for one in problems}


def test_texts_that_the_index_is_still_to_be_told_of_are_no_fault(copy: Path) -> None:
    """Another program has written them: a search reads the rows until the index has caught up."""
    sql(copy, "UPDATE instance SET name = 'neu', search = instance_id || char(10) || 'neu'")
    assert sql(copy, "SELECT COUNT(*) FROM instance_unsearched") != [(0,)]
    assert _checked(copy).ok
    sql(copy, "INSERT INTO instance_search (instance_search) VALUES ('delete-all')")
    assert [one.code for one in _checked(copy).problems] == ["search_mismatch"]


def test_a_check_changes_nothing(copy: Path) -> None:
    before = copy.read_bytes()
    _checked(copy)
    assert copy.read_bytes() == before


def test_a_check_that_was_stopped_is_not_ok_and_says_so(copy: Path) -> None:
    desk = desk_on(copy, read_only=True)
    watch = StopAfter(2)
    found = check(desk, watch)
    desk.store.close()
    detail = f"stopped after 2 of {len(CHECKS)} checks"
    assert found == (False, ((Broken.STOPPED, detail),))
    assert watch.told == [(1, len(CHECKS)), (2, len(CHECKS))]


def test_of_too_many_problems_each_code_has_its_share_and_the_rest_is_counted() -> None:
    findings = Findings(most=10)
    for number in range(25):
        findings.add(Problem(Broken.BAD_DATE, f"row {number}"))
    findings.add(Problem(Broken.AUDIT_GAP, "a gap"))
    problems = findings.checked().problems
    assert [problem.detail for problem in problems] == [
        *(f"row {number}" for number in range(5)),
        "and 20 more",
        "a gap",
    ]


def test_thousands_of_broken_rows_are_named_up_to_a_limit(copy: Path) -> None:
    rows = 1_500
    tamper(
        copy,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
        f"{rows}) INSERT INTO account (code, name, currency, opening, balance)"
        " SELECT 'a-' || i, '', 'CNY', 0, 1 FROM n",
    )
    problems = _checked(copy).problems
    assert len(problems) == 1_001
    assert problems[-1] == (Broken.BALANCE_MISMATCH, "and 500 more")


@pytest.fixture
def writing(copy: Path) -> Iterator[sqlite3.Connection]:
    """Another program that has taken the write lock and holds it."""
    with another_writer(copy) as db:
        db.execute("UPDATE account SET name = 'other'")
        yield db


@pytest.mark.usefixtures("writing")
def test_a_check_does_not_wait_for_a_writer(copy: Path) -> None:
    assert _checked(copy).ok


def test_whoever_writes_does_not_wait_for_a_check(copy: Path) -> None:
    desk = desk_on(copy)
    before = desk.store.sql("SELECT COUNT(*) FROM room")

    def looks_for_long(store: Store) -> Iterator[Problem]:
        rows = store.walk_sql("SELECT id FROM instance")
        next(rows)
        with closing(sqlite3.connect(copy, timeout=0, isolation_level=None)) as other:
            other.execute("INSERT INTO room (code, name) VALUES ('new', '')")
        assert list(rows)
        assert store.sql("SELECT COUNT(*) FROM room") == before
        yield from ()

    assert check(desk, checks=[*CHECKS, looks_for_long, *CHECKS]) == (True, ())
    assert desk.store.sql("SELECT COUNT(*) FROM room") == [(before[0][0] + 1,)]
    desk.store.close()


def test_a_check_finds_nothing_wrong_while_another_program_writes(copy: Path) -> None:
    command = [sys.executable, "-m", "tests.operations.busy_writer", str(copy), "1.5"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "1\n"
        rounds = 0
        while writer.poll() is None:
            assert _checked(copy) == (True, ())
            rounds += 1
    assert writer.returncode == 0
    assert rounds > 1
