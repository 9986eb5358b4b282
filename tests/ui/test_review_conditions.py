"""What signed opinions ask for on the review page: shown, ticked off; and 立项 from there."""

from __future__ import annotations

from pathlib import Path

import pytest
from access_faults import faults
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from review_office import add, filed, in_state, put, reviewed, settle, signed

from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision
from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import conditions, editing
from cdo_desktop.work.review_forms import Opinion
from ui.main_window import MainWindow
from ui.review.review_page import ReviewPage
from ui.review.tick_dialog import TickDialog

FIRST, SECOND = "补充备案证明", "删去自建通道"
IF = Opinion(Decision.AGREE_IF, "原则同意。", (FIRST, SECOND))
NOTE = "备案证明已收到"


@pytest.fixture
def office(opened: MainWindow) -> MainWindow:
    opened.resize(1366, 768)
    return opened


@pytest.fixture
def project(office: MainWindow, tmp_path: Path) -> Record:
    """A project that the CDO has signed with two conditions, and that waits for 立项."""
    record = filed(office)
    signed(office, record, tmp_path, IF)
    in_state(office, record, "board_review")
    return record


def front(qtbot: QtBot, window: QWidget) -> None:
    """Keys go to this window now."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def rows_of(page: ReviewPage) -> list[tuple[str, str]]:
    return [(row.words.text(), row.state.text()) for row in page.opinion.asked.rows]


def asking(page: ReviewPage, row: int = 0) -> TickDialog:
    """The dialog that a condition's button opens."""
    page.opinion.asked.rows[row].tick.click()
    return page.findChildren(TickDialog)[-1]


def gone(qtbot: QtBot, page: ReviewPage) -> None:
    """The dialog is away."""
    qtbot.waitUntil(lambda: not page.findChildren(TickDialog))


def ticked(qtbot: QtBot, office: MainWindow, page: ReviewPage, row: int = 0) -> None:
    dialog = asking(page, row)
    dialog.text.setPlainText(NOTE)
    dialog.verb.click()
    settle(qtbot, office)


def tick(office: MainWindow, record: Record, key: str) -> None:
    bench = office.shell.session.bench
    conditions.tick_off(bench, record.id, key, bench.who.name, NOTE, Run())


def appointed(office: MainWindow, duty: str) -> None:
    """Who sits here has this office from now on."""
    bench = office.shell.session.bench
    values = {"title": duty, "person": {"title": bench.who.name}, "duty": duty}
    values |= {"org": bench.org.name, "org_code": bench.org.code, "from_date": "2020-01-01"}
    editing.add(bench, [editing.new_record(bench, "appointment", values)])


# ---------------------------------------------------------------- what is shown


def test_a_project_without_conditions_has_no_such_part(qtbot, office, tmp_path):
    record = filed(office)
    signed(office, record, tmp_path)
    page = reviewed(qtbot, office, record)
    assert page.opinion.asked.isHidden()


def test_each_condition_says_how_it_stands_and_whose_it_is(qtbot, office, project):
    tick(office, project, "1.1")
    page = reviewed(qtbot, office, project)
    part = page.opinion.asked
    assert part.isVisible()
    assert rows_of(page) == [(FIRST, "已落实"), (SECOND, "未落实")]
    assert part.count.text() == "2 条，1 条未落实"
    met, still = part.rows
    assert NOTE in met.met.text()
    assert office.shell.session.bench.who.name in met.met.text()
    assert met.tick is None
    assert not still.met.isVisible()
    assert "李文涛（部门首席数据官）" in still.accessibleName()
    assert "未落实" in still.accessibleName()
    assert still.tick.accessibleName() == f"落实条件：{SECOND}"
    front(qtbot, office)
    still.tick.setFocus()
    assert faults(page.opinion) == []


def test_what_was_signed_of_another_version_is_void(qtbot, office, tmp_path):
    record = filed(office)
    signed(office, record, tmp_path, IF)
    tick(office, record, "1.1")
    put(office, record, total="90")
    page = reviewed(qtbot, office, record)
    assert rows_of(page) == [(FIRST, "已失效"), (SECOND, "已失效")]
    assert [row.tick for row in page.opinion.asked.rows] == [None, None]
    assert page.opinion.asked.rows[1].words.property("tone") == "3"
    assert page.opinion.asked.count.text() == "随旧版签名失效"


def test_of_a_project_shown_next_nothing_of_the_last_one_stays(qtbot, office, project):
    other = filed(office, title="乙项目")
    secret = add(office, secret="涉密", title="丙项目")
    for next_one in (other, secret):
        page = reviewed(qtbot, office, project)
        assert len(page.opinion.asked.rows) == 2
        assert page.opinion.onward.isVisible()
        reviewed(qtbot, office, next_one)
        assert page.opinion.asked.isHidden()
        assert page.opinion.asked.rows == []
        assert page.opinion.onward.isHidden()


# ---------------------------------------------------------------- ticking off


def test_it_is_ticked_off_with_a_note_and_can_be_taken_back(qtbot, office, project):
    page = reviewed(qtbot, office, project)
    dialog = asking(page)
    assert not dialog.verb.isEnabled()
    dialog.text.setPlainText("  ")
    assert not dialog.verb.isEnabled()
    dialog.text.setPlainText("长" * (conditions.LONGEST_NOTE + 1))
    assert not dialog.verb.isEnabled()
    dialog.text.setPlainText(NOTE)
    front(qtbot, dialog)
    assert faults(dialog) == []
    dialog.verb.click()
    settle(qtbot, office)
    gone(qtbot, page)
    assert rows_of(page) == [(FIRST, "已落实"), (SECOND, "未落实")]
    assert FIRST in page.banner.words
    assert page.banner.offers == ["undo"]
    page.banner.chosen.emit("undo")
    settle(qtbot, office)
    assert rows_of(page) == [(FIRST, "未落实"), (SECOND, "未落实")]


def test_the_proof_is_kept_with_it(qtbot, office, project, tmp_path):
    proof = tmp_path / "备案证明.pdf"
    proof.write_bytes(b"%PDF proof")
    page = reviewed(qtbot, office, project)
    dialog = asking(page)
    dialog.text.setPlainText(NOTE)
    office.shell.notify.files.append(proof)
    dialog.proof.choose()
    dialog.verb.click()
    settle(qtbot, office)
    assert "备案证明.pdf" in page.opinion.asked.rows[0].met.text()


def test_a_refusal_stands_in_the_dialog_with_its_code(qtbot, office, project, tmp_path):
    page = reviewed(qtbot, office, project)
    dialog = asking(page)
    tick(office, project, "1.1")  # by somebody at the other window, meanwhile
    dialog.text.setPlainText(NOTE)
    dialog.verb.click()
    settle(qtbot, office)
    assert dialog.isVisible()
    assert "已经确认过" in dialog.trouble.words
    dialog.trouble.banner.chosen.emit("details")
    assert "CDO-P414" in dialog.trouble.code
    assert dialog.text.toPlainText() == NOTE
    assert dialog.verb.isEnabled()
    dialog.reject()
    gone(qtbot, page)


def test_the_keyboard_goes_on_to_the_next_condition(qtbot, office, project):
    page = reviewed(qtbot, office, project)
    front(qtbot, office)
    first = page.opinion.asked.rows[0].tick
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    dialog = page.findChildren(TickDialog)[-1]
    qtbot.waitUntil(dialog.text.hasFocus)
    qtbot.keyClicks(dialog.text, "ok")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Escape)
    gone(qtbot, page)
    assert rows_of(page)[0] == (FIRST, "未落实")
    front(qtbot, office)
    page.opinion.asked.rows[0].tick.setFocus()
    ticked(qtbot, office, page)
    gone(qtbot, page)
    front(qtbot, office)
    qtbot.waitUntil(page.opinion.asked.rows[1].tick.hasFocus)


def test_where_nothing_can_be_written_the_buttons_say_why(qtbot, office, project):
    office.shell.session.held = "张三正在使用。"
    page = reviewed(qtbot, office, project)
    for made in (page.opinion.asked.rows[0].tick, page.opinion.onward.buttons["establish"]):
        assert not made.isEnabled()
        assert made.toolTip() == "张三正在使用。"


def test_who_has_another_office_is_told_whose_it_is(qtbot, office, project):
    appointed(office, "科室填报人")
    page = reviewed(qtbot, office, project)
    button = page.opinion.asked.rows[0].tick
    assert not button.isEnabled()
    assert "部门首席数据官、首席数据执行官" in button.toolTip()
    establish = page.opinion.onward.buttons["establish"]
    assert not establish.isEnabled()
    assert "首席数据执行官" in establish.toolTip()
    appointed(office, "首席数据执行官")
    reviewed(qtbot, office, project)
    assert page.opinion.asked.rows[0].tick.isEnabled()
    assert page.opinion.onward.buttons["establish"].isEnabled()


# ---------------------------------------------------------------- onward without an opinion


def test_no_project_is_established_until_all_is_met(qtbot, office, project):
    page = reviewed(qtbot, office, project)
    establish = page.opinion.onward.buttons["establish"]
    assert establish.text() == "立项"
    bench, notify = office.shell.session.bench, office.shell.notify
    establish.click()
    settle(qtbot, office)
    assert notify.questions == []  # what cannot be done is refused at once
    assert "还有 2 个条件没有落实，不能立项" in page.banner.words
    assert bench.workspace.record(project.id).review == "board_review"
    for row in (0, 1):
        ticked(qtbot, office, page, row)
    assert page.opinion.asked.count.text() == "2 条，全部落实"
    notify.answers = ["move"]
    page.opinion.onward.buttons["establish"].click()
    settle(qtbot, office)
    assert bench.workspace.record(project.id).review == "approved"
    assert "已立项 1 条" in page.banner.words
    assert page.opinion.onward.isHidden()


def test_it_is_sent_back_from_where_it_waits_for_that(qtbot, office, project):
    page = reviewed(qtbot, office, project)
    assert page.opinion.back.isVisible()
    assert page._desk.send_back.key == "send_back"


@pytest.mark.parametrize(
    ("state", "offered"),
    [("draft", ["file"]), ("returned", ["file"]), ("in_review", []), ("approved", [])],
)
def test_what_needs_no_opinion_is_offered(qtbot, office, state, offered):
    record = add(office)
    in_state(office, record, state)
    page = reviewed(qtbot, office, record)
    assert list(page.opinion.onward.buttons) == offered
    assert page.opinion.onward.isVisible() is bool(offered)


def test_the_core_refuses_what_the_button_would_not_offer(office, project):
    appointed(office, "科室填报人")
    with pytest.raises(Refused):
        tick(office, project, "1.1")


def test_after_the_last_condition_the_keyboard_still_has_a_place(qtbot, office, project):
    tick(office, project, "1.1")
    page = reviewed(qtbot, office, project)
    front(qtbot, office)
    page.opinion.asked.rows[1].tick.setFocus()
    ticked(qtbot, office, page, 1)
    gone(qtbot, page)
    front(qtbot, office)
    page.refresh()
    settle(qtbot, office)
    place = office.focusWidget()
    assert place is not None
    assert place.isVisible()
    assert page.isAncestorOf(place)
