"""Exporting step by step: nothing is skipped, nothing is signed unseen, nothing is promised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from exchange_steps import (
    WORDS,
    Office,
    approved,
    at_rest,
    nameless,
    opened,
    shown,
)
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_words import shown_texts

from cdo_desktop.domain.listing import Assessment, ListQuery
from cdo_desktop.work import editing
from cdo_desktop.work.typed import Entry
from ui.exchange.accordion import DONE, FINISHED, OPEN, STOPPED, WAITING
from ui.exchange.known_files import KnownFiles
from ui.exchange.slip import slip_html
from ui.pages.export_frame import CHECK, SCOPE, SIGN, SUMMARY, WRITE
from ui.pages.export_page import ExportPage
from ui.shell import Shell


@pytest.fixture(autouse=True)
def known_key(settings, office: Office) -> None:
    """The key that was signed with last time is offered again."""
    KnownFiles(settings).signed_with(office.cdo_key)


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, office: Office) -> ExportPage:
    opened(qtbot, shell, office.workspace)
    return shown(qtbot, ExportPage(shell))


def to_signing(qtbot: QtBot, page: ExportPage) -> None:
    page.scope.go.click()
    at_rest(qtbot, page.shell)
    if not page.check.read.isHidden():
        page.check.read.setChecked(True)
    page.check.go.click()
    page.summary.go.click()
    assert page.current == SIGN


def to_writing(qtbot: QtBot, page: ExportPage) -> None:
    to_signing(qtbot, page)
    page.sign.first.passphrase.line.setText(WORDS)
    page.sign.compared.setChecked(True)
    page.sign.go.click()
    at_rest(qtbot, page.shell)
    assert page.current == WRITE


def states(page: ExportPage) -> list[str]:
    return [frame.state for frame in page.steps.values()]


def test_the_first_step_says_what_would_go(page: ExportPage) -> None:
    assert states(page) == [OPEN, WAITING, WAITING, WAITING, WAITING]
    said = shown_texts(page)
    assert "3 条" in said
    assert any("还没有平台已受理的包" in text for text in said)
    assert not page.scope._delta.isEnabled()


def test_the_whole_way(qtbot: QtBot, page: ExportPage, tmp_path: Path) -> None:
    to_writing(qtbot, page)
    target = tmp_path / "送出.cdopkg"
    page.write.path.setText(str(target))
    page.write.go.click()
    at_rest(qtbot, page.shell)
    assert target.is_file()
    assert (tmp_path / "送出.接收核验卡.txt").is_file()
    assert page.steps[WRITE].state == FINISHED
    said = " ".join(shown_texts(page))
    assert "已导出" in said
    assert "已送达" not in said
    assert page.sign.first.passphrase.text == ""
    entry = page.shell.session.bench.workspace.packages()[0]
    assert (entry.file_name, entry.state) == (target.name, "exported")
    assert KnownFiles(page.shell.settings).package(entry.package_id) == target
    with qtbot.waitSignal(page.wished) as wished:
        page._finish.click()
    assert wished.args == ["exchange", entry.package_id]


def test_a_wrong_passphrase_stays_in_its_step(qtbot: QtBot, page: ExportPage) -> None:
    to_signing(qtbot, page)
    page.sign.first.passphrase.line.setText("不是这个")
    page.sign.compared.setChecked(True)
    page.sign.go.click()
    at_rest(qtbot, page.shell)
    assert page.current == SIGN
    assert any("口令不对" in text for text in shown_texts(page))


def test_enter_stays_in_the_passphrase_until_the_box_is_ticked(
    qtbot: QtBot, page: ExportPage
) -> None:
    to_signing(qtbot, page)
    line = page.sign.first.passphrase.line
    qtbot.keyClicks(line, "a-wrong-one")
    assert not page.sign.go.isDefault()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert not page.shell.jobs.live
    page.sign.compared.setChecked(True)
    with qtbot.waitSignal(page.sign.finished):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    at_rest(qtbot, page.shell)


def test_the_button_says_what_is_missing(qtbot: QtBot, page: ExportPage) -> None:
    to_signing(qtbot, page)
    assert not page.sign.go.isEnabled()
    assert "口令" in page.sign.go.toolTip()
    assert "我已逐项核对" in page.sign.go.toolTip()


def test_the_signer_is_shown_with_honest_lines(qtbot: QtBot, page: ExportPage) -> None:
    to_signing(qtbot, page)
    said = shown_texts(page)
    assert "李文涛（部门首席数据官）" in said
    assert "这张证书在本工作区的信任清单里。" in said
    assert any("不等于《商用密码管理条例》" in text for text in said)


def test_going_back_asks_and_forgets_the_passphrase(
    qtbot: QtBot, page: ExportPage, recorder
) -> None:
    to_writing(qtbot, page)
    recorder.answers = ["stay", "back"]
    page.steps[SCOPE].link.click()
    assert page.current == WRITE
    page.steps[SCOPE].link.click()
    assert page.current == SCOPE
    assert page.sign.first.passphrase.text == ""
    assert len(recorder.questions) == 2


def test_errors_stop_the_export(qtbot: QtBot, shell: Shell, office: Office, make_record) -> None:
    bench = opened(qtbot, shell, office.workspace)
    poor = replace(make_record(title="养老机构信息", summary=None), review="approved")
    with bench.step("另一个程序写入") as unit:
        unit.save(poor, Assessment())
    page = shown(qtbot, ExportPage(shell))
    page.scope.go.click()
    at_rest(qtbot, shell)
    assert page.steps[CHECK].state == STOPPED
    assert "个错误，改正后才能导出" in page.check.banner.words
    assert not page.check.go.isEnabled()
    with qtbot.waitSignal(page.wished) as wished:
        page.check._show.click()
    assert wished.args == ["record", poor.id]


def test_a_secret_record_stops_the_export(
    qtbot: QtBot, shell: Shell, office: Office, make_record
) -> None:
    bench = opened(qtbot, shell, office.workspace)
    editing.add(bench, [make_record(title="保密信息").with_value("secret", "涉密")])
    page = shown(qtbot, ExportPage(shell))
    page.scope.go.click()
    at_rest(qtbot, shell)
    assert page.steps[CHECK].state == STOPPED
    assert "涉密数据不得在本工具中办理" in page.check.banner.words
    assert not page.check.go.isEnabled()


def test_a_change_meanwhile_begins_again(qtbot: QtBot, page: ExportPage) -> None:
    to_signing(qtbot, page)
    bench = page.shell.session.bench
    record = bench.workspace.ids(ListQuery("resource"))[0]
    editing.set_values(bench, record, [Entry("summary", "改过的摘要。")])
    page.refresh()
    at_rest(qtbot, page.shell)
    assert page.current == SCOPE
    assert len(page._survey.items) == 2


def test_a_name_that_is_taken_is_not_written_over(
    qtbot: QtBot, page: ExportPage, office: Office
) -> None:
    to_writing(qtbot, page)
    before = office.package.read_bytes()
    page.write.path.setText(str(office.package))
    assert not page.write.go.isEnabled()
    assert "同名文件" in page.write.go.toolTip()
    assert office.package.read_bytes() == before
    page.write.suggest(office.package)
    assert page.write.target.name == "目录全量-01-2.cdopkg"


def test_writing_can_be_cancelled(qtbot: QtBot, page: ExportPage, tmp_path: Path) -> None:
    to_writing(qtbot, page)
    page.write.path.setText(str(tmp_path / "停.cdopkg"))
    page.write.go.click()
    page.write.stop.click()
    at_rest(qtbot, page.shell)
    assert not (tmp_path / "停.cdopkg").exists()
    assert "已取消写出" in page.write.banner.words
    assert len(page.shell.session.bench.workspace.packages()) == 1


def test_an_organisation_without_code_cannot_be_addressed(page: ExportPage) -> None:
    page.scope.org.setText("巴中市数据局")
    assert not page.scope.go.isEnabled()
    page.scope.code.setText("11511900MB1Q7K3P24")
    assert page.scope.go.isEnabled()
    assert page.scope.recipient.name == "巴中市数据局"


def test_a_second_signature_needs_another_key(qtbot: QtBot, page: ExportPage, office) -> None:
    to_signing(qtbot, page)
    page.sign.first.passphrase.line.setText(WORDS)
    page.sign.compared.setChecked(True)
    page.sign.wants_second.setChecked(True)
    page.sign.second.key.choose(office.cdo_key)
    page.sign.second.passphrase.line.setText(WORDS)
    assert "另一个密钥文件" in page.sign.go.toolTip()
    page.sign.second.key.choose(office.platform_key)
    page.sign.second.passphrase.line.setText(WORDS)
    assert page.sign.go.isEnabled()


def test_the_slip_names_digests_and_promises_nothing(page: ExportPage) -> None:
    entry = page.shell.session.bench.workspace.packages()[0]
    slip = slip_html(entry, "3 条", "市数据局 周敏")
    assert entry.file_name in slip
    assert entry.container_digest.removeprefix("sha256:")[:8] in slip
    assert "不表示平台已接收或受理" in slip


def test_every_step_is_done_in_its_order(qtbot: QtBot, page: ExportPage) -> None:
    to_signing(qtbot, page)
    assert states(page) == [DONE, DONE, DONE, OPEN, WAITING]
    page.steps[SUMMARY].link.click()
    assert states(page) == [DONE, DONE, OPEN, WAITING, WAITING]


def test_everything_has_a_name(page: ExportPage) -> None:
    assert nameless(page) == []


def test_content_of_another_organisation_is_seen_before_it_is_signed(
    qtbot: QtBot, shell: Shell, office: Office, make_record
) -> None:
    bench = opened(qtbot, shell, office.workspace)
    theirs = ("幼儿园信息", "通江县教育科技和体育局", "11511921MB999999XT")
    approved(bench, [make_record(title=theirs[0], org=theirs[1], org_code=theirs[2])])
    page = shown(qtbot, ExportPage(shell))
    page.scope.go.click()
    at_rest(qtbot, shell)
    said = page.check.others.words
    assert said.startswith(
        "有 1 条的提供方或责任单位不是本单位“巴中市民政局”（通江县教育科技和体育局 1）"
    )
    assert not page.check.go.isEnabled()
    assert "不是本单位" in page.check.go.toolTip()
    page.check.seen_others.setChecked(True)
    if not page.check.read.isHidden():
        page.check.read.setChecked(True)
    page.check.go.click()
    page.summary.go.click()
    assert page.current == SIGN
    assert any(said in text for text in shown_texts(page.sign))


def test_the_slip_has_a_place_for_both_seals(shell: Shell, qtbot: QtBot, office: Office) -> None:
    bench = opened(qtbot, shell, office.workspace)
    html = slip_html(bench.workspace.packages()[0], "新增 3", "巴中市数据局")
    assert html.count("（加盖公章）") == 2
    assert "移交单位" in html and "接收单位" in html


def test_of_the_own_organisation_nothing_is_said(qtbot: QtBot, page: ExportPage) -> None:
    page.scope.go.click()
    at_rest(qtbot, page.shell)
    assert page.check.others.isHidden()
    assert page.check.seen_others.isHidden()
