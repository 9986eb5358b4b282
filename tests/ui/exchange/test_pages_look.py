"""Nothing is cut off at any zoom, the keys go where the eye is, and paper can be looked at."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from exchange_steps import WORDS, Office, at_rest, opened, shown
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrintPreviewDialog
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cdo_desktop.errors import DiskTrouble
from ui.exchange import export_work
from ui.exchange.accordion import STOPPED
from ui.exchange.ask_dialog import AskDialog
from ui.exchange.diagnostics_dialog import DiagnosticsDialog
from ui.exchange.key_dialogs import MakeKeyDialog
from ui.exchange.known_files import KnownFiles
from ui.exchange.pin_dialog import PinDialog
from ui.exchange.trust_dialog import TrustDialog
from ui.notify import Choice, Notify, Question
from ui.pages.backups_page import BackupsPage
from ui.pages.exchange_page import RECONCILE, TRUST, ExchangePage
from ui.pages.export_frame import CHECK, SIGN, WRITE
from ui.pages.export_page import ExportPage
from ui.pages.keys_page import KeysPage
from ui.pages.page import Page
from ui.pages.verify_page import VerifyPage
from ui.shell import Shell
from ui.widgets.segmented import Segment

WIDTH, HEIGHT = 1260, 580
"""What is left for a page of a window of 1366×768 with its rail folded, at the largest zoom."""


@pytest.fixture(autouse=True)
def known_key(settings, office: Office) -> None:
    """The key that was signed with last time is offered again."""
    KnownFiles(settings).signed_with(office.cdo_key)


@pytest.fixture(params=[1.0, 1.5, 2.0], ids=["100%", "150%", "200%"])
def zoomed(request, qtbot: QtBot, shell: Shell, office: Office) -> Iterator[Shell]:
    """The workspace open, everything drawn at a zoom."""
    opened(qtbot, shell, office.workspace)
    shell.look.set_zoom(request.param)
    yield shell
    shell.look.set_zoom(1.0)


def narrow(qtbot: QtBot, page: Page) -> Page:
    shown(qtbot, page)
    page.resize(WIDTH, HEIGHT)
    at_rest(qtbot, page.shell)
    QApplication.processEvents()
    return page


def cut_off(inside: QWidget) -> list[str]:
    """What one can see, but not all of it."""
    found = []
    for kind in (QPushButton, Segment):
        for one in inside.findChildren(kind):
            if one.isVisible() and one.width() < one.minimumSizeHint().width():
                found.append(f"button {one.accessibleName()}")
    for area in inside.findChildren(QScrollArea):
        wanted, room = area.widget().minimumSizeHint().width(), area.viewport().width()
        if area.isVisible() and wanted > room:
            found.append(f"{area.accessibleName()} wants {wanted} of {room}")
    for one in inside.findChildren(QLabel):
        if one.isVisible() and not one.wordWrap() and one.height() < one.minimumSizeHint().height():
            found.append(f"label {one.text()}")
    return found


def _fits(inside: QWidget) -> None:
    """Once it is laid out."""
    assert cut_off(inside) == []


def ledger(qtbot: QtBot, shell: Shell, office: Office) -> Iterator[QWidget]:
    page = narrow(qtbot, ExchangePage(shell))
    yield page
    for segment in (RECONCILE, TRUST):
        page.show_segment(segment)
        QApplication.processEvents()
        yield page


def verdicts(qtbot: QtBot, shell: Shell, office: Office) -> Iterator[QWidget]:
    page = narrow(qtbot, VerifyPage(shell))
    yield page
    page.take([office.package, office.receipt, office.trust])
    at_rest(qtbot, shell)
    yield page


def export(qtbot: QtBot, shell: Shell, office: Office) -> Iterator[QWidget]:
    page = narrow(qtbot, ExportPage(shell))
    yield page
    for step in _steps(qtbot, page):
        step()
        at_rest(qtbot, shell)
        yield page


def _steps(qtbot: QtBot, page: ExportPage) -> list[Callable[[], None]]:
    def sign() -> None:
        page.sign.wants_second.setChecked(True)
        page.sign.wants_second.setChecked(False)
        page.sign.first.passphrase.line.setText(WORDS)
        page.sign.compared.setChecked(True)
        page.sign.go.click()

    def check() -> None:
        page.check.read.setChecked(not page.check.read.isHidden())
        page.check.go.click()

    return [page.scope.go.click, check, page.summary.go.click, sign]


def settings_parts(qtbot: QtBot, shell: Shell, office: Office) -> Iterator[QWidget]:
    yield narrow(qtbot, KeysPage(shell))
    page = narrow(qtbot, BackupsPage(shell))
    yield page
    page.back_up()
    at_rest(qtbot, shell)
    page.preview()
    at_rest(qtbot, shell)
    yield page


@pytest.mark.parametrize("pages", [ledger, verdicts, export, settings_parts])
def test_nothing_is_cut_off(qtbot: QtBot, zoomed: Shell, office: Office, pages) -> None:
    for page in pages(qtbot, zoomed, office):
        assert page.width() <= WIDTH  # a page that cannot be narrower would push the window out
        qtbot.waitUntil(lambda page=page: _fits(page), timeout=3000)


@pytest.mark.parametrize("make", [MakeKeyDialog, PinDialog, TrustDialog, DiagnosticsDialog])
def test_a_dialog_fits_into_its_window(
    qtbot: QtBot, zoomed: Shell, make: Callable[..., AskDialog]
) -> None:
    page = narrow(qtbot, KeysPage(zoomed))
    dialog = make(zoomed, page)
    dialog.open()
    at_rest(qtbot, zoomed)
    assert dialog.height() <= page.window().height()
    assert dialog.width() <= page.window().width()
    assert dialog.rect().contains(dialog.verb.geometry())  # its button can be seen
    qtbot.waitUntil(lambda: _fits(dialog), timeout=3000)
    dialog.reject()


# -- where the keys go -----------------------------------------------------------------------------


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, office: Office) -> ExportPage:
    """The export page, on the screen and active."""
    opened(qtbot, shell, office.workspace)
    made = shown(qtbot, ExportPage(shell))
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_the_keys_follow_the_open_step(qtbot: QtBot, page: ExportPage) -> None:
    page.panes()[1].setFocus()
    for step in _steps(qtbot, page):
        body = page.steps[page.current].body
        assert body.isAncestorOf(page.focusWidget()), page.current
        step()
        at_rest(qtbot, page.shell)
    assert page.current == WRITE
    assert page.focusWidget() is page.write.go


def test_signing_begins_at_the_passphrase(qtbot: QtBot, page: ExportPage) -> None:
    page.panes()[1].setFocus()
    for step in _steps(qtbot, page)[:3]:
        step()
        at_rest(qtbot, page.shell)
    assert page.current == SIGN
    assert page.focusWidget() is page.sign.first.passphrase.line


def test_the_only_key_is_chosen_though_it_never_signed(
    qtbot: QtBot, page: ExportPage, office: Office, settings
) -> None:
    settings.set("exchange.last_key", "")
    for step in _steps(qtbot, page)[:3]:
        step()
        at_rest(qtbot, page.shell)
    assert page.sign.first.key.path == office.cdo_key


def test_the_packages_have_the_keys_when_they_are_read(
    qtbot: QtBot, shell: Shell, office: Office
) -> None:
    opened(qtbot, shell, office.workspace)
    page = ExchangePage(shell)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.refresh()
    page.panes()[1].setFocus()  # before anything was read
    at_rest(qtbot, shell)
    assert page.focusWidget() is page.ledger.table
    page.ledger.filters.find_box.setText("没有这样的")
    page.ledger.main_pane.setFocus()
    assert page.focusWidget().text() == "清除筛选"
    page.focusWidget().click()
    assert page.focusWidget() is page.ledger.table


# -- what goes wrong -------------------------------------------------------------------------------


def test_a_check_that_failed_says_so_and_can_be_tried_again(
    qtbot: QtBot, page: ExportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise DiskTrouble("CDO-U204", file="x", reason="坏了")

    monkeypatch.setattr(export_work, "check_survey", broken)
    page.scope.go.click()
    at_rest(qtbot, page.shell)
    assert page.steps[CHECK].state == STOPPED
    assert "正在检查" not in page.check.banner.words
    assert page.check.banner.words
    monkeypatch.undo()
    page.check._check.click()
    at_rest(qtbot, page.shell)
    page.scope.go.click()
    at_rest(qtbot, page.shell)
    assert page.steps[CHECK].state != STOPPED


def test_what_is_in_the_way_stands_beside_the_button(page: ExportPage) -> None:
    page.scope.org.setText("巴中市数据局")
    said = [one.text() for one in page.scope.findChildren(QLabel) if one.isVisible()]
    assert any("18 位的统一社会信用代码" in words for words in said)


# -- paper -----------------------------------------------------------------------------------------


def test_the_slip_can_be_looked_at(qtbot: QtBot, page: ExportPage) -> None:
    """Its printer outlives the function that opened it: Qt only borrows it."""
    target = Path(page.shell.session.bench.workspace.path).with_name("送出.cdopkg")
    for step in _steps(qtbot, page):
        step()
        at_rest(qtbot, page.shell)
    page.write.path.setText(str(target))
    page.write.go.click()
    at_rest(qtbot, page.shell)
    page.write._slip.click()
    gc.collect()
    [preview] = page.findChildren(QPrintPreviewDialog)
    qtbot.waitExposed(preview)
    assert not preview.grab().isNull()
    assert "送出.cdopkg" in preview.windowTitle()
    preview.reject()


# -- boxes -----------------------------------------------------------------------------------------


def _contrast(one: QColor, other: QColor) -> float:
    def light(colour: QColor) -> float:
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, brighter = sorted((light(one), light(other)))
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_the_line_of_a_box_can_be_seen(qtbot: QtBot, look, mode: str, kind: type) -> None:
    look.set_mode(mode)
    box = kind("我已逐项核对")
    qtbot.addWidget(box)
    box.show()
    image = box.grab().toImage()
    ground = QColor(look.theme.hex("surface"))
    middle = image.height() // 2
    best = max(_contrast(QColor(image.pixel(x, middle)), ground) for x in range(3))
    look.set_mode("light")
    assert best >= 3.0


def test_enter_alone_destroys_nothing(qtbot: QtBot, look) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    voice = Notify()
    voice.speak_before(parent)
    answers: list[str] = []
    choices = (Choice("restore", "还原", danger=True), Choice("keep", "保持现在的样子"))
    voice.ask(Question("替换？", "", choices), answers.append)
    [box] = [one for one in parent.children() if hasattr(one, "defaultButton")]
    assert box.defaultButton().text() == "保持现在的样子"
    box.defaultButton().click()
    assert answers == ["keep"]
