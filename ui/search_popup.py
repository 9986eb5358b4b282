"""搜索或跳转: what is typed into the top bar, found over records, items, pages and actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from cdo_desktop.domain.listing import Summary
from cdo_desktop.work.finding import find, matched, recent
from cdo_desktop.workbench import Workbench
from ui.look import Look
from ui.places import Place
from ui.search_hits import Hit, HitDelegate, HitModel
from ui.tr import tr
from ui.widgets.chips import state_chip
from ui.widgets.text import label

_WIDTH, _HEIGHT, _MOST = 640, 420, 4


class SearchPopup(QFrame):
    """Hangs below the search field; the field keeps the focus, the arrows move here."""

    place_chosen = Signal(str)
    record_chosen = Signal(object)
    listing_chosen = Signal(str)
    """Find this text in the whole catalog."""

    def __init__(
        self,
        look: Look,
        field: QLineEdit,
        places: Sequence[Place],
        actions: Sequence[QAction],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._look, self._field = look, field
        self._places, self._actions = places, actions
        self.setProperty("role", "popup")
        self._bench: Callable[[], Workbench | None] = lambda: None
        self._model = HitModel(self)
        self._list = QListView(accessibleName=tr("搜索结果"), frameShape=QFrame.Shape.NoFrame)
        self._list.setModel(self._model)
        self._list.setItemDelegate(HitDelegate(look, self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.clicked.connect(self._take)
        self._said = label(look, role="small", tone="3")
        self._said.setContentsMargins(14, 4, 14, 4)
        down = QVBoxLayout(self)
        down.setContentsMargins(1, 6, 1, 4)
        down.setSpacing(0)
        down.addWidget(self._list, 1)
        down.addWidget(self._said)
        field.installEventFilter(self)
        field.textEdited.connect(self.search)
        self.hide()

    def look_in(self, bench: Callable[[], Workbench | None]) -> None:
        """Where the open workspace is asked for."""
        self._bench = bench

    def search(self, text: str) -> None:
        """Show what is found for a text; for no text what was changed last."""
        wanted = text.strip()
        bench = self._bench()
        hits = [*self._records(bench, wanted), *self._pages(bench, wanted), *self._deeds(wanted)]
        words = ""
        if wanted and not hits:
            words = tr("没有找到“{wanted}”。换个词，或用拼音首字母试试。").format(wanted=wanted)
        if bench is not None and wanted:
            title = tr("在全部数据目录的摘要和信息项里查找“{wanted}”").format(wanted=wanted)
            hits.append(Hit(title, "search", what="find", subject=wanted))
        self._model.show_hits(hits)
        self._said.setText(tr("{words}  ↑↓ 选择，Enter 打开，Esc 关闭").format(words=words).strip())
        self._place()
        self._choose_next(-1, 1)

    # -- what is found -------------------------------------------------------------------------

    def _records(self, bench: Workbench | None, wanted: str) -> list[Hit]:
        if bench is None:
            return []
        if not wanted:
            lines = [self._record(bench, line, "") for line in recent(bench)]
            return [Hit(tr("最近修改")), *lines] if lines else []
        hits: list[Hit] = []
        found = find(bench, wanted)
        for kind, summaries in found.records:
            hits.append(Hit(bench.library.kinds[kind].short_label))
            hits += [self._record(bench, line, wanted) for line in summaries]
        if found.items:
            hits.append(Hit(tr("信息项")))
        for item in found.items:
            facts = tr("在“{item.record.title}”中").format(item=item)
            marked = matched(item.name, wanted)
            hits.append(Hit(item.name, "columns-3", facts, None, marked, "record", item.record))
        return hits

    def _record(self, bench: Workbench, line: Summary, wanted: str) -> Hit:
        flow = bench.library.flow_of(bench.library.kinds[line.kind])
        chip = state_chip(flow, line.review, line.delivery)
        icon = next((place.icon for place in self._places if place.key == line.kind), "database")
        title = line.title or tr("（没有名称）")
        facts = "  ".join(filter(None, (line.office, line.code)))
        return Hit(title, icon, facts, chip, matched(title, wanted), "record", line)

    def _pages(self, bench: Workbench | None, wanted: str) -> list[Hit]:
        hits = [
            Hit(place.label, place.icon, "", None, marked, "place", place.key)
            for place in self._places
            if (bench or not place.needs_workspace) and (marked := matched(place.label, wanted))
        ]
        return [Hit(tr("页面")), *hits] if hits else []

    def _deeds(self, wanted: str) -> list[Hit]:
        hits = []
        for action in self._actions:
            marked = matched(action.text(), wanted)
            if marked and action.isEnabled():
                key = action.shortcut().toString()
                title = action.text()
                hits.append(Hit(title, "wand-sparkles", key, None, marked, "action", action))
        return [Hit(tr("操作")), *hits[:_MOST]] if hits else []

    # -- where and how it is shown -------------------------------------------------------------

    def _place(self) -> None:
        theme, field, window = self._look.theme, self._field, self.parentWidget()
        rows = range(self._model.rowCount())
        content = sum(self._list.sizeHintForRow(row) for row in rows)
        width = min(max(field.width(), theme.px(_WIDTH)), window.width())
        height = min(content + theme.px(40), theme.px(_HEIGHT), window.height() - theme.px(60))
        corner = field.mapTo(window, QPoint(0, field.height() + 4))
        left = min(corner.x() - (width - field.width()) // 2, window.width() - width)
        self.setGeometry(max(left, 0), corner.y(), width, height)
        self.raise_()
        self.show()

    def _choose_next(self, row: int, by: int) -> None:
        """Select the next line that is no heading."""
        row += by
        while 0 <= row < self._model.rowCount():
            if not self._model.hits[row].is_heading:
                index = self._model.index(row)
                flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self._list.selectionModel().setCurrentIndex(index, flag)
                if row and self._model.hits[row - 1].is_heading:
                    self._list.scrollTo(self._model.index(row - 1))
                self._list.scrollTo(index)
                return
            row += by

    def _take(self) -> None:
        row = self._list.currentIndex().row()
        if not 0 <= row < self._model.rowCount() or self._model.hits[row].is_heading:
            return
        hit = self._model.hits[row]
        self._leave()
        if hit.what == "record":
            self.record_chosen.emit(hit.subject)
        elif hit.what == "place":
            self.place_chosen.emit(hit.subject)
        elif hit.what == "find":
            self.listing_chosen.emit(hit.subject)
        else:
            hit.subject.trigger()

    def _leave(self) -> None:
        self._field.clear()
        self._field.clearFocus()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key, at = event.key(), self._list.currentIndex().row()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.isVisible():
            self._choose_next(at, 1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isVisible():
            self._take()
        else:
            return False
        return True
