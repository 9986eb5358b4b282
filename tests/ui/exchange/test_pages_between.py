"""What happens between two clicks: another step, a way back, a stop, a file that goes away."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_steps import (
    WORDS,
    Office,
    at_rest,
    held_up,
    opened,
    shown,
)
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.work import editing, reconciling
from cdo_desktop.work.reconciling import Reconciled
from cdo_desktop.workbench import Desk, Workbench
from ui.exchange.accordion import OPEN, STOPPED
from ui.exchange.backup_rows import tried_words
from ui.exchange.known_files import KnownFiles
from ui.pages import exchange_page
from ui.pages.backups_page import BackupsPage
from ui.pages.exchange_page import ExchangePage
from ui.pages.export_frame import CHECK, SCOPE, WRITE
from ui.pages.export_page import ExportPage
from ui.pages.verify_page import VerifyPage
from ui.shell import Shell


@pytest.fixture(autouse=True)
def known_key(settings, office: Office) -> None:
    """The key that was signed with last time is offered again."""
    KnownFiles(settings).signed_with(office.cdo_key)


@pytest.fixture
def bench(qtbot: QtBot, shell: Shell, office: Office) -> Workbench:
    return opened(qtbot, shell, office.workspace)


def offered(page: QWidget, verb: str) -> bool:
    found = [one for one in page.findChildren(QAbstractButton) if one.text() == verb]
    return any(one.isVisible() and one.isEnabled() for one in found)


def click(qtbot: QtBot, page: QWidget, verb: str) -> None:
    found = [one for one in page.findChildren(QPushButton) if one.text() == verb]
    next(one for one in found if one.isVisible() and one.isEnabled()).click()


def to_passphrase(qtbot: QtBot, page: ExportPage) -> None:
    page.scope.go.click()
    at_rest(qtbot, page.shell)
    page.check.read.setChecked(not page.check.read.isHidden())
    page.check.go.click()
    page.summary.go.click()
    page.sign.first.passphrase.line.setText(WORDS)
    page.sign.compared.setChecked(True)


def open_steps(page: ExportPage) -> list[int]:
    return [number for number, frame in page.steps.items() if frame.state in (OPEN, STOPPED)]


# -- exporting -------------------------------------------------------------------------------------


def test_what_was_not_looked_at_is_not_signed(
    qtbot: QtBot, shell: Shell, bench: Workbench, tmp_path: Path
) -> None:
    page = shown(qtbot, ExportPage(shell))
    to_passphrase(qtbot, page)
    page.sign.go.click()
    at_rest(qtbot, shell)
    target, before = tmp_path / "没看过.cdopkg", len(bench.workspace.packages())
    page.write.path.setText(str(target))
    one = next(bench.workspace.each_record(ListQuery("resource"))).id
    with held_up(qtbot, shell):
        shell.jobs.start("删除一条", lambda run: editing.delete(bench, [one]))
        page.write.go.click()
    assert not target.exists()
    assert len(bench.workspace.packages()) == before
    assert open_steps(page) == [SCOPE]
    assert "没有签名，也没有写出" in page.banner.words


def test_nobody_goes_back_while_a_passphrase_is_tried(
    qtbot: QtBot, shell: Shell, bench: Workbench
) -> None:
    page = shown(qtbot, ExportPage(shell))
    to_passphrase(qtbot, page)
    with held_up(qtbot, shell):
        page.sign.go.click()
        page.steps[SCOPE].link.click()
    assert open_steps(page) == [WRITE]
    assert page.sign.first.passphrase.text == WORDS


def test_left_and_entered_again_before_the_records_were_chosen(
    qtbot: QtBot, shell: Shell, bench: Workbench
) -> None:
    page = ExportPage(shell)
    qtbot.addWidget(page)
    with held_up(qtbot, shell):
        page.refresh()
        page.go_back()
        page.refresh()
    page.scope.go.click()
    at_rest(qtbot, shell)
    assert page.current == CHECK


def test_choosing_that_was_stopped_can_be_begun_again(
    qtbot: QtBot, shell: Shell, bench: Workbench
) -> None:
    page = ExportPage(shell)
    qtbot.addWidget(page)
    page.show()
    with held_up(qtbot, shell):
        page.refresh()
        shell.jobs.live[-1].stop()
    assert not page.scope.go.isEnabled()
    click(qtbot, page.banner, "重新选取")
    at_rest(qtbot, shell)
    assert page.scope.go.isEnabled()
    assert page.banner.isHidden()


# -- receipts --------------------------------------------------------------------------------------


@pytest.fixture
def proven(qtbot: QtBot, shell: Shell, bench: Workbench, office: Office) -> VerifyPage:
    """The page with a receipt that may be imported."""
    page = shown(qtbot, VerifyPage(shell))
    page.take([office.receipt])
    at_rest(qtbot, shell)
    assert offered(page, "导入这份回执")
    return page


def test_two_clicks_import_a_receipt_once(qtbot: QtBot, shell: Shell, proven: VerifyPage) -> None:
    proven.take_receipt()
    proven.take_receipt()
    at_rest(qtbot, shell)
    assert "已导入回执 HZ-01" in proven.banner.words
    assert "没有改动" not in proven.banner.words


def test_the_link_below_an_import_leads_to_the_package(
    qtbot: QtBot, shell: Shell, bench: Workbench, proven: VerifyPage
) -> None:
    proven.take_receipt()
    at_rest(qtbot, shell)
    with qtbot.waitSignal(proven.wished, timeout=1000) as wished:
        click(qtbot, proven.banner, "查看台账")
    assert wished.args == ["exchange", bench.workspace.packages()[0].package_id]


# -- the ledger ------------------------------------------------------------------------------------


def test_comparing_that_failed_is_tried_again(
    qtbot: QtBot, shell: Shell, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Exception | None] = [DiskTrouble("CDO-U204", file="x", reason="坏了"), None]

    def compare(bench: Workbench, run: object) -> Reconciled:
        trouble = answers.pop(0)
        if trouble is not None:
            raise trouble
        return reconciling.reconcile(bench, run)

    monkeypatch.setattr(exchange_page, "reconcile", compare)
    page = shown(qtbot, ExchangePage(shell))
    page.refresh()
    at_rest(qtbot, shell)
    assert answers == []


def test_a_reader_of_an_empty_ledger_is_not_offered_an_export(
    qtbot: QtBot, shell: Shell, new_workspace: Path, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "空.cdo"
    path.write_bytes(new_workspace.read_bytes())
    with desk.open(path):
        opened(qtbot, shell, path)
        page = shown(qtbot, ExchangePage(shell))
        assert not offered(page, "导出签名包")


# -- backups ---------------------------------------------------------------------------------------


@pytest.fixture
def backups(qtbot: QtBot, shell: Shell, bench: Workbench) -> BackupsPage:
    page = shown(qtbot, BackupsPage(shell))
    page.make.click()
    at_rest(qtbot, shell)
    return page


def test_a_restore_that_was_stopped_leaves_the_workspace_open(
    qtbot: QtBot, shell: Shell, bench: Workbench, backups: BackupsPage, recorder
) -> None:
    one = next(bench.workspace.each_record(ListQuery("resource"))).id
    editing.delete(bench, [one])
    backups.preview()
    at_rest(qtbot, shell)
    recorder.answers = ["restore"]
    with held_up(qtbot, shell):
        backups.view.restore.click()
        shell.jobs.live[-1].stop()
    was = shell.session.bench
    shell.session.bench = bench  # so that it is closed at the end of the test whatever came
    assert was is bench
    assert bench.workspace.record(one).deleted
    assert "没有还原" in backups.banner.words


def test_a_backup_that_went_away_is_only_said_not_to_be_tried(backups: BackupsPage) -> None:
    model = backups.table.model()
    one = model.row(0)
    assert "核对，" in tried_words(backups._known, one)
    one.path.unlink()
    assert tried_words(backups._known, one) == "没有核对过"
