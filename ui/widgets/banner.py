"""A banner: what is so, in one or two lines, with links and, where it may go, a ✕.

It comes by itself, perhaps where somebody is just about to click: so it is deaf to the mouse at
first. Keys go where the focus is, and are heard at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.look import Look, restyle
from ui.notify import told
from ui.tr import tr
from ui.widgets.buttons import button, icon_button
from ui.widgets.text import label

DEAF_FOR = 600
"""Milliseconds after it has appeared, or says something else."""
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_ICONS = {
    "ok": ("mark-passed", "ok-solid", "ok"),
    "warn": ("mark-warning", "warn-icon", "warn"),
    "err": ("mark-error", "err-icon", "err"),
    "info": ("mark-hint", "info", "info"),
}


class Banner(QFrame):
    """Hidden until it has something to say."""

    chosen = Signal(str)
    """The key of the link that was clicked."""
    said = Signal()
    """It says something now."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("role", "banner")
        self._icon = QLabel()
        self._text = label(look)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._links = QHBoxLayout()
        self._shown: tuple[tuple[str, str], ...] = ()
        self._since = QElapsedTimer()
        self._close = icon_button(look, "x", tr("收起这条提示"), size=14)
        self._close.clicked.connect(self.hide)
        self._close.installEventFilter(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._text, 1)
        layout.addLayout(self._links)
        layout.addWidget(self._close)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._text.text()

    @property
    def offers(self) -> Sequence[str]:
        """The keys of its links, while it stands there."""
        return () if self.isHidden() else [key for key, _ in self._shown]

    def say(
        self, level: str, text: str, links: Sequence[tuple[str, str]] = (), *, stays: bool = False
    ) -> None:
        """Show `text` at a level (ok, warn, err, info) with (key, verb) links."""
        icon, token, tone = _ICONS[level]
        if (text, tuple(links)) != (self.words, self._shown):
            self._since.start()
        restyle(self, "level", level)
        self._look.put_icon(self._icon, icon, token)
        self._text.setText(text)
        restyle(self._text, "tone", tone)
        self.setAccessibleName(text)
        while (item := self._links.takeAt(0)) is not None:
            old: QObject | None = item.widget()
            if old is not None:
                old.deleteLater()
        for key, verb in links:
            self._add_link(key, verb)
        self._shown = tuple(links)
        self._close.setVisible(not stays)
        self.show()
        self.said.emit()

    def say_error(self, error: BaseException, links: Sequence[tuple[str, str]] = ()) -> None:
        """Show an error in place, with its code."""
        words = told(error)
        self.say("err", words.text, links)
        self._text.setToolTip(words.code)

    def _add_link(self, key: str, verb: str) -> None:
        link = button(self._look, verb, kind="link")
        link.setProperty("key", key)
        link.clicked.connect(self._choose)
        link.installEventFilter(self)
        self._links.addWidget(link)

    def _choose(self) -> None:
        self.chosen.emit(self.sender().property("key"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._since.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click aimed at what stood here before does nothing."""
        if event.type() in _PRESSES and self._since.elapsed() < DEAF_FOR:
            return True
        return super().eventFilter(watched, event)
