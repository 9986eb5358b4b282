"""A part counts as opened when all of it was in sight, not with its first page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from exchange_steps import at_rest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from signing_steps import AGREE, Chamber, filed_with, sheet_for

from cdo_desktop.tasks import Run
from cdo_desktop.work.review_cases import HereCase
from cdo_desktop.workbench import Workbench
from ui.shell import Shell
from ui.signing.sign_sheet import SignSheet

Opened = Callable[[Path], SignSheet]


@pytest.fixture
def opened_with(
    qtbot: QtBot, shell: Shell, bench: Workbench, ground: QWidget, chamber: Chamber, recorder
) -> Opened:
    """The sheet with one more file, which is open."""

    def made(file: Path) -> SignSheet:
        record_id = filed_with(bench, "殡葬服务平台", [file])
        sheet = sheet_for(qtbot, shell, ground, HereCase(bench, record_id, AGREE), chamber.cdo_key)
        open_part(qtbot, sheet, file.name)
        return sheet

    return made


def open_part(qtbot: QtBot, sheet: SignSheet, title: str) -> None:
    row = next(row for row in sheet.body.rows.rows if row.part.title == title)
    row.open.click()
    at_rest(qtbot, sheet.shell)
    qtbot.wait(1)


def is_seen(sheet: SignSheet) -> bool:
    return sheet.view.part not in sheet.body.unseen


@pytest.fixture
def sheet(
    qtbot: QtBot, shell: Shell, bench: Workbench, ground: QWidget, chamber: Chamber, recorder
) -> SignSheet:
    """The sheet of a form with a PDF of two pages."""
    recorder.files = [chamber.folder / "另存.pdf"]
    case = HereCase(bench, chamber.project, AGREE)
    return sheet_for(qtbot, shell, ground, case, chamber.cdo_key)


def test_a_pdf_counts_with_its_last_page_and_says_what_is_left(
    qtbot: QtBot, sheet: SignSheet
) -> None:
    open_part(qtbot, sheet, "建设方案.pdf")
    assert not is_seen(sheet)
    assert sheet.view.left.text() == "还有 1 页没有看过，从第 2 页看起（空格键往下翻）"
    assert sheet.view.pdf.area.hasFocus()
    qtbot.keyClick(sheet.view.pdf.area, Qt.Key.Key_Space)
    at_rest(qtbot, sheet.shell)
    assert is_seen(sheet)
    assert sheet.view.left.text() == "2 页都看过了"
    sheet.reject()


def test_the_last_page_alone_is_not_the_whole(qtbot: QtBot, sheet: SignSheet) -> None:
    open_part(qtbot, sheet, "建设方案.pdf")
    sheet.view._seen = type(sheet.view._seen)()  # as if the first had never been drawn
    qtbot.keyClick(sheet.view.pdf.area, Qt.Key.Key_End)
    at_rest(qtbot, sheet.shell)
    assert sheet.view.pdf.page == 2
    assert not is_seen(sheet)
    assert "从第 1 页看起" in sheet.view.left.text()
    sheet.reject()


def test_what_was_seen_of_it_stays_seen_when_it_is_opened_again(
    qtbot: QtBot, sheet: SignSheet
) -> None:
    open_part(qtbot, sheet, "建设方案.pdf")
    sheet.view.way_back.click()
    open_part(qtbot, sheet, "建设方案.pdf")
    sheet.view.pdf.turn(1)
    at_rest(qtbot, sheet.shell)
    assert is_seen(sheet)
    sheet.reject()


def test_saving_what_can_be_shown_is_not_looking_at_it(qtbot: QtBot, sheet: SignSheet) -> None:
    open_part(qtbot, sheet, "建设方案.pdf")
    sheet.view.save.click()
    at_rest(qtbot, sheet.shell)
    assert "逐字节一致" in sheet.view.note.words
    assert not is_seen(sheet)
    sheet.reject()


def test_a_page_as_wide_as_the_window_counts_with_its_foot(qtbot: QtBot, sheet: SignSheet) -> None:
    pdf = sheet.view.pdf
    pdf._wider.setChecked(True)
    open_part(qtbot, sheet, "建设方案.pdf")
    assert "从第 1 页看起" in sheet.view.left.text()
    qtbot.keyClick(pdf.area, Qt.Key.Key_PageDown)  # on to the second, past the foot of the first
    at_rest(qtbot, sheet.shell)
    assert sheet.view.left.text().startswith("还有 2 页")
    qtbot.keyClick(pdf.area, Qt.Key.Key_PageUp)
    at_rest(qtbot, sheet.shell)
    for _ in range(12):
        qtbot.keyClick(pdf.area, Qt.Key.Key_Space)
        at_rest(qtbot, sheet.shell)
    assert is_seen(sheet)
    sheet.reject()


def test_a_long_text_counts_with_its_last_line(
    qtbot: QtBot, opened_with: Opened, tmp_path: Path
) -> None:
    file = tmp_path / "长文.txt"
    file.write_text("\n".join(f"第 {n} 行" for n in range(400)), "utf-8")
    sheet = opened_with(file)
    assert not is_seen(sheet)
    assert "还没有看到末尾" in sheet.view.left.text()
    assert sheet.view.words.hasFocus()
    qtbot.keyClick(sheet.view.words, Qt.Key.Key_Space)
    qtbot.wait(1)
    assert not is_seen(sheet)
    qtbot.keyClick(sheet.view.words, Qt.Key.Key_End)
    qtbot.wait(1)
    assert is_seen(sheet)
    assert sheet.view.left.isHidden()
    sheet.reject()


def test_a_picture_is_shown_and_counts(qtbot: QtBot, opened_with: Opened, tmp_path: Path) -> None:
    file = tmp_path / "机房.png"
    image = QImage(1600, 1200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(file))
    sheet = opened_with(file)
    assert is_seen(sheet)
    shown = sheet.view.pdf.image
    assert shown.pixelColor(shown.rect().center()) == Qt.GlobalColor.red
    assert abs(shown.width() / shown.height() - 4 / 3) < 0.02
    sheet.reject()


@pytest.mark.parametrize("name", ["坏.pdf", "坏.png"])
def test_what_cannot_be_drawn_says_so_and_is_saved_to_be_looked_at(
    qtbot: QtBot, opened_with: Opened, tmp_path: Path, recorder, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(b"%PDF-1.7 broken")
    sheet = opened_with(file)
    assert not is_seen(sheet)
    assert f"“{name}”不能在这里显示" in sheet.view.note.words
    assert "另存一份" in sheet.view.note.words
    recorder.files = [tmp_path / f"另存-{name}"]
    sheet.view.save.click()
    at_rest(qtbot, sheet.shell)
    assert is_seen(sheet)
    sheet.reject()


def test_the_bytes_of_a_form_are_read_with_their_digest(bench: Workbench, chamber: Chamber) -> None:
    with HereCase(bench, chamber.project, AGREE) as case:
        shown = case.lay_out(Run())
        copies = [case.copy_of(shown, one, Run()) for one in shown.attachments]
        assert all(one.exists() for one in copies)
