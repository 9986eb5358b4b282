"""A code once handed out is never given to another record (1272号 核心元数据3)."""

from __future__ import annotations

import pytest
import xlsxwriter
from desk_steps import accepted, approved, exported
from test_work_importing import GOOD

from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Run
from cdo_desktop.work import checking, editing, importing, reviewing
from cdo_desktop.work.form_saving import FormSaver
from cdo_desktop.work.twice import check_in_list
from cdo_desktop.work.typed import Entry

REUSED = ("CDO-V307", "CDO-V309", "CDO-V310", "CDO-V311")


def given(bench, record, code):
    return editing.set_values(bench, record.id, [Entry("信息资源代码", code)])


def found(bench, record):
    """What the check of the workspace says of the record's code."""
    everything = checking.check_workspace(bench, Run()).findings
    return [f.code for f in everything if f.code in REUSED and f.place.record == record.id]


@pytest.fixture
def other(bench, make_record):
    return editing.add(bench, [make_record(title="殡葬服务信息")])[0]


@pytest.fixture
def gone(bench, act, tmp_path, make_record):
    """A record that the platform accepted, and whose deletion it accepted too."""
    (record, _) = approved(bench, [make_record(), make_record(title="收养登记信息")])
    accepted(bench, tmp_path, act, "一")
    editing.delete(bench, [record.id])
    accepted(bench, tmp_path, act, "二", scope=ScopeMode.DELTA)
    return record


def test_the_code_of_what_was_published_and_deleted_is_an_error(bench, gone, other):
    saved = given(bench, other, gone.code)
    assert found(bench, other) == ["CDO-V309"]
    [finding] = checking.check_codes(bench, [saved])
    assert finding.severity is Severity.ERROR
    assert finding.place.element == "code"
    assert gone.title in finding.message()
    [here] = [f for f in editing.touched(bench, other, saved) if f.code in REUSED]
    assert here == finding


def test_it_stops_the_move(bench, gone, other):
    given(bench, other, gone.code)
    done = reviewing.move(bench, "submit", [other.id], "王芳", "", Run())
    assert done.moved == ()
    assert [f.code for f in done.stayed[0].findings] == ["CDO-V309"]


def test_what_is_only_asked_about_does_not_stop_it(bench, make_record, other):
    (first,) = editing.add(bench, [make_record()])
    given(bench, first, "307022/000077")
    given(bench, other, first.code)
    assert reviewing.move(bench, "submit", [other.id], "王芳", "", Run()).stayed == ()


def test_emptied_it_gets_a_code_of_its_own(bench, gone, other):
    given(bench, other, gone.code)
    saved = given(bench, other, "")
    assert saved.code not in ("", gone.code)
    assert found(bench, other) == []


def test_a_code_that_was_published_before_it_was_changed_is_taken_too(
    bench, act, tmp_path, make_record, other
):
    (first,) = approved(bench, [make_record()])
    exported(bench, tmp_path / "一.cdopkg", act)
    given(bench, first, "307022/000077")
    given(bench, other, first.code)
    assert found(bench, other) == ["CDO-V309"]
    assert found(bench, first) == []


def test_a_code_in_the_recycle_bin_is_an_error_with_its_way_out(bench, make_record, other):
    (binned,) = editing.add(bench, [make_record()])
    editing.delete(bench, [binned.id])
    saved = given(bench, other, binned.code)
    [finding] = checking.check_codes(bench, [saved])
    assert (finding.code, finding.severity) == ("CDO-V310", Severity.ERROR)
    assert "恢复" in finding.message()


def test_a_code_that_another_draft_once_bore_is_only_asked_about(bench, make_record, other):
    """It was never handed out: a slip of typing must not lock a code for ever."""
    (first,) = editing.add(bench, [make_record()])
    given(bench, first, "307022/000077")
    saved = given(bench, other, first.code)
    [finding] = checking.check_codes(bench, [saved])
    assert (finding.code, finding.severity) == ("CDO-V311", Severity.WARNING)
    assert checking.check_codes(bench, [first]) == []


def test_who_bore_it_first_keeps_it(bench, act, tmp_path, make_record):
    """The other one's slip is no fault of the record to which the code belongs."""
    first, second = approved(bench, [make_record(), make_record(title="殡葬服务信息")])
    exported(bench, tmp_path / "一.cdopkg", act)
    own = second.code
    given(bench, second, first.code)
    assert found(bench, first) == []
    assert found(bench, second) == ["CDO-V307"]
    given(bench, second, own)
    assert found(bench, first) == found(bench, second) == []


def test_its_own_code_is_no_other_s(bench, gone):
    editing.restore(bench, [gone.id])
    assert found(bench, gone) == []


# -- import ------------------------------------------------------------------------------------


def sheet(folder, *lines):
    path = folder / "目录.xlsx"
    rows = [GOOD | line for line in lines]
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        labels = [*GOOD, *(key for key in rows[0] if key not in GOOD)]
        page.write_row(0, 0, labels)
        for number, row in enumerate(rows, 1):
            page.write_row(number, 0, [row[label] for label in labels])
    return path


def said(bench, path):
    rehearsed = importing.rehearse(bench, path, "resource", Run())
    return rehearsed, [f for f in rehearsed.findings if f.code in REUSED]


def test_a_sheet_that_gives_a_published_code_away_is_told_so_at_its_cell(bench, gone, tmp_path):
    path = sheet(tmp_path, {"信息资源代码": gone.code, "信息资源名称": "婚姻登记信息"})
    _, [finding] = said(bench, path)
    assert (finding.code, finding.severity) == ("CDO-V309", Severity.ERROR)
    assert (finding.place.line, finding.place.column) == (2, len(GOOD) + 1)


def test_an_import_undone_and_done_again_reuses_nothing(bench, tmp_path):
    path = sheet(tmp_path, {"信息资源代码": "307022/000009"})
    importing.write(bench, said(bench, path)[0], Run())
    editing.undo(bench)
    rehearsed, findings = said(bench, path)
    assert findings == []
    importing.write(bench, rehearsed, Run())
    assert checking.check_workspace(bench, Run()).errors == 0


def test_a_sheet_of_what_is_there_reuses_nothing(bench, tmp_path):
    path = sheet(tmp_path, {"信息资源代码": "307022/000009"})
    importing.write(bench, said(bench, path)[0], Run())
    assert said(bench, path)[1] == []


def test_a_code_that_is_none_is_mended_in_one_step(bench, other):
    wrong = given(bench, other, "38")
    [fix] = [one.fix for one in checking.check_record(bench, wrong) if one.code == "CDO-V203"]
    saver = FormSaver(bench, wrong)
    mended = saver.mend(next(f for f in checking.check_record(bench, wrong) if f.fix == fix))
    classification = mended.values["classification"]
    assert mended.code == mended.values["code"]
    assert mended.code.startswith(f"{classification}/")
    assert "CDO-V203" not in [one.code for one in checking.check_record(bench, mended)]


def test_whoever_looks_at_a_record_is_told_what_another_bears_too(bench, make_record):
    first, second = editing.add(bench, [make_record(), make_record()])
    found = {one.code: one for one in check_in_list(bench, second)}
    assert found["CDO-V301"].place.record == second.id
    assert "CDO-V301" not in [one.code for one in check_in_list(bench, first)]
    moved = reviewing.move(bench, "submit", [second.id], "王芳", "", Run())
    assert found["CDO-V301"].message() in moved.stayed[0].reason
