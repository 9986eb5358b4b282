"""Domain values as documents and lines: Chinese words with their keys, rows counted from 1."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cdo_desktop.cli import records as record_commands
from cdo_desktop.cli.words import (
    SEVERITY_WORDS,
    finding_document,
    finding_line,
    label_of,
    record_document,
    record_lines,
    sheet_finding_document,
    summary_document,
)
from cdo_desktop.domain.findings import Finding, Fix, Place
from cdo_desktop.domain.listing import Summary
from cdo_desktop.errors import Refused
from cdo_desktop.standard.model import Severity
from cdo_desktop.work.typed import Entry

FIX = Fix("改为“每月”", "update_cycle", "每月")
MISSING = Finding(
    "CDO-V101",
    Severity.ERROR,
    Place("r1", "update_cycle"),
    {"label": "更新周期", "clause": ""},
    FIX,
)


@pytest.fixture
def kind(library):
    return library.kind("resource")


def summary(**changes) -> Summary:
    line = Summary(
        n=1,
        id="r1",
        kind="resource",
        code="307022/000001",
        title="殡葬信息",
        org_name="巴中市民政局",
        office="",
        share_type="无条件共享",
        update_cycle="每月",
        review="approved",
        delivery="",
        revision=3,
        revision_id="a" * 64,
        items=2,
        errors=0,
        warnings=1,
        completeness=87,
        updated_at="2026-03-12T09:30:00+08:00",
        deleted=False,
    )
    return replace(line, **changes)


def test_every_severity_has_its_word():
    assert set(SEVERITY_WORDS) == set(Severity)


def test_a_finding_names_its_element_in_chinese_and_by_key(kind):
    document = finding_document(MISSING, kind, "殡葬信息")
    assert (document["element"], document["element_key"]) == ("更新周期", "update_cycle")
    assert (document["severity"], document["severity_key"]) == ("错误", "error")
    assert (document["record"], document["title"], document["row"]) == ("r1", "殡葬信息", None)
    assert document["fix"] == {
        "label": "改为“每月”",
        "element_key": "update_cycle",
        "value": "每月",
    }
    assert "更新周期" in document["message"]


def test_an_element_of_a_row_is_looked_up_in_its_group(kind):
    place = Place("r1", "type", "items", 2)
    document = finding_document(replace(MISSING, place=place, fix=None), kind)
    assert (document["element"], document["group"], document["row"]) == ("数据类型", "items", 2)
    assert document["fix"] is None


@pytest.mark.parametrize("element", ["no_such", ""])
def test_an_element_the_definition_does_not_know_is_its_own_name(kind, element):
    place = replace(MISSING.place, element=element)
    assert finding_document(replace(MISSING, place=place), kind)["element"] == element
    assert finding_document(MISSING, None)["element"] == "update_cycle"


def test_a_finding_of_a_sheet_names_the_cell_as_excel_does(kind):
    place = Place("r1", "type", "items", 2, "目录", 7, 28)
    found = replace(MISSING, place=place)
    document = sheet_finding_document(found, kind, "殡葬信息")
    assert (document["sheet"], document["row"], document["column"]) == ("目录", 7, "AB")
    assert document["item"] == 2
    assert "目录 AB7" in finding_line(found)


def test_a_finding_of_a_whole_sheet_names_no_cell(kind):
    found = replace(MISSING, place=Place(sheet="目录"))
    assert "目录：" in finding_line(found)
    document = sheet_finding_document(found, kind)
    assert [document[key] for key in ("row", "column", "item")] == [None, None, None]


def test_the_line_says_where_without_a_sheet(kind):
    assert "殡葬信息：" in finding_line(MISSING, "殡葬信息")
    assert "殡葬信息 第 2 行：" in finding_line(
        replace(MISSING, place=Place("r1", "type", "items", 2)), "殡葬信息"
    )


def test_the_label_of_what_is_not_there_is_its_key(library):
    assert label_of(library, "resource", "", "update_cycle") == "更新周期"
    assert label_of(library, "resource", "items", "type") == "数据类型"
    assert label_of(library, "resource", "", "no_such") == "no_such"
    assert label_of(library, "no_such", "", "x") == "x"


@pytest.mark.parametrize(
    ("delivery", "state", "key"),
    [
        ("", "已审核", "approved"),
        ("handed", "已交接", "handed"),
        ("rejected", "被退回", "rejected"),
    ],
)
def test_the_list_shows_one_word_and_both_keys(library, delivery, state, key):
    document = summary_document(library, summary(delivery=delivery))
    assert (document["state"], document["state_key"]) == (state, key)
    assert (document["review"], document["review_key"]) == ("已审核", "approved")
    assert document["delivery_key"] == delivery
    assert document["completeness"] == 87


def test_a_whole_record(library, make_record):
    record = make_record(review="in_review")
    document = record_document(library, record)
    assert (document["review"], document["review_key"]) == ("待审核", "in_review")
    assert document["values"] == dict(record.values)
    assert [row["name"] for row in document["groups"]["items"]] == ["姓名", "身份证号"]


def test_a_record_is_read_section_by_section_with_its_rows(library, make_record):
    lines = "\n".join(record_lines(library, make_record()))
    assert "更新周期：每月" in lines
    assert "— 信息项 2 行 —" in lines
    assert "名称=姓名" in lines.replace("信息项名称", "名称")
    assert "回收站" not in lines
    assert "回收站" in "\n".join(record_lines(library, make_record(deleted=True)))


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("更新周期=每月", Entry("更新周期", "每月")),
        ("备注=a=b\nc", Entry("备注", "a=b\nc")),
        ("备注=", Entry("备注", "")),
        ("信息项[2].数据类型=字符型", Entry("数据类型", "字符型", "信息项", 2)),
        ("信息项[12]=", Entry("", "", "信息项", 12)),
    ],
)
def test_an_entry_as_it_is_typed(text, entry):
    assert record_commands.entry_of(text) == entry


@pytest.mark.parametrize("text", ["更新周期", "=每月", "", " =每月"])
def test_what_is_no_entry_is_refused(text):
    with pytest.raises(Refused) as caught:
        record_commands.entry_of(text)
    assert caught.value.code == "CDO-U105"


def test_a_finding_in_a_row_names_the_group_of_the_row(library):
    """A project has eleven of them."""
    project = library.kind("project")
    finding = replace(MISSING, place=Place("r1", "file", "files", 1))
    assert "files" in project.groups_by_key
    assert finding_line(finding, "平台", project).startswith("  错误  平台 附件第 1 行：")
    assert finding_line(finding, kind=project).startswith("  错误  附件第 1 行：")
