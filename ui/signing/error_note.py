"""An error in its place: what happened and what to do; its code is a click away."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.look import Look
from ui.notify import told
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.text import label

_DETAILS = "details"


class ErrorNote(QWidget):
    """Hidden until there is something to say."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.banner = Banner(look)
        self._code = label(look, "", "small", "3")
        self._code.setAccessibleName(tr("技术细节"))
        self._code.hide()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.banner)
        down.addWidget(self._code)
        self.banner.chosen.connect(self._show_code)
        self.hide()

    @property
    def words(self) -> str:
        """What it says; "" while it is hidden."""
        return "" if self.isHidden() else self.banner.words

    @property
    def code(self) -> str:
        """The code, while it is shown."""
        return "" if self._code.isHidden() else self._code.text()

    def say_error(self, error: BaseException) -> None:
        """Show an error."""
        words = told(error)
        self._code.setText(tr("错误代码 {words.code}").format(words=words))
        self.say("err", words.text, [(_DETAILS, tr("技术细节"))])

    def say(self, level: str, words: str, links: list[tuple[str, str]] | None = None) -> None:
        """Show words at a level (ok, warn, err, info)."""
        self._code.hide()
        self.banner.say(level, words, links or [], stays=True)
        self.show()

    def _show_code(self) -> None:
        self._code.setVisible(self._code.isHidden())
