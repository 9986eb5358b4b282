"""The bottom of a record: 问题 | 意见 left, 填写说明 right; in a low window all three are tabs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.settings import Settings
from cdo_desktop.standard.model import Element
from ui.look import Look
from ui.pages.help_pane import HelpPane
from ui.pages.problems_pane import ProblemsPane
from ui.pages.remarks_pane import RemarksPane
from ui.tr import tr
from ui.widgets.buttons import icon_button
from ui.widgets.text import Elided

_PROBLEMS, _REMARKS, _HELP = range(3)
_HEIGHT, _COMPACT_HEIGHT, _LEAST = 154, 126, 96
_HELP_WIDTH, _BESIDE_FROM = 272, 600
FOLDED, KEPT_HEIGHT = "bottom.folded", "bottom.height"


class BottomPane(QFrame):
    """Folded, only its strip is left: the counts stay in sight, and a click opens it again."""

    folded_changed = Signal()

    def __init__(self, look: Look, settings: Settings) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._look, self._settings = look, settings
        self._beside: bool | None = None
        self._mark = ""
        self.problems = ProblemsPane(look)
        self.remarks = RemarksPane(look)
        self.help = HelpPane(look, scrolls=True)
        self._about = Elided(look, "small", "3")
        self._tabs = self._made_tabs()
        self._tools = QStackedWidget()
        self._pages = QStackedWidget()
        for tools, page in (
            (self.problems.tools, self.problems),
            (self.remarks.tools, self.remarks),
            (self._about, QWidget()),
        ):
            self._tools.addWidget(tools)
            self._pages.addWidget(page)
        self._alone = QVBoxLayout(self._pages.widget(_HELP))
        self._alone.setContentsMargins(0, 0, 0, 0)
        self._body = QSplitter(Qt.Orientation.Horizontal)
        self._body.setChildrenCollapsible(False)
        self._body.addWidget(self._pages)
        self._body.setStretchFactor(0, 1)
        self._fold = icon_button(look, "chevron-down", tr("收起下面的窗格（Ctrl+J）"))
        self._fold.clicked.connect(self.toggle)
        self._strip = self._made_strip()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._strip)
        layout.addWidget(self._body, 1)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._place_help)
        look.changed.connect(self._fit)
        self._fit()
        self._place_help()
        self._show_folded()

    def _made_tabs(self) -> QTabBar:
        tabs = QTabBar(drawBase=False, expanding=False, accessibleName=tr("问题、意见和填写说明"))
        tabs.setElideMode(Qt.TextElideMode.ElideNone)
        tabs.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for words in (tr("问题"), tr("意见")):
            tabs.addTab(words)
        tabs.currentChanged.connect(self._show_tab)
        tabs.tabBarClicked.connect(self._tab_clicked)
        return tabs

    def _made_strip(self) -> QFrame:
        strip = QFrame()
        strip.setProperty("role", "strip")
        across = QHBoxLayout(strip)
        across.setContentsMargins(8, 0, 6, 0)
        across.setSpacing(4)
        across.addWidget(self._tabs)
        across.addWidget(self._tools, 1)
        across.addWidget(self._fold)
        return strip

    # -- tabs ----------------------------------------------------------------------------------

    @property
    def tabs(self) -> QTabBar:
        """The tabs, for the keys and for tests."""
        return self._tabs

    def _show_tab(self, place: int) -> None:
        self._tools.setCurrentIndex(place)
        self._pages.setCurrentIndex(place)

    def _tab_clicked(self, place: int) -> None:
        if place >= 0 and self.folded:
            self.toggle()

    def show_problems(self) -> None:
        """Show the problems."""
        self._tabs.setCurrentIndex(_PROBLEMS)

    def show_remarks(self, writing: bool = False) -> None:
        """Show the remarks that are open; `writing`: put the cursor where one writes."""
        self._open()
        self._tabs.setCurrentIndex(_REMARKS)
        self.remarks.show_open()
        if writing:
            self.remarks.line.setFocus()

    def count_remarks(self, still_open: int, half_written: bool) -> None:
        """Say on the tab how many remarks are open, and whether one is half written."""
        self._tabs.setTabText(
            _REMARKS,
            tr("意见 {still_open}").format(still_open=still_open) if still_open else tr("意见"),
        )
        tip = (
            tr("{still_open} 条意见待处理").format(still_open=still_open)
            if still_open
            else tr("没有待处理的意见")
        )
        self._tabs.setTabToolTip(_REMARKS, tip + (tr("；有一条没有写入") if half_written else ""))
        self._mark = "pen-line" if half_written else "message-square" if still_open else ""
        self._draw_mark()

    def _draw_mark(self) -> None:
        icon = self._look.icons.icon(self._mark, "info", 14) if self._mark else QIcon()
        self._tabs.setTabIcon(_REMARKS, icon)

    def show_help(self, element: Element) -> None:
        """Show what an element wants."""
        self.help.show_element(element)
        self._about.setText(element.label)

    def open_help(self) -> None:
        """Bring the help into view (F1)."""
        self._open()
        if not self._beside:
            self._tabs.setCurrentIndex(_HELP)

    # -- folding and fitting -------------------------------------------------------------------

    @property
    def folded(self) -> bool:
        """Whether only the strip is left."""
        return bool(self._settings.get(FOLDED, False))

    @property
    def wanted_height(self) -> int:
        """How high it is to be when it is not folded."""
        theme = self._look.theme
        usual = _COMPACT_HEIGHT if theme.compact else _HEIGHT
        return theme.px(max(self._settings.get(KEPT_HEIGHT, usual), _LEAST))

    @property
    def strip_height(self) -> int:
        """How high it is when it is folded."""
        return self._strip.sizeHint().height()

    def keep_height(self, height: int) -> None:
        """Somebody dragged it to this height."""
        if not self.folded:
            self._settings.set(KEPT_HEIGHT, round(height / self._look.theme.zoom))

    def toggle(self) -> None:
        """Fold it, or open it again (Ctrl+J); remembered."""
        self._settings.set(FOLDED, not self.folded)
        self._show_folded()
        self.folded_changed.emit()

    def _open(self) -> None:
        if self.folded:
            self.toggle()

    def _show_folded(self) -> None:
        folded = self.folded
        self._body.setVisible(not folded)
        icon = "chevron-up" if folded else "chevron-down"
        self._look.put_icon(self._fold, icon)
        name = tr("展开下面的窗格（Ctrl+J）") if folded else tr("收起下面的窗格（Ctrl+J）")
        self._fold.setToolTip(name)
        self._fold.setAccessibleName(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        theme = self._look.theme
        edge = theme.px(14)
        self._pages.setMinimumHeight(theme.px(_LEAST) - self.strip_height)
        self._tabs.setIconSize(QSize(edge, edge))
        self._draw_mark()
        if self._has_room() is not self._beside:
            self._soon.start()

    def _has_room(self) -> bool:
        theme = self._look.theme
        return not theme.compact and self.width() >= theme.px(_BESIDE_FROM)

    def _place_help(self) -> None:
        """The help beside the rest, or as a tab.

        Never while a size or a style is being given to all widgets: a splitter that loses a part
        ends its handle at once, which Qt does not expect then.
        """
        theme, beside = self._look.theme, self._has_room()
        if beside is self._beside:
            return
        self._beside = beside
        self.help.head.setVisible(beside)
        if beside:
            if self._tabs.currentIndex() == _HELP:
                self._tabs.setCurrentIndex(_PROBLEMS)
            self._tabs.removeTab(_HELP)
            self._body.addWidget(self.help)
            width = theme.px(_HELP_WIDTH)
            self._body.setSizes([max(self.width() - width, 1), width])
        else:
            self._tabs.addTab(tr("填写说明"))
            self._alone.addWidget(self.help)
        self.help.show()


class BottomSplit(QSplitter):
    """Something above, the bottom pane below; folded, the pane is as low as its strip."""

    def __init__(self, look: Look, upper: QWidget, pane: BottomPane) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._pane = pane
        self.addWidget(upper)
        self.addWidget(pane)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 1)
        self.splitterMoved.connect(self._moved)
        pane.folded_changed.connect(self._fit)
        look.changed.connect(self._fit)
        self._fit()

    def _moved(self) -> None:
        self._pane.keep_height(self._pane.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not event.oldSize().isValid() or event.oldSize().height() < 1:
            self._fit()

    def _fit(self) -> None:
        low = self._pane.strip_height
        wanted = low if self._pane.folded else self._pane.wanted_height
        self.handle(1).setEnabled(not self._pane.folded)
        self._pane.setMaximumHeight(low if self._pane.folded else 16_777_215)
        self.setSizes([max(self.height() - wanted, 1), wanted])
