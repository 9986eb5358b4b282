"""The frame of the window: bars, rail, pages, keys; it knows no workspace and asks for no work."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.actions import ActionRow, Actions
from ui.composing import Composing
from ui.dropped import FileType, recognised
from ui.look import DARK, LIGHT, restyle
from ui.pages.page import Page
from ui.places import PLACES, keys_of, place_of
from ui.rail import Rail
from ui.search_popup import SearchPopup
from ui.shell import Shell
from ui.status_bar import StatusBar
from ui.top_bar import TopBar, window_icon
from ui.widgets.banner import Banner

NARROW_BELOW, COMPACT_BELOW = 1400, 760
_PRACTICE_EDGE = 3
_RAIL, _NARROW, _WIDE = "rail", "narrow", "wide"
"""Settings key, and how somebody folded it by hand; otherwise the width of the window decides."""


class Frame(QMainWindow):
    """Top bar, rail, pages, status bar."""

    dropped = Signal(object, object)
    """(FileType, list of Path): files of one type dropped on the window."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        look = shell.look
        self._pages: dict[str, Page] = {}
        self._place = ""
        self._pinned = shell.settings.get(_RAIL, "")
        self.setMinimumSize(1180, 640)
        self.resize(QSize(1440, 900).boundedTo(self.screen().availableSize()))
        self.setAcceptDrops(True)
        self.actions_table = Actions(self, look, self._method)
        self.top = TopBar(look)
        self.top.menu_button.setMenu(self.actions_table.menu)
        self.top.put_steps(self.actions_table["undo"], self.actions_table["redo"])
        self.rail = Rail(look, PLACES)
        self.notice = Banner(look)
        self.status = StatusBar(look, shell.jobs)
        deeds = self.actions_table.all
        self.search = SearchPopup(look, self.top.search, PLACES, deeds, self)
        self._stack = QStackedWidget()
        self._ground = QFrame()
        self._build()
        self._draw_icon()
        self.rail.chosen.connect(self.go)
        self.rail.folded.connect(self._fold_noted)
        self.search.place_chosen.connect(self.go)
        look.changed.connect(self._fit)
        look.changed.connect(self._draw_icon)
        self._add_keys()

    def _method(self, row: ActionRow) -> partial[object]:
        return partial(self.ask_page, row.key) if row.on_page else partial(getattr(self, row.key))

    def ask_page(self, key: str) -> None:
        """Have the page do an action, if it can."""
        act = self.page.acts().get(key)
        if act is not None:
            act()

    def _build(self) -> None:
        content = QVBoxLayout(self._ground)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        around = QHBoxLayout()
        around.setContentsMargins(12, 0, 12, 0)
        around.addWidget(self.notice)
        content.addLayout(around)
        content.addWidget(self._stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self._ground, 1)
        centre = QWidget()
        down = QVBoxLayout(centre)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.top)
        down.addLayout(middle, 1)
        self.setCentralWidget(centre)
        self.setStatusBar(self.status)

    def _add_keys(self) -> None:
        for key, keys in keys_of(PLACES).items():
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.go, key))
        menu = QShortcut(QKeySequence("F10"), self)
        menu.activated.connect(self.top.menu_button.showMenu)
        Composing(self)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.activated.connect(self._leave)

    # -- pages ---------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is shown."""
        page = self._stack.currentWidget()
        if not isinstance(page, Page):
            raise LookupError("no page is shown yet")
        return page

    @property
    def pages(self) -> Collection[Page]:
        """Those that have been made."""
        return self._pages.values()

    @property
    def place(self) -> str:
        """Key of the place of the rail that is shown, or that the page stands below."""
        return self._place

    def may_go(self, needs_workspace: bool) -> bool:
        """Whether a place may be shown now."""
        return not needs_workspace

    def go(self, key: str) -> None:
        """Show the page of a place, or of a list without one; made when it is first wished for."""
        bench = self.shell.session.bench
        place = place_of(key, bench.library.kinds if bench else {})
        if not self.may_go(place.needs_workspace):
            return
        self.made(key, partial(place.make, self.shell))
        self.show_page(key, key if place in PLACES else "")

    def make_soon(self, key: str) -> None:
        """Make the page of a place once nothing else is to be done; it is not shown."""
        place = place_of(key, {})
        QTimer.singleShot(0, self, partial(self.made, key, partial(place.make, self.shell)))

    def add_page(self, key: str, page: Page) -> None:
        """Add a page that no place of the rail makes."""
        self._pages[key] = page
        self._stack.addWidget(page)
        page.status.connect(self._say)

    def made(self, key: str, make: Callable[[], Page]) -> Page:
        """The page of this key, made if it is wished for the first time."""
        if key not in self._pages:
            self.add_page(key, make())
        return self._pages[key]

    def show_page(self, key: str, place: str = "") -> None:
        """Show a page that has been made; what was typed in the one before is saved.

        `place`: of the rail, that it is or stands below; "" = the one that is shown.
        """
        before = self._stack.currentWidget()
        if isinstance(before, Page):
            before.flush()
        if place:
            self._place = place
            self.rail.show_place(place)
        self._stack.setCurrentWidget(self._pages[key])
        self._pages[key].refresh()
        self.actions_table.show_page(self._pages[key].acts().keys())
        panes = self._pages[key].panes()
        panes[min(1, len(panes) - 1)].setFocus()

    def all_saved(self) -> bool:
        """Save what was typed on any page and is not saved yet; False if something could not be."""
        return all([page.flush() for page in self.pages])

    def _say(self, words: str) -> None:
        if self.sender() is self._stack.currentWidget():
            self.status.say(words)

    def _leave(self) -> None:
        self.page.leave()

    def move_pane(self, by: int) -> None:
        """Put the focus into the next pane of the page, or the one before (F6)."""
        panes = [pane for pane in self.page.panes() if pane.isVisible()]
        now = self.focusWidget() or self
        here = (n for n, pane in enumerate(panes) if pane is now or pane.isAncestorOf(now))
        if panes:
            panes[(next(here, -1) + by) % len(panes)].setFocus()

    # -- actions of looking and moving ---------------------------------------------------------

    def find(self) -> None:
        """Find in this page."""
        self.page.find()

    def jump(self) -> None:
        """Search over everything."""
        self.top.search.setFocus()
        self.top.search.selectAll()
        self.search.search(self.top.search.text())

    def fold_rail(self) -> None:
        """Fold or unfold the rail."""
        self.rail.toggle()

    def larger(self) -> None:
        """Everything larger."""
        self.shell.look.zoom_by(1)

    def smaller(self) -> None:
        """Everything smaller."""
        self.shell.look.zoom_by(-1)

    def light(self) -> None:
        """The light theme."""
        self.shell.look.set_mode(LIGHT)

    def dark(self) -> None:
        """The dark theme."""
        self.shell.look.set_mode(DARK)

    def previous_record(self) -> None:
        """The record before."""
        self.page.step(-1)

    def next_record(self) -> None:
        """The next record."""
        self.page.step(1)

    def next_section(self) -> None:
        """The next section of the record."""
        self.page.next_section()

    def next_problem(self) -> None:
        """The next problem."""
        self.page.next_problem()

    def previous_problem(self) -> None:
        """The problem before."""
        self.page.next_problem(back=True)

    def next_pane(self) -> None:
        """The next pane of the page."""
        self.move_pane(1)

    def previous_pane(self) -> None:
        """The pane before."""
        self.move_pane(-1)

    # -- size ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.search.hide()
        self._fit()

    def _fit(self) -> None:
        """Dense where the window is low, a narrow rail where it is narrow, for the zoom it has."""
        look = self.shell.look
        look.set_compact(self.height() < look.theme.px(COMPACT_BELOW))
        if self._pinned:
            self.rail.set_narrow(self._pinned == _NARROW)
        else:
            self.rail.set_narrow(self.width() < look.theme.px(NARROW_BELOW))

    def _fold_noted(self) -> None:
        self._pinned = _NARROW if self.rail.narrow else _WIDE
        self.shell.settings.set(_RAIL, self._pinned)

    def frame_practice(self, practice: bool) -> None:
        """Put the frame of the practice workspace around the pages, or take it away."""
        restyle(self._ground, "role", "practice" if practice else "")
        edge = _PRACTICE_EDGE if practice else 0
        self._ground.layout().setContentsMargins(edge, edge, edge, edge)

    def _draw_icon(self) -> None:
        self.setWindowIcon(window_icon(self.shell.look))

    # -- files dropped -------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if recognised(_files(event)) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found: tuple[FileType, list[Path]] | None = recognised(_files(event))
        if found is not None:
            event.acceptProposedAction()
            self.dropped.emit(*found)


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
