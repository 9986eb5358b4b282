"""填写说明: what the field that has the focus wants."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdo_desktop.standard.model import Element
from cdo_desktop.work.sources import full_titles
from ui.look import Look
from ui.tr import tr
from ui.widgets.text import Elided, icon_label, label


class HelpPane(QFrame):
    """What to write, an example, and the clause that asks for it."""

    def __init__(self, look: Look, scrolls: bool = False) -> None:
        """`scrolls`: whether it may be lower than its words need."""
        super().__init__()
        self.setProperty("role", "pane")
        self.setMinimumWidth(look.theme.px(180))
        self._name = Elided(look, "small", "3")
        self._text = label(look, tr("点一个字段，这里说明怎样填。"), "small", "2")
        self._example = label(look, role="small", tone="3")
        self._clause = label(look, role="small", tone="3")
        for words in (self._text, self._example, self._clause):
            words.setWordWrap(True)
        self.head = self._made_head(look)
        ground = self._made_body()
        self._scroll = QScrollArea()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._scrolling(ground) if scrolls else ground, 1)

    def _made_head(self, look: Look) -> QFrame:
        head = QFrame()
        head.setProperty("role", "strip")
        across = QHBoxLayout(head)
        across.setContentsMargins(12, 5, 8, 5)
        across.addWidget(icon_label(look, "book-open", size=14))
        across.addWidget(label(look, tr("填写说明"), "strong"))
        across.addWidget(self._name, 1)
        return head

    def _made_body(self) -> QWidget:
        ground = QWidget()
        ground.setProperty("role", "ground")
        body = QVBoxLayout(ground)
        body.setContentsMargins(12, 6, 12, 6)
        body.setSpacing(4)
        for words in (self._text, self._example, self._clause):
            body.addWidget(words)
        body.addStretch()
        return ground

    def _scrolling(self, ground: QWidget) -> QScrollArea:
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(tr("填写说明"))
        self._scroll.setWidget(ground)
        return self._scroll

    @property
    def words(self) -> str:
        """What it says now, with the name of the element."""
        parts = (self._name, self._text, self._example, self._clause)
        return " ".join(part.text() for part in parts if part.text())

    def show_element(self, element: Element) -> None:
        """Show the help of an element."""
        limit = (
            tr("最长 {element.max_length} 字。").format(element=element)
            if element.max_length
            else ""
        )
        self._name.setText(element.label)
        self._text.setText(f"{element.help}{limit}")
        self._example.setText(
            tr("例：{element.example}").format(element=element) if element.example else ""
        )
        titles = full_titles(element.clause)
        source = f"{element.clause}（{titles}）" if titles else element.clause
        self._clause.setText(tr("依据：{source}").format(source=source) if source else "")
        self._scroll.verticalScrollBar().setValue(0)
