"""The window at work: opens workspaces, goes from page to page, and does what the menu says."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QCloseEvent

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.work import keeping
from cdo_desktop.workbench import Workbench
from ui.closing import Closing
from ui.doors import Doors
from ui.dropped import FileType
from ui.exchange.known_files import KnownFiles
from ui.frame import Frame
from ui.importing.refusals import AS_KIND
from ui.last_place import LastPlace
from ui.notify import SHEETS
from ui.pages.home_page import HomePage
from ui.pages.list_page import ListPage
from ui.pages.page import Page
from ui.pages.step_notice import RECORD, UNDO
from ui.places import EXCHANGE, HOME, SETTINGS
from ui.recovery import Recovery
from ui.roads import FIRST_LIST, Roads
from ui.session_view import SessionView
from ui.shell import Shell
from ui.stepping import Stepping
from ui.top_menus import TopMenus
from ui.tr import tr

TITLE = tr("首席数据官工作台")
_LOG = logging.getLogger("cdo_desktop.window")
KEEP_EVERY = 60_000
"""Milliseconds after which what was open, and where, is kept also if the program is killed."""


class MainWindow(Frame):
    """The frame with a session in it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._session = shell.session
        self._sheet: Path | None = None
        self._closing = Closing(shell, self, self.all_saved)
        self._last = LastPlace(self)
        self._view = SessionView(self, TITLE)
        self.roads = Roads(self)
        self.stepping = Stepping(self, self._session)
        self.search.look_in(self._bench)
        self.search.record_chosen.connect(self.roads.record)
        self.search.listing_chosen.connect(self._list_matches)
        self.dropped.connect(self.take)
        self.notice.chosen.connect(self._answer)
        self._recovery = Recovery(shell, self.notice, self, self.all_saved)
        shell.typing.troubled.connect(self.status.say_saved)
        self._view.listing_asked.connect(self.roads.listing)
        self._session.leaving.connect(self._keep_place)
        self._session.opened.connect(self._save_settings)
        self._keeping = QTimer(self, interval=KEEP_EVERY)
        self._keeping.timeout.connect(self._keep)
        self._keeping.start()
        self._session.opened.connect(self._opened)
        self._session.changed.connect(self._changed)
        self._session.stepped.connect(self._view.show_steps)
        self.doors = Doors(shell, self)
        self.doors.already_open.connect(partial(self.go, FIRST_LIST))
        self.doors.refused.connect(self._failed)
        self.doors.told.connect(self._tell)
        self._session.failed.connect(self._failed)
        menus = TopMenus(self.top, self.actions_table, self._session, self.open_path, self)
        menus.add_place(tr("使用人姓名…"), self._ask_name)
        menus.add_place(tr("任职…"), partial(self.go, "appointment"))
        self.go(HOME)
        self._view.show()

    def _ask_name(self) -> None:
        """Ask who works here: the login of a computer that several share names nobody."""
        bench = self._bench()
        if bench is None or not self.all_saved():
            return
        title, words = (
            tr("使用人姓名"),
            tr("请写您的姓名，办理和意见都记在这个名下；空着就用登录名"),
        )
        self.shell.notify.ask_text(
            title, words, tr("改用这个姓名"), self._session.call, bench.who.name
        )

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
        if self._may_leave():
            self.doors.new(self)

    def open_workspace(self) -> None:
        """Have a workspace chosen."""
        if self._may_leave():
            self.doors.choose()

    def open_path(self, path: Path) -> None:
        """Open a workspace; one that is open already is only shown."""
        if self._may_leave():
            self.doors.open(path)
            self.make_soon(FIRST_LIST)  # while the worker opens the file

    def open_sample(self) -> None:
        """Open the sample workspace."""
        if self._may_leave():
            self.doors.open_sample()

    def reset_practice(self) -> None:
        """Make the sample anew; the one that is open is set aside."""
        if self._may_leave():
            self.doors.reset_practice()

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
            self._pages[HOME].banner.say(
                "info", tr("先新建或打开一个工作区，再导入“{sheet.name}”。").format(sheet=sheet)
            )
            self.new_workspace()

    def import_sheet(self) -> None:
        """Import a sheet into the list that is shown."""
        self.roads.sheet(self._list_kind(), None)

    def _begin(self, key: str) -> None:
        if key == "sheet":
            self.shell.notify.choose_file(tr("选择要导入的表格"), SHEETS, self.take_sheet)
        else:
            {"new": self.new_workspace, "sample": self.open_sample}.get(key, self.open_workspace)()

    def _list_kind(self) -> str:
        """The kind of the list that is shown, else that of the catalog."""
        return self._place if isinstance(self._pages.get(self._place), ListPage) else FIRST_LIST

    @Slot()
    def _opened(self) -> None:
        bench = self._session.bench
        self._view.show()
        if bench is None:
            self.go(HOME)
            return
        self._pages[HOME].banner.hide()
        self.notice.hide()
        notes = self._notes(bench)
        offered = self._recovery.begin(bench, notes)
        if self._session.held:
            again = [("reopen", tr("重新打开以写入"))]
            self.notice.say(
                "warn",
                tr("{held}现在是只读打开，不能修改。").format(held=self._session.held),
                again,
                stays=True,
            )
        elif notes and not offered:
            self.notice.say("info", "".join(notes))
        self._last.take_up(bench.workspace.info.id, FIRST_LIST)
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
        self.page.banner.say(level, words, [(UNDO, tr("撤销"))])

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self.page.banner.say_error(error)

    @Slot()
    def _changed(self) -> None:
        self._view.show_steps()
        self.page.refresh()

    def _answer(self, key: str) -> None:
        bench = self._session.bench
        if key == "reopen" and bench is not None:
            self._session.open(bench.workspace.path)
        elif key == UNDO:
            self.stepping.undo_told()
        elif key.startswith(RECORD):
            self.roads.follow("record", key.removeprefix(RECORD))
        elif key == "ledger":
            self.go(EXCHANGE)
        elif key.startswith(AS_KIND) and isinstance(self.page, ListPage):
            self.roads.next_sheet(key.removeprefix(AS_KIND))
        elif key == "problems" and isinstance(self.page, ListPage):
            self.page.show_only_problems()

    # -- actions -------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Everything is saved already; leave a restore point that has been opened and counted."""
        bench = self._session.bench
        if bench is not None:
            job = self.shell.jobs.start(
                tr("留还原点"), lambda run: keeping.back_up(bench, None, run)
            )
            job.done.connect(self._backed_up)
            job.failed.connect(self._failed)

    @Slot(object)
    def _backed_up(self, backup: keeping.Backup) -> None:
        bench = self._session.bench
        if bench is not None:
            now = timestamp(bench.clock.now())
            KnownFiles(self.shell.settings).remember_tried(backup.path, backup.records, now)
        self.page.banner.say(
            "ok",
            tr("已留还原点“{backup.path.name}”，打开核对过：{backup.records} 条。").format(
                backup=backup
            ),
        )

    def undo(self) -> None:
        """Take back the newest step."""
        self.stepping.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        self.stepping.redo()

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
        if not self._closing.allowed():
            event.ignore()
            return
        self._session.close()
        self._save_settings()
        event.accept()

    @Slot()
    def _keep(self) -> None:
        """Now and then, for a program that is killed: what was open, and where somebody was."""
        self._keep_place()
        self._save_settings()

    def _save_settings(self) -> None:
        try:
            self.shell.settings.save()
        except DiskTrouble as error:  # the work itself is safe
            _LOG.warning("settings not kept: %s", error.code)

    def _may_leave(self) -> bool:
        """Whether everything typed is saved; if not, it is said why nothing happens."""
        saved, busy = self.all_saved(), self.shell.jobs.busy
        if not saved and busy:
            words = tr("正在进行：{0}。刚输入的内容要等它结束才能保存，请稍后再试。").format(
                busy[0].title
            )
            self.page.banner.say("warn", words)
        return saved

    @Slot()
    def _keep_place(self) -> None:
        bench = self._session.bench
        if bench is not None:
            self._last.keep(bench.workspace.info.id)
