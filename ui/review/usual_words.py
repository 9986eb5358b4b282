"""常用意见: sentences that are said again and again; one's own can be kept among them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button

KEY = "review.usual_words"
_GIVEN = (
    tr("同意报送。"),
    tr("原则同意，请按修改要求补正后实施。"),
    tr("同意立项，请同步编制数据目录，建成后按目录共享。"),
    tr("与已建系统功能重复，请并入已建系统，不另行建设。"),
    tr("依据和必要性写得不够，请补充后重新申报。"),
)
_MOST, _SHOWN = 12, 24


class UsualWords(QObject):
    """A button with a menu."""

    chosen = Signal(str)
    """The words."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._settings = shell.settings
        self._text = ""
        self.button = button(shell.look, tr("常用意见"), kind="link")
        self._menu = QMenu(tr("常用意见"), self.button)
        self._menu.aboutToShow.connect(self._fill)
        self.button.clicked.connect(self._open)

    def _open(self) -> None:
        self._menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def offer_to_keep(self, text: str) -> None:
        """What is written now could be kept."""
        self._text = text

    @property
    def own(self) -> list[str]:
        """What this user has kept, the newest first."""
        return [text for text in self._settings.get(KEY, []) if isinstance(text, str)]

    def keep(self, text: str) -> None:
        """Keep it among one's own; the oldest goes where there are too many."""
        kept = [text, *(one for one in self.own if one != text)]
        self._settings.set(KEY, kept[:_MOST])

    def forget(self) -> None:
        """Keep none of one's own."""
        self._settings.set(KEY, [])

    def _fill(self) -> None:
        self._menu.clear()
        for text in (*self.own, *_GIVEN):
            words = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            action = self._menu.addAction(words.replace("\n", " ").replace("&", "&&"))
            action.setToolTip(text)
            action.triggered.connect(partial(self._choose, text))
        self._menu.addSeparator()
        keep = self._menu.addAction(tr("把现在写的存为常用意见"))
        keep.setEnabled(bool(self._text) and self._text not in self.own)
        keep.triggered.connect(partial(self._keep, self._text))
        forget = self._menu.addAction(tr("清除自己存的"))
        forget.setEnabled(bool(self.own))
        forget.triggered.connect(self.forget)

    def _choose(self, text: str, checked: bool = False) -> None:
        self.chosen.emit(text)

    def _keep(self, text: str, checked: bool = False) -> None:
        self.keep(text)
