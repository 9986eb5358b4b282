"""The code lists and data files that ship: their words, spellings of the field, their sources."""

import re
import tomllib

import pytest

from cdo_desktop.standard.codes import folded
from cdo_desktop.standard.library import Library, data_file
from cdo_desktop.standard.model import ElementKind

NATIONAL = Library("national")


@pytest.mark.parametrize("codes", NATIONAL.codes.values(), ids=lambda codes: codes.key)
def test_no_spelling_means_two_words(codes):
    meaning = {}
    for value in codes.values:
        for spelling in (value.word, *value.synonyms):
            assert meaning.setdefault(folded(spelling), value.word) == value.word, spelling


@pytest.mark.parametrize("codes", NATIONAL.codes.values(), ids=lambda codes: codes.key)
def test_bare_numbers_are_never_words(codes):
    spellings = [word for value in codes.values for word in (value.word, *value.synonyms)]
    assert not [word for word in spellings if word.strip().isdigit()]
    assert codes.source


def test_every_list_is_used():
    used = {e.codes for kind in NATIONAL.kinds.values() for _, e in kind.all_elements()}
    assert used - {""} == set(NATIONAL.codes)


ITEM_TYPES = {
    "C": "字符型", "N": "数值型", "Y": "货币型", "D": "日期型", "T": "日期时间型", "L": "逻辑型",
    "M": "备注型", "G": "通用型", "B": "双精度型", "I": "整型", "F": "浮点型",
}  # fmt: skip


def test_there_are_eleven_item_types():
    assert NATIONAL.codes["item_type"].words == tuple(ITEM_TYPES.values())


@pytest.mark.parametrize(("letter", "word"), ITEM_TYPES.items())
def test_an_item_type_by_letter_by_word_and_by_both(letter, word):
    types = NATIONAL.codes["item_type"]
    for spelling in (letter, word, f"{word}{letter}", f"{word}（{letter}）"):
        assert types.word(spelling) == word


@pytest.mark.parametrize(
    ("codes", "spelling", "word"),
    [
        ("item_type", "字符串型C", "字符型"),
        ("item_type", "浮动型F", "浮点型"),
        ("format_type", "sybase", "sysbase"),
        ("format_type", "达梦", "Dm"),
        ("format_type", "人大金仓", "KingbaseES"),
        ("format_type", "SQL Server", "sql server"),
        ("share_type", "无条件", "无条件共享"),
        ("share_mode_type", "服务接口", "接口"),
        ("share_mode_type", "文件下载", "文件"),
        ("share_mode_type", "批量交换", "数据库"),
        ("share_mode_class", "介质交换", "介质交换（纸质报表、电子文档等）"),
        ("update_cycle", "不定时", "不定期"),
        ("update_cycle", "季度", "每季度"),
        ("update_cycle", "年", "每年"),
        ("update_cycle", "1", None),
        ("share_type", "1", None),
        ("item_type", "JSON格式型J", None),
    ],
)
def test_spellings_of_the_field(codes, spelling, word):
    assert NATIONAL.codes[codes].word(spelling) == word


@pytest.mark.parametrize(
    ("format_class", "some"),
    [
        ("电子文件", {"OFD", "wps", "xml", "txt", "doc", "docx", "html", "pdf", "ppt", "其他"}),
        ("电子表格", {"et", "xls", "xlsx", "其他"}),
        ("数据库", {"Dm", "KingbaseES", "access", "dbf", "dbase", "sysbase", "oracle",
                 "sql server", "db2", "mysql", "PostgreSQL", "其他"}),
        ("图形图像", {"jpg", "gif", "bmp", "其他"}),
        ("流媒体", {"swf", "rm", "mpg", "其他"}),
        ("自描述格式", {"由提供方说明"}),
        ("服务接口", {"由提供方说明"}),
    ],
)  # fmt: skip
def test_the_format_types_under_their_class(format_class, some):
    assert set(NATIONAL.codes["format_type"].words_under(format_class)) == some


def test_every_cascade_hangs_under_words_of_its_parent():
    for kind in NATIONAL.kinds.values():
        for group, element in kind.all_elements():
            if element.kind is ElementKind.CASCADE:
                parent = kind.element_at(element.parent, group)
                words = set(NATIONAL.codes[parent.codes].words)
                under = {w for v in NATIONAL.codes[element.codes].values for w in v.under}
                assert under <= words


def test_the_update_cycles_of_the_guide_are_all_there():
    cycles = NATIONAL.codes["update_cycle"].words
    assert {"实时", "每日", "每周", "每月", "每季度", "每年"} <= set(cycles)


def test_the_classification_tree_hangs_together():
    tree = NATIONAL.codes["catalog_tree"]
    for code, node in tree.by_code.items():
        above = {1: "", 3: code[:1], 6: code[:3]}
        assert node.parent == above[len(code)]
        assert not node.parent or node.parent in tree.by_code
    assert [node.word for node in tree.path("303011")] == ["部门信息资源目录", "国务院", "民政部"]
    assert [node.word for node in tree.path("3070220400031")][-1].startswith("省（自治区")


def data(name):
    return tomllib.loads(data_file(name).read_text("utf-8"))


def test_the_deadlines_of_the_regulation():
    days = {d["key"]: d.get("working_days") for d in data("reg809_deadlines.toml")["deadline"]}
    assert days == {
        "catalog_update": 10, "catalog_review": 2, "answer_unconditional": 1,
        "answer_conditional": 10, "share": 20, "correction": 10, "usage_records": None,
    }  # fmt: skip


def test_every_licence_named_beside_the_data_is_there():
    sources = data_file("SOURCES.md").read_text("utf-8")
    for name in re.findall(r"LICENSE-[\w.-]+?\.txt", sources):
        assert data_file(name).read_text("utf-8").strip()
