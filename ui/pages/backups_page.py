"""备份与还原点: which there are, whether they can be relied on, and what restoring would change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.clock import timestamp
from cdo_desktop.tasks import Run
from cdo_desktop.work import keeping
from cdo_desktop.work.restoring import (
    Backup,
    Preview,
    backups_of,
    preview_restore,
    try_backup,
)
from cdo_desktop.workbench import Workbench
from ui.exchange.backup_rows import backup_columns
from ui.exchange.known_files import KnownFiles
from ui.exchange.replacing import Replacing
from ui.exchange.restore_view import RestoreView, change_words
from ui.exchange.sub_header import SubHeader
from ui.models.table import TableModel
from ui.notify import WORKSPACES, Choice, Question, told
from ui.pages.settings_part import SettingsPart
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

_NOTHING = tr("还没有备份。做一个备份，写完会重新打开、清点记录，才算数。")
SAVE_ALL, NOTICE = "save_all", "notice"
"""What this page wishes for: all that is typed saved; something said above the pages."""


class BackupsPage(SettingsPart):
    """Backups left, what restoring the current one would change right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._known = KnownFiles(shell.settings)
        self._passphrase: str | None = None
        self._bench: Workbench | None = None
        self._workspace = Path()
        self._preview: Preview | None = None
        self.replacing = Replacing(shell, self)
        self.replacing.restored.connect(self._restored)
        self.replacing.failed.connect(self._not_restored)
        self.replacing.stopped.connect(self._restore_stopped)
        self._chosen: Path | None = None
        self._header = SubHeader(look, tr("设置"), tr("备份与还原点"))
        self._header.back.connect(self.go_back)
        other = button(look, tr("从其它文件还原…"), icon="folder-open")
        other.clicked.connect(self.choose_file)
        self.make = button(look, tr("做一个备份"), kind="primary", icon="save", tip="Ctrl+S")
        self.make.clicked.connect(self.back_up)
        self._header.add(other)
        self._header.add(self.make)
        self._model = TableModel(backup_columns(self._known), self)
        self.table = RowTable(look, self._model, tr("备份"))
        self.table.row_chosen.connect(self._choose)
        self._empty = EmptyState(look)
        self._empty.say("history", _NOTHING, [("make", tr("做一个备份"))])
        self._empty.chosen.connect(lambda key: self.back_up())
        self._empty.setFocusProxy(self._empty.findChildren(QPushButton)[-1])
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.view = RestoreView(look)
        self.view.preview_wished.connect(self.preview)
        self.view.restore_wished.connect(self._ask_restore)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._left())
        splitter.addWidget(self.view)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([560, 640])
        self.put(self._header, splitter)

    def _left(self) -> QFrame:
        look = self.shell.look
        self._where = label(look, "", "small", "3")
        self._where.setWordWrap(True)
        self._try = button(look, tr("核对备份"), kind="small", icon="list-checks")
        self._try.clicked.connect(self.try_current)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 14, 10)
        foot.addWidget(self._where, 1)
        foot.addWidget(self._try)
        left = QFrame()
        left.setProperty("role", "pane")
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._stack, 1)
        down.addLayout(foot)
        return left

    # -- what is shown -------------------------------------------------------------------------

    def refresh(self) -> None:
        bench = self.shell.session.bench
        if bench is None:
            self._model.show_rows(())
            self._stack.setCurrentIndex(1)
            return
        if bench is not self._bench:
            self._bench, self._passphrase = bench, None
            self._workspace = bench.workspace.path
        self._list(self._chosen)
        self.make.setEnabled(True)

    def _list(self, wanted: Path | None = None) -> None:
        found = backups_of(self._workspace)
        self._model.show_rows(found)
        self._stack.setCurrentIndex(0 if found else 1)
        self._where.setText(tr("备份放在 {0}").format(keeping.backup_folder(self._workspace)))
        paths = [one.path for one in found]
        self.table.choose_row(paths.index(wanted) if wanted in paths else 0)
        self._choose(self.table.currentIndex().row())
        self.status.emit(tr("备份 {0}").format(len(found)))

    def _choose(self, row: int) -> None:
        one = self._model.row(row) if 0 <= row < self._model.rowCount() else None
        self._chosen = one.path if one else None
        self._preview = None
        self._try.setEnabled(one is not None)
        self.view.show_nothing(can=one is not None)

    # -- making and trying ---------------------------------------------------------------------

    def back_up(self) -> None:
        """Write a backup, open it again and count it."""
        bench = self.shell.session.bench
        if bench is not None:
            job = self.shell.jobs.start(tr("做备份"), lambda run: keeping.back_up(bench, None, run))
            job.done.connect(self._backed_up)
            job.failed.connect(self.banner.say_error)

    @Slot(object)
    def _backed_up(self, made: Backup) -> None:
        self._remember(made)
        self._list(made.path)
        self.banner.say("ok", tr("已备份，重新打开清点过：{made.records:,} 条。").format(made=made))

    def _remember(self, made: Backup) -> None:
        if self._bench is not None:
            self._known.remember_tried(made.path, made.records, timestamp(self._bench.clock.now()))

    def try_current(self) -> None:
        """Open the current backup and count what is in it."""
        self._with_passphrase(self._try_it)

    def _try_it(self) -> None:
        path, words = self._chosen, self._passphrase
        if path is None:
            return
        job = self.shell.jobs.start(
            tr("核对“{path.name}”").format(path=path), lambda run: try_backup(path, words)
        )
        job.done.connect(self._tried)
        job.failed.connect(self._refused)

    @Slot(object)
    def _tried(self, made: Backup) -> None:
        self._remember(made)
        self._list(made.path)
        self.banner.say(
            "ok",
            tr("“{made.path.name}”完好，{made.records:,} 条，{made.steps:,} 步。").format(
                made=made
            ),
        )

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        self._passphrase = None
        self.view.show_nothing(can=self._chosen is not None)
        self.banner.say_error(error)

    def _with_passphrase(self, act: Callable[[], None]) -> None:
        """Backups of an encrypted workspace have its passphrase, which is kept nowhere."""
        encrypted = self._bench is not None and self._bench.workspace.encrypted
        if not encrypted or self._passphrase is not None:
            act()
            return

        def take(words: str) -> None:
            self._passphrase = words
            act()

        self.shell.notify.ask_secret(
            tr("打开备份"), tr("这个工作区是加密的，请输入它的口令："), take
        )

    # -- restoring -----------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Have a backup chosen that lies elsewhere."""
        self.shell.notify.choose_file(tr("选择备份"), WORKSPACES, self._take)

    def _take(self, path: Path) -> None:
        self.table.setCurrentIndex(self._model.index(-1, -1))
        self._chosen, self._preview = path, None
        self.view.show_nothing(can=True)
        self.preview()

    def preview(self) -> None:
        """Find out what restoring would change; nothing does."""
        self._with_passphrase(self._preview_it)

    def _preview_it(self) -> None:
        bench, path, words = self.shell.session.bench, self._chosen, self._passphrase
        if bench is None or path is None:
            return
        self.view.show_running()

        def work(run: Run) -> Preview:
            return preview_restore(bench, path, words, run)

        job = self.shell.jobs.start(tr("比较“{path.name}”").format(path=path), work)
        job.done.connect(self._previewed)
        job.failed.connect(self._refused)

    @Slot(object)
    def _previewed(self, found: Preview) -> None:
        if found.backup.path == self._chosen:
            self._preview = found
            self._remember(found.backup)
            self.table.viewport().update()
            self.view.show_preview(found, writable=self.shell.session.writable)

    def _ask_restore(self) -> None:
        found = self._preview
        if found is None:
            return
        name = found.backup.path.name
        text = change_words(found) + tr("现在的工作区会另存一份在旁边。")
        choices = (
            Choice("restore", tr("还原到“{name}”").format(name=name), danger=True),
            Choice("keep", tr("保持现在的样子")),
        )
        question = Question(tr("用备份“{name}”替换现在的工作区？").format(name=name), text, choices)
        self.shell.notify.ask(question, self._answer_restore)

    def _answer_restore(self, key: str) -> None:
        if key == "restore":
            self.wished.emit(SAVE_ALL, self._replace)

    def _replace(self, saved: bool) -> None:
        """What is typed anywhere and not saved would be lost: then nothing is restored."""
        bench, found = self.shell.session.bench, self._preview
        if not saved:
            words = tr("没有还原：有一条刚输入的内容还没能保存。请回到那一条，改好或撤销后再还原。")
            self.banner.say("warn", words)
        elif found is not None and bench is not None:
            self.replacing.replace(bench, found, self._passphrase)

    @Slot(str)
    def _restored(self, words: str) -> None:
        """Opening shows another page: it is said above them all."""
        self._preview = None
        self.wished.emit(NOTICE, ("ok", words))

    @Slot(object)
    def _not_restored(self, error: BaseException) -> None:
        self.wished.emit(NOTICE, ("err", tr("没有还原。{0}").format(told(error).text)))

    @Slot()
    def _restore_stopped(self) -> None:
        self.banner.say("info", tr("没有还原，什么都没有改动。"))

    # -- what the frame asks -------------------------------------------------------------------

    def panes(self) -> list[QWidget]:
        main = self.table if self._model.rowCount() else self._empty
        return [self._header.up, main, self.view]
