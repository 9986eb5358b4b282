"""From the sheet to 已受理 in the real window; and everything on that way that must not happen."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_steps import PLATFORM, WORDS, words
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from story_steps import Person

from cdo_desktop import paths
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.tasks import Run
from cdo_desktop.work import answering, bulk, editing, issuing, keys, trusting
from cdo_desktop.work.receiving import TrustGiven
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Desk
from ui.exchange.handover_dialog import HandoverDialog
from ui.exchange.key_dialogs import MakeKeyDialog
from ui.exchange.ledger_words import result_of
from ui.exchange.trust_dialog import TrustDialog
from ui.main_window import MainWindow
from ui.pages.export_page import ExportPage
from ui.pages.import_page import ImportPage
from ui.pages.keys_page import KeysPage
from ui.pages.list_page import ListPage
from ui.pages.verify_page import VerifyPage
from ui.widgets.filter_chip import FilterChip

SAMPLE = paths.resources() / "sample"


@pytest.fixture
def person(qtbot: QtBot, window: MainWindow) -> Iterator[Person]:
    made = Person(qtbot, window)
    yield made
    made.waits()


# -- the whole story -------------------------------------------------------------------------------


def test_from_the_sheet_to_accepted(person: Person, desk: Desk, tmp_path: Path) -> None:
    script = tomllib.loads((SAMPLE / "demo.toml").read_text("utf-8"))
    workspace = tmp_path / "教科局.cdo"
    owner = Org(script["org_code"], script["org"])
    desk.create(workspace, owner, script["region"], "bazhong").close()
    person.opens(workspace)
    _imports_the_sheet(person)
    _mends(person, script)
    _approves(person)
    key = _makes_a_key(person, tmp_path)
    office = _the_platform(desk, tmp_path, key)
    package = _exports(person, tmp_path)
    _verifies_it(person, package, Verdict.CANNOT_BE_CHECKED)
    _takes_the_trust_list(person, office)
    _verifies_it(person, package, Verdict.VALID)
    _hands_it_over(person, package)
    receipt = _the_platform_answers(desk, tmp_path, office, package)
    _takes_the_receipt(person, receipt)
    assert person.reached() == [True, True, True, True]
    assert result_of(person.row())[0].word == "已受理"
    person.window.go("resource")
    person.waits()
    number = person.bench.workspace.count(ListQuery("resource"))
    chips = [chip.accessibleName() for chip in person.window.page.findChildren(FilterChip)]
    assert f"已受理，{number} 条" in chips


def _imports_the_sheet(person: Person) -> None:
    person.window.take_sheet(SAMPLE / "sample.xlsx")
    person.waits()
    page = person.sees(ImportPage)
    person.presses("写入 ", page)
    assert person.sees(ListPage).pane.model.rowCount() > 20


def _mends(person: Person, script) -> None:
    """One record in its form; what only repeats the same as the demonstration does it."""
    one = "民办学校办学许可信息"
    person.types(one, "summary", "全县民办学校办学许可证的发放、年检和注销情况。")
    bench = person.bench
    assert "发放" in bench.workspace.record(person.called(one)).values["summary"]
    bulk.mend(bench, bench.workspace.ids(ListQuery(with_problems=True)), Run())
    for entry in script["set"]:
        wanted = [
            Entry(e["element"], e["text"], e.get("group", ""), e.get("row", 0))
            for e in entry["entry"]
        ]
        editing.set_values(bench, person.called(entry["title"]), wanted)
    editing.delete(bench, [person.called(title) for title in script["delete"]])
    for fill in script["fill"]:
        wanted = [Entry(element, text) for element, text in fill["values"].items()]
        ids = bench.workspace.ids(ListQuery(fill["kind"]))
        bulk.fill(bench, fill["kind"], wanted, ids, Run())
    person.window.shell.session.changed.emit()
    person.waits()


def _approves(person: Person) -> None:
    page = person.sees(ListPage)
    number = page.pane.model.rowCount()
    person.window.shell.notify.answers = ["move"]  # nobody is appointed here: it is asked
    for move, state in (("提交审核", "in_review"), ("审核通过", "approved")):
        page.pane.model.check_all(True)
        person.presses(move, page.pane.selection)
        assert person.bench.workspace.count(ListQuery("resource", (state,))) == number


def _makes_a_key(person: Person, folder: Path) -> Path:
    path = folder / "李文涛.cdokey"
    person.window.keys()
    person.waits()
    person.presses("新建密钥", person.sees(KeysPage))
    dialog = person.asks_for(MakeKeyDialog)
    dialog.name.setText("李文涛")
    dialog.path.setText(str(path))
    for field in (dialog.words.first, dialog.words.second):
        field.line.setText(WORDS)
    person.clicks(dialog.verb)
    assert path.is_file()
    return path


def _the_platform(desk: Desk, folder: Path, cdo_key: Path) -> Path:
    """The bureau of data: its own key, and a trust list that knows the signer and the platform."""
    there = folder / "数据局"
    there.mkdir()
    root = there / "根.cdokey"
    keys.make_key(desk, root, "p256", "根", "root", PLATFORM, words)
    keys.make_key(desk, there / "平台.cdokey", "p256", "平台", "platform", PLATFORM, words)
    draft = there / "草稿.json"
    issuing.new_trust(desk, draft, there / "root.json", [root], 1)
    for key in (cdo_key, there / "平台.cdokey"):
        certificate = keys.read_certificate(key)
        issuing.add_signer(draft, certificate, certificate.role)
    issuing.sign_trust(desk, draft, root, words, there / "信任清单.cdopkg", Run())
    return there


def _exports(person: Person, folder: Path) -> Path:
    """Ctrl+E, and every step by its button."""
    package = folder / "送出" / "目录.cdopkg"
    package.parent.mkdir()
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.qtbot.keyClick(person.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    person.waits()
    page = person.sees(ExportPage)
    person.clicks(page.scope.go)
    if page.check.read.isVisible():
        page.check.read.setChecked(True)
    person.clicks(page.check.go)
    person.clicks(page.summary.go)
    page.sign.first.passphrase.line.setText(WORDS)
    page.sign.compared.setChecked(True)
    person.clicks(page.sign.go)
    page.write.path.setText(str(package))
    person.clicks(page.write.go)
    assert package.is_file()
    assert "状态记为“已导出”" in person.reads()
    person.presses("完成", page)
    assert person.reached() == [True, False, False, False]
    return package


def _verifies_it(person: Person, package: Path, verdict: Verdict) -> None:
    page = person.verifies(package)
    assert page.list.shown[0].verdict is verdict
    assert verdict.label in person.reads()


def _takes_the_trust_list(person: Person, office: Path) -> None:
    person.presses("导入信任清单", person.sees(VerifyPage).view)
    dialog = person.asks_for(TrustDialog)
    dialog.file.set_path(office / "信任清单.cdopkg")
    dialog.roots.set_path(office / "root.json")
    assert not dialog.verb.isEnabled()
    dialog.compared.setChecked(True)
    person.clicks(dialog.verb)
    assert trusting.trust_here(person.bench).bundle is not None


def _hands_it_over(person: Person, package: Path) -> None:
    page = person.ledger()
    page.hand_over()
    dialog = person.asks_for(HandoverDialog)
    assert dialog.file.path == package  # the program knows where it wrote it
    dialog.to.setText("市数据局 周敏")
    person.clicks(dialog.verb)
    assert person.reached() == [True, True, False, False]


def _the_platform_answers(desk: Desk, folder: Path, office: Path, package: Path) -> Path:
    receipt = folder / "回执.cdopkg"
    given = TrustGiven(office / "信任清单.cdopkg", office / "root.json")
    answering.make_receipt(
        desk, package, office / "平台.cdokey", words, {}, receipt, given, Run(), receipt_no="HZ-9"
    )
    return receipt


def _takes_the_receipt(person: Person, receipt: Path) -> None:
    page = person.verifies(receipt)
    assert person.bench.workspace.receipts() == []  # looking changes nothing
    person.presses("导入这份回执", page.view)
    assert "已导入回执 HZ-9" in page.banner.words
    person.presses("查看台账", page.banner)
