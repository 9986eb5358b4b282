"""核验结果: any package or receipt, judged; nothing is changed until a button says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cdo_desktop.work import receiving
from cdo_desktop.work.inspecting import Inspected, inspect
from cdo_desktop.work.receiving import Taken, TrustGiven
from cdo_desktop.workbench import Desk, Workbench
from ui.exchange.fields import PACKAGES
from ui.exchange.fitted_splitter import FittedSplitter
from ui.exchange.known_files import KnownFiles
from ui.exchange.pin_dialog import PinDialog
from ui.exchange.sub_header import SubHeader
from ui.exchange.trust_dialog import TrustDialog
from ui.exchange.verdict_next import (
    AGAIN,
    LEDGER,
    PIN,
    SIGN_FORM,
    TAKE,
    TAKE_FORM,
    TRUST,
)
from ui.exchange.verdict_view import VerdictView
from ui.exchange.verdict_words import receipt_words
from ui.exchange.verified_list import VerifiedList
from ui.jobs import Job
from ui.pages.page import Page
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState

BACK = "exchange"
"""What this page wishes for: the ledger, with a packageId or ""."""
SUFFIX = ".cdopkg"
_LIST = 330
_NOTHING = tr("把签名包、回执或信任清单（.cdopkg）拖到这里，或选择文件。核验不改动文件，也不联网。")


class VerifyPage(Page):
    """Files left, what was found about the current one right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.setAcceptDrops(True)
        self._bench: Workbench | None = None
        self._current: Inspected | None = None
        self._taking: Job | None = None
        self._under_way: dict[QObject, Path] = {}
        self._stopped: list[Path] = []
        self._header = SubHeader(look, tr("交换与回执"), tr("核验"))
        self._header.say(tr("核验不改动文件，也不联网"))
        self._header.back.connect(self.go_back)
        self.banner.chosen.connect(self._follow)
        again = button(
            look, tr("核验文件…"), icon="shield-check", tip=tr("F9；可以一次选择或拖入多个")
        )
        again.clicked.connect(self.choose_files)
        self._header.add(again)
        self.list = VerifiedList(look)
        self.list.chosen.connect(self._show)
        self.list.more_wished.connect(self.choose_files)
        self.view = VerdictView(shell)
        self.view.asked.connect(self._do)
        self._empty = EmptyState(look)
        self._empty.chosen.connect(lambda key: self.choose_files())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        across = Qt.Orientation.Horizontal
        body = FittedSplitter(look, across, lambda: look.theme.px(_LIST), 0.3)
        body.addWidget(self.list)
        body.addWidget(self._stack)
        body.setStretchFactor(1, 1)
        self.put(self._header, body)
        self._show(None)

    # -- files come in -------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Have files chosen and verify them (F9)."""
        title = tr("选择要核验的文件，可以选多个")
        self.shell.notify.choose_files(title, PACKAGES, self.take)

    def take(self, paths: Sequence[Path]) -> None:
        """Verify these files, one after the other, on the worker thread."""
        self.banner.hide()
        self._stopped.clear()
        for path in paths:
            self._verify(path)

    def _verify(self, path: Path) -> None:
        bench = self.shell.session.bench
        desk = Desk(bench.clock, bench.who, bench.machine) if bench else Desk()
        keys = KnownFiles(self.shell.settings).key_files()
        job = self.shell.jobs.start(
            tr("核验“{path.name}”").format(path=path),
            lambda run: inspect(bench, desk, path, run, keys),
        )
        self._under_way[job] = path
        job.done.connect(self._verified)
        job.failed.connect(self._not_verified)
        job.stopped.connect(self._stop_told)
        self._say_nothing_yet()

    @Slot(object)
    def _verified(self, found: Inspected) -> None:
        del self._under_way[self.sender()]
        at_verdict = self.view.has_focus()
        self.list.add(found)
        if self.list.zone.hasFocus():
            self.list.table.setFocus()
        elif at_verdict:  # the list has shown no file for a moment
            self.view.setFocus()
        self._say_count()

    @Slot(object)
    def _not_verified(self, error: BaseException) -> None:
        del self._under_way[self.sender()]
        self.banner.say_error(error)
        self._say_nothing_yet()

    @Slot()
    def _stop_told(self) -> None:
        """Of a file whose verification was stopped nothing is known, and that is said."""
        self._stopped.append(self._under_way.pop(self.sender()))
        names = "、".join(f"“{path.name}”" for path in self._stopped)
        words = tr("已停止核验{names}，没有得出结论。").format(names=names)
        self.banner.say("warn", words, [("verify", tr("重新核验"))])
        self._say_nothing_yet()

    def _say_nothing_yet(self) -> None:
        """What stands where no file is shown: what belongs there, or that it is on its way."""
        if self._under_way:
            self._empty.say("shield-check", tr("正在核验…"))
        else:
            self._empty.say("shield-check", _NOTHING, [("choose", tr("选择文件"))])

    def _say_count(self) -> None:
        count = len(self.list.shown)
        self.status.emit(tr("核验过 {count} 个文件").format(count=count) if count else "")

    @Slot(object)
    def _show(self, found: Inspected | None) -> None:
        self._current = found
        self._stack.setCurrentIndex(0 if found is None else 1)
        self._say_nothing_yet()
        if found is not None:
            self.view.show_found(found, writable=self.shell.session.writable)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _packages(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(_packages(event))

    def refresh(self) -> None:
        """Another workspace trusts others: what was found before is verified again."""
        bench = self.shell.session.bench
        self._say_count()
        if bench is not self._bench:
            self._bench = bench
            self.take([found.path for found in reversed(self.list.shown)])
        elif self._current is not None:
            self._show(self._current)

    # -- what can be done with it --------------------------------------------------------------

    def _do(self, act: str) -> None:
        deeds: Mapping[str, Callable[[], object]] = {
            TAKE: self.take_receipt,
            TRUST: self.import_trust,
            PIN: self.pin,
            LEDGER: self.go_back,
            AGAIN: self._again,
            SIGN_FORM: partial(self._wish, "sign_file"),
            TAKE_FORM: partial(self._wish, "take_form"),
        }
        deeds[act]()

    def _wish(self, road: str) -> None:
        """Have something done with the file that is shown, before the whole window."""
        if self._current is not None:
            self.wished.emit(road, self._current.path)

    def take_receipt(self) -> None:
        """Take the receipt that is shown into the ledger; it is verified once more for that."""
        bench, found = self.shell.session.bench, self._current
        if bench is None or found is None or not found.may_take or self._taking is not None:
            return
        path = found.path
        job = self._taking = self.shell.jobs.start(
            tr("导入回执“{path.name}”").format(path=path),
            lambda run: receiving.take_receipt(bench, path, TrustGiven(), run),
        )
        for ended in (job.done, job.failed, job.stopped):
            ended.connect(self._ended)
        job.done.connect(self._taken)
        job.failed.connect(self.banner.say_error)

    @Slot()
    def _ended(self, result: object = None) -> None:
        self._taking = None

    def _follow(self, key: str) -> None:
        if key == "ledger":
            self.go_back()
        elif key == "verify":
            self.take(list(self._stopped))

    @Slot(object)
    def _taken(self, taken: Taken) -> None:
        words = receipt_words(self._current) if self._current else ""
        said = tr("已导入回执 {taken.receipt.receipt_no}：{words}。").format(
            taken=taken, words=words
        )
        if taken.repeated:
            said = tr("回执 {taken.receipt.receipt_no} 以前导入过，这一次什么都没有改动。").format(
                taken=taken
            )
            self.banner.say("info", said, [("ledger", tr("查看台账"))])
        elif taken.decides:
            self.banner.say("ok", said, [("ledger", tr("查看台账"))])
        else:
            said += tr("以前的回执仍然算数，记录的状态没有改动。")
            self.banner.say("warn", said, [("ledger", tr("查看台账"))])
        self.shell.session.changed.emit()
        self._again()

    def _again(self) -> None:
        if self._current is not None:
            self._verify(self._current.path)

    def import_trust(self) -> None:
        """Ask for a trust list: the one that is shown, or another."""
        found = self._current
        file = found.path if found is not None and found.may_import_trust else None
        dialog = TrustDialog(self.shell, self, file)
        dialog.taken.connect(self._trusted)
        dialog.open()

    @Slot(object)
    def _trusted(self, bundle: object) -> None:
        self.banner.say(
            "ok", tr("已导入信任清单第 {bundle.version} 版，正在重新核验。").format(bundle=bundle)
        )
        for found in reversed(self.list.shown):
            self._verify(found.path)

    def pin(self) -> None:
        """Ask for the fingerprint read out over the telephone."""
        if self._current is not None:
            dialog = PinDialog(self.shell, self, self._current.unknown_certificates)
            dialog.pinned.connect(self._pinned)
            dialog.open()

    @Slot(str)
    def _pinned(self, fingerprint: str) -> None:
        self.banner.say("ok", tr("已登记这张证书，正在重新核验。"))
        self._again()

    # -- what the frame asks -------------------------------------------------------------------

    def go_back(self) -> None:
        """The ledger, at the package that the receipt answers."""
        found = self._current
        answered = found.answers.package_id if found and found.answers else ""
        self.wished.emit(BACK, answered)

    def leave(self) -> bool:
        self.go_back()
        return False

    def step(self, by: int) -> None:
        self.list.table.choose_row(self.list.table.currentIndex().row() + by)

    def panes(self) -> list[QWidget]:
        shown = self.view if self._current is not None else self.list.zone
        return [self.list.table, shown]


def _packages(event: QDropEvent) -> list[Path]:
    urls = (url for url in event.mimeData().urls() if url.isLocalFile())
    paths = (Path(url.toLocalFile()) for url in urls)
    return [path for path in paths if path.suffix.lower() == SUFFIX]
