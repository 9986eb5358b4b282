"""The empty form: key row, labels, drop-downs from a list sheet, text cells, help."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from cdo_desktop.domain.people import Org
from cdo_desktop.exchange.key_row import ASIDE, HEAD_ROWS, read_key_row
from cdo_desktop.exchange.known import Nothing
from cdo_desktop.exchange.list_sheet import choice_source
from cdo_desktop.exchange.rehearsal import rehearse
from cdo_desktop.exchange.sheet_columns import HIDDEN, columns_of
from cdo_desktop.exchange.template import write_template
from cdo_desktop.standard.library import KIND_ORDER, Library
from cdo_desktop.standard.model import ElementKind
from cdo_desktop.tasks import Run


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """The template of the 数据资源目录."""
    path = tmp_path_factory.mktemp("template") / "模板.xlsx"
    write_template(path, library.kind("resource"), library)
    return path


@pytest.fixture(scope="module")
def sheet(template: Path) -> Worksheet:
    """Its data sheet."""
    return load_workbook(template).worksheets[0]


@pytest.mark.parametrize("key", KIND_ORDER)
def test_every_kind_has_a_template_whose_key_row_names_every_column(
    tmp_path: Path, library: Library, key: str
) -> None:
    kind = library.kind(key)
    path = tmp_path / "模板.xlsx"
    write_template(path, kind, library)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    keys = read_key_row([str(cell) for cell in rows[0]])
    assert keys is not None
    assert (keys.kind, keys.standard, keys.record, keys.row) == (key, kind.standard, 0, 1)
    fillable = {
        (group, element.key)
        for group, element in kind.all_elements()
        if element.kind is not ElementKind.ATTACHMENT
    }
    assert set(keys.columns.values()) == fillable
    assert len(rows) == HEAD_ROWS


def test_the_key_row_and_the_id_columns_are_hidden_and_the_head_stays_in_sight(
    sheet: Worksheet,
) -> None:
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    assert sheet.column_dimensions["A"].max == HIDDEN
    assert sheet.freeze_panes == "F4"
    assert sheet.auto_filter.ref.startswith("E3:")
    assert sheet.print_title_rows == "$2:$3"
    assert sheet.page_setup.orientation == "landscape"


def test_labels_mark_what_is_required_and_stand_under_their_section(
    sheet: Worksheet, library: Library
) -> None:
    columns = columns_of(library.kind("resource"))
    for column in columns:
        label = sheet.cell(3, column.index + 1).value
        assert label.rstrip("*△") == column.element.label
        assert label.endswith("*") == column.element.required
    assert sheet.cell(2, columns[0].index + 1).value == "基本信息"
    assert "基本信息" in {str(sheet.cell(r.min_row, r.min_col).value) for r in sheet.merged_cells}


def test_every_data_column_is_text(sheet: Worksheet, library: Library) -> None:
    for column in columns_of(library.kind("resource")):
        letter = sheet.cell(1, column.index + 1).column_letter
        style = next(
            d for d in sheet.column_dimensions.values() if d.min <= column.index + 1 <= d.max
        )
        assert style.number_format == "@", letter


def test_choices_come_from_named_ranges_that_hold_exactly_the_words(
    template: Path, library: Library
) -> None:
    book = load_workbook(template)
    lists = book["可选值"]
    for name, ranged in book.defined_names.items():
        if name.endswith(("_in", "_top")):
            continue
        cells = ranged.attr_text.partition("!")[2].replace("$", "")
        words = tuple(row[0].value for row in lists[cells])
        assert words == library.codes[name.removeprefix("cdo_")].words


def test_a_cascade_offers_only_what_is_open_under_its_parent(
    template: Path, library: Library, sheet: Worksheet
) -> None:
    kind = library.kind("resource")
    book = load_workbook(template)
    lists = book["可选值"]
    parents = book.defined_names["cdo_format_type_in"].attr_text.partition("!")[2].replace("$", "")
    for cell in lists[parents][0]:
        below = [lists.cell(row, cell.column).value for row in range(4, 60)]
        words = tuple(word for word in below if word)
        assert words == library.codes["format_type"].words_under(cell.value)
    formats = {d.formula1: d for d in sheet.data_validations.dataValidation}
    by_key = {c.element.key: c for c in columns_of(kind) if not c.group}
    parent = sheet.cell(1, by_key["format_class"].index + 1).column_letter
    formula = choice_source(kind.by_key["format_type"], library, f"${parent}4").removeprefix("=")
    own = sheet.cell(1, by_key["format_type"].index + 1).column_letter
    assert str(formats[formula].sqref).startswith(f"{own}4:")


def test_help_and_lists_stay_within_what_excel_takes(sheet: Worksheet) -> None:
    for validation in sheet.data_validations.dataValidation:
        assert validation.prompt
        assert len(validation.prompt) <= 255
        assert len(validation.promptTitle or "") <= 32
        assert len(validation.formula1 or "") <= 255


def test_open_lists_and_several_choices_accept_other_words(
    sheet: Worksheet, library: Library
) -> None:
    by_title = {v.promptTitle: v for v in sheet.data_validations.dataValidation}
    kind = library.kind("resource")
    assert by_title[kind.by_key["share_type"].label].showErrorMessage
    assert not by_title[kind.by_key["themes"].label].showErrorMessage
    for element in kind.elements:
        if element.kind is ElementKind.CHOICE and library.codes[element.codes].open:
            assert not by_title[element.label].showErrorMessage


def test_the_guide_explains_every_column_with_its_example(template: Path, library: Library) -> None:
    guide = load_workbook(template)["填写说明"]
    assert guide["A1"].value == ASIDE
    told = {row[1].value: row for row in guide.iter_rows(min_row=2) if row[1].value}
    for column in columns_of(library.kind("resource")):
        row = told[column.element.label]
        assert column.element.help in row[3].value
        assert (row[5].value or "") == column.element.example
        assert row[5].font.color.rgb == "FF808080"


def test_an_empty_template_imports_as_a_sheet_without_records(
    template: Path, library: Library
) -> None:
    done = rehearse(template, "resource", library, Org("", "巴中市民政局"), Nothing(), Run())
    assert done.entries == ()
    assert [finding.code for finding in done.findings] == ["CDO-W209"]


def test_a_row_typed_into_the_template_arrives_as_typed(
    template: Path, library: Library, tmp_path: Path
) -> None:
    book = load_workbook(template)
    sheet = book.worksheets[0]
    places = {sheet.cell(1, c).value: c for c in range(1, sheet.max_column + 1)}
    typed = {
        "cdo:title": "低保人员信息",
        "cdo:code": "3070220400031/000038",
        "cdo:format_class": "数据库",
        "cdo:format_type": "oracle",
        "cdo:items.name": "姓名",
        "cdo:items.type": "字符型",
    }
    for key, text in typed.items():
        sheet.cell(4, places[key], text)
    path = tmp_path / "填好.xlsx"
    book.save(path)
    done = rehearse(path, "resource", library, Org("", "巴中市民政局"), Nothing(), Run())
    (entry,) = done.entries
    assert entry.record.title == "低保人员信息"
    assert entry.record.code == "3070220400031/000038"
    assert entry.record.values["format_type"] == "oracle"
    assert [row["name"] for row in entry.record.groups["items"]] == ["姓名"]
