"""The head of a list page: how many there are, and what is done with the list as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton

from ui.look import Look
from ui.pages.page import PageHeader
from ui.tr import tr
from ui.widgets.buttons import button, icon_button
from ui.widgets.segmented import Segmented

IMPORT, EXPORT, NEW = "import", "export", "new"
CHECK, PRINT, BIN = "check", "print", "bin"
_IN_MENU = ((CHECK, tr("重新检查（F7）")), (PRINT, tr("打印清单…")), (BIN, tr("回收站")))
_WRITING = {IMPORT: tr("先预演，再写入（Ctrl+I）"), NEW: "Ctrl+N"}
"""What needs a workspace that can be changed, with what its tooltip says then."""


class ListHead(PageHeader):
    """Title and facts; 更多, 导入, 导出, 新建."""

    asked = Signal(str)
    """One of the words above."""

    led = Signal(str)
    """The key of another list that shares the place of the rail."""

    def __init__(
        self, look: Look, name: str, kind: str = "", beside: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(look, name)
        self._named_twice = False
        """Whether the lists side by side say the name too."""
        more = icon_button(look, "ellipsis", tr("更多"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        for key, words in _IN_MENU:
            menu.addAction(words).triggered.connect(self._asker(key))
        more.setMenu(menu)
        new = button(look, tr("新建{name}").format(name=name), kind="primary", icon="plus")
        self._buttons: dict[str, QPushButton] = {
            IMPORT: button(look, tr("导入表格"), icon="file-input"),
            EXPORT: button(look, tr("导出表格"), icon="file-output"),
            NEW: new,
        }
        if beside:
            self._show_beside(look, kind, beside)
        self.add(more)
        for key, made in self._buttons.items():
            made.clicked.connect(self._asker(key))
            self.add(made)

    def _show_beside(self, look: Look, kind: str, beside: Sequence[tuple[str, str]]) -> None:
        """The lists side by side; this page is always that of its own."""
        segments = Segmented(look, tr("同在一处的清单"), beside)
        segments.choose(kind)

        def lead(key: str) -> None:
            segments.choose(kind)
            if key != kind:
                self.led.emit(key)

        segments.chosen.connect(lead)
        self.add(segments)
        self._named_twice = True

    def _asker(self, key: str) -> Callable[..., None]:
        return lambda checked=False: self.asked.emit(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for all, the title goes if the name stands there once more."""
        super().resizeEvent(event)
        if self._named_twice:
            self._title.show()
            self._line.invalidate()
            self._title.setVisible(self._line.minimumSize().width() <= self.width())

    def show_writable(self, held: str) -> None:
        """Enable what writes, or say why it cannot be written; "" = it can."""
        for key, tip in _WRITING.items():
            self._buttons[key].setEnabled(not held)
            self._buttons[key].setToolTip(held or tip)

    def show_counts(self, label: str, everything: int, with_problems: int) -> None:
        """How many records of a kind there are, and how many have problems."""
        facts = tr("{label}  ·  {everything:,} 条").format(label=label, everything=everything)
        if with_problems:
            facts += tr("  ·  {with_problems:,} 条有问题").format(with_problems=with_problems)
        self.say(facts)
