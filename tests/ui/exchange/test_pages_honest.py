"""What was not proven, not finished or only practised is never made to look as if it were."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import segno
from exchange_steps import Office, at_rest, held_up, opened, shown
from PySide6.QtCore import QUrl
from PySide6.QtGui import QPixmap, QTextDocument
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from ui_words import shown_texts

from cdo_desktop.domain.people import Act
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.standard.flows import State
from cdo_desktop.standard.library import Library
from cdo_desktop.work import editing, keys, trusting
from cdo_desktop.work.reconciling import Gap
from cdo_desktop.work.starting import sample_path
from cdo_desktop.work.typed import Entry
from ui.exchange.fields import PACKAGES
from ui.exchange.known_files import KnownFiles
from ui.exchange.pin_dialog import PinDialog
from ui.exchange.slip import slip_html
from ui.exchange.verdict_words import technical_text
from ui.exchange.wording import grouped
from ui.notify import Notify
from ui.pages.backups_page import BackupsPage
from ui.pages.exchange_page import RECONCILE, ExchangePage
from ui.pages.export_page import ExportPage
from ui.pages.verify_page import VerifyPage
from ui.shell import Shell


def press(inside: QWidget, verb: str) -> None:
    found = [one for one in inside.findChildren(QPushButton) if one.text() == verb]
    next(one for one in found if one.isVisible() and one.isEnabled()).click()


# -- a certificate nobody vouches for --------------------------------------------------------------


@pytest.fixture
def untrusting(qtbot: QtBot, shell: Shell, made: Office, tmp_path: Path) -> VerifyPage:
    """The page of a workspace that trusts nobody, with a receipt on it."""
    office = made.copied(tmp_path / "office")
    opened(qtbot, shell, office.workspace)
    page = shown(qtbot, VerifyPage(shell))
    page.take([office.receipt])
    at_rest(qtbot, shell)
    return page


def test_the_fingerprint_to_be_heard_cannot_be_read(
    qtbot: QtBot, untrusting: VerifyPage, made: Office
) -> None:
    whole = keys.read_certificate(made.platform_key).sha256
    [found] = untrusting.list.shown
    assert found.unknown_certificates == (whole,)
    untrusting.view._steps.link.click()
    untrusting.pin()
    dialog = untrusting.findChild(PinDialog)
    said = "\n".join(shown_texts(untrusting))
    said += untrusting.view._technical.toPlainText() + technical_text(found)
    for written in (whole, grouped(whole)):
        assert written not in said
    assert f"{whole[:8]}…{whole[-4:]}" in said  # enough to tell two apart
    dialog.reject()


def test_the_fingerprint_of_who_is_trusted_is_shown(
    qtbot: QtBot, shell: Shell, office: Office
) -> None:
    opened(qtbot, shell, office.workspace)
    page = shown(qtbot, VerifyPage(shell))
    page.take([office.receipt])
    at_rest(qtbot, shell)
    whole = keys.read_certificate(office.platform_key).sha256
    assert any(grouped(whole) in text for text in shown_texts(page))


# -- a verification that was stopped ---------------------------------------------------------------


def test_a_stopped_verification_has_no_verdict_and_says_so(
    qtbot: QtBot, shell: Shell, office: Office
) -> None:
    opened(qtbot, shell, office.workspace)
    page = shown(qtbot, VerifyPage(shell))
    with held_up(qtbot, shell):
        page.take([office.package, office.receipt])
        assert "正在核验…" in shown_texts(page)
        for job in shell.jobs.live[1:]:
            job.stop()
    assert list(page.list.shown) == []
    assert "没有得出结论" in page.banner.words
    for file in (office.package, office.receipt):
        assert file.name in page.banner.words
    press(page.banner, "重新核验")
    at_rest(qtbot, shell)
    assert {found.verdict for found in page.list.shown} == {Verdict.VALID}
    assert page.banner.isHidden()


# -- several files ---------------------------------------------------------------------------------


def test_several_files_are_chosen_at_once(
    qtbot: QtBot, shell: Shell, office: Office, recorder
) -> None:
    opened(qtbot, shell, office.workspace)
    page = shown(qtbot, VerifyPage(shell))
    recorder.files = [office.package, office.receipt]
    page.choose_files()
    at_rest(qtbot, shell)
    assert {found.path for found in page.list.shown} == {office.package, office.receipt}


def test_several_receipts_are_verified_before_any_is_taken(
    qtbot: QtBot, shell: Shell, office: Office, recorder
) -> None:
    opened(qtbot, shell, office.workspace)
    page = shown(qtbot, ExchangePage(shell))
    recorder.files = [office.receipt, office.package]
    with qtbot.waitSignal(page.wished) as wished:
        page.import_receipt()
    assert wished.args == ["verify", [office.receipt, office.package]]
    assert shell.session.bench.workspace.receipts() == []


def test_the_chooser_takes_several(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    voice, chosen = Notify(), []
    voice.speak_before(window)
    voice.choose_files("选择", PACKAGES, chosen.extend)
    [dialog] = window.findChildren(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.filesSelected.emit([str(tmp_path / "一.cdopkg"), str(tmp_path / "二.cdopkg")])
    assert [path.name for path in chosen] == ["一.cdopkg", "二.cdopkg"]
    dialog.reject()


# -- where what is not approved waits --------------------------------------------------------------


def test_what_waits_for_approval_is_what_the_flow_of_the_kind_says(
    qtbot: QtBot, shell: Shell, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow_of = Library.flow_of

    def with_another(library: Library, kind: object) -> object:
        flow = flow_of(library, kind)
        return replace(flow, states=(*flow.states, State("second_review", "待复审")))

    monkeypatch.setattr(Library, "flow_of", with_another)
    bench = opened(qtbot, shell, office.workspace)
    one = bench.workspace.package_items(bench.workspace.packages()[0].package_id)[0]
    editing.set_values(bench, one.record_id, [Entry("summary", "改过的摘要。")])
    page = shown(qtbot, ExchangePage(shell))
    page.show_segment(RECONCILE)
    page.reconciled.choose(Gap.UNAPPROVED)
    with qtbot.waitSignal(page.wished) as wished:
        page.reconciled.deed.click()
    what, query = wished.args
    assert (what, query.kind) == ("list", "resource")
    assert set(query.states) == {"draft", "in_review", "returned", "second_review"}


# -- practice --------------------------------------------------------------------------------------


@pytest.fixture
def practice(qtbot: QtBot, shell: Shell, office: Office) -> ExportPage:
    """The export page of the sample workspace."""
    KnownFiles(shell.settings).signed_with(office.cdo_key)
    sample_path().parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(office.workspace, sample_path())
    opened(qtbot, shell, sample_path())
    assert shell.session.is_practice
    return shown(qtbot, ExportPage(shell))


def test_a_package_of_the_sample_is_called_practice(practice: ExportPage, tmp_path: Path) -> None:
    practice._suggest()
    assert practice.write.target.name == "练习-目录全量-02.cdopkg"
    practice.write.path.setText(str(tmp_path / "目录.cdopkg"))  # whatever somebody types
    assert practice.write.target == tmp_path / "练习-目录.cdopkg"
    assert any("练习-目录.cdopkg" in one.text() for one in practice.findChildren(QLabel))


def test_a_package_of_the_office_is_not(qtbot: QtBot, shell: Shell, office: Office) -> None:
    opened(qtbot, shell, office.workspace)
    page = shown(qtbot, ExportPage(shell))
    page._suggest()
    assert page.write.target.name == "目录全量-02.cdopkg"


def test_the_slip_of_a_practice_says_so(practice: ExportPage) -> None:
    entry = practice.shell.session.bench.workspace.packages()[0]
    assert "练习，不作移交凭据" in slip_html(entry, "3 条", "市数据局", practice=True)
    assert "练习" not in slip_html(entry, "3 条", "市数据局", practice=False)


def test_the_slip_has_the_code_of_its_package(practice: ExportPage) -> None:
    entry = practice.shell.session.bench.workspace.packages()[0]
    html = slip_html(entry, "3 条", "市数据局")
    found = re.search(r'src="(data:image/png;base64,[^"]+)"', html)
    assert found is not None
    document = QTextDocument()
    picture = document.loadResource(QTextDocument.ResourceType.ImageResource, QUrl(found[1]))
    assert isinstance(picture, QPixmap)
    image = picture.toImage()
    rows = segno.make_qr(
        f"cdo-package/1 {entry.content_digest} {entry.package_id}", error="m"
    ).matrix
    assert image.width() == 8 * (len(rows) + 4)
    middles = [8 * (at + 2) + 4 for at in range(len(rows))]
    drawn = [[image.pixelColor(x, y).lightness() < 128 for x in middles] for y in middles]
    assert drawn == [[bool(module) for module in row] for row in rows]
    assert entry.content_digest.rpartition(":")[2][:4].upper() + "-" in html


# -- restoring -------------------------------------------------------------------------------------


@pytest.fixture
def before(qtbot: QtBot, shell: Shell, office: Office) -> BackupsPage:
    """The page with a backup, after which a record was deleted, and its preview."""
    bench = opened(qtbot, shell, office.workspace)
    page = BackupsPage(shell)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    page.back_up()
    at_rest(qtbot, shell)
    item = bench.workspace.package_items(bench.workspace.packages()[0].package_id)[0]
    editing.delete(bench, [item.record_id])
    page.preview()
    at_rest(qtbot, shell)
    return page


@pytest.mark.parametrize("saved", [True, False])
def test_nothing_typed_is_lost_by_restoring(
    qtbot: QtBot, before: BackupsPage, recorder, saved: bool
) -> None:
    """The window is asked to save what is typed; where it cannot, nothing is restored."""
    shell, asked, told = before.shell, [], []
    bench = shell.session.bench

    def window(wish: str, subject: object) -> None:
        asked.append(wish)
        if wish == "save_all":
            subject(saved)
        else:
            told.append(subject)

    before.wished.connect(window)
    recorder.answers = ["restore"]
    before.view.restore.click()
    at_rest(qtbot, shell)
    at_rest(qtbot, shell)
    assert asked[0] == "save_all"
    assert (shell.session.bench is bench) is not saved
    if saved:
        [(level, words)] = told
        assert level == "ok"
        assert "已还原到" in words
    else:
        assert "没有还原" in before.banner.words
        assert told == []


def test_pins_are_asked_for_by_telephone_only(
    qtbot: QtBot, untrusting: VerifyPage, made: Office, act: Act
) -> None:
    """Registered by what was heard, the receipt is valid, with notes; nothing else is."""
    bench = untrusting.shell.session.bench
    trusting.pin(bench, keys.read_certificate(made.platform_key).sha256, "市数据局 周敏")
    [found] = untrusting.list.shown
    untrusting.take([found.path])
    at_rest(qtbot, untrusting.shell)
    assert untrusting.list.shown[0].verdict is Verdict.VALID_WITH_NOTES
    assert any(act.who.name in text for text in shown_texts(untrusting))
