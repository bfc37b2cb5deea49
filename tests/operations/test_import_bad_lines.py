"""All or nothing: every bad line is told with its number and reason, and nothing is imported."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from renewal_tui.operations.desk import Desk
from tests.operations.importing import (
    INSTANCES,
    VOUCHERS,
    instance_line,
    load,
    problems_of,
    put,
    put_instances,
)

_FULL = (
    "instance_id,account,product,room,type,billing_mode,expire_date,anchor_day,policy,auto_months,"
    "monthly_price"
)
_PRODUCT = "product,name,renewable,retention_days,discounts"
_ACCOUNT = "account,name,balance,currency"
_SOUND = {
    "instance_id": "i-1",
    "account": "acme",
    "product": "KEC",
    "room": "cn-beijing-6",
    "type": "standard",
    "billing_mode": "subscription",
    "expire_date": "2026-11-22",
    "anchor_day": "22",
    "policy": "manual",
    "auto_months": "1",
    "monthly_price": "100.00",
}


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("instance_id", "", "is missing"),
        ("instance_id", " i-1", '" i-1" begins or ends with a space'),
        ("instance_id", "i" * 65, "is longer than 64 characters (65)"),
        ("account", "", "is missing"),
        ("account", "nobody", '"nobody" is not an account of the store or of these files'),
        ("product", "XXX", '"XXX" is not a product of the store or of these files'),
        ("room", "moon-1", '"moon-1" is not a room of the store or of these files'),
        ("type", "Standard", '"Standard" is not one of standard, trial'),
        ("billing_mode", "free", '"free" is not one of subscription, one_time, pay_as_you_go'),
        ("expire_date", "", "is missing"),
        ("expire_date", "2026-02-30", '"2026-02-30" is not a date'),
        ("expire_date", "22/11/2026", '"22/11/2026" is not a date'),
        ("expire_date", "1969-12-31", '"1969-12-31" is not a date between 1970 and 9899'),
        ("anchor_day", "0", '"0" is not a whole number from 1 to 31'),
        ("anchor_day", "32", '"32" is not a whole number from 1 to 31'),
        ("anchor_day", "2.5", '"2.5" is not a whole number from 1 to 31'),
        ("anchor_day", "²", '"²" is not a whole number from 1 to 31'),
        ("anchor_day", "15", "15 does not fit expire_date 2026-11-22"),
        ("policy", "automatic", '"automatic" is not one of manual, auto'),
        ("auto_months", "4", '"4" is not one of 1, 2, 3, 6, 12, 24, 36'),
        ("monthly_price", "", "is missing"),
        ("monthly_price", "-1", '"-1" is negative; an amount of 0.00 or more is needed'),
        ("monthly_price", "1.005", '"1.005" is not an amount such as 1234.50'),
        ("monthly_price", "1e3", '"1e3" is not an amount such as 1234.50'),
    ],
)
def test_a_bad_value_of_an_instance_is_refused_with_its_reason(
    desk: Desk, tmp_path: Path, column: str, text: str, says: str
) -> None:
    path = put(tmp_path, "instances.csv", _FULL, ",".join((_SOUND | {column: text}).values()))
    assert problems_of(desk, path) == [f"instances.csv:2: {column}: {says}"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("products", _PRODUCT, "A;B,x,yes,,"), 'product: "A;B" cannot be a product'),
        (("products", _PRODUCT, "*,x,yes,,"), 'product: "*" cannot be a product'),
        (("products", _PRODUCT, "A,,yes,,"), "name: is missing"),
        (("products", _PRODUCT, "A,x,true,,"), 'renewable: "true" is not one of yes, no'),
        (
            ("products", _PRODUCT, "A,x,yes,3651,"),
            'retention_days: "3651" is not a whole number from 0 to 3650',
        ),
        (("products", _PRODUCT, "A,x,yes,,12"), 'discounts: "12" is not a discount such as 12:15'),
        (("products", _PRODUCT, "A,x,yes,,12:15;5:1"), 'discounts: "5" is not one of 1, 2, 3'),
        (("products", _PRODUCT, "A,x,yes,,12:15;12:20"), "discounts: 12 months stand twice"),
        (
            ("products", _PRODUCT, "A,x,yes,,12:101"),
            'discounts: "101" is not a whole number from 0 to 100',
        ),
        (("rooms", "room,name", "r-1,"), "name: is missing"),
        (("accounts", _ACCOUNT, "a,x,-0.01,"), 'balance: "-0.01" is negative'),
        (("accounts", _ACCOUNT, "a,x,0,cny"), 'currency: "cny" is not a currency such as CNY'),
        (
            ("vouchers", VOUCHERS, "v-1,acme,10.00,10.01,2026-12-31"),
            "remaining: 10.01 is more than amount 10.00",
        ),
        (
            ("vouchers", f"{VOUCHERS},products", "v-1,acme,10.00,,2026-12-31,KEC;XXX"),
            'products: "XXX" is not a product of the store or of these files',
        ),
        (
            ("vouchers", f"{VOUCHERS},valid_from", "v-1,acme,10.00,,2026-12-31,2027-01-01"),
            "valid_from: 2027-01-01 is after expire_date 2026-12-31",
        ),
        (
            ("vouchers", f"{VOUCHERS},use", "v-1,acme,1,,2026-12-31,all"),
            'use: "all" is not one of renewal, general, purchase',
        ),
    ],
)
def test_a_bad_value_of_another_kind_is_refused_with_its_reason(
    desk: Desk, tmp_path: Path, row: tuple[str, str, str], says: str
) -> None:
    name, header, line = row
    problems = problems_of(desk, put(tmp_path, f"{name}.csv", header, line))
    assert len(problems) == 1
    assert problems[0].startswith(f"{name}.csv:2: {says}")


def test_every_bad_line_of_every_file_is_told_and_every_bad_value_of_a_line(
    desk: Desk, tmp_path: Path
) -> None:
    put(tmp_path, "rooms.csv", "room,name", "r-1,One", "r-2,")
    put_instances(
        tmp_path,
        instance_line("i-1", expire_date="2026-02-30", monthly_price="x"),
        instance_line("i-2"),
        "i-3,too,few",
        instance_line("i-4", room="r-2"),
        instance_line("i-5") + ",too many",
        instance_line("i-6", account="nobody"),
    )
    assert problems_of(desk, tmp_path) == [
        "rooms.csv:3: name: is missing",
        'instances.csv:2: expire_date: "2026-02-30" is not a date',
        'instances.csv:2: monthly_price: "x" is not an amount such as 1234.50',
        "instances.csv:4: has 3 cells; the header has 7",
        "instances.csv:6: has 8 cells; the header has 7",
        'instances.csv:7: account: "nobody" is not an account of the store or of these files',
    ]


def test_the_number_is_that_of_the_line_on_which_a_record_begins(
    desk: Desk, tmp_path: Path
) -> None:
    path = put_instances(
        tmp_path,
        "",
        instance_line("i-1", expire_date="one"),
        instance_line("i-2", name='"two\nlines"'),
        "   ",
        instance_line("i-3", expire_date="three"),
    )
    assert problems_of(desk, path) == [
        'instances.csv:3: expire_date: "one" is not a date',
        "instances.csv:4: name: contains U+000A, which is no printable character",
        'instances.csv:7: expire_date: "three" is not a date',
    ]


def test_reading_goes_on_after_a_line_that_is_no_csv(desk: Desk, tmp_path: Path) -> None:
    path = put_instances(
        tmp_path,
        instance_line("i-1", name='"a"b'),
        instance_line("i-2", expire_date="x"),
        instance_line("i-3", name='"never closed'),
    )
    assert problems_of(desk, path) == [
        "instances.csv:2: not CSV: ',' expected after '\"'",
        'instances.csv:3: expire_date: "x" is not a date',
        "instances.csv:4: not CSV: a quote is opened and not closed (unexpected end of data)",
    ]


def test_an_id_that_stands_twice_is_told_with_where_it_stood(desk: Desk, tmp_path: Path) -> None:
    put(tmp_path, "accounts.csv", "account,name,balance", "b,B,0", "c,C,0", "b,B,1")
    put_instances(
        tmp_path,
        instance_line("i-1"),
        instance_line("i-2"),
        instance_line("i-1", expire_date="2026-02-30"),
        instance_line("i-1"),
    )
    put_instances(tmp_path, instance_line("i-2"), instance_line("i-3"), name="instances-b.csv")
    assert problems_of(desk, tmp_path) == [
        'accounts.csv:4: account: "b" stands on line 2 already',
        'instances.csv:3: instance_id: "i-2" stands in instances-b.csv on line 2 already',
        'instances.csv:4: expire_date: "2026-02-30" is not a date',
        'instances.csv:4: instance_id: "i-1" stands on line 2 already',
        'instances.csv:5: instance_id: "i-1" stands on line 2 already',
    ]


def test_a_code_with_a_bad_line_of_its_own_is_not_called_unknown_as_well(
    desk: Desk, tmp_path: Path
) -> None:
    put(tmp_path, "accounts.csv", "account,name,balance", "new,New,-1")
    put_instances(tmp_path, instance_line("i-1", account="new"))
    problems = problems_of(desk, tmp_path)
    assert [problem.split(":")[0] for problem in problems] == ["accounts.csv"]


def test_more_than_a_thousand_problems_are_counted(desk: Desk, tmp_path: Path) -> None:
    lines = [instance_line(f"i-{number}", expire_date="x") for number in range(1_000)]
    twins = [instance_line("i-x")] * 235
    problems = problems_of(desk, put_instances(tmp_path, *lines, *twins))
    assert len(problems) == 1_001
    assert problems[999] == 'instances.csv:1001: expire_date: "x" is not a date'
    assert problems[1_000] == "and 234 more"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes at character 3"),
        ("[1, 2]", "not a JSON object"),
        ('"i-1"', "not a JSON object"),
        ("{} {}", "not JSON: Extra data at character 4"),
        ('{"color": 1}', 'unknown key "color"; there are name, room'),
        ('{"room": "a", "room": "b"}', 'key "room" stands twice'),
        ('{"room": ["a"], "name": "x"}', "room: is neither a text nor a number"),
        ('{"room": {"a": 1}, "name": "x"}', "room: is neither a text nor a number"),
        ('{"room": true, "name": "x"}', "room: is neither a text nor a number"),
        ('{"room": NaN, "name": "x"}', "room: is neither a text nor a number"),
        ('{"room": null, "name": "x"}', "room: is missing"),
        ('{"name": "x"}', "room: is missing"),
        ('{"room": "\\ud800", "name": "x"}', "room: contains U+D800, which is no printable"),
        ("[" * 20_000, "not an object of texts and numbers: nested too deeply"),
    ],
)
def test_a_bad_line_of_json_is_refused_with_its_reason(
    desk: Desk, tmp_path: Path, line: str, says: str
) -> None:
    path = put(tmp_path, "rooms.jsonl", '{"room": "r-1", "name": "One"}', line)
    problems = problems_of(desk, path)
    assert len(problems) == 1
    assert problems[0].startswith(f"rooms.jsonl:2: {says}")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"i-1,\xff\xfe", "not UTF-8 (byte 0xff at position 5)"),
        (b"i-1,\xed\xa0\x80", "not UTF-8 (byte 0xed at position 5)"),
        ("i-1,名".encode("gbk"), "not UTF-8"),
        (b"i-1,\0", "contains a NUL byte: is this a text file?"),
        (b"i-1," + b"x" * 65_536, "the line is longer than 64 kB"),
    ],
)
def test_a_line_that_is_no_text_is_refused_and_the_next_one_is_read(
    desk: Desk, tmp_path: Path, line: bytes, says: str
) -> None:
    path = tmp_path / "rooms.csv"
    path.write_bytes(b"room,name\nr-1,One\n" + line + b"\nr-2,\n")
    problems = problems_of(desk, path)
    assert len(problems) == 2
    assert problems[0].startswith(f"rooms.csv:3: {says}")
    assert problems[1] == "rooms.csv:4: name: is missing"


def test_a_quote_that_is_not_closed_does_not_swallow_a_large_file(
    desk: Desk, tmp_path: Path
) -> None:
    lines = [instance_line(f"i-{number}") for number in range(3_000)]
    path = put_instances(tmp_path, instance_line("i-x", name='"open'), *lines)
    problems = problems_of(desk, path)
    assert problems == [
        "instances.csv:2: not CSV: a quote is opened and not closed "
        "(field larger than field limit (65536))"
    ]


@pytest.mark.parametrize("megabytes", [10, 64])
def test_an_endless_line_ends_in_a_clear_error_and_not_in_memory(
    desk: Desk, tmp_path: Path, megabytes: int
) -> None:
    path = tmp_path / "instances.csv"
    with path.open("w") as file:
        file.write(f"{INSTANCES}\ni-1,")
        for _ in range(megabytes):
            file.write("x" * 1_000_000)
    tracemalloc.start()
    problems = problems_of(desk, path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problems == ["instances.csv:2: the line is longer than 64 kB"]
    assert peak < 8_000_000


def test_a_bad_value_is_told_in_a_line_of_bounded_length(desk: Desk, tmp_path: Path) -> None:
    problems = problems_of(desk, put_instances(tmp_path, instance_line(room="x" * 60_000)))
    assert len(problems) == 1
    assert len(problems[0]) < 340


def test_files_that_refer_to_one_another_may_be_named_in_any_order(
    desk: Desk, tmp_path: Path
) -> None:
    load(
        desk,
        put(tmp_path, "vouchers.csv", f"{VOUCHERS},products", "v-1,new,1,,2026-12-31,NAT"),
        put_instances(tmp_path, instance_line(account="new", product="NAT", room="r-1")),
        put(tmp_path, "accounts.csv", "account,name,balance", "new,New,0"),
        put(tmp_path, "rooms.csv", "room,name", "r-1,One"),
        put(tmp_path, "products.csv", "product,name,renewable", "NAT,NAT gateway,yes"),
    )
