"""Findings are values; their words are made when they are shown."""

import pytest

from cdo_desktop.domain.findings import Finding, Fix, by_weight, count
from cdo_desktop.sentences import sentence
from cdo_desktop.standard.model import Severity

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT


def test_a_message_names_the_facts_and_the_clause():
    finding = Finding("CDO-U101", ERROR, facts={"file": "目录.xlsx", "clause": "条例第十三条"})
    text = sentence("CDO-U101")
    assert finding.message() == (
        text.says.format(file="目录.xlsx") + text.todo + "（条例第十三条）"
    )


def test_a_message_without_a_clause_has_no_brackets():
    finding = Finding("CDO-U101", ERROR, facts={"file": "目录.xlsx"})
    assert not finding.message().endswith("）")


def test_a_finding_without_a_sentence_is_a_bug():
    with pytest.raises(KeyError):
        Finding("CDO-V999", ERROR).message()


def test_findings_are_sorted_by_weight_and_keep_their_order():
    mixed = [Finding(str(n), s) for n, s in enumerate((HINT, ERROR, WARNING, ERROR, HINT))]
    assert [finding.code for finding in by_weight(mixed)] == ["1", "3", "2", "0", "4"]
    assert (count(mixed, ERROR), count(mixed, WARNING), count(mixed, HINT)) == (2, 1, 2)


def test_a_fix_writes_its_value_at_its_place(make_record):
    record = make_record()
    fixed = Fix("改为“每月”", "update_cycle", "每季度").applied(record)
    assert fixed.values["update_cycle"] == "每季度"
    fixed = Fix("改", "name", "公民身份号码", group="items", row=2).applied(record)
    assert [row["name"] for row in fixed.groups["items"]] == ["姓名", "公民身份号码"]
