"""The window at work: opens workspaces, goes from page to page, and does what the menu says."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QCloseEvent

from cdo_desktop.domain.listing import Summary
from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import CdoError, DiskTrouble
from cdo_desktop.work import keeping, reviewing
from cdo_desktop.workbench import Workbench
from ui.dialogs.new_workspace import NewWorkspace, NewWorkspaceDialog
from ui.dropped import FileType
from ui.frame import Frame
from ui.notify import SHEETS, WORKSPACES, Choice, Question
from ui.pages.first_start import FirstStart
from ui.pages.import_page import ImportPage
from ui.pages.list_page import ListPage
from ui.pages.page import Page
from ui.places import HOME, SETTINGS
from ui.shell import Shell

TITLE = "首席数据官工作台"
NEEDS_PASSPHRASE = ("CDO-S306", "CDO-S307")
_LOG = logging.getLogger("cdo_desktop.window")
IMPORT, FIRST_LIST = "import", "resource"


class MainWindow(Frame):
    """The frame with a session in it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._session = shell.session
        self._sheet: Path | None = None
        self._closing = False
        self.search.look_in(self._bench)
        self.search.record_chosen.connect(self.go_to_record)
        self.dropped.connect(self.take)
        self.notice.chosen.connect(self._answer)
        self._session.opened.connect(self._opened)
        self._session.changed.connect(self._changed)
        self._session.refused.connect(self._refused)
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
        page.wished.connect(self._wish)
        page.banner.chosen.connect(self._answer)
        if isinstance(page, FirstStart):
            page.asked.connect(self._begin)
            page.recent_asked.connect(self.open_path)

    def go_to_record(self, summary: Summary) -> None:
        """Show a record in its list."""
        self.go(summary.kind)
        page = self._pages[summary.kind]
        if isinstance(page, ListPage):
            page.go_to(summary)

    @Slot(str, object)
    def _wish(self, what: str, subject: object) -> None:
        if what == "import" and isinstance(subject, str):
            self._import(subject, None)
        elif what == "back" and isinstance(subject, str):
            self.go(subject)
        elif what == "written" and isinstance(subject, tuple):
            kind, written = subject
            self.go(kind)
            self.page.banner.say("ok", f"已写入 {written} 条。", [("undo", "撤销")])

    # -- workspaces ----------------------------------------------------------------------------

    def _begin(self, key: str) -> None:
        if key == "new":
            self.new_workspace()
        elif key == "sample":
            self.open_sample()
        elif key == "open":
            self.open_workspace()
        else:
            self.shell.notify.choose_file("选择要导入的表格", SHEETS, self.take_sheet)

    def new_workspace(self) -> None:
        """Ask whose work it is, and make the file."""
        dialog = NewWorkspaceDialog(self.shell, self)
        dialog.entered.connect(partial(self._create, dialog))
        dialog.open()

    def _create(self, dialog: NewWorkspaceDialog, new: NewWorkspace) -> None:
        job = self._session.create(new.path, new.org, new.region, new.profile)
        job.done.connect(dialog.accept)
        job.failed.connect(dialog.refuse)

    def open_workspace(self) -> None:
        """Have a workspace chosen."""
        self.shell.notify.choose_file("打开工作区", WORKSPACES, self.open_path)

    def open_path(self, path: Path) -> None:
        """Open a workspace; one that is open already is only shown."""
        bench = self._session.bench
        if bench is not None and not self._session.held and bench.workspace.path == path:
            self.go(FIRST_LIST)
            return
        self._session.open(path)

    def open_sample(self) -> None:
        """Open the sample workspace."""
        if self._session.is_sample:
            self.go(FIRST_LIST)
        else:
            self._session.open_sample()

    @Slot(object, object)
    def take(self, what: FileType, path: Path) -> None:
        """Take a file dropped on the window."""
        if what is FileType.WORKSPACE:
            self.open_path(path)
        else:
            self.take_sheet(path)

    def take_sheet(self, sheet: Path) -> None:
        """Rehearse a sheet; without a workspace one is asked for first, then it goes on."""
        if self._session.writable:
            kind = self._place if self._is_list(self._place) else FIRST_LIST
            self._import(kind, sheet)
        elif self._session.bench is None:
            self._sheet = sheet
            self._pages[HOME].banner.say("info", f"先新建或打开一个工作区，再导入“{sheet.name}”。")
            self.new_workspace()

    def _is_list(self, key: str) -> bool:
        return isinstance(self._pages.get(key), ListPage)

    def _import(self, kind: str, sheet: Path | None) -> None:
        if IMPORT not in self._pages:
            self.add_page(IMPORT, ImportPage(self.shell))
        self.show_page(IMPORT)
        page = self._pages[IMPORT]
        if isinstance(page, ImportPage):
            page.begin(kind, sheet)

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
        elif notes := keeping.notes_on_new(bench):
            self.notice.say("info", "".join(notes))
        self.restore_geometry(bench.workspace.info.id)
        self._show_session()
        self.go(FIRST_LIST)
        sheet, self._sheet = self._sheet, None
        if sheet is not None and self._session.writable:
            self._import(FIRST_LIST, sheet)

    @Slot(object, object)
    def _refused(self, path: Path, error: BaseException) -> None:
        if isinstance(error, CdoError) and error.code in NEEDS_PASSPHRASE:
            self.shell.notify.ask_secret(
                f"打开“{path.name}”",
                f"{error.happened}\n如果是加密的工作区，请输入口令：",
                partial(self._session.open, path),
            )
        else:
            self.page.banner.say_error(error)

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

    def import_sheet(self) -> None:
        """Import a sheet into the list that is shown."""
        self._import(self._place if self._is_list(self._place) else FIRST_LIST, None)

    def export_sheet(self) -> None:
        """Write the list that is shown as a workbook."""
        if isinstance(self.page, ListPage):
            self.page.export_sheet()

    def check_all(self) -> None:
        """Check the list that is shown."""
        if isinstance(self.page, ListPage):
            self.page.check_all()

    def back_up(self) -> None:
        """Everything is saved already; leave a restore point that has been opened and counted."""
        bench = self._session.bench
        if bench is not None:
            job = self.shell.jobs.start("留还原点", lambda run: keeping.back_up(bench, None, run))
            job.done.connect(self._backed_up)
            job.failed.connect(self._failed)

    @Slot(object)
    def _backed_up(self, backup: keeping.Backup) -> None:
        self.page.banner.say(
            "ok", f"已留还原点“{backup.path.name}”，打开核对过：{backup.records} 条。"
        )

    def undo(self) -> None:
        """Take back the newest step."""
        self._session.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        self._session.redo()

    def about(self) -> None:
        """What the program is made of."""
        self.go(SETTINGS)

    # -- the end -------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.shell.jobs.live and not self._closing:
            event.ignore()
            title = self.shell.jobs.live[0].title
            choices = (Choice("stop", "停止并退出", danger=True), Choice("stay", "继续等待"))
            question = Question(f"正在进行：{title}。", "停下来不会留下写了一半的内容。", choices)
            self.shell.notify.ask(question, self._end)
            return
        bench = self._session.bench
        if bench is not None:
            self.keep_geometry(bench.workspace.info.id)
        self.shell.jobs.stop_all()
        self._session.close()
        self._keep_settings()
        event.accept()

    def _end(self, key: str) -> None:
        if key == "stop":
            self._closing = True
            self.close()

    def _keep_settings(self) -> None:
        try:
            self.shell.settings.save()
        except DiskTrouble as error:  # the work itself is safe; there is no window left to tell
            _LOG.warning("settings not kept: %s", error.code)
