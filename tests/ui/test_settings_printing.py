"""打印字体与印章: what is chosen is tried first, kept for the prints, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from ui_words import shown_texts

from cdo_desktop import paths
from cdo_desktop.settings import Settings
from cdo_desktop.work import print_settings
from ui.main_window import MainWindow
from ui.pages.printing_page import PrintingPage

OWN = paths.resources() / "fonts" / "print" / "LXGWWenKai-Regular.ttf"


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> PrintingPage:
    """The page below 设置, which needs no workspace."""
    window.go("settings")
    window.page.wished.emit("printing", None)
    assert isinstance(window.page, PrintingPage)
    waited(qtbot, window.page)
    return window.page


def waited(qtbot: QtBot, page: PrintingPage) -> None:
    qtbot.waitUntil(lambda: not page.shell.jobs.live, timeout=10_000)


def files(page: PrintingPage) -> list[str]:
    model = page.table.model()
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def choose_font(qtbot: QtBot, page: PrintingPage, face: int, path: Path) -> None:
    page.table.choose_row(face)
    page.shell.notify.files.append(path)
    page.choose.click()
    waited(qtbot, page)


def test_without_a_choice_the_shipped_fonts_are_used(page: PrintingPage) -> None:
    assert files(page) == ["随程序的字体"] * 5
    assert not page.reset.isEnabled()
    assert not page.drop_seal.isEnabled()


def test_a_font_is_kept_for_every_print_and_taken_back(
    qtbot: QtBot, page: PrintingPage, tmp_path: Path
) -> None:
    choose_font(qtbot, page, 4, OWN)
    assert files(page) == [*["随程序的字体"] * 4, str(OWN)]
    written = Settings(tmp_path / "settings.json")
    assert print_settings.chosen_fonts(written) == {"fangsong": str(OWN)}
    page.reset.click()
    waited(qtbot, page)
    assert files(page)[4] == "随程序的字体"
    assert print_settings.chosen_fonts(Settings(tmp_path / "settings.json")) == {}


def test_what_cannot_be_printed_with_is_not_taken(
    qtbot: QtBot, page: PrintingPage, tmp_path: Path
) -> None:
    bad = tmp_path / "坏.ttf"
    bad.write_bytes(b"no font at all")
    choose_font(qtbot, page, 0, bad)
    assert "坏.ttf" in page.banner.words
    assert files(page)[0] == "随程序的字体"


def test_a_font_that_is_gone_is_told(qtbot: QtBot, page: PrintingPage, tmp_path: Path) -> None:
    page.shell.settings.set(print_settings.FONTS, {"kai": str(tmp_path / "没有.ttf")})
    page.refresh()
    waited(qtbot, page)
    assert "没有.ttf" in files(page)[3]
    assert "读不到" in files(page)[3]


def test_a_seal_is_shown_small_and_said_to_be_no_signature(
    page: PrintingPage, tmp_path: Path
) -> None:
    assert any("不是签名" in words for words in shown_texts(page))
    seal = tmp_path / "章.png"
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(0xB3261E)
    assert image.save(str(seal))
    page.shell.notify.files.append(seal)
    page.choose_seal.click()
    assert print_settings.own_seal(Settings(tmp_path / "settings.json")) == seal
    assert page.seal_words.text() == str(seal)
    assert 0 < page.seal.pixmap().width() <= page.seal.width()
    page.drop_seal.click()
    assert print_settings.own_seal(page.shell.settings) is None
    assert page.seal.isHidden()


def test_what_is_no_picture_is_no_seal(page: PrintingPage, tmp_path: Path) -> None:
    (tmp_path / "章.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    page.shell.notify.files.append(tmp_path / "章.png")
    page.choose_seal.click()
    assert "章.png" in page.banner.words
    assert print_settings.own_seal(page.shell.settings) is None


def test_escape_leads_back_to_the_settings(window: MainWindow, page: PrintingPage) -> None:
    page.leave()
    assert window.place == "settings"
    assert window.page is not page
