"""Code lists: the standard's words, found by every usual spelling."""

import pytest

from cdo_desktop.errors import DefinitionInvalid
from cdo_desktop.standard.codes import folded, read_codes

SHARE = {
    "key": "share",
    "label": "共享",
    "source": "1272号",
    "value": [
        {"word": "无条件共享", "synonyms": ["无条件"]},
        {"word": "有条件共享", "synonyms": ["有条件", "A类"]},
    ],
}
FORMATS = {
    "key": "formats",
    "label": "格式",
    "source": "1272号",
    "value": [
        {"word": "xls", "under": ["电子表格"]},
        {"word": "mysql", "under": ["数据库"]},
        {"word": "其他", "under": ["电子表格", "数据库"]},
        {"word": "随便"},
    ],
}
TREE = {
    "key": "tree",
    "label": "分类",
    "source": "1272号",
    "open": True,
    "value": [
        {"word": "部门", "code": "3"},
        {"word": "国务院", "code": "307", "parent": "3"},
        {"word": "民政部", "code": "307022", "parent": "307"},
    ],
}


@pytest.mark.parametrize(
    "text",
    ["无条件共享", " 无条件 共享 ", "无条件共享\n", "无条件", "　无条件　", "无 条 件"],
)
def test_a_word_is_found_by_its_spellings(text):
    assert read_codes(SHARE, "share.toml").word(text) == "无条件共享"


@pytest.mark.parametrize(
    ("text", "word"), [("ａ类", "有条件共享"), ("A类", "有条件共享"), ("b类", None)]
)
def test_width_and_case_do_not_matter(text, word):
    assert read_codes(SHARE, "share.toml").word(text) == word


@pytest.mark.parametrize("text", ["", "无条件共", "共享", "1", "01"])
def test_what_is_no_spelling_is_no_word(text):
    """Bare numbers are nobody's words: portals contradict each other on them."""
    assert read_codes(SHARE, "share.toml").word(text) is None


def test_the_first_word_keeps_a_spelling_that_two_claim():
    body = SHARE | {
        "value": [{"word": "甲", "synonyms": ["同"]}, {"word": "乙", "synonyms": ["同"]}]
    }
    assert read_codes(body, "x").word("同") == "甲"


def test_words_keep_their_order_and_stand_once():
    body = SHARE | {"value": [{"word": "乙"}, {"word": "甲"}, {"word": "乙"}]}
    assert read_codes(body, "x").words == ("乙", "甲")


def test_a_cascade_opens_the_words_of_its_parent():
    formats = read_codes(FORMATS, "x")
    assert formats.words_under("电子表格") == ("xls", "其他", "随便")
    assert formats.words_under("数据库") == ("mysql", "其他", "随便")
    assert formats.words_under("没有") == ("随便",)
    assert formats.parents_of("其他") == ("电子表格", "数据库")
    assert formats.parents_of("没有") == ()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("307022", ["部门", "国务院", "民政部"]),
        ("3070220400031", ["部门", "国务院", "民政部"]),
        ("307999", ["部门", "国务院"]),
        ("3", ["部门"]),
        ("9", []),
        ("", []),
    ],
)
def test_a_tree_knows_the_way_down_as_far_as_it_goes(code, words):
    assert [node.word for node in read_codes(TREE, "x").path(code)] == words


def test_folding_makes_spellings_comparable():
    assert folded(" Ａ b\tＣ　") == "abc"


MISTAKES = {
    "an unknown attribute": (SHARE | {"vlaue": []}, "vlaue"),
    "no key": ({key: SHARE[key] for key in SHARE if key != "key"}, "key"),
    "no source": ({key: SHARE[key] for key in SHARE if key != "source"}, "source"),
    "no values": (SHARE | {"value": []}, "values"),
    "an unknown attribute of a value": (SHARE | {"value": [{"word": "x", "wrod": "y"}]}, "wrod"),
    "a value without a word": (SHARE | {"value": [{"synonyms": ["x"]}]}, "word"),
    "a word that is a number": (SHARE | {"value": [{"word": 1}]}, "word"),
    "synonyms that are one text": (SHARE | {"value": [{"word": "x", "synonyms": "y"}]}, "synonyms"),
    "open that is a text": (SHARE | {"open": "yes"}, "open"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_list_stops_with_its_place(mistake):
    body, named = MISTAKES[mistake]
    with pytest.raises(DefinitionInvalid) as refused:
        read_codes(body, "share.toml")
    assert "share.toml" in refused.value.happened
    assert named in refused.value.happened


def test_every_list_of_the_program_finds_its_own_words(library):
    for codes in library.codes.values():
        assert codes.source
        for word in codes.words:
            assert codes.word(word) == word, (codes.key, word)
        for value in codes.values:
            assert not value.parent or value.parent in codes.by_code, (codes.key, value.code)
