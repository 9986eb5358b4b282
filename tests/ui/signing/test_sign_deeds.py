"""Signing in the window from end to end: a record, a row of them, a file; sent out and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import pytest
from exchange_steps import at_rest, nameless, shown, words
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot
from signing_steps import (
    AGREE,
    AGREE_IF,
    TITLES,
    Chamber,
    exported_form,
    look_at_all,
    made_ready,
    press,
    record_of,
    signed_at,
)
from ui_words import shown_texts

from cdo_desktop.domain.statement import Decision
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing
from cdo_desktop.work.review_cases import FileCase, sign
from cdo_desktop.work.review_forms import shown_from
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Desk, Workbench
from ui.exchange.known_files import KnownFiles
from ui.exchange.verdict_next import SIGN_FORM, TAKE_FORM
from ui.pages.verify_page import VerifyPage
from ui.shell import Shell
from ui.signing.batch_dialog import BatchDialog
from ui.signing.deeds import EXPORT, FOLDER, SigningDeeds
from ui.signing.opinion_dialog import OpinionDialog
from ui.signing.row_sheet import RowSheet
from ui.signing.sign_sheet import SignSheet
from ui.widgets.banner import Banner

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def banner(qtbot: QtBot, shell: Shell, ground: QWidget) -> Banner:
    return Banner(shell.look, ground)


@pytest.fixture
def deeds(shell: Shell, ground: QWidget, banner: Banner, bench: Workbench) -> SigningDeeds:
    return SigningDeeds(shell, ground, banner)


def front(ground: QWidget, kind: type[D]) -> D:
    """The dialog of this kind that is open."""
    return next(one for one in ground.findChildren(kind) if one.isVisible())


def opinion_typed(qtbot: QtBot, dialog: OpinionDialog, text: str, conditions: str) -> None:
    """修改后同意, with these words."""
    at_rest(qtbot, dialog.shell)
    dialog.decision.choose(Decision.AGREE_IF.value)
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
    assert banner.offers == [EXPORT]

    banner.chosen.emit(EXPORT)
    at_rest(qtbot, shell)
    assert banner.offers == [FOLDER]
    assert "已有 1 个签名" in banner.words
    assert form.exists()

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

    deeds.take_form(form)
    at_rest(qtbot, shell)
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
    assert dialog.verb.isEnabled()
    dialog.decision.choose(Decision.REFUSE.value)
    assert "不同意的理由" in dialog.verb.toolTip()
    dialog.decision.choose(Decision.AGREE_IF.value)
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


# -- several


def next_sheet(qtbot: QtBot, shell: Shell, ground: QWidget) -> RowSheet:
    at_rest(qtbot, shell)
    return front(ground, RowSheet)


def looked_at(qtbot: QtBot, sheet: RowSheet) -> None:
    look_at_all(qtbot, sheet)
    sheet.body.ticked.setChecked(True)
    assert not sheet.pane.passphrase.isVisible()
    press(qtbot, sheet)


@pytest.fixture
def row(shell: Shell, deeds: SigningDeeds, chamber: Chamber, recorder: Any) -> SigningDeeds:
    """A row of three has begun."""
    KnownFiles(shell.settings).signed_with(chamber.cdo_key)
    recorder.files = [chamber.folder / "另存.zip"]
    deeds.sign_batch([(id_, AGREE) for id_ in (chamber.project, *chamber.others)])
    return deeds


def test_only_what_was_opened_is_signed_and_the_three_lists_stand_apart(
    qtbot: QtBot,
    shell: Shell,
    ground: QWidget,
    row: SigningDeeds,
    banner: Banner,
    bench: Workbench,
    chamber: Chamber,
) -> None:
    looked_at(qtbot, next_sheet(qtbot, shell, ground))
    sheet = next_sheet(qtbot, shell, ground)
    assert sheet.pane.key.path == chamber.cdo_key
    assert not sheet.pane.key.isEnabled()
    sheet.skip.click()
    looked_at(qtbot, next_sheet(qtbot, shell, ground))
    end = front(ground, BatchDialog)
    assert end.verb.text() == "签署 2 份"
    assert not end.verb.isEnabled()
    editing.set_values(bench, chamber.others[1], [Entry("scale", "1300")])
    end.passphrase.line.setText(words())
    end.verb.click()
    at_rest(qtbot, shell)
    done = end._done
    assert done is not None
    assert [name for name, _ in done.signed] == [TITLES[0]]
    assert [one.name for one in done.skipped] == [TITLES[1]]
    assert [one.name for one in done.failed] == [TITLES[2]]
    assert record_of(bench, chamber.project).review == "bureau_review"
    for other in chamber.others:
        assert len(bench.workspace.review_forms(other)) == 0
    end.verb.click()
    assert banner.words == "已签 1 份，跳过 1 份，未成功 1 份。"


def test_a_wrong_passphrase_stops_the_row_before_anything_is_signed(
    qtbot: QtBot,
    shell: Shell,
    ground: QWidget,
    row: SigningDeeds,
    banner: Banner,
    bench: Workbench,
    chamber: Chamber,
) -> None:
    for _ in range(3):
        looked_at(qtbot, next_sheet(qtbot, shell, ground))
    end = front(ground, BatchDialog)
    end.passphrase.line.setText("错的口令")
    end.verb.click()
    at_rest(qtbot, shell)
    assert "口令不对" in end.banner.words
    assert end.passphrase.text == ""
    ids = (chamber.project, *chamber.others)
    assert [len(bench.workspace.review_forms(one)) for one in ids] == [0, 0, 0]
    end.reject()
    assert "一份都没有签署" in banner.words


def test_a_row_that_is_broken_off_signs_nothing(
    qtbot: QtBot,
    shell: Shell,
    ground: QWidget,
    row: SigningDeeds,
    banner: Banner,
    bench: Workbench,
    chamber: Chamber,
) -> None:
    looked_at(qtbot, next_sheet(qtbot, shell, ground))
    sheet = next_sheet(qtbot, shell, ground)
    sheet.reject()
    at_rest(qtbot, shell)
    assert "一份都没有签署" in banner.words
    assert len(bench.workspace.review_forms(chamber.project)) == 0


# -- the page of verification


@pytest.fixture
def form(bench: Workbench, chamber: Chamber) -> Path:
    signed_at(bench, chamber.project, chamber.cdo_key, AGREE_IF)
    return exported_form(bench, chamber.project, chamber.folder / "审查表.cdopkg")


def test_a_form_is_shown_with_its_opinions_and_whose_turn_it_is(
    qtbot: QtBot, shell: Shell, form: Path
) -> None:
    page = VerifyPage(shell)
    shown(qtbot, page)
    page.take([form])
    at_rest(qtbot, shell)
    found = page._current
    assert found is not None
    assert found.form is not None
    assert found.may_sign
    assert not found.may_take_form
    assert found.own
    texts = "\n".join(shown_texts(page))
    assert "1. 修改后同意　李文涛" in texts
    assert "修改要求 1：补交密码应用方案" in texts
    assert "待签" in texts
    assert "在此文件上签署…" in texts
    wishes: list[tuple[str, object]] = []
    page.wished.connect(lambda what, about: wishes.append((what, about)))
    page._do(SIGN_FORM)
    page._do(TAKE_FORM)
    assert wishes == [("sign_file", form), ("take_form", form)]


def test_a_form_that_comes_back_with_a_new_opinion_can_be_taken(
    qtbot: QtBot, shell: Shell, bench: Workbench, chamber: Chamber, form: Path
) -> None:
    case = FileCase(Desk(bench.clock, bench.who, bench.machine), bench, form, AGREE)
    offer = case.offer(chamber.bureau_key, Run())
    sign(case, offer, offer.shown.token, chamber.bureau_key, words, Run())
    page = VerifyPage(shell)
    shown(qtbot, page)
    page.take([form])
    at_rest(qtbot, shell)
    assert page._current is not None
    assert page._current.may_take_form
    assert page._current.brings == 1
