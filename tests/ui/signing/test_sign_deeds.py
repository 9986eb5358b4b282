"""Signing in the window from end to end: a record, a row of them, a file; sent out and back."""

from __future__ import annotations

from typing import Any

from exchange_steps import at_rest, nameless
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from signing_steps import (
    AGREE,
    Chamber,
    exported_form,
    front,
    made_ready,
    press,
    record_of,
    signed_at,
)

from cdo_desktop.domain.statement import Decision
from cdo_desktop.tasks import Run
from cdo_desktop.work.prints import check_print
from cdo_desktop.work.review_export import kept_print
from cdo_desktop.work.review_forms import shown_from
from cdo_desktop.workbench import Workbench
from ui.exchange.known_files import KnownFiles
from ui.shell import Shell
from ui.signing.deeds import EXPORT, FOLDER, PRINTED, SigningDeeds
from ui.signing.opinion_dialog import OpinionDialog
from ui.signing.sign_sheet import SignSheet
from ui.widgets.banner import Banner


def opinion_typed(qtbot: QtBot, dialog: OpinionDialog, text: str, conditions: str) -> None:
    """修改后同意, with these words."""
    at_rest(qtbot, dialog.shell)
    dialog.decision.buttons[Decision.AGREE_IF].click()
    dialog.text.setPlainText(text)
    dialog.conditions.setPlainText(conditions)


# -- one record


def test_a_record_is_signed_sent_signed_elsewhere_and_taken_back(
    qtbot: QtBot,
    shell: Shell,
    ground: QWidget,
    deeds: SigningDeeds,
    banner: Banner,
    bench: Workbench,
    chamber: Chamber,
    recorder: Any,
) -> None:
    KnownFiles(shell.settings).signed_with(chamber.cdo_key)
    form = chamber.folder / "送审.cdopkg"
    recorder.files = [chamber.folder / "另存1.zip", form, chamber.folder / "另存2.zip"]
    deeds.sign_record(chamber.project, AGREE)
    at_rest(qtbot, shell)
    sheet = front(ground, SignSheet)
    made_ready(qtbot, sheet)
    with qtbot.waitSignal(shell.session.changed):
        press(qtbot, sheet)
    assert "已签署“社会救助平台升级”，这是第 1 个签名。现在的状态：待数据局复核。" in banner.words
    assert banner.offers == [EXPORT, PRINTED]
    kept = kept_print(bench, bench.workspace.record(chamber.project), 1)
    assert f"打印件“{kept.name}”上也有了这个签名。" in banner.words
    assert check_print(kept, (), bench.clock.now()).signatures

    banner.chosen.emit(EXPORT)
    at_rest(qtbot, shell)
    assert banner.offers == [FOLDER]
    assert "已有 1 个签名" in banner.words
    assert form.exists()
    assert form.with_suffix(".pdf").read_bytes() == kept.read_bytes()

    KnownFiles(shell.settings).signed_with(chamber.bureau_key)
    deeds.sign_file(form)
    dialog = front(ground, OpinionDialog)
    opinion_typed(qtbot, dialog, "原则同意。", "补交方案\n\n核减 12 万元")
    dialog.verb.click()
    at_rest(qtbot, shell)
    sheet = front(ground, SignSheet)
    made_ready(qtbot, sheet)
    with qtbot.waitSignal(deeds.file_changed) as changed:
        press(qtbot, sheet)
    assert changed.args == [form]
    said = shown_from(form, Run()).opinions[1].statement
    assert (said.text, said.conditions) == ("原则同意。", ("补交方案", "核减 12 万元"))
    assert record_of(bench, chamber.project).review == "bureau_review"

    at_rest(qtbot, shell)
    printed = form.with_suffix(".pdf")
    assert "上也有了这个签名。" in banner.words
    assert len(check_print(printed, (), bench.clock.now()).signatures) == 2

    deeds.take_form(form)
    at_rest(qtbot, shell)
    assert kept.read_bytes() == printed.read_bytes()
    assert "已导入 1 个意见（周敏 修改后同意）" in banner.words
    assert record_of(bench, chamber.project).review == "expert_review"
    deeds.take_form(form)
    at_rest(qtbot, shell)
    assert "什么都没有改动" in banner.words


def test_a_form_that_is_refused_says_so_in_the_banner(
    qtbot: QtBot, shell: Shell, deeds: SigningDeeds, banner: Banner, chamber: Chamber
) -> None:
    broken = chamber.folder / "坏的.cdopkg"
    broken.write_bytes(b"PK")
    deeds.take_form(broken)
    at_rest(qtbot, shell)
    assert "坏的.cdopkg" in banner.words


def test_a_name_that_is_taken_is_not_written_over(
    qtbot: QtBot,
    shell: Shell,
    deeds: SigningDeeds,
    banner: Banner,
    bench: Workbench,
    chamber: Chamber,
    recorder: Any,
) -> None:
    signed_at(bench, chamber.project, chamber.cdo_key)
    taken = chamber.folder / "已有.cdopkg"
    taken.write_bytes(b"other")
    recorder.files = [taken]
    deeds.export_form(chamber.project)
    at_rest(qtbot, shell)
    assert "已有.cdopkg" in banner.words
    assert taken.read_bytes() == b"other"


# -- the opinion on a file


def test_an_opinion_without_its_reasons_goes_no_further(
    qtbot: QtBot,
    shell: Shell,
    ground: QWidget,
    deeds: SigningDeeds,
    bench: Workbench,
    chamber: Chamber,
) -> None:
    signed_at(bench, chamber.project, chamber.cdo_key)
    form = exported_form(bench, chamber.project, chamber.folder / "审查表.cdopkg")
    deeds.sign_file(form)
    dialog = front(ground, OpinionDialog)
    assert not dialog.verb.isEnabled()
    at_rest(qtbot, shell)
    assert dialog.decision.decision is None  # nobody is made to agree
    assert dialog.verb.toolTip() == "还缺：意见类别"
    dialog.decision.buttons[Decision.AGREE].click()
    assert dialog.verb.isEnabled()
    dialog.decision.buttons[Decision.REFUSE].click()
    assert "不同意的理由" in dialog.verb.toolTip()
    dialog.decision.buttons[Decision.AGREE_IF].click()
    assert "至少一条修改要求" in dialog.verb.toolTip()
    dialog.whole.click()
    assert "低保申请从受理到办结不超过15个工作日。" in dialog.form.toPlainText()
    assert nameless(dialog) == []
    dialog.reject()


def test_what_is_no_form_is_told_where_the_form_would_be(
    qtbot: QtBot, shell: Shell, ground: QWidget, deeds: SigningDeeds, chamber: Chamber
) -> None:
    deeds.sign_file(chamber.folder / "信任清单.cdopkg")
    at_rest(qtbot, shell)
    dialog = front(ground, OpinionDialog)
    assert "信任清单" in dialog.banner.words
    assert not dialog.verb.isEnabled()
    dialog.reject()
