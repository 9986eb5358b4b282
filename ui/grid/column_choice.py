"""Which columns of a group a grid shows, and how wide: chosen by hand and remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from cdo_desktop.settings import Settings
from cdo_desktop.standard.model import Element, Group
from cdo_desktop.work.items import Rows
from ui.remembered import Remembered

_FEW = 12
"""A group with so few columns shows all of them."""


class ColumnChoice:
    """The columns of one group; the first is always shown."""

    def __init__(self, settings: Settings, group: Group) -> None:
        self._settings, self._group = settings, group
        self._kept = Remembered(settings, "")

    def go_to(self, workspace_id: str) -> None:
        """What is chosen from now on is of this workspace; a new one begins as it was last."""
        self._kept = Remembered(self._settings, workspace_id)

    def shown(self, rows: Rows) -> list[Element]:
        """Those chosen by hand; else what has a role, must be filled, or is filled somewhere."""
        elements = self._group.elements
        chosen = self._kept.usual(self._key("columns"), [])
        if chosen:
            return [e for e in elements if e.key in chosen or e is elements[0]]
        if len(elements) <= _FEW:
            return list(elements)
        filled = {key for row in rows for key in row}
        return [e for e in elements if e.role or e.required or e.key in filled]

    def choose(self, key: str, wanted: bool, now: Sequence[Element]) -> list[Element]:
        """Show one more of the columns shown now, or one less."""
        keys = {element.key for element in now}
        keys = keys | {key} if wanted else keys - {key}
        columns = [element for element in self._group.elements if element.key in keys]
        self._kept.keep_usual(self._key("columns"), [element.key for element in columns])
        return columns

    def menu(
        self, parent: QWidget, now: Sequence[Element], choose: Callable[[str, bool], None]
    ) -> QMenu:
        """A menu with a check mark at every column shown now."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for element in self._group.elements[1:]:
            action = QAction(element.label, menu)
            action.setCheckable(True)
            action.setChecked(element in now)
            action.toggled.connect(partial(choose, element.key))
            menu.addAction(action)
        return menu

    def widths(self) -> Mapping[str, int]:
        """Key -> width at 100 % of the columns somebody made wider or narrower."""
        kept = self._kept.usual(self._key("widths"), {})
        return {key: width for key, width in kept.items() if type(width) is int and width > 0}

    def keep_widths(self, widths: Mapping[str, int]) -> None:
        """Remember them."""
        self._kept.keep_usual(self._key("widths"), dict(widths))

    def _key(self, what: str) -> str:
        return f"grid.{self._group.key}.{what}"
