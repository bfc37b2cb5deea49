"""`auto-renew`: the run's document and statuses, limits, quietness, guards, and what it asks."""

from __future__ import annotations

import pytest

from renewal_tui.cli.output import OutputLost
from renewal_tui.operations.auto_renew import RunCourse
from renewal_tui.operations.watch import Unwatched
from tests.cli.calls import LAB_DB, WEB_1, Caller
from tests.operations.acts import done, run_of
from tests.stores import desk_on

DOCUMENT = {
    "operation_key",
    "dry_run",
    "interrupted",
    "business_date",
    "run",
    "refused",
    "renewed",
    "failed",
    "missed",
    "skipped",
    "audit_head",
}
RENEWED = [
    "instance_id",
    "order",
    "from_date",
    "to_date",
    "payable",
    "voucher_total",
    "balance_total",
]


def test_the_document_has_the_keys_that_programs_rely_on(call: Caller) -> None:
    found = call("auto-renew", "--yes", "--json", status=3).json
    assert set(found) == DOCUMENT
    assert found["business_date"] == "2026-11-22"
    assert len(found["renewed"]) == 9
    assert all(list(row) == RENEWED for row in found["renewed"])
    assert [row["instance_id"] for row in found["failed"]] == [LAB_DB]
    assert list(found["failed"][0]) == ["instance_id", "code", "reason", "short_by"]
    assert found["failed"][0]["code"] == "insufficient_balance"
    assert found["failed"][0]["short_by"] == "280.00"
    assert len(found["missed"]) == 4


def test_running_twice_renews_once_and_only_failures_are_left(call: Caller) -> None:
    call("auto-renew", "--yes", status=3)
    found = call("auto-renew", "--yes", "--json", status=1).json
    assert found["renewed"] == []
    assert len(found["failed"]) == 1


def test_after_a_top_up_a_later_run_renews_what_had_failed(call: Caller) -> None:
    call("auto-renew", "--yes", status=3)
    call("account", "top-up", "globex-lab", "375.00", "--yes")
    found = call("auto-renew", "--yes", "--json", status=3).json
    assert [row["instance_id"] for row in found["renewed"]] == [LAB_DB]
    assert found["failed"] == []


def test_people_read_a_table_and_a_summary(call: Caller) -> None:
    out = call("auto-renew", "--yes", status=3).out
    assert "Renewed" in out
    assert f"{LAB_DB}" in out
    assert "balance short by 280.00 CNY" in out
    assert "9 instances renewed for CNY 1,681.50, 1 failed, 4 missed, 0 left out (run 1)" in out


def test_a_dry_run_tells_the_same_and_changes_nothing(call: Caller) -> None:
    before = call.path.read_bytes()
    planned = call("auto-renew", "--dry-run", "--json", status=3).json
    assert call.path.read_bytes() == before
    done = call("auto-renew", "--yes", "--json", status=3).json
    assert [{**row, "order": None} for row in done["renewed"]] == planned["renewed"]
    assert planned["run"] is None
    assert planned["dry_run"] is True
    assert planned["failed"] == done["failed"]


def test_quiet_says_nothing_when_nothing_happened(call: Caller) -> None:
    call.sql("UPDATE instance SET policy = 'manual', auto_months = 1")
    answer = call("auto-renew", "--quiet")
    assert (answer.out, answer.err) == ("", "")


def test_quiet_tells_failures_and_missed_days_on_stderr(call: Caller) -> None:
    answer = call("auto-renew", "--quiet", "--yes", status=3)
    assert answer.out.count("\n") == 2
    assert "the audit trail ends with record" in answer.out
    assert f"{LAB_DB} failed: balance short by 280.00 CNY" in answer.err
    assert answer.err.count("was missed: renew it manually") == 4
    again = call("auto-renew", "--quiet", "--yes", status=1)
    assert again.out == ""
    assert LAB_DB in again.err


def test_nothing_due_needs_nobody_to_be_asked(call: Caller) -> None:
    call("auto-renew", "--yes", status=3)
    call("account", "top-up", "globex-lab", "375.00", "--yes")
    call("auto-renew", "--yes", status=3)
    assert call("auto-renew", status=3).err == ""


def test_a_limit_leaves_the_rest_for_later(call: Caller) -> None:
    found = call("auto-renew", "--max-items", "2", "--yes", "--json", status=3).json
    assert len(found["renewed"]) == 2
    assert {one["code"] for one in found["skipped"]} == {"limit_reached"}
    assert {one["reason"] for one in found["skipped"]} == {"--max-items 2 is reached"}
    found = call("auto-renew", "--max-amount", "0", "--yes", "--json", status=None).json
    assert found["renewed"] == []
    assert (
        "--max-amount 0.00 CNY would be passed"
        in call("auto-renew", "--max-amount", "0", "--yes", status=None).out
    )


def test_a_clock_that_went_back_stops_it(call: Caller) -> None:
    call("auto-renew", "--yes", status=3)
    call.sql("UPDATE setting SET value = '2026-11-20T02:00:00Z' WHERE key = 'sandbox_now'")
    answer = call("auto-renew", "--yes", "--json", status=1)
    assert set(answer.json) == DOCUMENT
    assert "before the last run's 2026-11-22" in answer.json["refused"]
    assert answer.err.count("\n") == 1
    assert call("auto-renew", status=1).out == ""


def test_a_clock_that_jumped_stops_it_unless_accepted(call: Caller) -> None:
    call("auto-renew", "--yes", status=3)
    call("clock", "advance", "41d")
    assert "--accept-clock" in call("auto-renew", "--yes", status=1).err
    assert "--accept-clock" in call("auto-renew", "--yes", "--json", status=1).json["refused"]
    call("auto-renew", "--yes", "--accept-clock", status=None)


def test_it_asks_when_something_is_due(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    before = call.path.read_bytes()
    call.types(monkeypatch, "n")
    answer = call("auto-renew", status=1)
    assert "9 instances would be renewed for CNY 1,681.50" in answer.err
    assert call.path.read_bytes() == before
    call.types(monkeypatch, "y")
    call("auto-renew", status=3)


def test_without_a_terminal_and_without_yes_it_refuses(call: Caller) -> None:
    assert "give --yes" in call.refused("auto-renew")


def test_the_same_key_is_answered_with_the_first_run(call: Caller) -> None:
    first = call("auto-renew", "--key", "E-1", "--yes", "--json", status=3)
    again = call("auto-renew", "--key", "E-1", "--json", status=3)
    assert again.json == first.json
    newest = call("audit", "--limit", "1", "--json").json["records"][0]
    assert first.json["audit_head"] == {"record": newest["number"], "hash": newest["hash"]}
    assert f"hash {newest['hash']}" in call("auto-renew", "--key", "E-1", status=3).out
    call("policy", "auto", WEB_1)
    later = call("auto-renew", "--key", "E-1", "--json", status=3)
    assert later.json == first.json, "the end of the trail as it was then"
    assert call.sql("SELECT acknowledged FROM operation WHERE key = 'E-1'") == [(1,)]


def test_it_is_recorded_as_the_engine_s_work(call: Caller) -> None:
    call("auto-renew", "--yes", status=3)
    records = call("audit", "--limit", "100", "--json").json["records"]
    assert {one["source"] for one in records if one["action"] == "auto_renew"} == {"engine"}


def test_that_nobody_listens_any_more_does_not_stop_the_others(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_: str) -> None:
        raise OutputLost(BrokenPipeError(32, "Broken pipe"))

    monkeypatch.setattr("renewal_tui.cli.output.write", lost)
    answer = call("auto-renew", "--yes", "--json", status=None)
    monkeypatch.undo()
    assert answer.status == 141
    assert call.sql("SELECT renewed, failed FROM engine_run") == [(9, 1)]
    assert call.sql("SELECT acknowledged FROM operation WHERE action = 'auto_renew'") == [(0,)]


def test_an_error_part_way_still_leaves_one_document(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(RunCourse, "most", 2)
    monkeypatch.setattr(RunCourse, "_closed", broken)
    answer = call("auto-renew", "--yes", "--json", status=70)
    renewed = call.sql("SELECT count(*) FROM orders WHERE kind = 'auto'")[0][0]
    assert 0 < len(answer.json["renewed"]) == renewed < 9
    assert answer.json["interrupted"] is True
    assert answer.json["error"]["code"] == "unexpected"


def test_a_run_that_was_stopped_asks_again_before_it_renews_the_rest(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunCourse, "most", 2)

    class Stopped(Unwatched):
        def stopped(self) -> bool:
            return True

    desk = desk_on(call.path)
    assert done(desk, run_of(), "K-7", watch=Stopped())["interrupted"]
    desk.store.close()
    message = call.refused("auto-renew", "--key", "K-7")
    assert "give --yes" in message
    assert len(call("auto-renew", "--key", "K-7", "--yes", "--json", status=3).json["renewed"]) == 9
    call("auto-renew", "--key", "K-7", status=3)
