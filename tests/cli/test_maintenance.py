"""`audit`, `check`, `backup` and `migrate`."""

from __future__ import annotations

import shutil

from tests.cli.calls import WEB_1, Caller

RECORD = [
    "number",
    "at",
    "operator",
    "claimed",
    "source",
    "action",
    "target",
    "before",
    "after",
    "operation_key",
    "previous_hash",
    "hash",
    "note",
    "session_user",
]


def test_the_audit_trail_is_shown_newest_first(call: Caller) -> None:
    call("policy", "auto", WEB_1)
    found = call("audit", "--limit", "2", "--json").json
    assert list(found) == ["total", "records"]
    assert len(found["records"]) == 2
    newest = found["records"][0]
    assert list(newest) == RECORD
    assert newest["number"] == found["total"]
    assert (newest["action"], newest["target"], newest["source"]) == ("policy", WEB_1, "command")
    assert newest["before"] == {"policy": "manual", "months": 1}
    assert WEB_1 in call("audit").out


def test_the_audit_trail_comes_in_pages(call: Caller) -> None:
    call("policy", "auto", WEB_1)
    older = call("audit", "--limit", "1", "--offset", "1", "--json").json["records"]
    assert older[0]["number"] == call("audit", "--json").json["total"] - 1


def test_a_whole_chain_is_verified_and_its_head_told(call: Caller) -> None:
    found = call("audit", "--verify", "--json").json
    assert list(found) == ["ok", "records", "audit_head", "problems"]
    assert (found["ok"], found["problems"]) == (True, [])
    newest = call("audit", "--limit", "1", "--json").json["records"][0]
    assert found["audit_head"] == {"record": newest["number"], "hash": newest["hash"]}
    out = call("audit", "--verify").out
    assert "is whole" in out
    assert f"ends with record {newest['number']}, hash {newest['hash']}" in out


def test_a_broken_chain_names_the_broken_record_and_is_status_4(call: Caller) -> None:
    call("policy", "auto", WEB_1)
    call.sql("DROP TRIGGER audit_no_update")
    call.sql("UPDATE audit SET operator = 'somebody else' WHERE target = ?", WEB_1)
    found = call("audit", "--verify", "--json", status=4).json
    assert found["ok"] is False
    (problem,) = found["problems"]
    assert problem["code"] == "audit_chain"
    assert problem["detail"] in call("audit", "--verify", status=4).out


def test_a_head_that_is_kept_elsewhere_shows_that_the_end_was_cut_off(call: Caller) -> None:
    call("policy", "auto", WEB_1)
    kept = call("audit", "--verify", "--json").json["audit_head"]["hash"]
    call("policy", "manual", WEB_1)
    assert call("audit", "--verify", "--expect", kept.upper(), "--json").json["ok"] is True
    call.sql("DROP TRIGGER audit_no_delete")
    call.sql("DELETE FROM audit WHERE target = ?", WEB_1)
    found = call("audit", "--verify", "--expect", kept, "--json", status=4).json
    assert "audit_head" in {one["code"] for one in found["problems"]}
    assert (
        f"no record has the hash {kept}"
        in call("audit", "--verify", "--expect", kept, status=4).out
    )


def test_what_is_expected_is_a_hash_and_goes_with_verify(call: Caller) -> None:
    refused = call.refused("audit", "--verify", "--expect", "12ab")
    assert '"12ab" is not a hash: 64 digits 0-9 and a-f are' in refused
    assert "--expect goes with --verify" in call.refused("audit", "--expect", "0" * 64)


def test_verifying_looks_at_every_record(call: Caller) -> None:
    assert "--verify looks at every record" in call.refused("audit", "--verify", "--limit", "3")


def test_a_sound_store_passes_the_check(call: Caller) -> None:
    assert call("check", "--json").json == {"ok": True, "problems": []}
    assert call("check").out == "every invariant holds\n"


def test_a_broken_invariant_is_named_and_is_status_4(call: Caller) -> None:
    call.sql("UPDATE account SET balance = balance + 1 WHERE code = 'acme-prod'")
    found = call("check", "--json", status=4).json
    assert found["ok"] is False
    assert list(found["problems"][0]) == ["code", "detail"]
    assert "acme-prod" in call("check", status=4).out


def test_a_backup_is_a_copy_that_was_checked(call: Caller) -> None:
    copy = call.path.with_name("copy.db")
    found = call("backup", str(copy), "--json").json
    assert list(found) == ["backup", "bytes", "ok", "problems"]
    assert found["ok"] is True
    assert copy.stat().st_mode & 0o777 == 0o600
    assert "every invariant holds" in call("backup", str(copy.with_name("another.db"))).out
    line = call.refused("backup", str(copy), status=1)
    assert "never overwrites" in line


def test_a_backup_needs_a_folder_that_is_there(call: Caller) -> None:
    assert "no folder" in call.refused("backup", str(call.path.parent / "no" / "x.db"), status=1)


def test_a_backup_of_a_broken_store_is_kept_and_is_status_4(call: Caller) -> None:
    call.sql("UPDATE account SET balance = balance + 1 WHERE code = 'acme-prod'")
    copy = call.path.with_name("copy.db")
    assert call("backup", str(copy), "--json", status=4).json["ok"] is False
    assert copy.exists()


def test_a_store_that_is_up_to_date_is_not_migrated(call: Caller) -> None:
    before = call.path.read_bytes()
    found = call("migrate", "--json").json
    assert list(found) == ["from", "to", "backup"]
    assert found["from"] == found["to"]
    assert found["backup"] is None
    assert "already; nothing was changed" in call("migrate").out
    assert call.path.read_bytes() == before


def test_a_newer_store_is_refused_with_status_5_by_every_command(call: Caller) -> None:
    call.sql("PRAGMA user_version = 999")
    for arguments in (("list",), ("migrate",), ("check",), ("show", WEB_1)):
        assert "999" in call.refused(*arguments, status=5)


def test_an_older_store_is_refused_and_told_how_to_migrate(call: Caller) -> None:
    call.sql("PRAGMA user_version = 0")
    line = call.refused("list", status=5)
    assert f"--database {call.path} migrate" in line


def test_a_check_says_of_a_copy_what_it_says_of_the_store(call: Caller) -> None:
    copy = call.path.with_name("copy.db")
    shutil.copy(call.path, copy)
    assert call.bare("check", "--database", str(copy)).out == call("check").out


def test_amounts_in_records_are_decimal_texts(call: Caller) -> None:
    call("account", "top-up", "globex-lab", "12.50", "--yes")
    newest = call("audit", "--json").json["records"][0]
    assert newest["after"]["amount"] == "12.50"
    assert "Top-up of globex-lab: 12.50" in call("audit").out


def test_a_record_that_was_tampered_with_is_shown_as_it_is(call: Caller) -> None:
    call("policy", "auto", WEB_1)
    triggers = call.sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    guards = [(name, sql) for name, sql in triggers if " ON audit" in sql]
    for name, _ in guards:
        call.sql(f"DROP TRIGGER {name}")
    call.sql("UPDATE audit SET before = 'garbage' WHERE target = ?", WEB_1)
    for _, sql in guards:
        call.sql(sql)
    assert call("show", WEB_1, "--json").json["activity"][0]["before"] == "garbage"
    assert "garbage" in call("show", WEB_1).out
    assert "garbage" in call("audit").out
    call("audit", "--verify", status=4)
