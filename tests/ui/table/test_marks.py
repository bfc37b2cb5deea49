"""Which rows are marked, by themselves or symbolically."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.ui.widgets.table.marks import Marks

ALL = [f"i-{number}" for number in range(6)]
ids = st.lists(st.sampled_from(ALL))


def marked(marks: Marks) -> set[str]:
    """The marked ones of all rows."""
    return {row_id for row_id in ALL if marks.is_marked(row_id)}


def test_nothing_is_marked_at_first() -> None:
    marks = Marks()
    assert not marks
    assert marked(marks) == set()
    assert marks.count(6) == 0


def test_a_toggled_row_is_marked_and_toggled_again_it_is_not() -> None:
    marks = Marks()
    assert marks.toggle("i-1") is True
    assert marked(marks) == {"i-1"} == set(marks.ids)
    assert marks.toggle("i-1") is False
    assert not marks


def test_all_is_symbolic_whatever_the_number_of_rows() -> None:
    marks = Marks()
    marks.mark_all()
    assert marks.all_matching
    assert marks.count(1_000_000) == 1_000_000
    assert marks.is_marked("any at all")
    assert not marks.ids
    assert not marks.excepted


def test_a_row_toggled_after_all_is_an_exception() -> None:
    marks = Marks()
    marks.mark_all()
    assert marks.toggle("i-2") is False
    assert set(marks.excepted) == {"i-2"}
    assert marks.count(6) == 5
    assert marks.toggle("i-2") is True
    assert not marks.excepted


def test_all_takes_the_place_of_earlier_marks_and_exceptions() -> None:
    marks = Marks()
    marks.mark(["i-1", "i-2"])
    marks.mark_all()
    marks.toggle("i-3")
    marks.mark_all()
    assert marked(marks) == set(ALL)


def test_clearing_ends_all_as_well() -> None:
    marks = Marks()
    marks.mark_all()
    marks.toggle("i-1")
    marks.clear()
    assert not marks
    assert not marks.all_matching
    assert marked(marks) == set()


def test_the_count_is_never_negative_when_excepted_rows_have_left_the_list() -> None:
    marks = Marks()
    marks.mark_all()
    marks.unmark(ALL)
    assert marks.count(2) == 0


steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["mark", "unmark", "toggle"]), ids),
        st.tuples(st.sampled_from(["mark_all", "clear"]), st.just([])),
    )
)


@given(steps)
def test_marks_agree_with_a_plain_set(steps: list[tuple[str, list[str]]]) -> None:
    marks, plain = Marks(), set[str]()
    for step, some in steps:
        match step:
            case "mark":
                marks.mark(some)
                plain |= set(some)
            case "unmark":
                marks.unmark(some)
                plain -= set(some)
            case "toggle":
                for row_id in some:
                    marks.toggle(row_id)
                    plain ^= {row_id}
            case "mark_all":
                marks.mark_all()
                plain = set(ALL)
            case "clear":
                marks.clear()
                plain = set()
        assert marked(marks) == plain
        assert marks.count(len(ALL)) == len(plain)
        assert bool(marks) == (bool(plain) or marks.all_matching)
