"""The items of one record on a page of their own: a grid with everything one needs beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from cdo_desktop.domain.findings import count
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import CdoError
from cdo_desktop.standard.model import Group, Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.work import checking, editing, notes
from cdo_desktop.work.form_saving import FormSaver
from cdo_desktop.work.items import Rows
from cdo_desktop.workbench import Workbench
from ui.grid.grid_tools import GridTools
from ui.grid.items_grid import ItemsGrid
from ui.grid.recognising import Recognising
from ui.grid.side_pane import WIDTH, SidePane
from ui.kept import Keeping, Kept
from ui.models.columns import counted_marks
from ui.notify import Choice, Question
from ui.pages.page import Page
from ui.pages.step_notice import Notice
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.marks import SEVERITIES
from ui.widgets.tally import Tally
from ui.widgets.text import Elided, icon_label, label

BACK = "back"
_CALM = 150
"""Milliseconds after an edit until the whole record is checked."""
_BEGIN = "begin"


class ItemsPage(Page):
    """Breadcrumb, tools, grid, side pane. Every edit is saved at once as one step."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._kind: Kind | None = None
        self._record: Record | None = None
        self._saver: FormSaver | None = None
        self._list = ""
        self._saving = 0
        self._unsaved = False
        self._reopen = False
        """Whether the user wants to change what was approved."""
        self.grid: ItemsGrid | None = None
        self.tools: GridTools | None = None
        self.side: SidePane | None = None
        self._recognising: Recognising | None = None
        self._up = button(look, "", kind="link")
        self._up.clicked.connect(self._go_back)
        self._title = Elided(look, "body", "2")
        self._name = label(look, role="page")
        self._count = label(look, role="small", tone="3")
        self._tally = Tally(look)
        self._done = button(
            look, tr("完成"), kind="primary", icon="check", tip=tr("回到记录（Ctrl+Enter，Esc）")
        )
        self._done.clicked.connect(self._go_back)
        key = QShortcut(QKeySequence("Ctrl+Return"), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._go_back)
        self._check = QTimer(self, singleShot=True, interval=_CALM)
        self._check.timeout.connect(self._check_now)
        self._ground = QVBoxLayout()
        self._ground.setContentsMargins(0, 0, 0, 0)
        body = QWidget()
        body.setLayout(self._ground)
        self.banner.chosen.connect(self._answer)
        self.put(self._header(), body, banner_below=True)

    def _header(self) -> QFrame:
        look = self.shell.look
        header = QFrame()
        header.setProperty("role", "page-header")
        across = QHBoxLayout(header)
        across.setContentsMargins(12, 8, 16, 8)
        across.setSpacing(6)
        across.addWidget(self._up)
        across.addWidget(icon_label(look, "chevron-right", "text-3", 14))
        across.addWidget(self._title)
        across.addWidget(icon_label(look, "chevron-right", "text-3", 14))
        across.addWidget(self._name)
        across.addSpacing(6)
        across.addWidget(self._count)
        across.addWidget(self._tally)
        across.addStretch(1)
        across.addWidget(self._done)
        return header

    # -- what is shown -------------------------------------------------------------------------

    def begin(self, kind_key: str, record_id: str, group_key: str) -> None:
        """Show the rows of a group of a record."""
        bench = self.shell.session.bench
        if bench is None:
            return
        record = bench.workspace.record(record_id)
        self._kind = bench.library.version(record.kind, record.standard)
        group = self._kind.groups_by_key[group_key]
        self._up.setText(self._kind.short_label or bench.library.kind(kind_key).label)
        self._up.setAccessibleName(tr("回到{0}").format(self._up.text()))
        self._name.setText(group.label)
        self.banner.hide()
        self._list, self._reopen, self._unsaved = kind_key, False, False
        if self.grid is None or self.grid.group is not group:
            self._build(group)
        self._show(bench, record)
        if self.grid is not None:
            self.grid.view.setFocus()

    def _build(self, group: Group) -> None:
        while (item := self._ground.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        grid = ItemsGrid(self.shell, group)
        grid.edited.connect(self._save)
        grid.undo_asked.connect(self.shell.session.undo)
        grid.marked.connect(self._tell_status)
        tools = GridTools(self.shell.look, grid, group.role is Role.ITEMS)
        self._recognising = Recognising(self.shell, grid, tools)
        self._recognising.failed.connect(self.banner.say_error)
        tools.recognise_asked.connect(self._recognising.choose)
        self.side = SidePane(self.shell, grid)
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(tools)
        down.addWidget(grid, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.side)
        split.setCollapsible(0, False)
        split.setStretchFactor(0, 1)
        width = max(self.width(), self.window().width() * 4 // 5)
        beside = min(self.shell.look.theme.px(WIDTH), width * 3 // 10)
        split.setSizes([width - beside, beside])
        self._ground.addWidget(split)
        self.grid, self.tools = grid, tools

    def _show(self, bench: Workbench, record: Record) -> None:
        if self.grid is None:
            return
        self._record = record
        self._title.setText(record.title or tr("（没有名称）"))
        findings = checking.check_record(bench, record)
        self.grid.show_rows(bench, record, findings, self._may_write(bench, record))
        self.grid.show_remarks(notes.remarks_on(bench, record))
        self._saver = FormSaver(bench, record)
        if self.side is not None:
            self.side.show_record(bench, record.id)
        self._tell(record)

    def _may_write(self, bench: Workbench, record: Record) -> bool:
        """Whether cells can be changed; what was approved only after 开始修改."""
        if not self.shell.session.writable or record.deleted:
            return False
        if editing.becomes_draft(bench, record) and not self._reopen:
            kind = bench.library.version(record.kind, record.standard)
            state = bench.library.flow_of(kind).state(record.review).label
            words = tr("这条记录{state}，改动后会成为新的草稿，要重新审核。").format(state=state)
            self.banner.say("info", words, [(_BEGIN, tr("开始修改"))], stays=True)
            return False
        return True

    def tell(self, done: Notice, lasting: Notice | None = None) -> None:
        """Where the banner offers to begin a change, it goes on doing so."""
        begin = ((_BEGIN, tr("开始修改")),) if _BEGIN in self.banner.offers else ()
        super().tell(replace(done, links=(*done.links, *begin)), lasting)

    def shows(self, record_id: str) -> bool:
        return self._record is not None and self._record.id == record_id

    def refresh(self) -> None:
        bench = self.shell.session.bench
        if bench is None or self._record is None or self._saving or self._unsaved:
            return
        try:
            record = bench.workspace.record(self._record.id)
        except CdoError as error:
            self.banner.say_error(error)
            return
        self._show(bench, record)

    def _tell(self, record: Record) -> None:
        if self.grid is None:
            return
        faults = [finding for finding, _ in self.grid.model.faults()]
        self._count.setText(tr("{0} 项").format(len(self.grid.rows)))
        self._tally.show_marks(counted_marks(*(count(faults, one) for one in SEVERITIES)))
        self._tell_status()

    def _tell_status(self) -> None:
        if self.grid is not None:
            self.status.emit(self.grid.summary())

    # -- saving --------------------------------------------------------------------------------

    @Slot(object, str)
    def _save(self, rows: Rows, step: str) -> None:
        saver, record, grid = self._saver, self._record, self.grid
        if saver is None or record is None or grid is None:
            return
        self._record = replace(record, groups={**record.groups, grid.group.key: rows})
        self._saving += 1
        self.kept.emit(Kept(tr("正在保存…"), Keeping.UNDER_WAY))
        group = grid.group.key
        self.shell.typing.note_rows(record, group, rows)
        job = self.shell.jobs.start(tr("保存"), lambda run: saver.put_rows(group, rows, step))
        job.done.connect(self._saved)
        job.failed.connect(self._not_saved)
        self._check.start()

    @Slot(object)
    def _saved(self, record: Record) -> None:
        self._saving -= 1
        bench = self.shell.session.bench
        if self._saving or bench is None:
            return
        self._unsaved = False
        at = bench.clock.now().astimezone().strftime("%H:%M")
        self.kept.emit(Kept(tr("已自动保存 {at}").format(at=at)))
        self._record = record
        if self.grid is not None:
            self.grid.watch.record = record
            self.shell.typing.drop(record.id, group=self.grid.group.key)
        self.shell.session.stepped.emit()

    @Slot(object)
    def _not_saved(self, error: BaseException) -> None:
        self._saving -= 1
        self._unsaved = True
        self.kept.emit(Kept(tr("没有保存"), Keeping.NOT_SAVED))
        links = [("again", tr("再保存一次")), ("reread", tr("放弃这些改动，重新读取"))]
        self.banner.say_error(error, links)

    def _save_again(self) -> None:
        """Put the rows that are shown on top of whatever the record is now."""
        bench, record, grid = self.shell.session.bench, self._record, self.grid
        if bench is None or record is None or grid is None:
            return
        newest = bench.workspace.record(record.id)
        self._saver = FormSaver(bench, newest)
        self._save(grid.rows, tr("再保存"))

    def _check_now(self) -> None:
        bench, record, grid = self.shell.session.bench, self._record, self.grid
        if bench is None or record is None or grid is None:
            return
        grid.show_findings(checking.check_record(bench, record))
        self._tell(record)

    def recognise_from(self, path: Path) -> None:
        """Take in the items of a data file or of table definitions."""
        if self._recognising is not None:
            self._recognising.read(path)

    # -- what the frame asks -------------------------------------------------------------------

    def _answer(self, key: str) -> None:
        bench = self.shell.session.bench
        if bench is None or self._record is None:
            return
        self.banner.hide()
        if key == _BEGIN:
            self._reopen = True
            self._show(bench, self._record)
        elif key == "again":
            self._save_again()
        elif key == "reread":
            self._forget()
            self.refresh()

    def _go_back(self) -> None:
        if self._unsaved:
            stay = Choice("stay", tr("留在这里"))
            choices = (Choice("leave", tr("放弃改动并离开"), danger=True), stay)
            text = tr("离开后，这些改动就没有了。")
            self.shell.notify.ask(Question(tr("有改动没有保存。"), text, choices), self._leave)
            return
        self._leave("leave")

    def _leave(self, key: str) -> None:
        if key == "leave":
            self._forget()
            self.wished.emit(BACK, self._list)

    def _forget(self) -> None:
        """What could not be saved is not wanted any more."""
        if self._unsaved and self._record is not None and self.grid is not None:
            self.shell.typing.drop(self._record.id, group=self.grid.group.key)
        self._unsaved = False

    def flush(self) -> bool:
        if self.grid is not None:
            self.grid.view.finish_editing()
        return not self._unsaved

    def leave(self) -> bool:
        self._go_back()
        return False

    def find(self) -> None:
        if self.grid is not None:
            self.grid.open_find()

    def next_problem(self, back: bool = False) -> None:
        if self.grid is not None:
            self.grid.next_problem(back)

    def panes(self) -> list[QWidget]:
        if self.grid is None or self.tools is None or self.side is None:
            return [self._done]
        return [self.tools.buttons["append"], self.grid.view, self.side]
