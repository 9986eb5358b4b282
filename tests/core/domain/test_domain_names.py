"""Names made comparable; codes taken apart and put together."""

import pytest

from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.numbering import catalog_code, running_code, split_code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("低保人员信息", " 低保 人员　信息 "),
        ("低保人员信息", "《低保人员信息》"),
        ("低保（城镇）", "低保(城镇)"),
        ("ABC信息", "ａｂｃ信息"),
        ("第①批", "第1批"),
        ("低保-人员_信息", "低保人员信息。"),
    ],
)
def test_names_that_differ_in_spaces_width_or_punctuation_are_one(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("低保人员", "低保人"), ("一批", "二批"), ("A1", "A2"), ("低保", "")]
)
def test_names_that_differ_in_words_are_two(one, other):
    assert name_key(one) != name_key(other)


def test_a_name_of_punctuation_only_has_no_key():
    assert name_key("——") == ""


def test_a_catalog_code_is_a_classification_and_a_number():
    """A real code of Zhuhai: 3070220400031/000038."""
    assert catalog_code("3070220400031", 38) == "3070220400031/000038"
    assert catalog_code("307022", 38, digits=4) == "307022/0038"
    assert catalog_code("307022", 1234567) == "307022/1234567"


def test_a_running_code_has_the_prefix_of_its_list():
    assert running_code("XT", 12) == "XT-0012"
    assert running_code("XT", 12345) == "XT-12345"


@pytest.mark.parametrize(
    ("code", "prefix", "found"),
    [
        ("3070220400031/000038", "", ("3070220400031", 38)),
        ("307022/38", "XT", ("307022", 38)),
        ("XT-0012", "XT", ("XT", 12)),
        ("XT-0012", "", None),
        ("XQ-0012", "XT", None),
        ("XT-12a", "XT", None),
        ("307022", "", None),
        ("307022/", "", None),
        ("307022/00/38", "", None),
        ("", "", None),
    ],
)
def test_a_code_is_taken_apart_if_it_is_ours(code, prefix, found):
    assert split_code(code, prefix) == found
