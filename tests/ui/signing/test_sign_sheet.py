"""The signing sheet: nothing is signed unseen, and what was shown is what is signed."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest
from exchange_steps import at_rest, held_up, nameless, words
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from signing_steps import (
    AGREE,
    Chamber,
    exported_form,
    look_at_all,
    look_through,
    made_ready,
    press,
    record_of,
    sheet_for,
    titles,
)

from cdo_desktop.tasks import Run
from cdo_desktop.work import editing
from cdo_desktop.work.review_cases import HereCase
from cdo_desktop.work.review_forms import sheet_lines, shown_from
from cdo_desktop.work.review_parts import PartKind, parts_of
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Workbench
from ui.shell import Shell
from ui.signing.sign_sheet import SignSheet


@pytest.fixture
def sheet(
    qtbot: QtBot, shell: Shell, bench: Workbench, ground: QWidget, chamber: Chamber, recorder
) -> SignSheet:
    """The sheet of the first signature of the CDO; another kind of file is saved when asked."""
    recorder.files = [chamber.folder / "另存.zip"]
    case = HereCase(bench, chamber.project, AGREE)
    return sheet_for(qtbot, shell, ground, case, chamber.cdo_key)


def forms_of(bench: Workbench, record_id: str) -> int:
    return len(bench.workspace.review_forms(record_id))


def test_it_shows_every_part_of_what_would_be_signed(sheet: SignSheet) -> None:
    kinds = [part.kind for part in sheet.body.parts]
    assert kinds[0] is PartKind.OPINION
    assert titles(sheet.body.parts) == [
        *("您的意见", "申报内容", "自动检查结果"),
        *("建设方案.pdf", "清单.zip", "说明.txt", "项目审查表（未签署）.pdf"),
    ]
    assert sheet.body.opinion.text.text() == AGREE.text
    assert not sheet.pane.go.isEnabled()
    assert sheet.body.changes._then.text() == "首次签署，没有可比较的版本"
    assert nameless(sheet) == []
    sheet.reject()


def test_without_opening_every_part_it_is_not_signed(qtbot: QtBot, sheet: SignSheet) -> None:
    sheet.body.ticked.setChecked(True)
    sheet.pane.passphrase.line.setText(words())
    assert "打开看过 7 个部分" in sheet.pane.go.toolTip()
    for number in range(5):
        sheet.body.rows.rows[number].open.click()
        at_rest(qtbot, sheet.shell)
        look_through(qtbot, sheet)
        if number != 4:  # the other kind of file is not saved: it was not seen
            assert sheet.body.parts[number] not in sheet.body.unseen
    assert titles(sheet.body.unseen) == ["清单.zip", "说明.txt", "项目审查表（未签署）.pdf"]
    sheet.act()
    assert not sheet.shell.jobs.live
    sheet.reject()


def test_without_the_tick_enter_does_not_sign(
    qtbot: QtBot, sheet: SignSheet, bench: Workbench, chamber: Chamber
) -> None:
    look_at_all(qtbot, sheet)
    sheet.pane.passphrase.line.setText(words())
    assert "勾选" in sheet.pane.go.toolTip()
    qtbot.keyClick(sheet.pane.passphrase.line, Qt.Key.Key_Return)
    at_rest(qtbot, sheet.shell)
    assert forms_of(bench, chamber.project) == 0
    sheet.body.ticked.setChecked(True)
    assert sheet.pane.go.isEnabled()
    assert not sheet.pane.go.isDefault()
    sheet.reject()


def test_what_was_shown_is_what_was_signed(
    qtbot: QtBot, sheet: SignSheet, bench: Workbench, chamber: Chamber
) -> None:
    made_ready(qtbot, sheet)
    shown, parts = sheet.body.shown, sheet.body.parts
    assert shown is not None
    with qtbot.waitSignal(sheet.signed) as signed:
        press(qtbot, sheet)
    assert len(signed.args[0].sealed.signatures) == 1
    path = exported_form(bench, chamber.project, chamber.folder / "审查表.cdopkg")
    again = shown_from(path, Run())
    assert sheet_lines(again) == sheet_lines(shown)
    after = parts_of(again)
    assert [p.digest for p in after if p.kind is not PartKind.EARLIER] == [
        p.digest for p in parts if p.kind is not PartKind.OPINION
    ]
    assert after[0].digest == parts[0].digest  # the opinion, now one that was given
    assert record_of(bench, chamber.project).review == "bureau_review"


def test_the_form_that_is_shown_has_the_digest_of_the_line_in_the_package(
    sheet: SignSheet,
) -> None:
    with zipfile.ZipFile(sheet.work.case.path) as package:
        lines = [
            line
            for name in package.namelist()
            if name.endswith(".ndjson") or name.endswith(".jsonl")
            for line in package.read(name).splitlines()
        ]
    form = next(part for part in sheet.body.parts if part.kind is PartKind.FORM)
    assert form.digest in [hashlib.sha256(line).hexdigest() for line in lines]
    sheet.reject()


def test_a_pdf_is_shown_page_by_page_and_a_text_as_text(qtbot: QtBot, sheet: SignSheet) -> None:
    by_title = {row.part.title: row for row in sheet.body.rows.rows}
    by_title["建设方案.pdf"].open.click()
    at_rest(qtbot, sheet.shell)
    first = sheet.view.pdf.image
    assert (sheet.view.pdf.page, sheet.view.pdf.pages) == (1, 2)
    sheet.view.pdf.turn(1)
    at_rest(qtbot, sheet.shell)
    assert sheet.view.pdf.page == 2
    assert sheet.view.pdf.image != first
    by_title["说明.txt"].open.click()
    at_rest(qtbot, sheet.shell)
    assert sheet.view.words.toPlainText() == "建设内容说明\n第二行"
    sheet.reject()


def test_every_line_of_the_form_can_be_read(qtbot: QtBot, sheet: SignSheet) -> None:
    row = next(one for one in sheet.body.rows.rows if one.part.kind is PartKind.FORM)
    row.open.click()
    assert sheet.view.words.toPlainText() == "\n".join(row.part.lines)
    assert "低保申请从受理到办结不超过15个工作日。" in sheet.view.words.toPlainText()
    sheet.reject()


def test_esc_leaves_a_part_before_it_leaves_the_sheet(qtbot: QtBot, sheet: SignSheet) -> None:
    sheet.body.rows.rows[1].open.click()
    assert sheet.stack.currentWidget() is sheet.view
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.stack.currentWidget() is sheet.body
    assert sheet.isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_another_key_has_its_own_opinion_to_be_opened(
    qtbot: QtBot, sheet: SignSheet, chamber: Chamber
) -> None:
    made_ready(qtbot, sheet)
    token = sheet.body.shown.token if sheet.body.shown else ""
    sheet.pane.key.choose(chamber.bureau_key)  # not in its turn
    at_rest(qtbot, sheet.shell)
    assert sheet.pane.passphrase.text == ""
    assert not sheet.pane.go.isEnabled()
    sheet.pane.key.choose(chamber.cdo_key)
    at_rest(qtbot, sheet.shell)
    assert sheet.body.shown is not None
    assert sheet.body.shown.token == token  # the clock of the test stands still
    assert not sheet.body.ticked.isChecked()
    sheet.reject()


def test_a_job_that_is_stopped_signs_nothing(
    qtbot: QtBot, sheet: SignSheet, bench: Workbench, chamber: Chamber
) -> None:
    made_ready(qtbot, sheet)
    with held_up(qtbot, sheet.shell):
        sheet.pane.go.click()
        assert not sheet.pane.cancel.isEnabled()
        sheet.reject()
        assert sheet.isVisible()  # while it signs it stays
        sheet.shell.jobs.stop_all()
    assert "没有签署" in sheet.pane.note.words
    assert forms_of(bench, chamber.project) == 0
    sheet.reject()
    assert not sheet.isVisible()


def test_a_full_disk_leaves_nothing_half_signed(
    qtbot: QtBot,
    sheet: SignSheet,
    bench: Workbench,
    chamber: Chamber,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_ready(qtbot, sheet)
    before = sheet.work.case.path.read_bytes()
    real = os.fsync

    def full(handle: int) -> None:
        if "cdopkg" in str(Path(f"/proc/self/fd/{handle}").readlink()):
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    press(qtbot, sheet)
    assert sheet.pane.note.words
    assert sheet.work.case.path.read_bytes() == before
    assert forms_of(bench, chamber.project) == 0
    sheet.reject()


def test_from_one_part_to_the_next_until_all_were_opened(qtbot: QtBot, sheet: SignSheet) -> None:
    sheet.body.rows.rows[2].open.click()
    look_through(qtbot, sheet)
    gone = [sheet.body.parts[2].title]
    for _ in range(6):
        sheet.view.next.click()
        at_rest(qtbot, sheet.shell)
        assert sheet.view.part is not None
        gone.append(sheet.view.part.title)
        look_through(qtbot, sheet)
        if sheet.view.part in sheet.body.unseen:
            sheet.view.save.click()
            at_rest(qtbot, sheet.shell)
    assert gone == [
        *("自动检查结果", "建设方案.pdf", "清单.zip", "说明.txt"),
        *("项目审查表（未签署）.pdf", "您的意见", "申报内容"),
    ]
    assert sheet.body.unseen == []
    sheet.view.next.click()
    assert sheet.stack.currentWidget() is sheet.body
    sheet.reject()


def test_a_wrong_passphrase_signs_nothing_and_is_forgotten(
    qtbot: QtBot, sheet: SignSheet, bench: Workbench, chamber: Chamber
) -> None:
    made_ready(qtbot, sheet, "错的口令")
    press(qtbot, sheet)
    assert "口令不对" in sheet.pane.note.words
    assert sheet.pane.note.code == ""
    sheet.pane.note.banner._links.itemAt(0).widget().click()
    assert "CDO-K102" in sheet.pane.note.code
    assert sheet.pane.passphrase.text == ""
    assert forms_of(bench, chamber.project) == 0
    assert sheet.isVisible()
    sheet.pane.passphrase.line.setText(words())
    press(qtbot, sheet)
    assert forms_of(bench, chamber.project) == 1


def test_a_record_that_was_changed_meanwhile_is_not_signed(
    qtbot: QtBot, sheet: SignSheet, bench: Workbench, chamber: Chamber
) -> None:
    made_ready(qtbot, sheet)
    editing.set_values(bench, chamber.project, [Entry("scale", "1300")])
    press(qtbot, sheet)
    assert sheet.pane.note.words
    assert forms_of(bench, chamber.project) == 0
    sheet.reject()


def test_of_the_form_nothing_is_left_when_the_sheet_is_closed(
    qtbot: QtBot, sheet: SignSheet
) -> None:
    look_at_all(qtbot, sheet)
    path, folder = sheet.work.case.path, sheet.work.case.folder
    assert path.exists()
    assert list(folder.iterdir())
    sheet.pane.passphrase.line.setText(words())
    sheet.reject()
    assert sheet.pane.passphrase.text == ""
    at_rest(qtbot, sheet.shell)
    assert not path.exists()
    assert not folder.exists()


def test_a_key_that_is_not_in_its_turn_is_told_and_signs_nothing(
    qtbot: QtBot, shell: Shell, bench: Workbench, ground: QWidget, chamber: Chamber
) -> None:
    case = HereCase(bench, chamber.project, AGREE)
    sheet = sheet_for(qtbot, shell, ground, case, chamber.bureau_key)
    assert sheet.pane.note.words
    assert "能签署的密钥" in sheet.pane.go.toolTip()
    sheet.pane.key.choose(chamber.cdo_key)
    at_rest(qtbot, shell)
    assert sheet.pane.note.words == ""
    assert sheet.body.shown is not None
    assert sheet.body.shown.token
    sheet.reject()
