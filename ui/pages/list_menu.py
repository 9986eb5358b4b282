"""The menu of a list: for the record under the mouse, or for all that are checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QPoint, Slot
from PySide6.QtGui import QGuiApplication

from cdo_desktop.domain.lifecycle import move_from
from cdo_desktop.domain.listing import Summary
from cdo_desktop.errors import Refused
from cdo_desktop.workbench import Workbench
from ui.actions import ACTIONS
from ui.pages.list_actions import ListActions
from ui.pages.list_pane import ListPane
from ui.pages.selection_bar import RESTORE
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.context_menu import ContextMenu, MenuAsking, refuse

_WORDS = {row.key: (row.text, row.shortcut) for row in ACTIONS}
_BIN = tr("它在回收站里，先恢复。")
_SINGLE = tr("一次只能对一条做。")


class ListMenu(QObject):
    """Of one list; made anew each time it is asked for."""

    def __init__(
        self, shell: Shell, pane: ListPane, does: ListActions, whole_page: Callable[[], object]
    ) -> None:
        super().__init__(pane)
        self._shell, self._pane, self._does, self._whole_page = shell, pane, does, whole_page
        asking = MenuAsking(pane.table)
        asking.asked.connect(self._open)

    @Slot(object, object)
    def _open(self, index: QModelIndex, place: QPoint) -> None:
        if not index.isValid():
            return
        if index.row() != self._pane.table.currentIndex().row():
            self._pane.table.choose_row(index.row())
        self.made(index).popup(place)

    def made(self, index: QModelIndex) -> ContextMenu:
        """The menu for a cell; of a checked row, for all that are checked."""
        bench, pane = self._shell.session.bench, self._pane
        summary = pane.model.summary(index.row())
        menu = ContextMenu(pane, tr("这一条的操作"))
        if bench is None or summary is None:
            return menu
        checked = summary.n in pane.model.checked
        ids = pane.checked_ids() if checked else [summary.id]
        self._offer_record(menu, bench, summary, ids)
        menu.addSeparator()
        self._offer_moves(menu, bench, summary, ids)
        menu.addSeparator()
        self._offer_many(menu, summary, ids, checked)
        menu.addSeparator()
        menu.offer(tr("复制单元格"), "Ctrl+C", partial(_copy, str(index.data() or "")))
        return menu

    def _held(self, summary: Summary) -> str:
        """Why this record cannot be changed; "" if it can."""
        if not self._shell.session.writable:
            return self._shell.session.held
        return _BIN if summary.deleted else ""

    def _offer_record(
        self, menu: ContextMenu, bench: Workbench, summary: Summary, ids: Sequence[str]
    ) -> None:
        groups = bench.library.kind(summary.kind).groups
        single = "" if len(ids) == 1 else _SINGLE
        rows = "" if groups else tr("这类记录没有信息项。")
        menu.offer(*_WORDS["whole_page"], self._whole_page, single or rows)
        copy = partial(self._does.copy, summary.id)
        menu.offer(*_WORDS["copy_record"], copy, single or self._held(summary))

    def _offer_moves(
        self, menu: ContextMenu, bench: Workbench, summary: Summary, ids: Sequence[str]
    ) -> None:
        """Of one record those of its state can be made; of several, each that can is moved."""
        flow = bench.library.flow_of(bench.library.kind(summary.kind))
        for key in dict.fromkeys(move.key for move in flow.moves if not move.opinions):
            label, why = flow.moves_called(key)[0].label, self._held(summary)
            try:
                label = move_from(flow, summary.review, key).label if len(ids) == 1 else label
            except Refused as error:
                why = why or error.happened
            do = partial(self._does.act, f"move:{key}", ids)
            menu.offer(_numbered(label, ids), "", do, why)

    def _offer_many(
        self, menu: ContextMenu, summary: Summary, ids: Sequence[str], checked: bool
    ) -> None:
        held = self._held(summary)
        edit = menu.addMenu(self._pane.selection.edit_menu)
        refuse(edit, held or ("" if checked else tr("先勾选要改的记录（空格键）。")))
        if summary.deleted:
            writable = "" if self._shell.session.writable else self._shell.session.held
            restore = partial(self._does.act, RESTORE, ids)
            menu.offer(_numbered(tr("恢复"), ids), "", restore, writable)
        else:
            words, keys = _WORDS["delete_record"]
            delete = partial(self._does.delete, ids)
            menu.offer(_numbered(words, ids), keys, delete, held)


def _numbered(words: str, ids: Sequence[str]) -> str:
    number = len(ids)
    return words if number == 1 else tr("{words} {number:,} 条").format(words=words, number=number)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
