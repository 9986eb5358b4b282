"""Errors the user can act on, and the one table of sentences."""

import re
from string import Formatter

import pytest

from cdo_desktop import sentences
from cdo_desktop.errors import (
    Busy,
    CdoError,
    Conflict,
    DefinitionInvalid,
    DiskTrouble,
    Refused,
    Unproven,
)
from cdo_desktop.sentences import sentence, table


def test_an_error_says_what_happened_and_what_to_do():
    error = Refused("CDO-U101", file="目录.xlsx")
    assert error.happened == "找不到文件“目录.xlsx”。"
    assert error.todo == "请检查文件名和所在文件夹。"
    assert str(error) == f"{error.happened}{error.todo}（CDO-U101）"
    assert error.facts == {"file": "目录.xlsx"}


@pytest.mark.parametrize(
    ("shape", "parent", "code"),
    [
        (Refused, CdoError, 2),
        (Conflict, Refused, 2),
        (Busy, Refused, 2),
        (DiskTrouble, Refused, 2),
        (DefinitionInvalid, CdoError, 2),
        (Unproven, CdoError, 3),
    ],
)
def test_errors_are_grouped_by_what_one_can_do_about_them(shape, parent, code):
    error = shape("CDO-U101", file="a")
    assert isinstance(error, parent)
    assert error.exit_code == code


def test_facts_with_braces_are_shown_as_they_are():
    assert Refused("CDO-U101", file="{a}.xlsx").happened == "找不到文件“{a}.xlsx”。"


def test_a_code_without_a_sentence_is_a_bug():
    with pytest.raises(KeyError):
        sentence("CDO-U999")


@pytest.mark.parametrize("code", table())
def test_a_sentence_is_whole_and_plain(code):
    found = table()[code]
    text = found.says + found.todo
    assert text[-1] in "。？！}", "it ends as a sentence, or with one that is told it"
    assert text == text.strip()
    assert not re.search(r"[,;?!\"]", re.sub(r"\{\w+\}", "", text)), "full-width punctuation"
    for _, name, form, _ in Formatter().parse(text):
        assert name is None or re.fullmatch(r"[a-z]\w*", name)
        assert not form


def test_a_sentence_file_is_read_strictly():
    with pytest.raises(ValueError, match="not a code of this file"):
        sentences._strict("CDO-K101", "S", {"says": "x"})
    with pytest.raises(ValueError, match="unknown"):
        sentences._strict("CDO-S101", "S", {"says": "x", "tood": "y"})
