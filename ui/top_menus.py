"""The menus of the top bar's buttons: workspaces, what concerns the person, help."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from ui.actions import Actions
from ui.session import Session
from ui.top_bar import TopBar
from ui.tr import tr

_DOORS = ("new_workspace", "open_workspace", "open_sample")
_OWN = ("keys", "backups")
_HELP = tr("帮助")


class TopMenus(QObject):
    """Fills them; what they do, the window's own actions do."""

    def __init__(
        self,
        top: TopBar,
        actions: Actions,
        session: Session,
        open_path: Callable[[Path], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._top, self._actions, self._session = top, actions, session
        self._open_path = open_path
        top.workspace.menu_shown.aboutToShow.connect(self._fill_workspaces)
        own = top.identity.menu_shown
        for key in _OWN:
            own.addAction(actions[key])
        top.help_button.setMenu(actions.submenu(_HELP))

    def add_place(self, words: str, lead: Callable[[], object]) -> None:
        """One more entry in the menu of the person."""
        self._top.identity.menu_shown.addAction(words).triggered.connect(lambda: lead())

    def _fill_workspaces(self) -> None:
        """Those opened last, and the doors; filled when it opens, for files come and go."""
        menu = self._top.workspace.menu_shown
        menu.clear()
        bench = self._session.bench
        here = bench.workspace.path if bench else None
        for path in self._session.recent():
            made = menu.addAction(f"{path.stem}　{path.parent}")
            made.setCheckable(True)
            made.setChecked(path == here)
            made.triggered.connect(partial(self._open, path))
        menu.addSeparator()
        for key in _DOORS:
            menu.addAction(self._actions[key])

    def _open(self, path: Path, checked: bool = False) -> None:
        self._open_path(path)
