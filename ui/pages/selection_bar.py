"""What can be done with the checked records of a list, as a bar below it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton

from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import ElementKind, Kind
from cdo_desktop.standard.roles import Role
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import label

EDIT, EXPORT, DELETE, RESTORE, CLEAR = "edit", "export", "delete", "restore", "clear"
SIGN = "sign"
_SIDE_BY_SIDE = 3
"""So many moves have a button each; more stand in a menu."""
_NOT_IN_BULK = (ElementKind.CODE, ElementKind.ATTACHMENT)
_FIRST = (Role.OFFICE, Role.UPDATE_CYCLE, Role.SHARE_TYPE)


class SelectionBar(QFrame):
    """“已选 12 条 · 提交 · 改… · 导出 · 删除 · 取消”."""

    chosen = Signal(str)
    """"move:submit", "sign", "edit:update_cycle", "export", "delete", "restore" or "clear"."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "selection")
        self._look = look
        self._moves: list[QPushButton] = []
        self._words = label(look, role="strong")
        self._edit = button(look, tr("批量改…"), kind="facet")
        self._menu = QMenu(self._edit.text(), self._edit)
        self._edit.setMenu(self._menu)
        self._export = self._made(tr("导出表格"), EXPORT)
        self._delete = self._made(tr("删除"), DELETE)
        self._restore = self._made(tr("恢复"), RESTORE)
        self._clear = self._made(tr("取消"), CLEAR)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 5, 12, 5)
        self._line.setSpacing(6)
        self._line.addWidget(self._words)
        self._line.addStretch()
        for made in (self._edit, self._export, self._restore, self._delete, self._clear):
            self._line.addWidget(made)

    def _made(self, word: str, key: str) -> QPushButton:
        made = button(self._look, word, kind="small")
        made.clicked.connect(partial(self.chosen.emit, key))
        return made

    def _in_menu(self, words: Mapping[str, str]) -> QPushButton:
        """One button for several moves: the bar has no more room."""
        made = button(self._look, tr("办理…"), kind="facet")
        menu = QMenu(made.text(), made)
        for key, word in words.items():
            menu.addAction(word).triggered.connect(partial(self._choose, key))
        made.setMenu(menu)
        return made

    def _choose(self, key: str, checked: bool = False) -> None:
        self.chosen.emit(key)

    @property
    def edit_menu(self) -> QMenu:
        """批量改…: what can be set in all checked records."""
        return self._menu

    def show_kind(self, library: Library, kind: Kind) -> None:
        """Offer the moves and elements of a kind."""
        for old in self._moves:
            self._line.removeWidget(old)
            old.deleteLater()
        flow = library.flow_of(kind)
        keys = dict.fromkeys(move.key for move in flow.moves if not move.opinions)
        words = {f"move:{key}": flow.moves_called(key)[0].label for key in keys}
        if len(words) > _SIDE_BY_SIDE:
            self._moves = [self._in_menu(words)]
        else:
            self._moves = [self._made(word, key) for key, word in words.items()]
        if flow.opinions:
            self._moves.append(self._made(tr("逐件签署…"), SIGN))
        for place, made in enumerate(self._moves, 2):
            self._line.insertWidget(place, made)
        self._menu.clear()
        first = [kind.roles[role] for role in _FIRST if role in kind.roles]
        settable = [e for e in kind.elements if e.kind not in _NOT_IN_BULK and e not in first]
        settable = [e for e in settable if e.role not in (Role.TITLE, Role.CODE)]
        for element in first:
            self._offer(self._menu, element.key, element.label)
        self._menu.addSeparator()
        for section in kind.sections:
            inside = [element for element in settable if element.section == section]
            if inside:
                menu = self._menu.addMenu(section)
                for element in inside:
                    self._offer(menu, element.key, element.label)

    def _offer(self, menu: QMenu, key: str, word: str) -> None:
        menu.addAction(f"{word}…").triggered.connect(
            lambda checked=False: self.chosen.emit(f"{EDIT}:{key}")
        )

    def show_number(self, number: int, deleted: bool) -> None:
        """How many are checked; in the recycle bin only restoring is offered."""
        self._words.setText(tr("已选 {number:,} 条").format(number=number))
        for made in (*self._moves, self._edit, self._export, self._delete):
            made.setVisible(not deleted)
        self._restore.setVisible(deleted)
        self._restore.setText(tr("恢复 {number:,} 条").format(number=number))
        self._delete.setText(tr("删除 {number:,} 条").format(number=number))
