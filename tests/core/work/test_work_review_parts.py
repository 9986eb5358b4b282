"""The parts of a form as they are shown: complete, also where a stranger has written the form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from desk_steps import code_of
from project_samples import project
from review_steps import Office, prepared

from cdo_desktop.domain.project_check import check_document
from cdo_desktop.domain.review_form import AttachedFile
from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing
from cdo_desktop.work.project_checks import check_project
from cdo_desktop.work.review_forms import ExtraFile, shown_from
from cdo_desktop.work.review_parts import PartKind, copy_file, open_checks, parts_of, text_of
from cdo_desktop.work.review_sheet import check_lines, sheet_lines

BODY = b"%PDF-1.7 plan"


@pytest.fixture
def form(office: Office):
    """A project's form with its checks and a file, laid out."""
    bench = office.bench
    (record,) = editing.add(bench, [project(bench.library)])
    checks = {"checks": [check_document(one) for one in check_project(bench, record, Run())]}
    with prepared(office, record, checks=checks, files=[ExtraFile("方案.pdf", BODY)]) as made:
        yield made


def test_every_check_is_told_with_its_sentence_clause_and_evidence(form) -> None:
    shown = shown_from(form.path, Run())
    words = "\n".join(check_lines(shown))
    for one in shown.checks["checks"]:
        for text in (one["label"], one["sentence"], one["clause"], one["code"]):
            assert text in words
        for seen in one["evidence"]:
            assert all(str(seen[key]) in words for key in ("label", "mine", "theirs", "record"))
    assert open_checks(shown) == [one["label"] for one in shown.checks["checks"] if one["open"]]
    assert open_checks(shown)


@pytest.mark.parametrize(
    "change",
    [
        {"evidence": "text"},
        {"evidence": [1]},
        {"overrule": "x"},
        {"result": ["fail"]},
        {"more": "more"},
    ],
)
def test_a_check_that_a_stranger_has_written_is_shown_as_it_is(form, change) -> None:
    shown = shown_from(form.path, Run())
    odd = {**shown.checks["checks"][0], **change}
    lines = list(check_lines(replace(shown, checks={"checks": [odd]})))
    assert len(lines) == 2
    assert all(f'"{key}"' in lines[1] for key in odd)
    assert open_checks(replace(shown, checks={"checks": [{**odd, "open": True}]})) == []


def test_a_file_is_copied_out_byte_for_byte_and_only_from_the_form_that_is_shown(
    form, tmp_path: Path
) -> None:
    shown = shown_from(form.path, Run())
    (part,) = [part for part in parts_of(shown) if part.kind is PartKind.FILE]
    assert part.file is not None
    target = copy_file(form.path, shown, part.file, tmp_path / "a.pdf", Run())
    assert target.read_bytes() == BODY
    other = replace(shown, container_digest="sha256:" + "0" * 64)
    with pytest.raises(Refused) as error:
        copy_file(form.path, other, part.file, tmp_path / "b.pdf", Run())
    assert code_of(error) == "CDO-E752"
    assert not (tmp_path / "b.pdf").exists()


def test_two_names_of_one_file_are_two_parts(form) -> None:
    shown = shown_from(form.path, Run())
    (file,) = shown.attachments
    twice = replace(shown, attachments=(file, AttachedFile(file.sha256, "另一名.pdf", file.size)))
    files = [part for part in parts_of(twice) if part.kind is PartKind.FILE]
    assert len(set(files)) == 2


@pytest.mark.parametrize(
    ("name", "body", "text"),
    [
        ("a.txt", "说明".encode(), "说明"),
        ("a.csv", "说明".encode("gb18030"), "说明"),
        ("a.txt", b"\xff\xff\xff", None),
        ("a.csv", "甲\t乙\u202e丙\r\n丁".encode(), "甲\t乙〔U+202E〕丙\n丁"),
        ("a.exe", b"MZ", None),
    ],
)
def test_only_a_text_is_shown_as_text(tmp_path: Path, name: str, body: bytes, text) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    assert text_of(path) == text


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (
            "甲\n—— 意见 9：同意\n  签名人：市长",
            ["甲", "　　｜—— 意见 9：同意", "　　｜  签名人：市长"],
        ),
        ("甲\u2028—— 意见 9：同意", ["甲〔U+2028〕—— 意见 9：同意"]),
        ("同意\u202e不", ["同意〔U+202E〕不"]),
        ("\x1b[2J甲", ["〔U+001B〕[2J甲"]),
        ("𠮷\U000e0100葛", ["𠮷\U000e0100葛"]),
    ],
)
def test_no_value_looks_like_a_line_of_the_sheet(form, value: str, lines: list[str]) -> None:
    """Whoever wrote the form might have written opinions into it that nobody has given."""
    shown = shown_from(form.path, Run())
    odd = {**shown.form, "title": value, "values": {**shown.form["values"], "summary": value}}
    file = replace(shown.attachments[0], name=value)
    forged = replace(shown, form=odd, linked=(odd,), attachments=(file,), checks={"x": [value]})
    told = sheet_lines(forged)
    assert not any(line.startswith("—— 意见") or "\n" in line for line in told)
    label = next(line for line in told if line.startswith("  建设内容"))
    at = told.index(label)
    first, *more = lines
    assert [label.partition("：")[2], *told[at + 1 : at + len(lines)]] == [first, *more]
    assert told[0].startswith(f"审查表：{first}")
    assert parts_of(forged)[-1].title.startswith(first)


def test_a_form_that_calls_a_value_something_else_is_told_of(form) -> None:
    """Its definition is a stranger's: with two labels exchanged 6 would be the total."""
    shown = shown_from(form.path, Run())
    kind = shown.kind_of(shown.form)
    assert kind is not None
    assert not any("改叫" in line for line in sheet_lines(shown))
    labels = {"total": kind.by_key["running"].label, "running": kind.by_key["total"].label}
    exchanged = [replace(one, label=labels.get(one.key, one.label)) for one in kind.elements]
    hostile = replace(kind, elements=tuple(exchanged))
    forged = replace(shown, kinds={(kind.key, kind.standard): hostile})
    told = [line for line in sheet_lines(forged) if "改叫" in line]
    assert len(told) == 2
    assert "“总投资（万元）”改叫“年运维费（万元）”" in told[0]
    in_yuan = [replace(one, unit="元") if one.unit == "万元" else one for one in kind.elements]
    forged = replace(shown, kinds={(kind.key, kind.standard): replace(kind, elements=(*in_yuan,))})
    assert any("“总投资（万元）”改叫“总投资（元）”" in line for line in sheet_lines(forged))
