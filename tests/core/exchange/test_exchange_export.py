"""Records out as a workbook, and in again without a change."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.exchange.annotate import annotate
from cdo_desktop.exchange.entries import Outcome
from cdo_desktop.exchange.export_xlsx import export_records
from cdo_desktop.exchange.key_row import HEAD_ROWS
from cdo_desktop.exchange.known import NamePair
from cdo_desktop.exchange.rehearsal import Rehearsal, rehearse
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Cancelled, Run

MakeRecord = Callable[..., Record]
BUREAU = Org("11511900MB0000001A", "巴中市民政局")

HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "@SUM(A1)",
    "'00123",
    "<r><t>不是富文本</t></r>",
    "<b>&amp;</b>",
    "_x0041_",
    "http://example.invalid/a",
    "前\x01后\x08\x1f\x7f",
    "一行\n另一行",
    "000038",
    "3.07E+12",
    "字" * 32_767,
    "😀" * 16_383,
]


class These:
    """A workspace that holds these records."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = {record.id: record for record in records}

    def by_ids(self, kind: str, ids: Iterable[str]) -> Mapping[str, Record]:
        return {i: self.records[i] for i in ids if i in self.records}

    def by_codes(self, kind: str, codes: Iterable[str]) -> Mapping[str, Record]:
        return {r.code: r for r in self.records.values() if r.code in set(codes)}

    def by_names(self, kind: str, pairs: Iterable[NamePair]) -> Mapping[NamePair, Record]:
        return {}


def exported(path: Path, library: Library, records: list[Record], **options: Any) -> Path:
    """The records in a workbook."""
    export_records(path, [(library.kind("resource"), records)], library, Run(), **options)
    return path


def read_again(path: Path, library: Library, records: list[Record]) -> Rehearsal:
    """What importing the workbook into the workspace it came from would do."""
    return rehearse(path, "resource", library, BUREAU, These(records), Run())


def texts(path: Path, sheet: int = 0) -> list[list[str]]:
    """The cells below the head."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python()
    return [[str(cell) for cell in row] for row in rows[HEAD_ROWS:]]


def keys(path: Path) -> list[str]:
    """The key row."""
    row = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0]
    return [str(cell) for cell in row]


def test_one_row_per_item_with_the_records_own_columns_repeated(
    tmp_path: Path, library: Library, make_record: MakeRecord
) -> None:
    record = make_record(items=("姓名", "身份证号", "保障标准"), code="307022/000001")
    alone = make_record(items=(), title="救助站名录", format_class="电子文件", format_type="pdf")
    path = exported(tmp_path / "目录.xlsx", library, [record, alone])
    names, rows = keys(path), texts(path)
    assert len(rows) == 4
    title, item = names.index("cdo:title"), names.index("cdo:items.name")
    assert [row[title] for row in rows] == [record.title] * 3 + [alone.title]
    assert [row[item] for row in rows] == ["姓名", "身份证号", "保障标准", ""]
    assert [row[0] for row in rows] == [record.id] * 3 + [alone.id]
    assert [row[1] for row in rows] == [*(r["id"] for r in record.groups["items"]), ""]


def test_what_is_read_again_unchanged_is_no_change(
    tmp_path: Path, library: Library, make_record: MakeRecord
) -> None:
    records = [
        make_record(
            title=f"第{number}类救助对象信息",
            code=f"307022/{number:06}",
            themes=["公共服务", "社会保障"],
            supplier={"id": "p-1", "code": "P0001", "title": "王芳"},
            share_condition="第一条\n第二条，含“引号”和=号",
            storage_total="12.50",
            items=("姓名", "身份证号", "=1+1", "中间 有空格"),
        )
        for number in range(20)
    ]
    path = exported(tmp_path / "目录.xlsx", library, records)
    done = read_again(path, library, records)
    assert {change for entry in done.entries for change in entry.changes} == set()
    assert done.counts == {
        Outcome.NEW: 0,
        Outcome.CHANGED: 0,
        Outcome.UNCHANGED: 20,
        Outcome.INVALID: 0,
    }
    assert done.items == 80
    assert [finding.code for finding in done.all_findings()] == []


def test_one_cell_changed_in_the_export_is_that_one_change(
    tmp_path: Path, library: Library, make_record: MakeRecord
) -> None:
    records = [make_record(title=f"救助信息{n}", code=f"307022/{n:06}") for n in range(3)]
    path = exported(tmp_path / "目录.xlsx", library, records)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = keys(path).index("cdo:items.name") + 1
    sheet.cell(HEAD_ROWS + 3, column, "家庭住址")
    book.save(path)
    done = read_again(path, library, records)
    changed = [entry for entry in done.entries if entry.outcome is Outcome.CHANGED]
    assert [entry.record.id for entry in changed] == [records[1].id]
    (change,) = changed[0].changes
    assert (change.group, change.element) == ("items", "name")
    assert (change.before, change.after) == ("姓名", "家庭住址")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_come_back_as_they_were(
    tmp_path: Path, library: Library, make_record: MakeRecord, text: str
) -> None:
    record = make_record(remark=text, items=(text,))
    path = exported(tmp_path / "目录.xlsx", library, [record])
    place = keys(path).index("cdo:remark")
    assert texts(path)[0][place] == text
    cell = load_workbook(path).worksheets[0].cell(HEAD_ROWS + 1, place + 1)
    assert cell.data_type == "s"
    assert unescape(cell.value.replace("_x005F_", "\ue000")).replace("\ue000", "_") == text


def test_signs_that_are_no_characters_come_back_too(
    tmp_path: Path, library: Library, make_record: MakeRecord
) -> None:
    record = make_record(remark="甲\ufffe乙\uffff", items=("姓\ufffe名",))
    path = exported(tmp_path / "目录.xlsx", library, [record])
    (entry,) = rehearse(path, "resource", library, BUREAU, These([record]), Run()).entries
    assert entry.outcome is Outcome.UNCHANGED


def test_a_text_longer_than_a_cell_is_refused_by_name(
    tmp_path: Path, library: Library, make_record: MakeRecord
) -> None:
    path = tmp_path / "目录.xlsx"
    with pytest.raises(Refused) as refused:
        exported(path, library, [make_record(remark="😀" * 16_384)])
    assert refused.value.code == "CDO-W501"
    assert "备注" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_full_sheet_is_followed_by_another_and_no_record_is_torn(
    tmp_path: Path, library: Library, make_record: MakeRecord
) -> None:
    records = [make_record(title=f"救助信息{n}", code=f"307022/{n:06}") for n in range(5)]
    path = exported(tmp_path / "目录.xlsx", library, records, sheet_rows=HEAD_ROWS + 5)
    assert load_workbook(path).sheetnames == [
        "数据资源目录",
        "数据资源目录(2)",
        "数据资源目录(3)",
        "可选值",
    ]
    assert [len(texts(path, sheet)) for sheet in range(3)] == [4, 4, 2]
    assert read_again(path, library, records).counts[Outcome.UNCHANGED] == 5


def test_each_kind_gets_its_sheet(tmp_path: Path, library: Library) -> None:
    kind = library.kind("system")
    system = Record("id-1", "system", kind.standard, BUREAU, "", "低保系统", {"title": "低保系统"})
    path = tmp_path / "两种.xlsx"
    written = export_records(
        path, [(library.kind("resource"), []), (kind, [system])], library, Run()
    )
    assert written == 1
    assert load_workbook(path).sheetnames == ["数据资源目录", "信息系统清单", "可选值"]


def test_stopped_means_no_file(tmp_path: Path, library: Library, make_record: MakeRecord) -> None:
    run = Run()
    records = (make_record(title=f"信息{n}") if n < 100 else run.stop() for n in range(200))
    with pytest.raises(Cancelled):
        export_records(
            tmp_path / "目录.xlsx",
            [(library.kind("resource"), (r for r in records if r is not None))],
            library,
            run,
        )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_clear_error(
    tmp_path: Path, library: Library, make_record: MakeRecord
) -> None:
    with pytest.raises(DiskTrouble) as trouble:
        exported(tmp_path / "没有" / "目录.xlsx", library, [make_record()])
    assert trouble.value.code == "CDO-U203"


def test_sections_nobody_has_filled_are_folded_away(
    tmp_path: Path, library: Library, make_record: MakeRecord
) -> None:
    def hidden(path: Path, key: str) -> bool:
        sheet = load_workbook(path).worksheets[0]
        place = keys(path).index(key) + 1
        return any(d.hidden for d in sheet.column_dimensions.values() if d.min <= place <= d.max)

    bare = exported(tmp_path / "a.xlsx", library, [make_record()])
    filled = exported(tmp_path / "b.xlsx", library, [make_record(storage_total="3")])
    assert hidden(bare, "cdo:storage_total")
    assert not hidden(filled, "cdo:storage_total")
    assert hidden(filled, "cdo:storage_opened") is False


def test_the_annotated_copy_of_an_export_still_imports_as_no_change(
    tmp_path: Path, library: Library, make_record: MakeRecord
) -> None:
    records = [make_record(code="307022/000001", remark="前\x01后，_x0041_，=1+1")]
    path = exported(tmp_path / "目录.xlsx", library, records)
    place = Place(
        sheet="数据资源目录", line=HEAD_ROWS + 1, column=keys(path).index("cdo:remark") + 1
    )
    finding = Finding("CDO-W524", Severity.WARNING, place, {"column": "备注"})
    done = annotate(path, tmp_path / "批注.xlsx", [finding], Run())
    (entry,) = read_again(done.path, library, records).entries
    assert (entry.outcome, entry.changes) == (Outcome.UNCHANGED, ())
    copy = load_workbook(done.path)
    assert len(copy["数据资源目录"].data_validations.dataValidation) > 50
    assert "cdo_format_type" in copy.defined_names


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_on_a_full_disk_there_is_one_clear_error_and_no_second_complaint(
    library: Library, make_record: MakeRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "满").symlink_to("/dev/full")
    monkeypatch.setattr("cdo_desktop.files.temporary_name", lambda path: tmp_path / "满")
    complaints: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", complaints.append)
    with pytest.raises(DiskTrouble) as trouble:
        exported(tmp_path / "目录.xlsx", library, [make_record()])
    assert trouble.value.code == "CDO-U201"
    del trouble
    gc.collect()
    assert complaints == []
    assert list(tmp_path.iterdir()) == []
