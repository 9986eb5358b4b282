"""What must not happen on the way of a package, in the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from exchange_steps import Office, made_office
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from story_steps import Person

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Act
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, trusting
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Desk
from ui.exchange.handover_dialog import HandoverDialog
from ui.exchange.ledger_words import happenings, result_of
from ui.exchange.step_row import StepRow
from ui.main_window import MainWindow
from ui.pages.backups_page import BackupsPage
from ui.pages.exchange_page import ExchangePage
from ui.pages.page import Page

OUTCOMES = ("已接收", "已受理")


@pytest.fixture
def person(qtbot: QtBot, window: MainWindow) -> Iterator[Person]:
    made = Person(qtbot, window)
    yield made
    made.waits()


@pytest.fixture(scope="session")
def sent(tmp_path_factory, new_workspace: Path, make_record, act: Act) -> Office:
    """An office that has exported three records, and the platform's answer; never to be changed."""
    records = [make_record(title=title) for title in ("低保信息", "殡葬信息", "婚姻信息")]
    return made_office(tmp_path_factory.mktemp("sent"), new_workspace, records, act)


@pytest.fixture
def office(sent: Office, tmp_path: Path) -> Office:
    return sent.copied(tmp_path / "office")


@pytest.fixture
def at_work(person: Person, office: Office) -> Person:
    """Before the window, with that office's workspace open; it trusts nobody yet."""
    person.opens(office.workspace)
    return person


@pytest.fixture
def trusting_list(at_work: Person, office: Office) -> Person:
    """The same, with the trust list taken in."""
    trusting.import_trust(at_work.bench, office.trust, office.roots, Run())
    return at_work


def _states(person: Person) -> set[str]:
    model = person.ledger().ledger.results.table.model()
    return {model.row(n).state.label for n in range(model.rowCount())}


def test_another_file_is_not_handed_over(at_work: Person, office: Office) -> None:
    at_work.ledger().hand_over()
    dialog = at_work.asks_for(HandoverDialog)
    dialog.file.set_path(office.receipt)
    dialog.to.setText("市数据局 周敏")
    at_work.clicks(dialog.verb)
    assert "不是本工作区导出的签名包" in dialog.banner.words
    dialog.reject()
    assert at_work.reached() == [True, False, False, False]


def test_a_copy_that_differs_in_a_byte_is_not_handed_over(at_work: Person, office: Office) -> None:
    copy = _altered(office.package, office.folder / "副本.cdopkg")
    at_work.ledger().hand_over()
    dialog = at_work.asks_for(HandoverDialog)
    dialog.file.set_path(copy)
    dialog.to.setText("市数据局 周敏")
    at_work.clicks(dialog.verb)
    assert "不是本工作区导出的签名包" in dialog.banner.words
    dialog.reject()
    assert at_work.reached() == [True, False, False, False]


def test_an_unproven_receipt_changes_nothing(at_work: Person, office: Office) -> None:
    page = at_work.verifies(office.receipt)
    assert page.list.shown[0].verdict is Verdict.CANNOT_BE_CHECKED
    verbs = {one.text() for one in page.view.findChildren(QAbstractButton) if one.isVisible()}
    assert "导入这份回执" not in verbs
    page.take_receipt()
    at_work.waits()
    assert at_work.bench.workspace.receipts() == []
    assert at_work.reached() == [True, False, False, False]
    assert _states(at_work) == {"已导出"}


def _altered(package: Path, copy: Path) -> Path:
    """One byte of what was typed is another."""
    data = package.read_bytes()
    at = data.find("殡葬".encode())
    assert at > 0
    copy.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    return copy


def test_a_changed_byte_makes_it_invalid(trusting_list: Person, office: Office) -> None:
    page = trusting_list.verifies(office.package)
    assert page.list.shown[0].verdict is Verdict.VALID
    page = trusting_list.verifies(_altered(office.package, office.folder / "副本.cdopkg"))
    assert page.list.shown[0].verdict is Verdict.INVALID
    said = trusting_list.reads()
    assert "无效" in said
    assert "不要使用这份文件，也不要导入。" in said
    assert "应为" in said


def test_the_age_of_the_trust_list_is_a_row_of_every_verdict(
    trusting_list: Person, office: Office
) -> None:
    broken = _altered(office.package, office.folder / "副本.cdopkg")
    for file in (office.package, office.receipt, broken):
        page = trusting_list.verifies(file)
        rows = [one.accessibleName() for one in page.view.findChildren(StepRow) if one.isVisible()]
        [age] = [words for words in rows if words.startswith("吊销")]
        assert "2026-03-12" in age, file.name


def _nothing_claims_more(person: Person, page: Page) -> None:
    """No chip, mark or sentence about the package says that the platform has it."""
    view = person.ledger().ledger
    told = [result_of(person.row())[1], *_states(person)]
    told += [one.title for one in happenings(person.row())]
    assert not [words for words in told if any(out in words for out in OUTCOMES)], told
    assert view.filters._chips["received"].accessibleName() == "已接收，0 条"
    assert view.filters._chips["accepted"].accessibleName() == "已受理，0 条"
    assert isinstance(page, ExchangePage)


def test_exported_is_never_shown_as_received(
    at_work: Person, office: Office, record_states: Callable[[], set[str]]
) -> None:
    _nothing_claims_more(at_work, at_work.ledger())
    assert record_states() == {"exported"}
    at_work.ledger().hand_over()
    dialog = at_work.asks_for(HandoverDialog)
    dialog.file.set_path(office.package)
    dialog.to.setText("市数据局 周敏")
    at_work.clicks(dialog.verb)
    assert at_work.reached() == [True, True, False, False]
    _nothing_claims_more(at_work, at_work.ledger())
    assert record_states() == {"handed"}


@pytest.fixture
def record_states(at_work: Person) -> Callable[[], set[str]]:
    """The delivery words of the records in their list."""

    def found() -> set[str]:
        workspace = at_work.bench.workspace
        lines = workspace.summaries(workspace.numbers(ListQuery("resource")))
        return {line.delivery for line in lines.values()}

    return found


def test_a_receipt_that_is_proven_moves_each_record(trusting_list: Person, office: Office) -> None:
    page = trusting_list.verifies(office.receipt)
    trusting_list.presses("导入这份回执", page.view)
    trusting_list.presses("查看台账", page.banner)
    assert _states(trusting_list) == {"被退回", "已受理"}
    assert result_of(trusting_list.row())[1] == "2 受理，1 退回"


def test_a_restore_is_told_where_it_leads_to(at_work: Person, recorder) -> None:
    """What was typed is saved first, so that the copy set aside has it; the list says the rest."""
    person, title = at_work, "殡葬信息"
    person.window.backups()
    person.waits()
    person.presses("做一个备份")
    person.window.go("resource")
    person.waits()
    bench, one = person.bench, person.called(title)
    editing.set_values(bench, one, [Entry("summary", "备份以后改的。")])
    person.window.shell.session.changed.emit()
    person.types(title, "summary", "备份以后输入的。", saved=False)
    person.window.backups()
    person.waits()
    page = person.sees(BackupsPage)
    person.clicks(page.view.look_at)
    recorder.answers = ["restore"]
    person.clicks(page.view.restore)
    assert "已还原到" in person.window.notice.words
    assert person.window.notice.isVisible()
    assert "备份以后" not in person.bench.workspace.record(one).values["summary"]
    kept = next(person.bench.workspace.path.parent.glob("*.before-restore-*.cdo"))
    with _desk_of(person).open_to_read(kept) as aside:
        assert "备份以后输入的。" in aside.workspace.record(one).values["summary"]


def _desk_of(person: Person) -> Desk:
    return Desk(person.bench.clock, person.bench.who, person.bench.machine)
