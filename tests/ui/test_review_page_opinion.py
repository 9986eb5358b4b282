"""The opinion on the review page: what may be said, kept until it is signed, given back."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from review_office import TWIN, add, filed, in_state, put, reviewed, settle, signed

from cdo_desktop.domain.statement import Decision
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.work import opinion_drafts
from cdo_desktop.work.opinion_drafts import OpinionDraft
from cdo_desktop.work.review_forms import Opinion
from ui.main_window import MainWindow
from ui.review.review_page import ReviewPage

AGREE, AGREE_IF, REFUSE = Decision


@pytest.fixture
def office(opened: MainWindow) -> MainWindow:
    opened.resize(1366, 768)
    return opened


def choose(qtbot: QtBot, page: ReviewPage, decision: Decision) -> None:
    qtbot.mouseClick(page.opinion.bar.buttons[decision], Qt.MouseButton.LeftButton)


def wishes(page: ReviewPage) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    page.wished.disconnect()
    page.wished.connect(lambda what, subject: found.append((what, subject)))
    return found


def test_a_refusal_wants_its_reasons_and_then_it_is_offered_for_signing(qtbot, office):
    record = filed(office)
    page = reviewed(qtbot, office, record)
    assert "先选一个结论" in page.opinion._hint.text()
    choose(qtbot, page, REFUSE)
    assert not page.opinion.sign.isEnabled()
    assert "要写理由" in page.opinion._hint.text()
    page.opinion.text.setPlainText("与已建系统重复。")
    found = wishes(page)
    page.opinion.sign.click()
    who = office.shell.session.bench.who.name
    assert found == [("sign", (record.id, Opinion(REFUSE, "与已建系统重复。", (), who)))]


def test_conditions_belong_to_the_middle_answer_alone(qtbot, office):
    record = filed(office, commitment="否")
    page = reviewed(qtbot, office, record)
    choose(qtbot, page, REFUSE)
    assert not page.opinion.conditions.isVisible()
    choose(qtbot, page, AGREE_IF)
    assert page.opinion.conditions.isVisible()
    assert "修改要求" in page.opinion._hint.text()
    offered = [one.text for one in page.opinion.conditions._lines]
    assert any("的检查意见补正" in text for text in offered)
    page.opinion.conditions.line.setText("补交密码应用方案")
    qtbot.keyClick(page.opinion.conditions.line, Qt.Key.Key_Return)
    page.opinion.conditions._lines[0].box.click()
    found = wishes(page)
    page.opinion.sign.click()
    ((_, (_, opinion)),) = found
    assert opinion.decision is AGREE_IF
    assert opinion.conditions == (offered[0], "补交密码应用方案")
    choose(qtbot, page, REFUSE)
    page.opinion.text.setPlainText("不同意。")
    assert page.opinion.opinion.conditions == ()


def test_what_stands_in_the_line_of_conditions_is_not_lost_by_signing(qtbot, office):
    page = reviewed(qtbot, office, filed(office))
    choose(qtbot, page, AGREE_IF)
    page.opinion.conditions.line.setText("第一条")
    page.opinion.conditions.add_typed()
    page.opinion.conditions.line.setText("第二条")
    found = wishes(page)
    page.opinion.sign.click()
    assert found[0][1][1].conditions == ("第一条", "第二条")


def test_a_condition_is_removed(qtbot, office):
    page = reviewed(qtbot, office, filed(office))
    choose(qtbot, page, AGREE_IF)
    for text in ("一", "二", "一"):
        page.opinion.conditions.line.setText(text)
        page.opinion.conditions.add_typed()
    assert page.opinion.draft.conditions == ("一", "二")
    page.opinion.conditions._lines[-1].removed.emit()
    assert page.opinion.draft.conditions == ("一",)


def test_errors_close_both_kinds_of_agreement(qtbot, office):
    record = add(office, need=None)
    in_state(office, record, "in_review")
    page = reviewed(qtbot, office, record)
    enabled = {key: made.isEnabled() for key, made in page.opinion.bar.buttons.items()}
    assert enabled == {AGREE: False, AGREE_IF: False, REFUSE: True}
    assert "建设必要性" in page.opinion.closed.text()


def test_what_was_written_is_there_again_after_another_project_and_a_new_page(qtbot, office):
    first, second = filed(office), filed(office, title="乙项目")
    page = reviewed(qtbot, office, first)
    choose(qtbot, page, AGREE_IF)
    page.opinion.text.setPlainText("原则同意。")
    page.opinion.conditions.line.setText("补方案")
    page.opinion.conditions.add_typed()
    reviewed(qtbot, office, second)
    assert page.opinion.draft == OpinionDraft()
    reviewed(qtbot, office, first)
    assert page.opinion.draft == OpinionDraft(AGREE_IF, "原则同意。", ("补方案",))
    kept = opinion_drafts.kept_draft(office.shell.session.bench, first.id)
    assert kept == page.opinion.draft


def test_what_is_written_is_kept_by_itself_after_a_moment(qtbot, office):
    record = filed(office)
    page = reviewed(qtbot, office, record)
    page.opinion.text.setPlainText("写到一半")
    bench = office.shell.session.bench
    qtbot.waitUntil(lambda: opinion_drafts.kept_draft(bench, record.id).text == "写到一半")


def test_keeping_says_that_nothing_was_signed(qtbot, office):
    page = reviewed(qtbot, office, filed(office))
    page.opinion.text.setPlainText("写好了")
    with qtbot.waitSignal(page.kept) as told:
        page.opinion.keep.click()
    assert "没有签名" in told.args[0].words
    assert "没有签名" in page.banner.words


def test_a_disk_that_refuses_keeps_the_page_and_says_so(qtbot, office):
    page = reviewed(qtbot, office, filed(office))
    page.opinion.text.setPlainText("写好了")
    trouble = DiskTrouble("CDO-U204", file="意见", reason="No space left on device")
    with patch.object(opinion_drafts, "write_bytes", side_effect=trouble):
        assert not page.flush()
        page._go_back()
    assert office.page is page
    assert page.banner.isVisible()
    assert page.opinion.draft.text == "写好了"
    assert page.flush()


def test_of_an_encrypted_workspace_it_is_said_that_nothing_lies_outside(qtbot, office):
    first, second = filed(office), filed(office, title="乙项目")
    with patch.object(opinion_drafts, "may_keep", return_value=False):
        page = reviewed(qtbot, office, first)
        page.opinion.text.setPlainText("写好了")
        page.opinion.keep.click()
        assert "不写到它外面" in page.banner.words
        reviewed(qtbot, office, second)
        reviewed(qtbot, office, first)
        assert page.opinion.draft.text == "写好了"
    assert opinion_drafts.kept_draft(office.shell.session.bench, first.id).is_empty


def test_a_change_of_the_project_meanwhile_leaves_what_was_written(qtbot, office):
    record = filed(office)
    page = reviewed(qtbot, office, record)
    page.opinion.text.setPlainText("写到一半")
    put(office, record, period="9")
    office.shell.session.changed.emit()
    settle(qtbot, office)
    assert page._desk.record.values["period"] == "9"
    assert page.opinion.text.toPlainText() == "写到一半"


def test_it_is_given_back_with_a_reason(qtbot, office):
    record = filed(office)
    page = reviewed(qtbot, office, record)
    with patch.object(
        office.shell.notify,
        "ask_text",
        lambda title, words, verb, answered, text="": answered("缺建设方案"),
    ):
        page.opinion.back.click()
    settle(qtbot, office)
    bench = office.shell.session.bench
    newest = bench.workspace.revisions(record.id)[0]
    assert (newest.review, newest.why) == ("returned", "缺建设方案")
    assert "重新申报" in page.opinion.why.words


def test_usual_words_go_where_the_cursor_is_and_own_ones_are_kept(qtbot, office):
    page = reviewed(qtbot, office, filed(office))
    usual = page.opinion.usual
    usual._fill()
    action = usual._menu.actions()[0]
    action.trigger()
    assert page.opinion.text.toPlainText() == action.toolTip()
    page.opinion.text.setPlainText("我的常用意见。")
    usual._fill()
    next(one for one in usual._menu.actions() if one.text().startswith("把现在写的")).trigger()
    usual._fill()
    assert usual._menu.actions()[0].toolTip() == "我的常用意见。"
    usual.forget()
    assert usual.own == []


def test_what_was_signed_is_no_draft_any_more(qtbot, office, tmp_path):
    record = filed(office)
    page = reviewed(qtbot, office, record)
    choose(qtbot, page, AGREE_IF)
    page.opinion.text.setPlainText("同意。")
    assert page.flush()
    signed(office, record, tmp_path)
    office.shell.session.changed.emit()
    settle(qtbot, office)
    assert page._desk.record.review == "bureau_review"
    assert page.opinion.draft == OpinionDraft()
    assert opinion_drafts.kept_draft(office.shell.session.bench, record.id).is_empty


def test_where_text_is_large_the_page_scrolls_to_what_has_the_focus(qtbot, office):
    page = reviewed(qtbot, office, filed(office))
    bar = page.body.horizontalScrollBar()
    assert bar.maximum() == 0
    office.shell.look.set_zoom(2.0)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    office.activateWindow()
    page.opinion.text.setFocus()
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert not page.opinion.text.visibleRegion().isEmpty()
    page.form.tabs.bar.setFocus()
    qtbot.waitUntil(lambda: bar.value() == 0)


def test_of_the_checked_projects_those_with_an_opinion_are_signed_in_a_row(qtbot, office):
    bench = office.shell.session.bench
    ready, bare = filed(office), filed(office, title=TWIN)
    draft = OpinionDraft(AGREE_IF, "原则同意。", ("补方案",))
    opinion_drafts.keep_draft(bench, ready.id, draft)
    office.go("project")
    settle(qtbot, office)
    page, wished = office.page, []
    page.wished.connect(lambda road, subject: wished.append((road, subject)))
    page.does.act("sign", [bare.id])
    assert wished == []
    assert "还没有写好意见" in page.banner.words
    with patch.object(office.roads.signing, "sign_batch"):
        page.does.act("sign", [bare.id, ready.id])
    opinion = Opinion(AGREE_IF, "原则同意。", ("补方案",), bench.who.name)
    assert wished == [("sign_batch", [(ready.id, opinion)])]


def test_a_sum_struck_off_is_asked_for_as_a_condition(qtbot, office):
    page = reviewed(qtbot, office, filed(office, commitment="否"))
    choose(qtbot, page, AGREE_IF)
    cut = page.opinion.conditions.cut
    assert cut.isVisible()
    qtbot.keyClicks(cut.amount, "x")
    assert page.opinion._hint.text() == cut.wrong.text() != ""
    assert not page.opinion.sign.isEnabled()
    cut.amount.clear()
    for typed in ("1.5", "2"):
        qtbot.keyClicks(cut.amount, typed)
        assert "核减后" in cut._left.text()
        qtbot.keyClick(cut.amount, Qt.Key.Key_Return)
    (asked,) = (one for one in page.opinion.conditions.ticked if "核减" in one)
    assert asked.startswith("核减 2 万元，核减后总投资 ")
    assert cut.amount.text() == ""


def test_a_sum_that_was_only_typed_is_signed_too(qtbot, office):
    record = filed(office)
    page = reviewed(qtbot, office, record)
    choose(qtbot, page, AGREE_IF)
    assert not page.opinion.sign.isEnabled()
    qtbot.keyClicks(page.opinion.conditions.cut.amount, "2")
    found = wishes(page)
    page.opinion.sign.click()
    ((what, (_, opinion)),) = found
    assert what == "sign"
    assert [one[:7] for one in opinion.conditions] == ["核减 2 万元"]


def test_while_the_next_project_is_read_nothing_is_done_with_the_opinion_on_the_one_before(
    qtbot, office
):
    one, other = filed(office), filed(office, title=TWIN)
    page = reviewed(qtbot, office, one)
    choose(qtbot, page, REFUSE)
    page.opinion.text.setPlainText("与已建系统重复。")
    found = wishes(page)
    page.begin(other.id)
    qtbot.mouseClick(page.opinion.sign, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.opinion.back, Qt.MouseButton.LeftButton)
    page.opinion.sign_asked.emit()
    assert found == []
    settle(qtbot, office)
    assert page.opinion.isEnabled()
    assert page.opinion.text.toPlainText() == ""
    assert opinion_drafts.kept_draft(office.shell.session.bench, one.id).text


def test_an_opinion_that_was_signed_elsewhere_meanwhile_is_not_kept_again(qtbot, office):
    bench, record = office.shell.session.bench, filed(office)
    opinion_drafts.keep_draft(bench, record.id, OpinionDraft(REFUSE, "与已建系统重复。"))
    page = reviewed(qtbot, office, record)
    assert page.opinion.draft.text == "与已建系统重复。"
    opinion_drafts.keep_draft(bench, record.id, OpinionDraft())  # as a row of signatures does
    assert page.flush()
    assert opinion_drafts.kept_draft(bench, record.id).is_empty


def test_a_sum_struck_off_before_the_total_was_changed_is_to_be_struck_off_anew(qtbot, office):
    bench, record = office.shell.session.bench, filed(office)
    old = "核减 2 万元，核减后总投资 80 万元"
    opinion_drafts.keep_draft(bench, record.id, OpinionDraft(AGREE_IF, "", (old,)))
    page = reviewed(qtbot, office, record)
    assert not page.opinion.sign.isEnabled()
    assert "改动以前的总投资" in page.opinion._hint.text()
    cut = page.opinion.conditions.cut
    qtbot.keyClicks(cut.amount, "2")
    qtbot.keyClick(cut.amount, Qt.Key.Key_Return)
    assert page.opinion.sign.isEnabled()
