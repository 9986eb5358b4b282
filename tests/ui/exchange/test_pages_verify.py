"""Verifying: four verdicts, a row for every step, and no import without proof."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_steps import (
    Office,
    at_rest,
    nameless,
    opened,
    shown,
    trusting_office,
)
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_words import shown_texts

from cdo_desktop.domain.people import Act
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.work import keys, trusting
from cdo_desktop.work.explaining import Step, StepState
from ui.exchange.known_files import KnownFiles
from ui.exchange.pin_dialog import PinDialog
from ui.exchange.step_row import StepRow
from ui.exchange.trust_dialog import TrustDialog
from ui.exchange.verdict_words import STATES, STEPS, VERDICTS, technical_text
from ui.pages.verify_page import VerifyPage
from ui.shell import Shell


@pytest.fixture
def office(made: Office, tmp_path: Path) -> Office:
    """Without a trust list."""
    return made.copied(tmp_path / "office")


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, office: Office) -> VerifyPage:
    """The page of a workspace that trusts nobody yet."""
    opened(qtbot, shell, office.workspace)
    return shown(qtbot, VerifyPage(shell))


@pytest.fixture
def trusting_page(qtbot: QtBot, shell: Shell, office: Office, act: Act) -> VerifyPage:
    """The page of a workspace that goes by the trust list."""
    opened(qtbot, shell, trusting_office(office, act).workspace)
    return shown(qtbot, VerifyPage(shell))


def verify(qtbot: QtBot, page: VerifyPage, *paths: Path):
    page.take(paths)
    at_rest(qtbot, page.shell)
    return page._current


def buttons(page: VerifyPage) -> set[str]:
    found = page.view.findChildren(QPushButton)
    return {one.text() for one in found if one.isVisible() and one.property("act")}


def press(qtbot: QtBot, page: VerifyPage, verb: str) -> None:
    found = [one for one in page.view.findChildren(QPushButton) if one.text() == verb]
    next(one for one in found if one.isVisible()).click()
    at_rest(qtbot, page.shell)


def steps(page: VerifyPage) -> list[str]:
    return [row.accessibleName() for row in page.view.findChildren(StepRow) if row.isVisible()]


# -- verdicts --------------------------------------------------------------------------------------


def test_words_and_looks_are_complete() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(STEPS) == set(Step)
    assert set(STATES) == set(StepState)
    assert len({look.icon for look in VERDICTS.values()}) == len(Verdict)


def test_an_empty_page_says_what_belongs_here(page: VerifyPage) -> None:
    assert any("拖到这里" in text for text in shown_texts(page))


def test_a_proven_receipt_is_imported_by_its_button_only(
    qtbot: QtBot, trusting_page: VerifyPage, office: Office
) -> None:
    page, bench = trusting_page, trusting_page.shell.session.bench
    found = verify(qtbot, page, office.receipt)
    assert found.verdict is Verdict.VALID
    assert buttons(page) == {"导入这份回执"}
    assert len(steps(page)) == len(Step)
    assert bench.workspace.receipts() == []
    press(qtbot, page, "导入这份回执")
    assert [one.receipt_no for one in bench.workspace.receipts()] == ["HZ-01"]
    assert "已导入回执 HZ-01：受理 2，退回 1。" in page.banner.words
    assert buttons(page) == {"查看台账"}  # the same receipt does not ask to be imported again


def test_a_receipt_nobody_vouches_for_offers_no_import(
    qtbot: QtBot, page: VerifyPage, office: Office
) -> None:
    found = verify(qtbot, page, office.receipt)
    assert found.verdict is Verdict.CANNOT_BE_CHECKED
    assert buttons(page) == {"导入信任清单…", "登记这张证书…"}
    page.take_receipt()
    at_rest(qtbot, page.shell)
    assert page.shell.session.bench.workspace.receipts() == []


def test_a_changed_file_shows_expected_and_found(
    qtbot: QtBot, trusting_page: VerifyPage, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "改.cdopkg"
    data = office.package.read_bytes()
    path.write_bytes(data.replace("殡葬".encode(), "殡莽".encode(), 1))
    found = verify(qtbot, trusting_page, path)
    assert found.verdict is Verdict.INVALID
    assert buttons(trusting_page) == set()
    said = "\n".join(shown_texts(trusting_page))
    assert "应为" in said
    assert "实为" in said
    assert found.bad_files[0].name in said
    assert "CDO-E107" in technical_text(found)


def test_the_age_of_the_trust_list_is_always_a_row(
    qtbot: QtBot, trusting_page: VerifyPage, office: Office, tmp_path: Path
) -> None:
    broken = tmp_path / "断.cdopkg"
    broken.write_bytes(office.package.read_bytes()[:-30])
    for path in (office.package, office.receipt, broken):
        verify(qtbot, trusting_page, path)
        [row] = [words for words in steps(trusting_page) if words.startswith("吊销")]
        assert "2026-03-12" in row, path.name


def test_without_a_list_it_says_that_revocation_is_not_known(
    qtbot: QtBot, page: VerifyPage, office: Office
) -> None:
    verify(qtbot, page, office.package)
    [row] = [words for words in steps(page) if words.startswith("吊销")]
    assert "无法查询证书是否已被吊销" in row


def test_several_files_stand_worst_first(
    qtbot: QtBot, trusting_page: VerifyPage, office: Office, tmp_path: Path
) -> None:
    broken = tmp_path / "断.cdopkg"
    broken.write_bytes(office.package.read_bytes()[:-30])
    verify(qtbot, trusting_page, office.receipt, broken, office.package, office.trust)
    verdicts = [found.verdict for found in trusting_page.list.shown]
    grades = list(Verdict)
    assert verdicts == sorted(verdicts, key=grades.index, reverse=True)
    assert verdicts[0] is Verdict.INVALID
    assert len(verdicts) == 4
    trusting_page.step(-10)
    verify(qtbot, trusting_page, office.package)
    assert len(trusting_page.list.shown) == 4  # verified again, not twice in the list


def test_a_file_that_is_gone_is_an_error_in_place(
    qtbot: QtBot, page: VerifyPage, tmp_path: Path
) -> None:
    page.take([tmp_path / "没有.cdopkg"])
    at_rest(qtbot, page.shell)
    assert "没有.cdopkg" in page.banner.words
    assert page.list.shown == []


def test_without_a_workspace_a_file_can_still_be_looked_at(
    qtbot: QtBot, shell: Shell, office: Office
) -> None:
    page = shown(qtbot, VerifyPage(shell))
    found = verify(qtbot, page, office.package)
    assert found.verdict is Verdict.CANNOT_BE_CHECKED
    deeds = [b for b in page.view.findChildren(QPushButton) if b.property("act") and b.isVisible()]
    assert deeds
    assert not any(deed.isEnabled() for deed in deeds)


# -- what can be done ------------------------------------------------------------------------------


def test_a_certificate_is_registered_by_its_fingerprint(
    qtbot: QtBot, page: VerifyPage, office: Office
) -> None:
    verify(qtbot, page, office.receipt)
    press(qtbot, page, "登记这张证书…")
    dialog = page.findChild(PinDialog)
    fingerprint = keys.read_certificate(office.platform_key).sha256
    assert fingerprint not in dialog.print.toPlainText()  # it is typed, never offered
    dialog.print.setPlainText("0" * 64)
    dialog.note.setText("市数据局 周敏")
    assert not dialog.verb.isEnabled()
    dialog.print.setPlainText(fingerprint.upper())
    dialog.verb.click()
    at_rest(qtbot, page.shell)
    assert page._current.verdict is Verdict.VALID_WITH_NOTES
    assert buttons(page) == {"导入这份回执", "导入信任清单…"}


def test_a_trust_list_is_taken_in_with_roots_that_were_compared(
    qtbot: QtBot, page: VerifyPage, office: Office
) -> None:
    verify(qtbot, page, office.receipt, office.trust)
    page.list.table.choose_row([f.path for f in page.list.shown].index(office.trust))
    press(qtbot, page, "导入信任清单…")
    dialog = page.findChild(TrustDialog)
    assert dialog.file.path == office.trust
    assert dialog.roots.path == office.roots  # found beside it
    assert not dialog.verb.isEnabled()
    dialog.compared.setChecked(True)
    assert dialog.verb.isEnabled()
    dialog.verb.click()
    at_rest(qtbot, page.shell)
    assert trusting.trust_here(page.shell.session.bench).bundle.version == 1
    verdicts = {found.path: found.verdict for found in page.list.shown}
    assert verdicts[office.receipt] is Verdict.VALID  # verified again by the list


def test_another_root_file_has_to_be_compared_anew(
    qtbot: QtBot, page: VerifyPage, office: Office
) -> None:
    dialog = TrustDialog(page.shell, page, office.trust)
    dialog.compared.setChecked(True)
    dialog.roots.set_path(office.trust)
    assert not dialog.compared.isChecked()
    assert not dialog.verb.isEnabled()
    assert dialog.banner.words
    dialog.reject()


def test_files_can_be_dropped(qtbot: QtBot, trusting_page: VerifyPage, office: Office) -> None:
    data = QMimeData()
    paths = (office.package, office.workspace, office.receipt)
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    copy = Qt.DropAction.CopyAction
    trusting_page.dropEvent(QDropEvent(QPoint(20, 20), copy, data, left, none))
    at_rest(qtbot, trusting_page.shell)
    assert {found.path for found in trusting_page.list.shown} == {office.package, office.receipt}


def test_technical_details_can_be_unfolded(
    qtbot: QtBot, trusting_page: VerifyPage, office: Office
) -> None:
    found = verify(qtbot, trusting_page, office.package)
    view = trusting_page.view
    assert view._technical.isHidden()
    view._steps.link.click()
    assert not view._technical.isHidden()
    said = view._technical.toPlainText()
    assert found.verification.content_digest in said
    assert found.verification.manifest.facts.package_id in said


def test_leaving_goes_to_the_package_that_was_answered(
    qtbot: QtBot, trusting_page: VerifyPage, office: Office
) -> None:
    found = verify(qtbot, trusting_page, office.receipt)
    with qtbot.waitSignal(trusting_page.wished) as wished:
        trusting_page.leave()
    assert wished.args == ["exchange", found.answers.package_id]


# -- for everybody ---------------------------------------------------------------------------------


def test_the_model_is_one_in_qts_eyes(
    qtbot: QtBot, trusting_page: VerifyPage, office: Office, qtmodeltester: ModelTester
) -> None:
    verify(qtbot, trusting_page, office.package)
    qtmodeltester.check(trusting_page.list.table.model(), force_py=True)


def test_everything_has_a_name(qtbot: QtBot, trusting_page: VerifyPage, office: Office) -> None:
    verify(qtbot, trusting_page, office.receipt)
    assert nameless(trusting_page) == []


def test_it_is_drawn_again_in_the_dark(
    qtbot: QtBot, trusting_page: VerifyPage, office: Office
) -> None:
    verify(qtbot, trusting_page, office.receipt)
    before = trusting_page.view.verdict.styleSheet()
    trusting_page.shell.look.set_mode("dark")
    assert trusting_page.view.verdict.styleSheet() != before


def test_the_own_package_is_called_so_first_and_nobody_has_to_phone_himself(
    qtbot: QtBot, page: VerifyPage, office: Office
) -> None:
    KnownFiles(page.shell.settings).remember_key(office.cdo_key)
    found = verify(qtbot, page, office.package)
    assert found.verdict is Verdict.CANNOT_BE_CHECKED
    said = page.view.verdict.words
    assert said.startswith("这是本工作区 ")
    assert "导出的包，签名证书是本机密钥“李文涛”。" in said
    assert "无法判断签名人是谁" not in said
    everything = " ".join(shown_texts(page.view))
    assert "电话" not in everything
    assert "本机密钥" in shown_texts(page.view)
    assert not any("无法判断签名人是谁" in row for row in steps(page))
    assert "META-INF" not in everything
    assert "登记这张证书…" not in buttons(page)


def test_the_counts_of_the_steps_add_up(qtbot: QtBot, page: VerifyPage, office: Office) -> None:
    verify(qtbot, page, office.package)
    said = next(text for text in shown_texts(page.view) if text.startswith("7 项："))
    assert sum(int(part.split()[-1]) for part in said.removeprefix("7 项：").split("，")) == 7
    assert "不适用 1" in said
