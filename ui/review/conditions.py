"""修改要求: what has to be mended, one by one; ticked ones are signed with the opinion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from cdo_desktop.work.cutting import is_cut
from ui.look import Look
from ui.review.cut_row import CutRow
from ui.tr import tr
from ui.widgets.buttons import button, icon_button
from ui.widgets.text import label


class _Condition(QWidget):
    """One of them: a box to tick, its words, and ✕."""

    ticked = Signal()
    removed = Signal()

    def __init__(self, look: Look, text: str, on: bool) -> None:
        super().__init__()
        self.text = text
        self.box = QCheckBox(accessibleName=tr("修改要求：{text}").format(text=text))
        self.box.setChecked(on)
        self.box.toggled.connect(self.ticked)
        words: QLabel = label(look, text)
        words.setWordWrap(True)
        words.setBuddy(self.box)
        words.mousePressEvent = lambda event: self.box.toggle()
        remove = icon_button(look, "x", tr("去掉“{text}”").format(text=text), size=14)
        remove.clicked.connect(self.removed)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(7)
        across.addWidget(self.box)
        across.addWidget(words, 1)
        across.addWidget(remove)


class Conditions(QWidget):
    """What the reviewer asks for; suggestions of the checks stand there unticked."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._suggested: set[str] = set()
        self._lines: list[_Condition] = []
        self.line = QLineEdit(accessibleName=tr("添加修改要求"))
        self.line.setPlaceholderText(tr("写一条，按 Enter 添加"))
        self.line.returnPressed.connect(self.add_typed)
        add = button(look, tr("添加"), kind="small", icon="plus")
        add.setAccessibleName(tr("添加这条修改要求"))
        add.clicked.connect(self.add_typed)
        self.cut = CutRow(look)
        self.cut.asked.connect(self.ask_cut)
        self.cut.typed.connect(self.changed)
        self._column = QVBoxLayout()
        self._column.setSpacing(5)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.line, 1)
        foot.addWidget(add)
        head = QHBoxLayout()
        head.addWidget(label(look, tr("修改要求"), tone="2"))
        hint = label(look, tr("勾选的随签名一并生效"), "small", "3")
        head.addWidget(hint, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        down.addWidget(self.cut)
        down.addLayout(head)
        down.addLayout(self._column)
        down.addLayout(foot)

    @property
    def ticked(self) -> tuple[str, ...]:
        """Those that are asked for."""
        return tuple(one.text for one in self._lines if one.box.isChecked())

    @property
    def unticked(self) -> tuple[str, ...]:
        """Those somebody wrote and does not ask for now."""
        left = (one.text for one in self._lines if not one.box.isChecked())
        return tuple(text for text in left if text not in self._suggested)

    def show_conditions(self, ticked: Sequence[str], unticked: Sequence[str]) -> None:
        """Show these in place of what is there."""
        self._suggested = set()
        for one in self._lines:
            one.deleteLater()
            self._column.removeWidget(one)
        self._lines = []
        self.line.clear()
        for text in ticked:
            self._add(text, True)
        for text in unticked:
            self._add(text, False)

    def suggest(self, texts: Iterable[str]) -> None:
        """Offer what the checks give reason to ask for; in place of what they gave before."""
        for one in [one for one in self._lines if one.text in self._suggested]:
            if not one.box.isChecked():
                self._take(one)
        there = {one.text for one in self._lines}
        new = [text for text in dict.fromkeys(texts) if text not in there]
        self._suggested = {*new, *(self._suggested & there)}
        for text in new:
            self._add(text, False)

    def add_typed(self) -> None:
        """Ask for what stands in the line, and for the sum that does."""
        self.cut.ask()
        text = self.line.text().strip()
        if not text:
            return
        self.line.clear()
        self._ask(text)

    def ask_cut(self, text: str) -> None:
        """Ask for a sum to be struck off; it stands in place of another one."""
        for one in [one for one in self._lines if is_cut(one.text)]:
            self._take(one)
        self._ask(text)

    def _ask(self, text: str) -> None:
        same = next((one for one in self._lines if one.text == text), None)
        if same is None:
            self._add(text, True)
        else:
            same.box.setChecked(True)
        self.changed.emit()

    def _add(self, text: str, on: bool) -> None:
        made = _Condition(self._look, text, on)
        made.ticked.connect(self.changed)
        made.removed.connect(lambda: self._remove(made))
        self._lines.append(made)
        self._column.addWidget(made)

    def _remove(self, one: _Condition) -> None:
        self._take(one)
        self.changed.emit()

    def _take(self, one: _Condition) -> None:
        self._lines.remove(one)
        self._column.removeWidget(one)
        one.deleteLater()
