"""Bad input of every kind: one clear line on stderr, the right status, and nothing changes."""

from __future__ import annotations

import pytest

from tests.cli.calls import WEB_1, Caller

RENEW = ("renew", WEB_1, "--months", "1", "--yes")
EVERYTHING = ("--all-matching", "--months", "1", "--yes")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("lst",), 'renewal-tui: there is no command "lst"; did you mean list?'),
        (("xyzzy",), 'renewal-tui: there is no command "xyzzy"; --help lists them'),
        (("list", "--nope"), "renewal-tui list: there is no option --nope"),
        (("list", "--sear", "x"), "renewal-tui list: there is no option --sear; did you mean"),
        (("list", "extra"), "renewal-tui list: got unexpected extra argument (extra)"),
        (("list", "--limit"), "renewal-tui list: --limit needs a value"),
        (("list", "--desc=1"), "renewal-tui list: --desc takes no value"),
        (("show",), "renewal-tui show: INSTANCE is needed"),
        (("renew", WEB_1, "--yes"), "renewal-tui renew: --months is needed"),
        (
            ("renew", WEB_1, "--months", "5", "--yes"),
            'renewal-tui renew: --months: "5" is not offered; choose 1, 2, 3, 6, 12, 24 or 36',
        ),
        (("renew", WEB_1, "--months", "-1"), '--months: "-1" is not offered'),
        (("policy", "auto", WEB_1, "--months", "4"), '--months: "4" is not offered'),
        (("policy", "never", WEB_1), '"never" is not offered; choose auto or manual'),
        (("unify", WEB_1, "--day", "29", "--yes"), '--day: "29" is not offered; choose 1 to 28'),
        (("unify", WEB_1, "--date", "2026-02-30"), '--date: "2026-02-30" is not a date'),
        (("unify", WEB_1, "--date", "20261130"), '--date: "20261130" is not a date'),
        (("list", "--expires-from", "today"), '--expires-from: "today" is not a date'),
        (("list", "--expires-to", "2026-13-01"), '--expires-to: "2026-13-01" is not a date'),
        (("list", "--tab", "all"), '--tab: "all" is not offered; choose manual, auto or excluded'),
        (("list", "--status", "released"), "choose active or expired"),
        (("list", "--sort", "price"), "choose expire_date, instance_id, name, account, product"),
        (("list", "--within", "-1"), "is not a number of days from 0 to 36,500"),
        (("list", "--within", "36501"), "is not a number of days from 0 to 36,500"),
        (("list", "--limit", "-1"), '--limit: "-1" is not a whole number from 0 to 1,000,000'),
        (("list", "--offset", "x"), '--offset: "x" is not a whole number'),
        (("list", "--search", " "), "--search: a text to look for is needed"),
        (("list", "--room", "mars"), '--room: "mars" is not a room; there are ap-singapore-1'),
        (("list", "--product", "VAX"), '--product: "VAX" is not a product; there are BWS'),
        (("list", "--account", "nobody"), '--account: "nobody" is not a'),
        (("renew", *EVERYTHING, "--room", "mars"), '--room: "mars" is not a room'),
        (("renew", *EVERYTHING, "--tab", "excluded"), "choose manual or auto"),
        (("renew", WEB_1, *EVERYTHING), "give ids or --all-matching, not both"),
        ((*RENEW, "--room", "cn-beijing-6"), "--room needs --all-matching"),
        ((*RENEW, "--expires-to", "2026-12-01"), "--expires-to needs --all-matching"),
        (
            ("renew", "--months", "1", "--yes"),
            "name at least one instance, or --all-matching with filters",
        ),
        (("policy", "auto"), "name at least one instance, or --all-matching with filters"),
        (("unify", "--day", "1", "--yes"), "name at least one instance"),
        ((*RENEW, "--key", "a b"), '--key: "a b" is not a key: 1 to 64 letters'),
        ((*RENEW, "--key", ""), "is not a key"),
        (("auto-renew", "--max-items", "-1", "--yes"), "is not a whole number"),
        (("auto-renew", "--max-amount", "-1", "--yes"), "is negative"),
        (("auto-renew", "--max-amount", "1.005", "--yes"), "is not an amount such as 1234.50"),
        (("orders", "--status", "lost"), "choose unpaid, paid or cancelled"),
        (("orders", "bogus"), 'renewal-tui orders: there is no command "bogus"'),
        (("open", "--theme", "pink"), "choose dark, light, high-contrast or 16-colour"),
        (("import",), "PATH is needed"),
        (("list", "--database", ""), "renewal-tui list: --database: a path is needed"),
        (("backup",), "DEST is needed"),
        (("show", "\udcff"), "is not text in UTF-8"),
        (("list", "--search", "\udcff"), "is not text in UTF-8"),
        (("policy", "auto", "\udcff"), "is not text in UTF-8"),
    ],
)
def test_it_is_refused_in_one_line(call: Caller, arguments: tuple[str, ...], line: str) -> None:
    assert line in call.refused(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("renew", WEB_1, "--months", "1"),
        ("unify", WEB_1, "--day", "1"),
        ("orders", "pay", "1"),
        ("orders", "cancel", "1"),
        ("account", "top-up", "acme-prod", "1.00"),
        ("auto-renew",),
    ],
)
def test_what_asks_refuses_where_nobody_can_be_asked(
    call: Caller, arguments: tuple[str, ...]
) -> None:
    assert "there is no terminal to ask on: give --yes" in call.refused(*arguments)


def test_what_was_typed_is_shown_as_text_and_never_obeyed(call: Caller) -> None:
    line = call.refused("list", "--tab", "\x1b[31mred\x07\n")
    assert "\x1b" not in line
    assert "\x07" not in line


def test_what_was_typed_is_not_repeated_without_end(call: Caller) -> None:
    assert len(call.refused("list", "--tab", "x" * 100_000)) < 300
