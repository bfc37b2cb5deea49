"""The query language [R31]: what it reads, what it writes, what it takes, how it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.query.parsing import Known, check, listed, parse
from renewal_tui.domain.query.terms import EXAMPLES, Key, Query, QueryProblem, Range, Term, Text
from tests.builders import TODAY, instance, product, room
from tests.domain.strategies import instances, queries_of, some_words

KNOWN = Known(
    ("KEC", "KRDS"),
    (room(), room(code="cn-shanghai-2", name="CN East (Shanghai)")),
    ("acme-prod", "order 1"),
)


TEXTS = ("web", "I-1", "-", "--", 'a"b', '"', "a:b", "a b", "1,2", "数据库", "\n", ":")
words = some_words(
    products=("KEC", "krds", "KAD"),
    rooms=("beijing", "cn-", "CN North 1", 'a "b"', "x,y"),
    accounts=("acme", "BETA", "order 1", 'a"b'),
    texts=TEXTS,
)
queries = queries_of(words)


@given(queries)
def test_a_query_that_is_written_and_read_again_is_the_same(query: Query) -> None:
    assert parse(str(query)) == query
    assert str(parse(str(query))) == str(query)


@given(st.text(st.sampled_from('ab-:," \n.70KEC'), max_size=14))
def test_whatever_is_typed_is_a_query_or_one_line_with_its_place(text: str) -> None:
    try:
        query = parse(text)
    except QueryProblem as problem:
        assert 0 <= problem.at <= len(text)
        assert str(problem).startswith(f"character {problem.at + 1}: ")
        assert "\n" not in str(problem)
    else:
        assert parse(str(query)) == query


@given(queries, instances())
def test_dates_and_prices_lie_in_the_spans_exactly_when_they_are_taken(
    query: Query, one: Instance
) -> None:
    def inside(spans: list[Any], fact: Any) -> bool:
        return sum(Range(*span).holds(fact) for span in spans) == 1

    keys = (Key.DUE, Key.LEFT, Key.EXPIRES)
    dates = all(term.matches(one, TODAY) for term in query.terms(*keys))
    assert inside(query.dates(TODAY), one.expire_date) is dates
    assert inside(query.prices(), one.monthly_price) is query.takes(Key.PRICE, one.monthly_price)


@given(words, instances())
def test_a_minus_turns_a_word_round(word: Text | Term, one: Instance) -> None:
    turned = replace(word, negated=not word.negated)
    assert turned.matches(one, TODAY) is not word.matches(one, TODAY)


WEB = instance(
    instance_id="i-7F3a", name="web 01, 数据库", account="acme-prod", policy=Policy.AUTO,
    auto_months=12, expire_date=TODAY + timedelta(days=7), monthly_price=250_00,
    product=product(code="KEC"),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "web", "WEB 7f", "01 i-7", '"web 01"', "数据库", "-prod", '-"01 web"',
        "-product:KRDS", "product:kec", "product:KRDS,KEC",
        "Product:KEC", "room:beijing", "room:cn-bei",
        'room:shanghai,"north 1"', "-room:shanghai", "account:acme-prod", "-account:acme",
        "policy:auto", "policy:manual,auto", "-policy:manual", "status:active", "-status:expired",
        "due:7", "due:3,30", "-due:6", "left:7", "left:0..7", "left:..7", "left:7..", "left:-3..9",
        "-left:..6", "expires:2026-11-29", "expires:2026-11-29..", "expires:..2026-11-29",
        "expires:2026-11-01,2026-11-20..2026-11-30", "price:250", "price:100..250",
        "price:250.00..", "price:..250.0", "-price:..249.99", "months:12", "months:1,12",
        "-months:1", "web product:KEC due:7 -prod months:12",
    ],
)  # fmt: skip
def test_what_it_takes(text: str) -> None:
    assert parse(text).matches(WEB, TODAY)
    check(parse(text), KNOWN._replace(accounts=("acme-prod", "acme")))


@pytest.mark.parametrize(
    "text",
    [
        "webx", "web prod", '"01 web"', "-web", "-product:KEC,KRDS", "product:KE", "room:shanghai",
        "account:acme", "policy:manual", "-policy:auto", "status:expired", "-status:active",
        "due:6", "-due:7", "left:0..6", "left:8", "expires:2026-11-30..", "price:..249.99",
        "months:1", "-months:12", "web due:6",
    ],
)  # fmt: skip
def test_what_it_leaves_out(text: str) -> None:
    assert not parse(text).matches(WEB, TODAY)


def test_months_are_those_of_automatic_renewals_only() -> None:
    manual = WEB._replace(policy=Policy.MANUAL)
    assert not parse("months:12").matches(manual, TODAY)
    assert parse("-months:12").matches(manual, TODAY)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("web prod:KEC", 'character 5: "prod" is not a key; did you mean product?'),
        ("http://x", 'character 1: "http" is not a key; keys are account, due'),
        ("web product:", "character 13: product: needs a value, as in product:KEC,KRDS"),
        ("product:KEC,", "character 13: product: needs a value"),
        ('web "a b', 'character 5: the quote is open: a " must end it'),
        ('room:"a', "character 6: the quote is open"),
        ('""', "character 1: the quotes are empty"),
        ('"a"b', "character 4: a blank is needed after the quote"),
        ('room:"a"b', "character 9: a blank is needed after the quote"),
        ("web -", 'character 5: what is left out follows "-" at once, as in -web'),
        (":x", 'character 1: "" is not a key; keys are'),
        ("policy:automatic", 'character 8: policy: "automatic" is not offered; choose auto'),
        ("status:active,released", 'character 15: status: "released" is not offered'),
        ("due:-1", 'character 5: due: "-1" is not a number of days from 0 to 36,500'),
        ("due:99999", 'character 5: due: "99999" is not a number of days'),
        ("left:7..0", 'character 6: left: the range "7..0" ends before it begins: 0..7?'),
        ("left:..", "character 6: left: a range needs one end at least"),
        ("left:x", 'character 6: left: "x" is not a number of days from -36,500 to 36,500'),
        ("expires:2026-02-30", 'character 9: expires: "2026-02-30" is not a date'),
        ("expires:2026-12-07..2026-12-01", "character 9: expires: the range"),
        ("price:1.234", 'character 7: price: "1.234" is not an amount such as 1234.50'),
        ("months:5", 'character 8: months: "5" is not offered; choose 1, 2, 3, 6, 12, 24 or 36'),
        ("product:KEC,KRD", 'character 13: "KRD" fits no product; did you mean KRDS'),
        ("-product:zzz", 'character 10: "zzz" fits no product; there are KEC, KRDS'),
        ("room:tokyo", 'character 6: "tokyo" fits no room; there are cn-beijing-6, cn-shanghai-2'),
        ("account:acme", 'character 9: "acme" fits no account; did you mean acme-prod?'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_what_would_be_right(text: str, line: str) -> None:
    with pytest.raises(QueryProblem) as caught:
        check(parse(text), KNOWN)
    assert str(caught.value).startswith(line)


def test_a_store_without_rooms_says_so() -> None:
    with pytest.raises(QueryProblem, match="the store has none yet"):
        check(parse("room:x"), KNOWN._replace(rooms=()))


def test_each_example_of_the_help_is_a_query() -> None:
    written = [f"{key}:{value}" for key, value in EXAMPLES.items()]
    assert [next(parse(one).terms(*Key)).key for one in written] == list(Key)


def test_a_quoted_text_has_a_quote_by_doubling_it() -> None:
    assert parse('"say ""hi"""').words == (Text('say "hi"'),)
    assert parse('19" -x"').words == (Text('19"'), Text('x"', negated=True))


def test_values_keep_their_form() -> None:
    found = parse("expires:2026-12-01..2026-12-07 price:1.5 -due:7").words
    assert found == (
        Term(Key.EXPIRES, (Range(date(2026, 12, 1), date(2026, 12, 7)),)),
        Term(Key.PRICE, (Range(150, 150),)),
        Term(Key.DUE, (7,), negated=True),
    )


@pytest.mark.parametrize(
    ("text", "words", "decisive"),
    [
        ("i-1 i-2", "i-1 i-2", "i-1"),
        ("i-1\ni-2", "i-1 i-2", "i-1 i-2"),
        ("i-1,i-2, i-3\n", "i-1 i-2 i-3", "i-1 i-2 i-3"),
        (" i-1\r\ni-2\r\ni-1", "i-1 i-2", "i-1 i-2"),
    ],
)
def test_plain_words_may_be_a_list_of_ids(text: str, words: str, decisive: str) -> None:
    found = listed(text)
    assert found == (tuple(words.split()), tuple(decisive.split()))


@pytest.mark.parametrize(
    "text", ["", "i-1", "i-1\n", "i-1,i-1", "i-1 -i-2", 'i-1 "i-2"', "i-1 due:7"]
)
def test_what_is_no_list_of_ids(text: str) -> None:
    assert listed(text) is None
