"""Stores that are missing, foreign, empty, damaged, read-only, busy or full."""

from __future__ import annotations

import os

import pytest

from renewal_tui.operations.auto_renew import RunCourse
from renewal_tui.store.connection import open_store
from tests.cli.calls import WEB_1, Caller
from tests.store.limits import no_file_longer_than
from tests.stores import another_writer

READ = ("list",)
WRITE = ("policy", "auto", WEB_1)


def refused(call: Caller, arguments: tuple[str, ...], status: int, code: str) -> str:
    line = call.refused(*arguments, status=status)
    assert call(*arguments, "--json", status=status).error["code"] == code
    return line


@pytest.mark.parametrize("arguments", [READ, WRITE, ("check",), ("migrate",), ("orders",)])
def test_a_store_that_is_missing_is_not_made(call: Caller, arguments: tuple[str, ...]) -> None:
    call.path.unlink()
    answer = call(*arguments, "--json", status=2)
    assert answer.error["code"] == "store_missing"
    assert "init" in answer.err
    assert not call.path.exists()


def test_a_folder_is_no_store(call: Caller) -> None:
    call.path.unlink()
    call.path.mkdir()
    assert "is a folder" in call("list", status=2).err


@pytest.mark.parametrize("arguments", [READ, WRITE])
@pytest.mark.parametrize("content", [b"", b"hello", b"x" * 5000])
def test_a_file_that_is_no_store_is_refused(
    call: Caller, arguments: tuple[str, ...], content: bytes
) -> None:
    call.path.write_bytes(content)
    refused(call, arguments, 2, "store_foreign")


def test_another_program_s_database_is_refused(call: Caller) -> None:
    call.path.unlink()
    call.sql("CREATE TABLE theirs (x)")
    assert "another program's" in refused(call, WRITE, 2, "store_foreign")


def test_damaged_pages_are_status_4(call: Caller) -> None:
    content = bytearray(call.path.read_bytes())
    content[4096 : len(content) // 2] = os.urandom(len(content) // 2 - 4096)
    call.path.write_bytes(content)
    refused(call, READ, 4, "store_damaged")


def test_a_store_that_may_only_be_read_is_shown_and_not_changed(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert call("list", "--limit", "0").out == "0 of 196 instances\n"
    for arguments in (WRITE, ("renew", WEB_1, "--months", "1", "--yes"), ("auto-renew", "--yes")):
        refused(call, arguments, 1, "store_read_only")
    call("renew", WEB_1, "--months", "1", "--dry-run")


def test_a_busy_store_is_status_75_and_nothing_was_changed(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = {"read_only": False, "busy_seconds": 0.05}
    monkeypatch.setattr(open_store, "__kwdefaults__", impatient)
    with another_writer(call.path):
        assert "is busy" in refused(call, WRITE, 75, "store_busy")
        assert call("list", "--limit", "0").out == "0 of 196 instances\n"
    call(*WRITE)


def test_a_store_that_others_may_use_is_warned_of_before_a_change(call: Caller) -> None:
    call.path.chmod(0o644)
    answer = call(*WRITE)
    assert answer.err.count("\n") == 1
    assert "warning" in answer.err
    assert "mode 0644" in answer.err
    assert call("list").err == ""
    assert call("policy", "manual", WEB_1, "--json").err == ""


def test_a_disk_that_is_full_in_the_middle_of_a_run_is_status_3_and_its_key_does_the_rest(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunCourse, "most", 20)
    call.sql("UPDATE account SET opening = opening + 10000000, balance = balance + 10000000")
    to_be_due = "listed = 1 AND unpaid_order_id IS NULL AND renewed_here = 0"
    call.sql(f"UPDATE term SET expire_date = '2026-11-22', anchor_day = 22 WHERE {to_be_due}")
    call.sql(
        f"UPDATE instance SET policy = 'auto' WHERE id IN (SELECT id FROM term WHERE {to_be_due})"
    )
    due = len(call("auto-renew", "--dry-run", "--json", status=None).json["renewed"])
    with no_file_longer_than(call.path.stat().st_size + 40_000):
        full = call("auto-renew", "--yes", "--json", "--key", "k-1", status=3)
    done = len(full.json["renewed"])
    assert 20 <= done < due
    assert (full.json["interrupted"], full.error["code"]) == (True, "store_full")
    assert "nothing more was changed; the same command with --key k-1" in full.err
    finished = call("auto-renew", "--yes", "--json", "--key", "k-1", status=None)
    assert len(finished.json["renewed"]) == due
    call("check")


def test_a_disk_that_is_full_from_the_beginning_is_status_1(call: Caller) -> None:
    with no_file_longer_than(512):
        assert "nothing was changed" in refused(call, WRITE, 1, "store_full")
