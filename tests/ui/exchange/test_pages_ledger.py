"""The ledger: it says what is proven and no more; what is missing there has its action."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_steps import (
    Office,
    at_rest,
    nameless,
    opened,
    shown,
)
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_words import named, shown_texts

from cdo_desktop.domain.people import Act
from cdo_desktop.tasks import Run
from cdo_desktop.work import handing_over, receiving, trusting
from cdo_desktop.work.receiving import TrustGiven
from cdo_desktop.work.reconciling import Gap
from cdo_desktop.workbench import Desk
from ui.exchange.handover_dialog import HandoverDialog
from ui.exchange.ledger_words import happenings, nodes, result_of
from ui.exchange.pin_dialog import PinDialog
from ui.pages.exchange_page import LEDGER, RECONCILE, TRUST, ExchangePage
from ui.shell import Shell


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, office: Office) -> ExchangePage:
    opened(qtbot, shell, office.workspace)
    return shown(qtbot, ExchangePage(shell))


def rows(page: ExchangePage) -> list:
    model = page.ledger.table.model()
    return [model.row(n) for n in range(model.rowCount())]


def take_receipt(page: ExchangePage, office: Office) -> None:
    bench = page.shell.session.bench
    receiving.take_receipt(bench, office.receipt, TrustGiven(), Run())


# -- the ledger ------------------------------------------------------------------------------------


def test_the_models_are_ones_in_qts_eyes(
    qtbot: QtBot, page: ExchangePage, qtmodeltester: ModelTester
) -> None:
    views = (page.ledger.table, page.ledger.results.table, page.reconciled.table)
    for view in (*views, page.trust.signer_table, page.trust.pin_table):
        qtmodeltester.check(view.model(), force_py=True)


def test_what_was_exported_is_not_called_received(page: ExchangePage) -> None:
    [row] = rows(page)
    assert [node.reached for node in nodes(row)] == [True, False, False, False]
    assert result_of(row)[1] == "待移交"
    assert {item.state.label for item in page.ledger.results.shown} == {"已导出"}
    said = " ".join(shown_texts(page))
    assert "已送达" not in said
    assert [one.title for one in happenings(row)] == ["导出并签名", "待移交"]


def test_handing_over_asks_for_the_file_and_the_receiver(
    qtbot: QtBot, page: ExchangePage, office: Office
) -> None:
    page.hand_over()
    dialog = page.findChild(HandoverDialog)
    assert not dialog.verb.isEnabled()
    dialog.file.set_path(office.package)
    dialog.to.setText("市数据局 周敏")
    assert dialog.verb.isEnabled()
    dialog.verb.click()
    at_rest(qtbot, page.shell)
    [row] = rows(page)
    assert [node.reached for node in nodes(row)] == [True, True, False, False]
    assert "已交接" in page.banner.words
    assert happenings(row)[1].lines[1] == "交给 市数据局 周敏"


def test_another_file_is_not_entered_as_handed_over(
    qtbot: QtBot, page: ExchangePage, office: Office
) -> None:
    page.hand_over()
    dialog = page.findChild(HandoverDialog)
    dialog.file.set_path(office.receipt)
    dialog.to.setText("市数据局")
    dialog.act()
    at_rest(qtbot, page.shell)
    assert "不是本工作区导出的签名包" in dialog.banner.words
    assert [node.reached for node in nodes(rows(page)[0])][1] is False
    dialog.reject()


def test_a_receipt_moves_each_record(qtbot: QtBot, page: ExchangePage, office: Office) -> None:
    take_receipt(page, office)
    page.refresh()
    at_rest(qtbot, page.shell)
    [row] = rows(page)
    assert result_of(row)[1] == "2 受理，1 退回"
    assert [item.state.label for item in page.ledger.results.shown] == [
        "被退回",
        "已受理",
        "已受理",
    ]
    assert page.ledger.results.shown[0].reason == "缺行政区划代码"


def test_what_was_sent_back_becomes_a_draft(
    qtbot: QtBot, page: ExchangePage, office: Office
) -> None:
    take_receipt(page, office)
    page.refresh()
    at_rest(qtbot, page.shell)
    item = page.ledger.results.shown[0]
    with qtbot.waitSignal(page.wished) as wished:
        page.ledger.results.table.opened.emit(0)
    assert wished.args == ["record", item.record_id]
    assert page.shell.session.bench.workspace.record(item.record_id).review == "draft"
    assert "缺行政区划代码" in page.shell.session.bench.workspace.revisions(item.record_id)[0].why


def test_a_click_on_an_accepted_record_only_shows_it(
    qtbot: QtBot, page: ExchangePage, office: Office
) -> None:
    item = page.ledger.results.shown[0]
    model = page.ledger.results.table.model()
    last = model.index(0, model.columnCount() - 1)
    with qtbot.waitSignal(page.wished) as wished:
        page.ledger.results.table.clicked.emit(last)
    assert wished.args == ["record", item.record_id]
    page.ledger.results.table.clicked.emit(model.index(0, 0))  # any other cell only selects


def test_chips_and_words_narrow_the_ledger(page: ExchangePage) -> None:
    filters = page.ledger.filters
    filters.choose("accepted")
    assert rows(page) == []
    assert "没有符合条件的签名包。" in shown_texts(page)
    filters.clear()
    filters.find_box.setText("全量-01")
    assert len(rows(page)) == 1
    filters.find_box.setText("没有这样的")
    assert rows(page) == []


def test_a_package_without_receipt_is_pointed_out(
    qtbot: QtBot, page: ExchangePage, office: Office
) -> None:
    bench = page.shell.session.bench
    handing_over.hand_over(bench, office.package, "市数据局", Run())
    bench.clock.at = bench.clock.at.replace(month=bench.clock.at.month + 1)
    page.refresh()
    at_rest(qtbot, page.shell)
    mark, said = result_of(rows(page)[0])
    assert mark.icon == "clock-alert"
    assert "31 天" in said
    page.ledger.filters.choose("overdue")
    assert len(rows(page)) == 1


def test_a_workspace_without_packages_says_what_belongs_here(
    qtbot: QtBot, shell: Shell, thousand_copy: Path
) -> None:
    opened(qtbot, shell, thousand_copy)
    page = shown(qtbot, ExchangePage(shell))
    assert any("还没有签名包" in text for text in shown_texts(page))
    with qtbot.waitSignal(page.wished) as wished:
        page.ledger.asked.emit("export", None)
    assert wished.args[0] == "export"


# -- reconciling -----------------------------------------------------------------------------------


def test_every_gap_has_its_action(qtbot: QtBot, page: ExchangePage, office: Office) -> None:
    page.show_segment(RECONCILE)
    assert {one.lack.gap for one in page.reconciled.shown} == {Gap.NOT_HANDED}
    page.reconciled.choose(Gap.NOT_HANDED)
    assert page.reconciled.deed.text() == "登记交接…"
    take_receipt(page, office)
    page.refresh()
    at_rest(qtbot, page.shell)
    page.reconciled.choose(Gap.REJECTED)
    [one] = page.reconciled.shown
    assert page.reconciled.deed.text() == "1 条转为草稿"
    page.reconciled.redraft_wished.emit([one.record_id])
    at_rest(qtbot, page.shell)
    page.reconciled.choose(Gap.UNAPPROVED)
    assert [missing.record_id for missing in page.reconciled.shown] == [one.record_id]


def test_nothing_is_compared_twice(qtbot: QtBot, page: ExchangePage) -> None:
    titles: list[str] = []
    page.shell.jobs.started.connect(lambda job: titles.append(job.title))
    page.refresh()
    at_rest(qtbot, page.shell)
    assert titles.count("对账") == 0


# -- trust -----------------------------------------------------------------------------------------


def test_the_trust_list_shows_its_age(page: ExchangePage) -> None:
    page.show_segment(TRUST)
    said = shown_texts(page)
    assert "2026-03-12（0 天前）" in said
    assert "第 1 版" in said
    assert page.trust.signer_table.model().rowCount() == 2


def test_a_fingerprint_is_typed_and_can_be_taken_back(
    qtbot: QtBot, page: ExchangePage, recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show_segment(TRUST)
    page.trust_deeds.pin()
    dialog = page.findChild(PinDialog)
    dialog.print.setPlainText("AB:" * 32)
    assert not dialog.verb.isEnabled()
    dialog.note.setText("周敏")
    assert dialog.verb.isEnabled()
    dialog.verb.click()
    at_rest(qtbot, page.shell)
    bench = page.shell.session.bench
    assert [pin.note for pin in bench.workspace.pins()] == ["周敏"]
    page.trust.pin_table.choose_row(0)

    def answer(self, title: str, label: str, verb: str, answered, text: str = "") -> None:
        answered("换了证书")

    monkeypatch.setattr(type(recorder), "ask_text", answer)
    named(page, "撤销登记…").click()
    at_rest(qtbot, page.shell)
    assert bench.workspace.pins() == []


def test_too_many_or_wrong_digits_are_not_taken(qtbot: QtBot, page: ExchangePage) -> None:
    dialog = PinDialog(page.shell, page, ["ab" * 32])
    dialog.note.setText("周敏")
    for typed in ("ab", "gh" * 32, "ab" * 33, "cd" * 32):
        dialog.print.setPlainText(typed)
        assert not dialog.verb.isEnabled(), typed
    dialog.print.setPlainText("AB " * 32)
    assert dialog.verb.isEnabled()
    dialog.reject()


# -- for everybody ---------------------------------------------------------------------------------


def test_everything_has_a_name(page: ExchangePage) -> None:
    assert nameless(page) == []


def test_the_keyboard_goes_through_the_segments(page: ExchangePage) -> None:
    assert page.segments.key == LEDGER
    page.next_section()
    assert page.segments.key == RECONCILE
    page.next_section()
    page.next_section()
    assert page.segments.key == LEDGER
    assert page.panes()[1] is page.ledger.table


def test_a_reader_changes_nothing(
    qtbot: QtBot, shell: Shell, office: Office, act: Act, desk: Desk
) -> None:
    with desk.open(office.workspace):
        opened(qtbot, shell, office.workspace)
        page = shown(qtbot, ExchangePage(shell))
        assert not named(page, "导出签名包").isEnabled()
        assert not page.trust._import.isEnabled()
        page.hand_over()
        assert page.findChild(QDialog) is None


def test_no_selection_no_items(page: ExchangePage) -> None:
    page.ledger.table.setCurrentIndex(QModelIndex())
    assert page.ledger.results.shown == []


def test_the_trust_here_is_what_the_core_says(page: ExchangePage) -> None:
    here = trusting.trust_here(page.shell.session.bench)
    assert page.trust.pin_table.model().rowCount() == len(here.pins)
