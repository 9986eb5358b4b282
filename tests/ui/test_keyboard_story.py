"""The main job of the program with the keyboard alone, in the real window with the real core."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_steps import PLATFORM, WORDS, words
from keyboard_steps import ALT, CTRL, SHIFT, Key, Typist, said
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cdo_desktop import paths
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.tasks import Run
from cdo_desktop.work import answering, issuing, keys
from cdo_desktop.work.receiving import TrustGiven
from cdo_desktop.workbench import Desk, Workbench
from ui.dialogs.new_workspace import NewWorkspaceDialog
from ui.exchange.handover_dialog import HandoverDialog
from ui.exchange.key_dialogs import MakeKeyDialog
from ui.exchange.trust_dialog import TrustDialog
from ui.main_window import MainWindow
from ui.pages.exchange_page import ExchangePage
from ui.pages.export_frame import SIGN
from ui.pages.export_page import ExportPage
from ui.pages.import_page import ImportPage
from ui.pages.keys_page import KeysPage
from ui.pages.list_page import ListPage
from ui.pages.settings_page import SettingsPage
from ui.pages.verify_page import VerifyPage
from ui.widgets.row_table import RowTable

SHEET = paths.resources() / "sample" / "sample.xlsx"
MENDED, GOOD = "民办学校办学许可信息", 18


@pytest.fixture
def typist(qtbot: QtBot, window: MainWindow) -> Typist:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Typist(qtbot, window)


def _bench(typist: Typist) -> Workbench:
    bench = typist.window.shell.session.bench
    assert bench is not None
    return bench


def test_the_main_job_without_a_mouse(typist, recorder, desk, tmp_path) -> None:
    _makes_a_workspace(typist, tmp_path / "office.cdo")
    _imports(typist, recorder)
    _mends_a_field(typist)
    _approves(typist, recorder)
    key = _makes_a_key(typist, tmp_path / "li.cdokey")
    office = _the_platform(desk, tmp_path / "platform", key)
    package = _exports(typist, tmp_path / "list.cdopkg")
    _verifies(typist, recorder, package)
    _trusts(typist, office)
    _hands_over(typist)
    _takes_the_receipt(typist, recorder, _the_platform_answers(desk, office, package))


def _makes_a_workspace(typist: Typist, path: Path) -> None:
    typist.does("新建工作区")
    assert isinstance(QApplication.activeWindow(), NewWorkspaceDialog)
    assert said(typist.focus).startswith("单位名称")
    typist.types("巴中市教育局")
    typist.presses(Key.Key_Tab)
    typist.types("11511900MB0000019E")
    typist.goes_to("行政区划：省")
    typist.chooses("四川")
    typist.goes_to("适用的地方规定")
    typist.chooses("巴中")  # as the province has it; here the list of the nation will do
    typist.presses(Key.Key_Home)
    typist.goes_to("工作区文件")
    typist.writes(str(path))
    typist.presses(Key.Key_Return)
    assert path.is_file()
    assert isinstance(typist.window.page, ListPage)


def _imports(typist: Typist, recorder) -> None:
    recorder.files = [SHEET]
    typist.presses(Key.Key_I, CTRL)
    assert isinstance(typist.window.page, ImportPage)
    typist.does("写入 ")
    assert isinstance(typist.window.page, ListPage)
    assert "已写入 24 条" in typist.window.page.banner.words


def _mends_a_field(typist: Typist) -> None:
    """F7 checks everything, F8 leads to the third error: a summary that is missing."""
    bench, page = _bench(typist), typist.window.page
    typist.presses(Key.Key_F7)
    assert "错误 7" in page.banner.words
    typist.presses(Key.Key_F6, times=2)
    assert said(typist.focus) == "问题"
    typist.does("全部", back=True)
    typist.presses(Key.Key_F8, times=3)
    assert said(typist.focus) == "信息资源摘要，必填"
    typist.types("全县民办学校办学许可证的发放、年检和注销情况。")
    typist.presses(Key.Key_F7)
    assert "错误 6" in page.banner.words
    changed = [bench.workspace.record(id_) for id_ in bench.workspace.ids(ListQuery("resource"))]
    assert [r.title for r in changed if "年检和注销" in r.values.get("summary", "")] == [MENDED]


def _approves(typist: Typist, recorder) -> None:
    bench = _bench(typist)
    recorder.answers = ["move"]  # nobody is appointed here: it is asked
    for move, state in (("提交审核", "in_review"), ("审核通过", "approved")):
        typist.presses(Key.Key_F, CTRL)
        typist.presses(Key.Key_F6)
        assert isinstance(typist.focus, RowTable)
        typist.presses(Key.Key_A, CTRL)
        typist.presses(Key.Key_Space)  # the current one is left out, and taken again
        typist.presses(Key.Key_Space)
        typist.does(move)
        assert bench.workspace.count(ListQuery("resource", (state,))) == GOOD


def _makes_a_key(typist: Typist, path: Path) -> Path:
    typist.presses(Key.Key_K, CTRL)
    typist.types("密钥")
    typist.presses(Key.Key_Return)
    assert isinstance(typist.window.page, KeysPage)
    typist.presses(Key.Key_Space)
    assert isinstance(QApplication.activeWindow(), MakeKeyDialog)
    typist.goes_to("签名人姓名")
    typist.writes("李文涛")
    typist.goes_to("密钥文件")
    typist.writes(str(path))
    typist.goes_to("口令")
    typist.types(WORDS)
    typist.goes_to("再输一遍口令")
    typist.types(WORDS)
    typist.does("新建密钥")
    assert path.is_file()
    return path


def _exports(typist: Typist, package: Path) -> Path:
    typist.presses(Key.Key_E, CTRL)
    page = typist.window.page
    assert isinstance(page, ExportPage)
    seen = ("这 16 个警告我已看过", "我已看过，这些内容由本单位签名并负责")
    for step in ("下一步：检查", *seen, "下一步：摘要", "下一步：签名"):
        typist.does(step)
    assert said(typist.focus) == "签名人的口令"
    typist.types(WORDS)
    typist.presses(Key.Key_Return)
    assert page.current == SIGN  # Enter belongs to the passphrase until the box is ticked
    typist.does("我已逐项核对")
    typist.does("核对口令")
    typist.goes_to("写到哪个文件")
    typist.writes(str(package))
    typist.does("写出并复读校验")
    assert package.is_file()
    return package


def _the_platform(desk: Desk, there: Path, cdo_key: Path) -> Path:
    """The bureau of data: its own key, and a trust list that knows the signer and the platform."""
    there.mkdir()
    root, own, draft = there / "root.cdokey", there / "own.cdokey", there / "draft.json"
    keys.make_key(desk, root, "p256", "根", "root", PLATFORM, words)
    keys.make_key(desk, own, "p256", "平台", "platform", PLATFORM, words)
    issuing.new_trust(desk, draft, there / "root.json", [root], 1)
    for key in (cdo_key, own):
        certificate = keys.read_certificate(key)
        issuing.add_signer(draft, certificate, certificate.role)
    issuing.sign_trust(desk, draft, root, words, there / "trust.cdopkg", Run())
    return there


def _verifies(typist: Typist, recorder, package: Path) -> None:
    recorder.files = [package]
    typist.presses(Key.Key_F9)
    page = typist.window.page
    assert isinstance(page, VerifyPage)
    assert page.list.shown[0].verdict is Verdict.CANNOT_BE_CHECKED


def _trusts(typist: Typist, office: Path) -> None:
    typist.does("导入信任清单")
    assert isinstance(QApplication.activeWindow(), TrustDialog)
    assert said(typist.focus) == "信任清单，必填"
    typist.types(str(office / "trust.cdopkg"))
    typist.goes_to("根清单")
    typist.types(str(office / "root.json"))
    typist.does("我已")
    typist.does("导入")
    page = typist.window.page
    assert isinstance(page, VerifyPage)
    assert page.list.shown[0].verdict is Verdict.VALID


def _hands_over(typist: Typist) -> None:
    typist.presses(Key.Key_6, CTRL)
    assert isinstance(typist.window.page, ExchangePage)
    typist.does("登记交接")
    assert isinstance(QApplication.activeWindow(), HandoverDialog)
    typist.goes_to("交给谁")
    typist.types("市数据局 周敏")
    typist.does("登记交接")
    assert _states(typist) == {"handed"}


def _the_platform_answers(desk: Desk, office: Path, package: Path) -> Path:
    receipt = office / "receipt.cdopkg"
    given = TrustGiven(office / "trust.cdopkg", office / "root.json")
    own = office / "own.cdokey"
    answering.make_receipt(desk, package, own, words, {}, receipt, given, Run(), receipt_no="HZ-9")
    return receipt


def _takes_the_receipt(typist: Typist, recorder, receipt: Path) -> None:
    recorder.files = [receipt]
    typist.presses(Key.Key_R, CTRL)
    assert isinstance(typist.window.page, VerifyPage)
    assert _states(typist) == {"handed"}  # looking changes nothing
    typist.does("导入这份回执")
    assert _states(typist) == {"accepted"}
    typist.does("查看台账")
    assert isinstance(typist.window.page, ExchangePage)


def _states(typist: Typist) -> set[str]:
    """The delivery words of the approved records."""
    workspace = _bench(typist).workspace
    numbers = workspace.numbers(ListQuery("resource"))
    lines = workspace.summaries(numbers).values()
    return {line.delivery for line in lines if line.review == "approved"}


def test_the_menu_the_panes_and_the_way_back(typist: Typist, thousand_copy: Path) -> None:
    typist.window.open_path(thousand_copy)
    typist.waits()
    typist.picks(Key.Key_F10, "工具", "密钥与证书")
    assert isinstance(typist.window.page, KeysPage)
    typist.presses(Key.Key_Escape)
    assert isinstance(typist.window.page, SettingsPage)
    typist.presses(Key.Key_2, CTRL)
    assert isinstance(typist.window.page, ListPage)
    passed = []
    for _ in range(5):
        typist.presses(Key.Key_F6)
        passed.append(said(typist.focus))
    assert passed[:4] == ["记录的各部分", "问题", "在数据目录中查找", "数据目录"]
    back = []
    for _ in range(5):
        back.append(said(typist.focus))
        typist.presses(Key.Key_F6, SHIFT)
    assert back == passed[::-1]
    table, before = typist.window.page.pane.table, typist.window.page.view.edit.record
    typist.presses(Key.Key_Down, ALT)
    assert table.currentIndex().row() == 1
    assert typist.window.page.view.edit.record is not before
