"""Lines begin and end as GB/T 15834 allows, fit their width, and lose nothing."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdo_desktop.report.lines import NO_END, NO_START, broken

ONE = defaultdict(lambda: 1.0)
"""Every sign is one wide."""


def lines(text, limit=10.0, indent=0.0):
    return list(broken(text, ONE, limit, indent))


@pytest.mark.parametrize("mark", "，。；：？！》”’）、】")
def test_no_line_begins_with_a_mark_that_closes(mark):
    assert lines("一二三四五六七八九十" + mark + "甲") == ["一二三四五六七八九", f"十{mark}甲"]


@pytest.mark.parametrize("mark", "《“‘（【")
def test_no_line_ends_with_a_mark_that_opens(mark):
    assert lines("一二三四五六七八九" + mark + "甲乙") == ["一二三四五六七八九", f"{mark}甲乙"]


def test_a_row_of_closing_marks_goes_down_together():
    assert lines("一二三四五六七八九》）。”甲") == ["一二三四五六七八", "九》）。”甲"]


def test_a_dash_of_two_signs_is_not_torn():
    assert lines("一二三四五六七八九——甲乙") == ["一二三四五六七八", "九——甲乙"]


def test_a_word_in_latin_letters_stays_whole():
    assert lines("数据平台 PostgreSQL 库") == ["数据平台", "PostgreSQL", "库"]


def test_a_word_longer_than_a_line_is_cut_but_not_before_a_mark():
    assert lines("abcdefghij，甲") == ["abcdefghi", "j，甲"]


def test_the_first_line_is_indented():
    assert lines("一二三四五六七八九十甲乙", indent=2.0) == ["一二三四五六七八", "九十甲乙"]


def test_own_line_ends_stay():
    assert lines("甲\n\n乙") == ["甲", "", "乙"]


@given(
    st.text(alphabet="一二abc12，。《》（）“”—… ", max_size=80),
    st.integers(min_value=3, max_value=12),
)
def test_any_text_comes_out_whole_and_fits(text, limit):
    found = lines(text, float(limit))
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= limit for line in found)


@given(st.text(alphabet="一二三四五abc，。《》“”", max_size=60))
def test_where_there_is_a_choice_no_line_begins_or_ends_wrong(text):
    """With no more than three marks in a row there is always a legal place in ten signs."""
    runs = "".join("m" if sign in NO_START | NO_END else "." for sign in text)
    if "mmmm" in runs:
        return
    found = lines(text)
    assert not [line for line in found[1:] if line[0] in NO_START]
    assert not [line for line in found[:-1] if line[-1] in NO_END]
