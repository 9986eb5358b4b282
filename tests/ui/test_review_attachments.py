"""The attachments of a project can be looked at from the review page; others' bytes cannot."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import gettempdir

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas
from review_office import add, reviewed, settle

from cdo_desktop.work import notes
from cdo_desktop.work.form_folders import PREFIX
from cdo_desktop.work.typed import Entry
from ui.main_window import MainWindow
from ui.review.attachment_dialog import AttachmentDialog
from ui.review.review_page import ReviewPage


@pytest.fixture
def page(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> ReviewPage:
    """A project with a PDF of two pages, a text, and a row without a file."""
    pdf, text = tmp_path / "方案.pdf", tmp_path / "说明.txt"
    canvas = Canvas(str(pdf), invariant=1)
    for number in (1, 2):
        canvas.drawString(100, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    text.write_text("第一行\n第二行", "utf-8")
    record = add(opened, groups={"files": ({"type": "建设方案"},) * 3})
    bench = opened.shell.session.bench
    for row, file in enumerate((pdf, text), 1):
        notes.attach(bench, record.id, Entry("file", "", "files", row), file)
    opened.resize(1366, 768)
    page = reviewed(qtbot, opened, record)
    page.form.tabs.show_tab(page._desk.kind.groups_by_key["files"].section)
    return page


def dialog_of(qtbot: QtBot, window: MainWindow, page: ReviewPage) -> AttachmentDialog:
    settle(qtbot, window)
    (dialog,) = page.findChildren(AttachmentDialog)
    return dialog


def test_enter_on_a_row_opens_its_file_and_the_next_is_a_step_away(
    qtbot: QtBot, opened: MainWindow, page: ReviewPage
) -> None:
    _, table, _ = page.form._tables["files"]
    table.choose_row(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    dialog = dialog_of(qtbot, opened, page)
    assert (dialog.view.pdf.page, dialog.view.pdf.pages) == (1, 2)
    assert "还有 1 页没有看过" in dialog.view.left.text()
    assert dialog.windowTitle() == "附件（第 1 个，共 2 个）"
    dialog.view.next.click()
    settle(qtbot, opened)
    assert dialog.view.words.toPlainText() == "第一行\n第二行"
    dialog.reject()
    settle(qtbot, opened)


def test_the_button_opens_the_row_that_is_current_and_nothing_is_left_behind(
    qtbot: QtBot, opened: MainWindow, page: ReviewPage
) -> None:
    before = set(Path(gettempdir()).glob(f"{PREFIX}*"))
    _, table, panel = page.form._tables["files"]
    table.choose_row(1)
    assert isinstance(panel.link, QPushButton)
    assert panel.link.accessibleName().endswith("打开附件")
    panel.link.click()
    dialog = dialog_of(qtbot, opened, page)
    assert dialog.view.words.toPlainText() == "第一行\n第二行"
    assert set(Path(gettempdir()).glob(f"{PREFIX}*")) - before
    dialog.view.way_back.click()
    settle(qtbot, opened)
    assert not set(Path(gettempdir()).glob(f"{PREFIX}*")) - before


def test_a_row_without_a_file_says_so(qtbot: QtBot, opened: MainWindow, page: ReviewPage) -> None:
    page.form._tables["files"][1].opened.emit(2)
    settle(qtbot, opened)
    assert not page.findChildren(AttachmentDialog)
    assert "没有它的文件" in page.banner.words


def test_a_file_is_saved_as_it_is_kept(
    qtbot: QtBot, opened: MainWindow, page: ReviewPage, recorder, tmp_path: Path
) -> None:
    page.form._tables["files"][1].opened.emit(0)
    dialog = dialog_of(qtbot, opened, page)
    recorder.files = [tmp_path / "另存.pdf"]
    dialog.view.save.click()
    settle(qtbot, opened)
    assert (tmp_path / "另存.pdf").read_bytes() == (tmp_path / "方案.pdf").read_bytes()
    assert "与工作区里的逐字节一致" in dialog.view.note.words
    dialog.reject()
    settle(qtbot, opened)


def test_bytes_that_are_not_those_that_were_attached_are_not_shown(
    qtbot: QtBot, opened: MainWindow, page: ReviewPage
) -> None:
    bench = opened.shell.session.bench
    files = list(notes.attached_to(bench, page._desk.record))
    with sqlite3.connect(bench.workspace.path) as connection:
        changed = connection.execute(
            "update attachment set body = ? where sha256 = ?", (b"other", files[1].sha256)
        )
        assert changed.rowcount == 1
    connection.close()
    page.form._tables["files"][1].opened.emit(1)
    dialog = dialog_of(qtbot, opened, page)
    assert dialog.view.words.toPlainText() == ""
    assert dialog.view.note.words
    dialog.view.note.banner._links.itemAt(0).widget().click()
    assert "CDO-S227" in dialog.view.note.code
    dialog.reject()
    settle(qtbot, opened)
