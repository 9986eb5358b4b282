"""What the trial of the program does (ui/smoke.py): the main job on the sample, by its buttons.

A sentence is told when something was done; whoever drives waits until the window is at rest.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QAbstractButton, QWidget

from cdo_desktop import paths
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.work.starting import profiles, sample_path
from cdo_desktop.workbench import Workbench
from ui.exchange.key_dialogs import MakeKeyDialog
from ui.exchange.pin_dialog import PinDialog
from ui.main_window import MainWindow
from ui.pages.export_page import ExportPage
from ui.pages.import_page import ImportPage
from ui.pages.keys_page import KeysPage
from ui.pages.list_page import ListPage
from ui.pages.verify_page import VerifyPage
from ui.places import EXCHANGE, PLACES

KEY, PACKAGE = "smoke.cdokey", "smoke.cdopkg"
"""What is made in the folder; scripts/tryout.py verifies the package by the command line."""
LISTS = ("resource", "system", "demand")

W = TypeVar("W", bound=QWidget)


class Missed(Exception):
    """What should be there was not; the text says what."""


class MainJob:
    """From the sample workspace to a verified package, by the buttons a person presses."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self._window = window
        self._key, self._package = folder / KEY, folder / PACKAGE
        self._fingerprint = ""

    def told(self) -> Iterator[str]:
        """The whole story; after each sentence it waits until the window is at rest."""
        yield from self._dressed()
        yield from self._sample()
        yield from self._tour()
        yield from self._rehearsal()
        yield from self._review()
        yield from self._new_key()
        yield from self._export()
        yield from self._verification()

    # -- what is looked at ---------------------------------------------------------------------

    def _dressed(self) -> Iterator[str]:
        yield f"窗口已打开：{self._window.windowTitle()}"
        styles = QFontDatabase.styles("Noto Sans SC")
        _see({"Regular", "Bold"} <= set(styles), f"自带字体不全：{styles}")
        cancel = QCoreApplication.translate("QPlatformTheme", "Cancel")
        _see(cancel == "取消", f"Qt 自己的话不是中文：{cancel}")
        known = [profile.key for profile in profiles()]
        _see({"national", "bazhong"} <= set(known), f"地方配置不全：{known}")
        for put_on in (self._window.dark, self._window.light):  # costly once many pages are made
            put_on()
            self._painted("首页")
        yield f"字体、译文、{len(known)} 个地方配置都在，深色和浅色都画得出"

    def _sample(self) -> Iterator[str]:
        self._window.open_sample()
        yield "打开示例…"
        bench = self._window.shell.session.bench
        _see(bench is not None, self._window.page.banner.words)
        _see(bench.workspace.path == sample_path(), f"打开的不是示例：{bench.workspace.path}")
        for kind in LISTS:
            page = self._list(kind)
            model, known = page.pane.model, self._bench.workspace.count(ListQuery(kind))
            _see(0 < known == model.rowCount(), f"{kind}：{known} 条，列出 {model.rowCount()} 条")
            titles = [model.summary(row).title for row in range(known)]
            _see(all(titles), f"{kind} 有没读出名称的记录")
            yield f"{self._bench.library.kind(kind).label}：列出 {known} 条，第一条“{titles[0]}”"

    def _tour(self) -> Iterator[str]:
        """Every page, with its icons and its part of the style sheet."""
        for place in PLACES:
            self._window.go(place.key)
            self._painted(place.label)
        for page in (self._window.keys, self._window.backups):
            page()
            self._painted("设置下面的页面")
        yield f"{len(PLACES) + 2} 个页面都画得出"

    def _painted(self, name: str) -> None:
        picture = self._window.grab().toImage()
        middle, across = picture.height() // 2, range(picture.width())
        colours = {picture.pixel(x, middle) for x in across}
        _see(len(colours) > 1, f"“{name}”画出来是空白的")

    def _rehearsal(self) -> Iterator[str]:
        sheet = paths.resources() / "sample" / "sample.xlsx"
        self._window.go("resource")
        self._window.take_sheet(sheet)
        yield f"预演导入“{sheet.name}”…"
        page = _shown(self._window, ImportPage)
        _see(page.banner.property("level") != "err", page.banner.words)

    # -- what is done --------------------------------------------------------------------------

    def _review(self) -> Iterator[str]:
        page = self._list("system")
        number = page.pane.model.rowCount()
        for label, state in (("提交审核", "in_review"), ("审核通过", "approved")):
            page.pane.model.check_all(True)
            _press(page.pane.selection, label)
            yield f"{label}…"
            if state == "approved":  # in the sample nobody is appointed: it is asked first
                _press(self._window, f"{label} {number} 条")
                yield f"确认{label}…"
            there = self._bench.workspace.count(ListQuery("system", (state,)))
            _see(there == number, f"{label}：{page.banner.words}")

    def _new_key(self) -> Iterator[str]:
        self._passphrase = secrets.token_urlsafe(12)
        self._window.keys()
        page = _shown(self._window, KeysPage)
        _press(page, "新建密钥…")
        dialog = page.findChild(MakeKeyDialog)
        dialog.name.setText("试运行")
        dialog.path.setText(str(self._key))
        for field in (dialog.words.first, dialog.words.second):
            field.line.setText(self._passphrase)
        _click(dialog.verb)
        yield "新建密钥…"
        made = page.current
        _see(made is not None and made.certificate is not None, page.banner.words)
        self._fingerprint = made.certificate.sha256

    def _export(self) -> Iterator[str]:
        self._window.export_package()
        page = _shown(self._window, ExportPage)
        yield "选取要导出的记录…"
        _click(page.scope.go)
        yield "检查…"
        for box in (page.check.read, page.check.seen_others):
            box.setChecked(box.isVisible())
        _click(page.check.go)
        _click(page.summary.go)
        page.sign.first.key.choose(self._key)
        page.sign.first.passphrase.line.setText(self._passphrase)
        page.sign.compared.setChecked(True)
        _click(page.sign.go)
        yield "核对口令…"
        page.write.path.setText(str(self._package))
        self._package = page.write.target or self._package  # practice has a name of its own
        _click(page.write.go)
        yield "写出并复读校验…"
        _see(self._package.is_file(), page.write.banner.words)
        entry = self._bench.workspace.packages()[0]
        _see(entry.state == "exported", f"台账里的状态是 {entry.state}")

    def _verification(self) -> Iterator[str]:
        self._window.go(EXCHANGE)
        self._window.roads.files([self._package])
        page = _shown(self._window, VerifyPage)
        yield "核验…"
        self._judged(page, Verdict.CANNOT_BE_CHECKED)
        page.pin()
        dialog = page.findChild(PinDialog)
        dialog.print.setPlainText(self._fingerprint)
        dialog.note.setText("试运行")
        _click(dialog.verb)
        yield "登记证书，再核验一次…"
        self._judged(page, Verdict.VALID_WITH_NOTES)
        yield f"已导出并核验：{self._package}"

    def _judged(self, page: VerifyPage, wanted: Verdict) -> None:
        found = page.list.shown
        _see(len(found) == 1, page.banner.words)
        _see(found[0].verdict is wanted, f"核验结果是“{found[0].verdict.label}”")
        _see(not found[0].bad_files, f"包里有坏文件：{found[0].bad_files}")

    @property
    def _bench(self) -> Workbench:
        return self._window.shell.session.bench

    def _list(self, kind: str) -> ListPage:
        self._window.go(kind)
        return _shown(self._window, ListPage)


def _see(there: bool, otherwise: str) -> None:
    if not there:
        raise Missed(otherwise)


def _shown(window: MainWindow, wanted: type[W]) -> W:
    page = window.page
    if not isinstance(page, wanted):
        raise Missed(f"应当显示 {wanted.__name__}，显示的是 {type(page).__name__}")
    return page


def _press(inside: QWidget, words: str) -> None:
    """Press the button with these words."""
    buttons = inside.findChildren(QAbstractButton)
    found = [one for one in buttons if one.text() == words and one.isVisible()]
    _see(bool(found), f"看不到按钮“{words}”")
    _click(found[0])


def _click(button: QAbstractButton) -> None:
    if not (button.isVisible() and button.isEnabled()):
        raise Missed(f"按钮“{button.text()}”按不了：{button.toolTip()}")
    button.click()
