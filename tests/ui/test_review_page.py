"""The review page: the form, the checks, whose turn it is, the ways on."""

from __future__ import annotations

import pytest
from access_faults import faults
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from review_office import TWIN, add, filed, in_state, moved, put, reviewed, settle, signed, title

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.project_check import Outcome
from cdo_desktop.tasks import Run
from cdo_desktop.work import notes, project_checks
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage
from ui.review.check_detail import CheckDetail
from ui.review.reason_dialog import ReasonDialog
from ui.review.review_page import ReviewPage
from ui.review.similar_rows import CompareDialog, SimilarRow
from ui.widgets.text import Elided

_ENTER = Qt.Key.Key_Return


@pytest.fixture
def office(opened: MainWindow) -> MainWindow:
    """The window with its workspace, large enough."""
    opened.resize(1366, 768)
    return opened


def row_of(page: ReviewPage, key: str):
    return next(row for row in page.checks.rows if row.check.key == key)


def wishes(page: ReviewPage) -> list[tuple[str, object]]:
    """What the page wishes for, without the window following it."""
    found: list[tuple[str, object]] = []
    page.wished.disconnect()
    page.wished.connect(lambda what, subject: found.append((what, subject)))
    return found


# ---------------------------------------------------------------- the way to it and on


def test_enter_in_the_list_of_projects_leads_to_the_review_and_esc_back(qtbot, office):
    filed(office)
    office.go("project")
    settle(qtbot, office)
    page = office.page
    page.pane.table.choose_row(0)
    page.pane.table.setFocus()
    qtbot.keyClick(page.pane.table, _ENTER)
    settle(qtbot, office)
    assert isinstance(office.page, ReviewPage)
    assert office.place == "project"
    assert office.page.head._title.text() == title()
    qtbot.keyClick(office, Qt.Key.Key_Escape)
    assert isinstance(office.page, ListPage)


def test_the_button_of_the_record_leads_to_it_and_no_other_kind_has_one(qtbot, office):
    record = filed(office)
    office.roads.follow("record", record.id)
    settle(qtbot, office)
    button = office.page.view._head._review
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, office)
    assert office.page.shows(record.id)
    office.go("resource")
    settle(qtbot, office)
    office.page.pane.table.choose_row(0)
    settle(qtbot, office)
    assert not office.page.view._head._review.isVisible()


def test_alt_down_goes_on_in_the_order_of_the_list(qtbot, office):
    first, second = filed(office), filed(office, title="乙项目")
    office.go("project")
    settle(qtbot, office)
    page = reviewed(qtbot, office, first)
    assert page.head._place.text() == "第 1 个，共 2 个"
    assert not page.head._before.isEnabled()
    office.next_record()
    settle(qtbot, office)
    assert page.shows(second.id)
    assert page.head._title.text() == "乙项目"
    assert page.head._place.text() == "第 2 个，共 2 个"
    office.next_record()
    assert page.shows(second.id)
    office.previous_record()
    settle(qtbot, office)
    assert page.shows(first.id)


def test_printing_and_exporting_are_wished_for_with_the_project(qtbot, office):
    record = filed(office)
    page = reviewed(qtbot, office, record)
    found = wishes(page)
    page.head.print.click()
    assert found == [("print_form", record.id)]
    assert not page.head.export.isEnabled()
    assert "还没有签名" in page.head.export.toolTip()


# ---------------------------------------------------------------- the form


def test_the_form_is_read_by_section_and_nothing_can_be_typed(qtbot, office):
    page = reviewed(qtbot, office, filed(office))
    bar = page.form.tabs.bar
    sections = [bar.tabData(place) for place in range(bar.count())]
    assert sections == list(page._desk.kind.sections)
    page.form.tabs.show_tab("资金")
    values = {row.element.key: row.value.words for row in page.form._fields["资金"]}
    assert values["total"] == "86.5 万元"
    assert all(row._editor is None for row in page.form._fields["资金"])
    model = page.form._tables["funds"][0]
    assert [model.index(n, 1).data() for n in range(2)] == ["60", "26.5"]


def test_a_tab_counts_what_is_wrong_in_its_section(qtbot, office):
    page = reviewed(qtbot, office, add(office, need=None))
    bar = page.form.tabs.bar
    tips = {bar.tabData(place): bar.tabToolTip(place) for place in range(bar.count())}
    assert tips["依据与必要性"]
    assert tips["部署与安全"] == ""


def test_the_planned_catalog_shows_what_the_catalog_has_and_leads_there(qtbot, office):
    bench = office.shell.session.bench
    entry = bench.workspace.record(bench.workspace.ids(ListQuery("resource"))[0])
    rows = (
        {"resource": {"id": entry.id, "code": entry.code, "title": entry.title}},
        {"resource": {"id": "", "code": "", "title": "还没有的"}},
    )
    page = reviewed(qtbot, office, add(office, groups={"catalog": rows}))
    page.form.tabs.show_tab("数据与共享")
    model, table, panel = page.form._tables["catalog"]
    words = [[model.index(n, c).data() for c in range(4)] for n in range(2)]
    assert words[0] == [entry.title, "无条件", "2", "草稿"]
    assert words[1] == ["还没有的", "", "—", "没有编目"]
    found = wishes(page)
    panel.link.click()
    table.opened.emit(1)
    table.opened.emit(0)
    assert found == [("record", entry.id)] * 2


# ---------------------------------------------------------------- the checks


def test_the_checks_are_listed_counted_and_filtered(qtbot, office):
    page = reviewed(qtbot, office, filed(office, commitment="否"))
    rows = page.checks.rows
    assert len(rows) == len(page._looked.checks) > 10
    failed = [row for row in rows if row.check.result is Outcome.FAIL]
    assert failed
    chip = page.checks._chips["fail"]
    assert chip.accessibleName() == f"检查：不通过，{len(failed)} 条"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert [row for row in rows if not row.isHidden()] == failed
    assert "不通过" in failed[0].head.accessibleName()


def test_a_check_opens_with_its_evidence_and_the_way_to_the_record(qtbot, office):
    twin = add(office, title=TWIN)
    page = reviewed(qtbot, office, filed(office))
    row = row_of(page, "duplicate")
    row.head.setFocus()
    qtbot.keyClick(row.head, Qt.Key.Key_Space)
    detail = row.findChild(CheckDetail)
    assert detail.isVisible()
    similar = row.findChildren(SimilarRow)
    found = wishes(page)
    next(iter(similar[0].findChildren(QPushButton))).click()
    assert found == [("record", twin.id)]
    shared = [one.text() for one in similar[0].findChildren(Elided)]
    assert any("低保申请受理" in words for words in shared)
    qtbot.keyClick(row.head, Qt.Key.Key_Space)
    assert not detail.isVisible()


def test_the_functions_stand_side_by_side(qtbot, office):
    add(office, title=TWIN)
    page = reviewed(qtbot, office, filed(office))
    page.checks.compare()
    (dialog,) = page.findChildren(CompareDialog)
    rows = [
        tuple(dialog.model.index(n, c).data() for c in range(3))
        for n in range(dialog.model.rowCount())
    ]
    assert ("低保申请受理", "低保申请受理", "100%") in rows
    assert "4 项功能" in dialog._facts.text()
    dialog.reject()


def test_f8_goes_from_one_open_check_to_the_next(qtbot, office):
    add(office, title=TWIN)
    page = reviewed(qtbot, office, filed(office, commitment="否"))
    waiting = [row for row in page.checks.rows if row.check.is_open]
    assert len(waiting) > 1
    office.activateWindow()
    for row in [*waiting, waiting[0]]:
        office.next_problem()
        assert row.head.hasFocus()
        assert row.head.isChecked()
    office.previous_problem()
    assert waiting[-1].head.hasFocus()


def test_a_check_is_overruled_with_a_reason_and_agreement_is_open_again(qtbot, office):
    record = filed(office, commitment="否")
    page = reviewed(qtbot, office, record)
    failed = [row.check.key for row in page.checks.rows if row.check.result is Outcome.FAIL]
    agree = next(iter(page.opinion.bar.buttons.values()))
    assert not agree.isEnabled()
    assert "不能选“同意”" in page.opinion.closed.text()
    for key in failed:
        page._ask_reason(key)
        dialog = page.findChildren(ReasonDialog)[-1]
        assert not dialog.verb.isEnabled()
        dialog.text.setPlainText("另有安排。")
        dialog.verb.click()
        settle(qtbot, office)
    row = row_of(page, failed[0])
    assert row.check.is_overruled
    assert row.check.overrule.by == "王芳"
    row.open()
    assert "改判" in row.head.accessibleName()
    assert agree.isEnabled()
    assert page.opinion.closed.isHidden()
    assert "已改判" in page.banner.words
    assert page.banner.offers == ["undo"]


def test_what_was_overruled_and_is_another_now_is_told_as_lapsed(qtbot, office):
    record = add(office, total="90")
    bench = office.shell.session.bench
    project_checks.overrule(bench, record.id, "资金合计", "预算年底调整。", "王芳", Run())
    put(office, record, total="95")
    page = reviewed(qtbot, office, record)
    row = next(row for row in page.checks.rows if row.check.label == "资金合计")
    assert not row.check.is_overruled
    row.open()
    words = " ".join(one.text() for one in row.findChildren(type(page.opinion.closed)))
    assert "改判不再算数" in words


def test_checking_again_sees_what_came_since(qtbot, office):
    page = reviewed(qtbot, office, filed(office))
    assert row_of(page, "duplicate").check.result is Outcome.PASS
    add(office, title=TWIN)
    page.checks.again.click()
    settle(qtbot, office)
    assert row_of(page, "duplicate").check.result is Outcome.FAIL


def test_checks_that_cannot_be_made_say_so_and_can_be_made_again(qtbot, office, monkeypatch):
    record = filed(office)

    def broken(*given):
        raise project_checks.Refused("CDO-P403")

    monkeypatch.setattr("cdo_desktop.work.review_desk.check_and_compare", broken)
    page = reviewed(qtbot, office, record)
    assert page.checks.rows == []
    assert "改判要写理由" in page.checks._empty.words
    assert not page.opinion.sign.isEnabled()
    monkeypatch.undo()
    page.checks.check_again = page.check_again
    page.checks._empty.chosen.emit("again")
    settle(qtbot, office)
    assert page.checks.rows


def test_of_a_secret_project_nothing_is_shown(qtbot, office):
    page = reviewed(qtbot, office, add(office, secret="涉密"))
    assert "涉密项目不得在本工具中办理" in page.banner.words
    assert not page.form.isVisible()
    assert page.checks.rows == []
    assert not page.opinion.sign.isVisible()
    assert not page.head.print.isEnabled()


# ---------------------------------------------------------------- for who returns


def test_what_changed_since_the_signature_comes_first(qtbot, office, tmp_path):
    record = filed(office)
    signed(office, record, tmp_path)
    page = reviewed(qtbot, office, record)
    assert page.changes.isHidden()
    assert page.head.export.isEnabled()
    moved(office, record, "withdraw", "要改")
    put(office, record, total="90", period="9")
    page = reviewed(qtbot, office, record)
    assert page.changes.isVisible()
    assert page.changes.words == "自上次签署以来变更 2 项"
    model = page.changes._model
    rows = [[model.index(n, c).data() for c in range(4)] for n in range(2)]
    assert ["总投资", "86.5 万元", "90 万元", "王芳"] in rows
    page.changes.table.opened.emit(rows.index(["总投资", "86.5 万元", "90 万元", "王芳"]))
    assert page.form.tabs.current == "资金"


def test_a_form_that_is_on_its_way_says_who_is_next(qtbot, office, tmp_path):
    record = filed(office)
    signed(office, record, tmp_path)
    page = reviewed(qtbot, office, record)
    said = page.opinion.chain.timeline.accessibleName()
    assert "部门首席数据官审核　同意" in said
    assert "李文涛（部门首席数据官）" in said
    assert "数据局复核　等待办理" in said
    assert "已经有 1 个签名" in page.opinion.why.words
    assert page.opinion.sign.isVisible()


@pytest.mark.parametrize(("state", "words"), [("approved", "不再需要"), ("returned", "重新申报")])
def test_where_no_opinion_can_be_given_the_pane_says_why(qtbot, office, state, words):
    record = filed(office)
    in_state(office, record, state)
    page = reviewed(qtbot, office, record)
    assert words in page.opinion.why.words
    assert not page.opinion.sign.isVisible()
    assert not page.opinion.bar.isVisible()


def test_everything_on_it_has_a_name_and_can_be_reached(qtbot, office):
    add(office, title=TWIN)
    page = reviewed(qtbot, office, filed(office, commitment="否"))
    for row in page.checks.rows:
        row.open()
    list(page.opinion.bar.buttons.values())[1].click()
    for place in range(page.form.tabs.bar.count()):
        page.form.tabs.bar.setCurrentIndex(place)
    assert faults(page) == []


def test_a_field_with_an_open_remark_is_marked_and_leads_to_it(qtbot, office):
    record = filed(office)
    bench = office.shell.session.bench
    notes.remark_at(bench, record.id, notes.Spot("total"), "请附测算。")
    page = reviewed(qtbot, office, record)
    page.form.tabs.show_tab("资金")
    marks = {row.element.key: row.remark_mark.isVisible() for row in page.form._fields["资金"]}
    assert [key for key, shown in marks.items() if shown] == ["total"]
    found = wishes(page)
    next(r for r in page.form._fields["资金"] if r.element.key == "total").remark_mark.click()
    assert found == [("record", record.id)]
