"""Tabs whose pages are made when they are first looked at: a form of 70 fields takes its time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ui.widgets.buttons import line


@dataclass(slots=True)
class _Tab:
    make: Callable[[], QWidget]
    fill: Callable[[], None]
    holder: QWidget
    is_made: bool = False
    is_behind: bool = False


class LateTabs(QWidget):
    """A page is made when its tab is first shown, and filled when it is shown and behind."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._tabs: list[_Tab] = []
        self.bar = QTabBar(drawBase=False, expanding=False, accessibleName=name)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._pages = QStackedWidget()
        self.bar.currentChanged.connect(self._show)
        across = QHBoxLayout()
        across.setContentsMargins(10, 0, 10, 0)
        across.addWidget(self.bar, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across)
        down.addWidget(line())
        down.addWidget(self._pages, 1)

    @property
    def current(self) -> str:
        """The name of the tab that is shown; "" while there is none."""
        return str(self.bar.tabData(self.bar.currentIndex()) or "")

    def clear(self) -> None:
        """Take all tabs away, with their pages."""
        self._tabs = []
        while self.bar.count():
            self.bar.removeTab(0)
        while (old := self._pages.widget(0)) is not None:
            self._pages.removeWidget(old)
            old.deleteLater()

    def add(self, name: str, make: Callable[[], QWidget], fill: Callable[[], None]) -> None:
        """Add a tab: `make` gives its page, once; `fill` shows in it what is newest."""
        holder = QWidget()
        around = QVBoxLayout(holder)
        around.setContentsMargins(0, 0, 0, 0)
        self._tabs.append(_Tab(make, fill, holder))
        self._pages.addWidget(holder)
        blocked = self.bar.blockSignals(True)  # the first tab is not made for being the first
        self.bar.setTabData(self.bar.addTab(name), name)
        self.bar.blockSignals(blocked)

    def fall_behind(self) -> None:
        """There is something newer to show: the tab that is shown shows it now."""
        for tab in self._tabs:
            tab.is_behind = True
        self._show(self.bar.currentIndex())

    def show_tab(self, name: str) -> None:
        """Show a tab by its name; one that there is not changes nothing."""
        for place in range(self.bar.count()):
            if self.bar.tabData(place) == name:
                self.bar.setCurrentIndex(place)
                self._show(place)

    def show_next(self) -> None:
        """Show the next tab; after the last the first."""
        if self.bar.count():
            self.bar.setCurrentIndex((self.bar.currentIndex() + 1) % self.bar.count())

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self._tabs):
            return
        tab = self._tabs[place]
        if not tab.is_made:
            tab.is_made = True
            tab.holder.layout().addWidget(tab.make())
        if tab.is_behind:
            tab.is_behind = False
            tab.fill()
        self._pages.setCurrentIndex(place)
