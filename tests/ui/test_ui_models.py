"""The models: records by number with pages fetched as they come into view; rows already here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.workbench import Desk, Workbench
from ui.models.columns import PAINTED, Column, record_columns
from ui.models.record_list import KEPT_PAGES, PAGE, RecordList
from ui.models.table import TableModel
from ui.widgets.chips import ChipOption
from ui.widgets.marks import SHARES


@pytest.fixture
def bench(desk: Desk, thousand_copy: Path) -> Iterator[Workbench]:
    """The workspace of 1 000 records, open."""
    with desk.open(thousand_copy) as opened:
        yield opened


@pytest.fixture
def records(bench: Workbench) -> RecordList:
    """The list of 数据目录."""
    model = RecordList(record_columns(bench.library, bench.library.kind("resource")))
    model.ask(bench, ListQuery("resource"))
    return model


def _place(model: RecordList, key: str) -> int:
    return next(n for n, column in enumerate(model.columns) if column.key == key)


def _titles(model: RecordList, rows: range) -> list[str]:
    column = _place(model, "title")
    return [model.index(row, column).data() for row in rows]


def test_the_model_is_one_in_qts_eyes(
    records: RecordList, bench: Workbench, qtmodeltester: ModelTester
) -> None:
    records.ask(bench, ListQuery("resource", text="第001"))
    qtmodeltester.check(records, force_py=True)


def test_only_the_pages_in_view_are_read(
    records: RecordList, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    summaries = bench.workspace.summaries
    monkeypatch.setattr(
        bench.workspace, "summaries", lambda part: read.append(len(part)) or summaries(part)
    )
    records.ask(bench, ListQuery("resource"))
    assert records.rowCount() == 1000
    assert read == []
    _titles(records, range(30))
    assert read == [PAGE]
    assert records.index(999, _place(records, "title")).data() == "民政业务信息第0999号"
    assert read == [PAGE, PAGE]


def test_pages_out_of_view_are_let_go(records: RecordList) -> None:
    for row in range(0, 1000, PAGE):
        records.summary(row)
    assert len(records._pages) <= KEPT_PAGES


def test_the_store_sorts(records: RecordList) -> None:
    records.sort(_place(records, "title"), Qt.SortOrder.DescendingOrder)
    assert records.query.sort is Sort.TITLE
    assert _titles(records, range(2)) == ["民政业务信息第0999号", "民政业务信息第0998号"]


def test_no_sorting_is_the_order_in_which_records_were_made(records: RecordList) -> None:
    records.sort(_place(records, "title"), Qt.SortOrder.DescendingOrder)
    records.sort(-1)
    assert _titles(records, range(1)) == ["民政业务信息第0000号"]


def test_a_column_the_store_cannot_sort_by_changes_nothing(records: RecordList) -> None:
    records.sort(_place(records, "share"))
    assert records.query.sort is Sort.MADE


def test_the_store_filters(records: RecordList, bench: Workbench) -> None:
    records.ask(bench, ListQuery("resource", facets={"share_type": ("不予共享",)}))
    assert records.rowCount() == 250
    assert records.index(0, _place(records, "share")).data() == "不予"


def test_a_state_is_painted_as_chip_and_read_as_word(records: RecordList) -> None:
    cell = records.index(0, _place(records, "state"))
    assert cell.data() == "草稿"
    assert cell.data(PAINTED) == ChipOption("draft", "草稿")
    assert "审核：草稿" in cell.data(Qt.ItemDataRole.ToolTipRole)


def test_errors_are_counted_in_words_for_those_who_listen(records: RecordList) -> None:
    cell = records.index(0, _place(records, "problems"))
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "错误 1"
    assert records.index(1, _place(records, "problems")).data() == ""


def test_a_record_is_found_again_by_its_number(records: RecordList) -> None:
    summary = records.summary(321)
    assert records.row_of(summary.n) == 321
    assert records.row_of(-5) == -1


@pytest.mark.parametrize("kind", ["resource", "system", "demand", "organisation", "person"])
def test_every_kind_has_columns_from_its_definition(bench: Workbench, kind: str) -> None:
    columns = record_columns(bench.library, bench.library.kind(kind))
    labels = [column.label for column in columns]
    assert labels[:2] == ["选取", "状态"]
    assert [column.width for column in columns].count(0) == 1
    assert ("共享类型" in labels) == (kind == "resource")


def test_the_short_forms_stand_for_words_of_the_code_list(bench: Workbench) -> None:
    assert set(SHARES) == set(bench.library.codes["share_type"].words)


def test_a_table_of_rows_is_a_model(qtmodeltester: ModelTester) -> None:
    columns = [Column("a", "甲", lambda row: row[0]), Column("b", "乙", lambda row: row[1], 40)]
    model = TableModel(columns)
    model.show_rows([("一", "1"), ("二", "2")])
    qtmodeltester.check(model, force_py=True)
    assert model.index(1, 1).data() == "2"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "甲"
