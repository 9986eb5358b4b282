"""The window at work: opens workspaces, goes from page to page, and does what the menu says."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QCloseEvent

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.work import keeping, reviewing
from cdo_desktop.workbench import Workbench
from ui.doors import Doors
from ui.dropped import FileType
from ui.exchange.known_files import KnownFiles
from ui.frame import Frame
from ui.notify import SHEETS, Choice, Question
from ui.pages.home_page import HomePage
from ui.pages.list_page import ListPage
from ui.pages.page import Page
from ui.places import EXCHANGE, HOME, SETTINGS
from ui.roads import FIRST_LIST, Roads
from ui.shell import Shell

TITLE = "首席数据官工作台"
_LOG = logging.getLogger("cdo_desktop.window")


class MainWindow(Frame):
    """The frame with a session in it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._session = shell.session
        self._sheet: Path | None = None
        self._closing = self._giving_up = False
        shell.jobs.ended.connect(self._close_when_idle)
        self.roads = Roads(self)
        self.search.look_in(self._bench)
        self.search.record_chosen.connect(self.roads.record)
        self.search.listing_chosen.connect(self._list_matches)
        self.dropped.connect(self.take)
        self.notice.chosen.connect(self._answer)
        self._session.opened.connect(self._opened)
        self._session.changed.connect(self._changed)
        self._session.stepped.connect(self._show_steps)
        self.doors = Doors(shell, self)
        self.doors.already_open.connect(partial(self.go, FIRST_LIST))
        self.doors.refused.connect(self._failed)
        self.doors.told.connect(self._tell)
        self._session.failed.connect(self._failed)
        self.go(HOME)
        self._show_session()

    # -- pages ---------------------------------------------------------------------------------

    def _bench(self) -> Workbench | None:
        return self._session.bench

    def may_go(self, needs_workspace: bool) -> bool:
        return self._session.bench is not None or not needs_workspace

    def add_page(self, key: str, page: Page) -> None:
        super().add_page(key, page)
        page.wished.connect(self.roads.follow)
        page.kept.connect(self.status.say_saved)
        page.banner.chosen.connect(self._answer)
        if isinstance(page, HomePage):
            page.asked.connect(self._begin)
            page.recent_asked.connect(self.open_path)

    @Slot(str)
    def _list_matches(self, text: str) -> None:
        """Show all records of the catalog that match, in their list."""
        self.roads.listing(ListQuery(FIRST_LIST, text=text))

    # -- workspaces ----------------------------------------------------------------------------

    def new_workspace(self) -> None:
        """Ask whose work it is, and make the file."""
        if self._all_saved():
            self.doors.new(self)

    def open_workspace(self) -> None:
        """Have a workspace chosen."""
        if self._all_saved():
            self.doors.choose()

    def open_path(self, path: Path) -> None:
        """Open a workspace; one that is open already is only shown."""
        if self._all_saved():
            self.doors.open(path)

    def open_sample(self) -> None:
        """Open the sample workspace."""
        if self._all_saved():
            self.doors.open_sample()

    def roll_forward(self) -> None:
        """Take last year's list over into this workspace."""
        self.doors.roll_forward()

    @Slot(object, object)
    def take(self, what: FileType, paths: Sequence[Path]) -> None:
        """Take files of one type dropped on the window: all packages, else the first."""
        if what is FileType.PACKAGE:
            self.roads.files(paths)
        elif what is FileType.WORKSPACE:
            self.open_path(paths[0])
        else:
            self.take_sheet(paths[0])

    def take_sheet(self, sheet: Path) -> None:
        """Rehearse a sheet; without a workspace one is asked for first, then it goes on."""
        if self._session.writable:
            self.roads.sheet(self._list_kind(), sheet)
        elif self._session.bench is None:
            self._sheet = sheet
            self._pages[HOME].banner.say("info", f"先新建或打开一个工作区，再导入“{sheet.name}”。")
            self.new_workspace()

    def import_sheet(self) -> None:
        """Import a sheet into the list that is shown."""
        self.roads.sheet(self._list_kind(), None)

    def _begin(self, key: str) -> None:
        if key == "sheet":
            self.shell.notify.choose_file("选择要导入的表格", SHEETS, self.take_sheet)
        else:
            {"new": self.new_workspace, "sample": self.open_sample}.get(key, self.open_workspace)()

    def _list_kind(self) -> str:
        """The kind of the list that is shown, else that of the catalog."""
        return self._place if isinstance(self._pages.get(self._place), ListPage) else FIRST_LIST

    @Slot()
    def _opened(self) -> None:
        bench = self._session.bench
        if bench is None:
            return
        self._pages[HOME].banner.hide()
        self.notice.hide()
        if self._session.held:
            again = [("reopen", "重新打开以写入")]
            self.notice.say(
                "warn", f"{self._session.held}现在是只读打开，不能修改。", again, stays=True
            )
        elif notes := self._notes(bench):
            self.notice.say("info", "".join(notes))
        self.restore_geometry(bench.workspace.info.id)
        self._show_session()
        self.go(FIRST_LIST)
        sheet, self._sheet = self._sheet, None
        if sheet is not None and self._session.writable:
            self.roads.sheet(FIRST_LIST, sheet)

    def _notes(self, bench: Workbench) -> list[str]:
        if self._session.is_new:
            return keeping.notes_on_new(bench)
        return keeping.notes_on_opened(bench)

    @Slot(str, str)
    def _tell(self, level: str, words: str) -> None:
        self.go(FIRST_LIST)
        self.page.banner.say(level, words, [("undo", "撤销")])

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self.page.banner.say_error(error)

    @Slot()
    def _changed(self) -> None:
        self._show_steps()
        self.page.refresh()

    def _answer(self, key: str) -> None:
        bench = self._session.bench
        if key == "reopen" and bench is not None:
            self._session.open(bench.workspace.path)
        elif key == "undo":
            self.page.banner.hide()
            self.undo()
        elif key == "ledger":
            self.go(EXCHANGE)
        elif key == "problems" and isinstance(self.page, ListPage):
            self.page.show_only_problems()

    def _show_session(self) -> None:
        bench = self._session.bench
        is_open = bench is not None
        self.rail.set_open(is_open)
        self.actions_table.enable(is_open, self._session.writable)
        self._show_steps()
        name = bench.workspace.path.stem if bench else TITLE
        practice = self._session.is_sample
        self.setWindowTitle(f"{name} — {TITLE}" if bench else TITLE)
        self.top.show_workspace(name, bench.org.name if bench else "尚未打开工作区", practice)
        self.frame_practice(practice)
        if bench is None:
            self.status.say_saved("尚未打开工作区")
            self.top.show_person("", "")
            return
        self.status.say_saved("只读打开" if self._session.held else "每一步都已保存")
        roles = reviewing.roles_held(bench).get(bench.who.name, [])
        words = "、".join(role_label(role) for role in roles) or "没有登记任职"
        self.top.show_person(bench.who.name, words)

    def _show_steps(self) -> None:
        bench = self._session.bench
        writable = bench is not None and self._session.writable
        undoable = bench.workspace.undoable() if writable else None
        redoable = bench.workspace.redoable() if writable else None
        self.actions_table.name_step("undo", undoable.name if undoable else None)
        self.actions_table.name_step("redo", redoable.name if redoable else None)

    # -- actions -------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Everything is saved already; leave a restore point that has been opened and counted."""
        bench = self._session.bench
        if bench is not None:
            job = self.shell.jobs.start("留还原点", lambda run: keeping.back_up(bench, None, run))
            job.done.connect(self._backed_up)
            job.failed.connect(self._failed)

    @Slot(object)
    def _backed_up(self, backup: keeping.Backup) -> None:
        bench = self._session.bench
        if bench is not None:
            now = timestamp(bench.clock.now())
            KnownFiles(self.shell.settings).remember_tried(backup.path, backup.records, now)
        self.page.banner.say(
            "ok", f"已留还原点“{backup.path.name}”，打开核对过：{backup.records} 条。"
        )

    def undo(self) -> None:
        """Take back the newest step; what is being typed is saved first, as a step."""
        if not self.page.flush():
            return
        self._session.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        if not self.page.flush():
            return
        self._session.redo()

    def export_package(self) -> None:
        """Export a signed package, step by step."""
        self.roads.follow("export", None)

    def import_receipt(self) -> None:
        """Have a receipt of the platform chosen; it is verified before anything else."""
        self.roads.follow("receipt", None)

    def verify_file(self) -> None:
        """Have a package or a receipt chosen and verified."""
        self.roads.follow("verify", None)

    def keys(self) -> None:
        """The keys this user signs with."""
        self.roads.follow("keys", None)

    def backups(self) -> None:
        """Backups and restore points."""
        self.roads.follow("backups", None)

    def diagnostics(self) -> None:
        """What may be given to whoever looks for a fault, shown first."""
        self.roads.follow("diagnostics", None)

    def about(self) -> None:
        """What the program is made of."""
        self.go(SETTINGS)

    # -- the end -------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing typed is lost: it is saved first, or somebody says that it may go."""
        if self.shell.jobs.live:
            event.ignore()
            self._ask_to_stop()
        elif not (self._all_saved() or self._giving_up):
            event.ignore()
            self._ask_to_give_up()
        else:
            bench = self._session.bench
            if bench is not None:
                self.keep_geometry(bench.workspace.info.id)
            self._session.close()
            self._keep_settings()
            event.accept()

    def _all_saved(self) -> bool:
        return all([page.flush() for page in self._pages.values()])

    def _ask_to_stop(self) -> None:
        if self._closing:
            return
        title = self.shell.jobs.live[0].title
        choices = (Choice("stop", "停止并退出", danger=True), Choice("stay", "继续等待"))
        question = Question(f"正在进行：{title}。", "停下来不会留下写了一半的内容。", choices)
        self.shell.notify.ask(question, self._stop)

    def _ask_to_give_up(self) -> None:
        choices = (Choice("leave", "不保存，退出", danger=True), Choice("stay", "返回"))
        question = Question("刚输入的内容没有保存。", "返回后可以看到没有保存的原因。", choices)
        self.shell.notify.ask(question, self._give_up)

    def _stop(self, key: str) -> None:
        if key == "stop":
            self._closing = True
            self.shell.jobs.stop_all()
            self._close_when_idle()

    @Slot()
    def _close_when_idle(self) -> None:
        if self._closing and not self.shell.jobs.live:
            self._closing = False
            self.close()

    def _give_up(self, key: str) -> None:
        if key == "leave":
            self._giving_up = True
            self.close()

    def _keep_settings(self) -> None:
        try:
            self.shell.settings.save()
        except DiskTrouble as error:  # the work itself is safe; there is no window left to tell
            _LOG.warning("settings not kept: %s", error.code)
