"""The whole job by the command line alone, on the sample data: the walk that the desk is for."""

from __future__ import annotations

from tests.cli.calls import Caller
from tests.stores import ROOT

WHERE = ("--within", "7", "--room", "cn-beijing-6", "--account", "acme-prod")


def test_the_walk(call: Caller) -> None:
    """Find what expires, switch some, renew some, unify the rest, and let the engine work."""
    call.path = call.path.with_name("walk.db")
    call("demo", "--no-open")

    listed = call("list", *WHERE, "--tab", "manual", "--status", "active", "--json").json
    assert listed["total"] == 14
    ids = [row["instance_id"] for row in listed["rows"]]

    switched = call("policy", "auto", *ids[3:5], "--json").json
    assert switched["changed"] == ids[3:5]

    before = call("account", "acme-prod", "--json").json
    renewed = call("renew", *ids[:3], "--months", "1", "--yes", "--json").json
    order = renewed["orders"][0]
    assert order["status"] == "paid"
    assert float(order["voucher_total"]) > 0
    after = call("account", "acme-prod", "--json").json
    paid = float(before["balance"]) - float(after["balance"])
    assert f"{paid:.2f}" == order["balance_total"]

    unified = call("unify", *ids[5:], "--day", "last", "--yes", "--json").json
    ends = {line["to_date"] for one in unified["orders"] for line in one["lines"]}
    assert ends <= {"2026-12-31", "2027-01-31"}
    assert unified["skipped"] == []

    assert call("clock", "set", "2026-11-23 00:00", "--json").json["today"] == "2026-11-23"
    due = call("list", "--tab", "auto", "--expires-from", "2026-11-23", "--expires-to",
               "2026-11-23", "--json").json  # fmt: skip
    run = call("auto-renew", "--yes", "--json", status=3).json
    done = {row["instance_id"] for row in run["renewed"]}
    failed = {row["instance_id"] for row in run["failed"]}
    assert done | failed == {row["instance_id"] for row in due["rows"]}
    assert set(ids[3:5]) <= done
    assert run["missed"]

    assert call("check", "--json").json["ok"] is True
    assert call("audit", "--verify", "--json").json["ok"] is True
    assert call("import", str(ROOT / "data"), "--dry-run").status == 0
