"""`policy`: switching, and what is left out with which code."""

from __future__ import annotations

from tests.cli.calls import LEGACY, STAGING, WEB_1, WORKER, Caller


def test_the_document_names_who_was_switched_and_who_was_not(call: Caller) -> None:
    found = call("policy", "auto", WEB_1, LEGACY, WORKER, "i-nosuch", "--json", status=3).json
    assert found["changed"] == [WEB_1]
    assert {one["instance_id"]: one["code"] for one in found["skipped"]} == {
        LEGACY: "expired_manual",
        WORKER: "already_auto",
        "i-nosuch": "unknown_instance",
    }
    assert list(found["skipped"][0]) == ["instance_id", "code", "reason"]


def test_all_switched_is_status_0_and_they_stand_on_the_other_tab(call: Caller) -> None:
    answer = call("policy", "auto", WEB_1, STAGING, "--months", "3")
    assert "2 instances switched to automatic renewal, 0 left out" in answer.out
    found = call("list", "--tab", "auto", "--search", WEB_1, "--json").json["rows"][0]
    assert (found["policy"], found["auto_months"]) == ("auto", 3)
    assert "auto, 3 months" in call("list", "--search", WEB_1).out


def test_the_way_back_to_manual(call: Caller) -> None:
    assert call("policy", "manual", WORKER, "--json").json["changed"] == [WORKER]
    answer = call("policy", "manual", WORKER, "--json", status=1)
    assert answer.json["skipped"][0]["code"] == "already_manual"


def test_an_expired_one_on_automatic_stays_so(call: Caller) -> None:
    rows = call("list", "--tab", "auto", "--status", "expired", "--json").json["rows"]
    answer = call("policy", "auto", rows[0]["instance_id"], "--months", "12", "--json", status=1)
    assert answer.json["skipped"][0]["code"] == "already_auto"


def test_nothing_to_switch_writes_nothing(call: Caller) -> None:
    before = call.path.read_bytes()
    call("policy", "auto", WORKER, "i-nosuch", status=1)
    assert call.path.read_bytes() == before


def test_a_dry_run_answers_like_the_run_and_changes_nothing(call: Caller) -> None:
    before = call.path.read_bytes()
    planned = call("policy", "auto", WEB_1, LEGACY, "--dry-run", "--json", status=3).json
    assert call.path.read_bytes() == before
    done = call("policy", "auto", WEB_1, LEGACY, "--json", status=3).json
    assert planned["changed"] == done["changed"]
    assert planned["skipped"] == done["skipped"]
    assert (planned["dry_run"], done["dry_run"]) == (True, False)
    assert "would be switched" in call("policy", "auto", STAGING, "--dry-run").out


def test_all_matching_switches_a_whole_filter(call: Caller) -> None:
    filters = ("--room", "cn-beijing-6", "--tab", "manual", "--within", "7", "--status", "active")
    total = call("list", *filters, "--json").json["total"]
    found = call("policy", "auto", "--all-matching", *filters, "--json").json
    assert len(found["changed"]) == total
    line = call.refused("policy", "auto", "--all-matching", *filters, status=1)
    assert "no instance matches" in line


def test_it_never_asks_and_takes_a_yes_all_the_same(call: Caller) -> None:
    assert call("policy", "auto", WEB_1, "--yes", "--json").json["changed"] == [WEB_1]


def test_a_period_goes_with_automatic_renewal_only(call: Caller) -> None:
    assert "--months goes with auto only" in call.refused(
        "policy", "manual", WORKER, "--months", "3"
    )


def test_the_same_key_is_answered_with_the_first_answer(call: Caller) -> None:
    first = call("policy", "auto", WEB_1, "--key", "K-2", "--json")
    assert call("policy", "auto", WEB_1, "--key", "K-2", "--json").json == first.json


def test_the_same_key_is_answered_though_its_filter_matches_nothing_any_more(call: Caller) -> None:
    wanted: tuple[str, ...] = (
        "policy",
        "auto",
        "--all-matching",
        "--tab",
        "manual",
        "--within",
        "3",
        "--status",
    )
    wanted += ("active", "--account", "acme-prod", "--key", "K-3", "--json")
    first = call(*wanted)
    assert first.json["changed"]
    assert call(*wanted).json == first.json
    call(*wanted[:-3], "--json", status=1)
