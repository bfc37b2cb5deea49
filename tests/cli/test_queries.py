"""`--where` and `--ids-from`: the language of R31 wherever filters are taken."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.calls import LEGACY, STAGING, WEB_1, WEB_2, WORKER, Caller


def ids(call: Caller, *arguments: str, status: int = 0) -> list[str]:
    found = call("list", *arguments, "--json", "--limit", "1000", status=status).json
    return [row["instance_id"] for row in found["rows"]]


def test_a_query_is_the_options_that_say_the_same(call: Caller) -> None:
    options = ("--product", "KEC", "--room", "cn-beijing-6", "--within", "7", "--tab", "manual")
    query = "product:kec room:cn-beijing-6 due:7 policy:manual"
    assert ids(call, "--where", query) == ids(call, *options)
    assert WEB_1 in ids(call, "--where", query)


def test_codes_are_found_whatever_their_case_and_near_ones_are_named(call: Caller) -> None:
    """Section 5."""
    small = ids(call, "--product", "krds", "--account", "ACME-PROD", "--room", "CN-beijing-6")
    assert small == ids(call, "--where", "product:KRDS account:acme-prod room:cn-beijing-6")
    assert small
    assert '"KRD" is not a product; did you mean KRDS' in call.refused("list", "--product", "KRD")


def test_a_query_combines_with_other_options(call: Caller) -> None:
    both = ids(call, "--where", "price:300.. -web-02", "--within", "0", "--search", "web-0")
    assert WEB_1 in both
    assert WEB_2 not in both
    assert LEGACY not in both


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("web prodct:KEC", '--where: character 5: "prodct" is not a key; did you mean product?'),
        ("due:", "--where: character 5: due: needs a value, as in due:7"),
        ("left:7..0", '--where: character 6: left: the range "7..0" ends before it begins'),
        ('room:"x', "--where: character 6: the quote is open"),
        ("-product:KEV", '--where: character 10: "KEV" fits no product; did you mean'),
        ("room:mars", '--where: character 6: "mars" fits no room; there are'),
        (" ", "--where: a text to look for is needed"),
        ("\udcff", "is not text in UTF-8"),
    ],
)
def test_a_query_that_cannot_be_is_refused_with_its_place(
    call: Caller, query: str, line: str
) -> None:
    assert line in call.refused("list", "--where", query)
    renewing = ("renew", "--all-matching", "--months", "1", "--yes", "--where", query)
    assert line in call.refused(*renewing)


def test_a_list_of_ids_is_the_set_and_what_it_does_not_find_is_told(
    call: Caller, tmp_path: Path
) -> None:
    trial = call.excluded("trial")
    pasted = f"Hello,\n{WEB_1}\n{WORKER}, {LEGACY}\r\n{trial}"
    answer = call("list", "--where", pasted, "--status", "active", "--json", status=3)
    assert {row["instance_id"] for row in answer.json["rows"]} == {WEB_1, WORKER}
    assert answer.err.splitlines() == [
        "of 5 ids",
        f"  1 on the not renewable tab: {trial}",
        f"  1 hidden by the filters: {LEGACY}",
        "  1 unknown: Hello",
    ]
    file = tmp_path / "ids.txt"
    file.write_text(f"\ufeff{WEB_1}\n{WORKER}\n", encoding="utf-8")
    assert set(ids(call, "--ids-from", str(file))) == {WEB_1, WORKER}
    assert ids(call, "--ids-from", str(file), "--tab", "auto", status=3) == [WORKER]
    assert ids(call, "--ids-from", str(file), "--where", f"{WORKER} {STAGING}") == [WORKER]


def test_words_of_which_the_first_is_no_id_are_words(call: Caller) -> None:
    assert ids(call, "--where", f"web {WEB_1}") == [WEB_1]


def _stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    piped = SimpleNamespace(buffer=io.BytesIO(text.encode()), isatty=lambda: False)
    monkeypatch.setattr("sys.stdin", piped)


def test_ids_on_stdin_are_renewed_and_an_unknown_one_is_left_out(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stdin(monkeypatch, f"{WEB_1}\n{WEB_2}\ni-nothing\n")
    found = call(
        "renew", STAGING, "--ids-from", "-", "--months", "1", "--yes", "--json", status=3
    ).json
    lines = [line["instance_id"] for order in found["orders"] for line in order["lines"]]
    assert set(lines) == {WEB_1, WEB_2, STAGING}
    assert [(one["instance_id"], one["code"]) for one in found["skipped"]] == [
        ("i-nothing", "unknown_instance")
    ]


def test_filters_hold_for_a_list_of_ids_with_all_matching(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stdin(monkeypatch, f"{WEB_1}, {WORKER}, i-nothing")
    matching = ("--all-matching", "--ids-from", "-", "--where", "policy:manual")
    answer = call("policy", "auto", *matching, "--json", status=3)
    assert answer.json["changed"] == [WEB_1]
    assert [one["instance_id"] for one in answer.json["skipped"]] == ["i-nothing"]
    assert f"1 hidden by the filters: {WORKER}" in answer.err


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "No such file or directory"),
        (b" ,\n", "holds no ids: one a line is needed"),
        (b"\xff\xfe", "is not text in UTF-8"),
    ],
)
def test_a_file_without_ids_is_refused(
    call: Caller, tmp_path: Path, content: bytes | None, line: str
) -> None:
    file = tmp_path / "ids.txt"
    if content is not None:
        file.write_bytes(content)
    assert line in call.refused("list", "--ids-from", str(file))


def test_ids_from_a_file_are_not_filtered_without_all_matching(
    call: Caller, tmp_path: Path
) -> None:
    file = tmp_path / "ids.txt"
    file.write_text(WEB_1)
    arguments = ("renew", "--ids-from", str(file), "--where", "web", "--months", "1", "--yes")
    assert "--where needs --all-matching: ids are not filtered" in call.refused(*arguments)
