"""核减: what is struck off a sum, and the condition that asks for it."""

from __future__ import annotations

import pytest
from desk_steps import code_of
from project_samples import project

from cdo_desktop.errors import Refused
from cdo_desktop.work.cutting import cut_words, investment, is_cut, is_out_of_date, left_over


@pytest.fixture
def element(library):
    found = investment(library.kind("project"), project(library, {}, total="186.40"))
    assert found is not None
    assert found[1] == "186.40"
    return found[0]


@pytest.mark.parametrize(
    ("typed", "left"),
    [("12.00", "174.4"), ("186.4", "0"), (" 0.000001 ", "186.399999"), ("1,00.4", None)],
)
def test_what_is_left_is_exact(element, typed, left):
    if left is None:
        with pytest.raises(Refused):
            left_over(element, "186.40", typed)
    else:
        assert left_over(element, "186.40", typed) == left


def test_the_condition_names_both_sums(element):
    words = cut_words(element, "1186.40", "1,012.50")
    assert words == "核减 1012.5 万元，核减后总投资 173.9 万元"
    assert is_cut(words)
    assert not is_cut("核减 12 万元")


@pytest.mark.parametrize("typed", ["0", "-3", "186.41", "十二", "", "1e2", "0.0000001", "NaN"])
def test_a_sum_that_cannot_be_struck_off_is_refused(element, typed):
    with pytest.raises(Refused) as caught:
        cut_words(element, "186.40", typed)
    assert code_of(caught) == "CDO-P430"
    assert "不超过 186.4 的数（万元）" in str(caught.value)


def test_nothing_can_be_struck_off_before_there_is_a_sum(library):
    assert investment(library.kind("project"), project(library, {}, total="")) is None
    assert investment(library.kind("resource"), project(library, {})) is None


@pytest.mark.parametrize(
    ("total", "said"), [("186.40", False), ("186.4", False), ("200", True), ("10", True)]
)
def test_a_sum_struck_off_another_total_is_out_of_date(element, total, said):
    words = cut_words(element, "186.40", "12")
    assert is_out_of_date(element, total, words) is said
    assert not is_out_of_date(element, total, "补充备案证明")
