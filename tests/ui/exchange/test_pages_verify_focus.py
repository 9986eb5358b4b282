"""核验: whoever works by keyboard stays at what was found, whatever is shown anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_steps import Office, at_rest, opened, shown, trusting_office
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cdo_desktop.domain.people import Act
from cdo_desktop.work import keys
from ui.exchange.pin_dialog import PinDialog
from ui.exchange.trust_dialog import TrustDialog
from ui.pages.verify_page import VerifyPage
from ui.shell import Shell


@pytest.fixture
def office(made: Office, tmp_path: Path) -> Office:
    """Without a trust list."""
    return made.copied(tmp_path / "office")


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, office: Office) -> VerifyPage:
    """The page, in the window in front, with a receipt that cannot be checked yet."""
    opened(qtbot, shell, office.workspace)
    page = shown(qtbot, VerifyPage(shell))
    return _verified(qtbot, page, office.receipt)


def _verified(qtbot: QtBot, page: VerifyPage, path: Path) -> VerifyPage:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.take([path])
    at_rest(qtbot, page.shell)
    return page


def press(page: VerifyPage, words: str) -> None:
    """Press a button of the verdict as a keyboard does: it has the focus."""
    found = [one for one in page.view.findChildren(QPushButton) if one.text() == words]
    deed = next(one for one in found if one.isVisible())
    deed.setFocus()
    deed.click()


def spoken(qtbot: QtBot, page: VerifyPage) -> str:
    """What is read out of that which has the focus once everything is verified again."""
    at_rest(qtbot, page.shell)
    now = page.window().focusWidget()
    assert now is page.view
    assert now.isVisible()
    assert now.accessibleName() == "核验结果"
    return now.accessibleDescription().partition("：")[0]


def test_after_a_trust_list_the_verdict_has_the_focus(
    qtbot: QtBot, page: VerifyPage, office: Office
) -> None:
    press(page, "导入信任清单…")
    dialog = page.findChild(TrustDialog)
    dialog.file.set_path(office.trust)
    dialog.roots.set_path(office.roots)
    dialog.compared.setChecked(True)
    dialog.verb.setFocus()
    dialog.verb.click()
    assert spoken(qtbot, page) == "有效"


def test_after_a_certificate_was_registered_too(
    qtbot: QtBot, page: VerifyPage, office: Office
) -> None:
    press(page, "登记这张证书…")
    dialog = page.findChild(PinDialog)
    dialog.print.setPlainText(keys.read_certificate(office.platform_key).sha256)
    dialog.note.setText("市数据局 周敏")
    dialog.verb.click()
    assert spoken(qtbot, page) == "有效但有提示"


def test_after_the_receipt_was_taken_too(
    qtbot: QtBot, shell: Shell, office: Office, act: Act
) -> None:
    opened(qtbot, shell, trusting_office(office, act).workspace)
    page = _verified(qtbot, shown(qtbot, VerifyPage(shell)), office.receipt)
    press(page, "导入这份回执")
    assert spoken(qtbot, page).startswith("有效")


def test_after_a_file_was_verified_once_more_too(
    qtbot: QtBot, page: VerifyPage, office: Office
) -> None:
    press(page, "导入信任清单…")
    page.findChild(TrustDialog).reject()
    office.receipt.write_bytes(office.receipt.read_bytes()[:-30])
    page._again()
    assert spoken(qtbot, page) == "无效"


def test_a_list_that_is_read_keeps_its_focus(qtbot: QtBot, page: VerifyPage) -> None:
    page.list.table.setFocus()
    page._again()
    at_rest(qtbot, page.shell)
    assert page.window().focusWidget() is page.list.table
