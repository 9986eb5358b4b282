"""Labels with a type role and a tone."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.look import Look


def label(look: Look, text: str = "", role: str = "body", tone: str = "") -> QLabel:
    """A plain label; the text is never taken for markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    look.put_type(made, role, tone)
    return made


def icon_label(look: Look, icon: str, token: str = "text-2", size: int = 16) -> QLabel:
    """A label that is an icon beside words that say the same."""
    made = QLabel()
    look.put_icon(made, icon, token, size)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    return made


class Numeral(QWidget):
    """A number on a disc, for steps."""

    def __init__(self, look: Look, number: int) -> None:
        super().__init__()
        self._look, self._number = look, str(number)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        edge = self._look.theme.px(22)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(self.rect())
        painter.setPen(theme.colour("on-accent"))
        painter.setFont(theme.font("small-strong"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._number)


class Elided(QLabel):
    """One line that ends in … where the room ends; the whole text is the tooltip."""

    def __init__(
        self, look: Look, role: str = "body", tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        look.put_type(self, role, tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        fitting = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        self.setToolTip(self.text() if fitting != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(
            self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), fitting
        )
