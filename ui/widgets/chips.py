"""Status chips: one painter for delegates and widgets; colour, icon, border and word together."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cdo_desktop.domain.lifecycle import Delivery, state_word
from cdo_desktop.standard.flows import Flow
from ui.look import Look
from ui.tr import tr

HEIGHT, COMPACT_HEIGHT = 22, 20
_PADDING, _ICON, _GAP = 6, 13, 4


@dataclass(frozen=True, slots=True)
class ChipLook:
    """How a chip is drawn: tokens of its fill ("" = none), line and text, and its icon."""

    icon: str
    fill: str
    line: str
    text: str
    dashed: bool = False


_WAITING = ("info-bg", "info-line", "info")
_BACK = ("warn-bg", "warn-line", "warn")
_GOOD = ("ok-bg", "ok-line", "ok")
LOOKS: dict[str, ChipLook] = {
    "draft": ChipLook("circle-dashed", "", "neutral-line", "neutral", dashed=True),
    "in_review": ChipLook("clock", *_WAITING),
    "bureau_review": ChipLook("building-2", *_WAITING),
    "expert_review": ChipLook("user-round", *_WAITING),
    "board_review": ChipLook("briefcase", *_WAITING),
    "returned": ChipLook("undo-2", *_BACK),
    "withdrawn": ChipLook("log-out", "neutral-bg", "neutral-line", "neutral"),
    "refused": ChipLook("x", "err-bg", "err-line", "err"),
    "approved": ChipLook("check", *_GOOD),
    Delivery.EXPORTED: ChipLook("package", "plum-bg", "plum-line", "plum"),
    Delivery.HANDED: ChipLook("handshake", *_WAITING),
    Delivery.RECEIVED: ChipLook("inbox", *_GOOD),
    Delivery.ACCEPTED: ChipLook("badge-check", "ok-solid", "ok-solid", "on-accent"),
    Delivery.REJECTED: ChipLook("package-x", *_BACK),
    "new": ChipLook("plus", *_GOOD),
    "changed": ChipLook("file-pen", *_WAITING),
    "unchanged": ChipLook("equal", "neutral-bg", "neutral-line", "neutral"),
    "invalid": ChipLook("x", "err-bg", "err-line", "err"),
    "overdue": ChipLook("mark-error", "err-bg", "err-line", "err"),
    "due_today": ChipLook("clock-alert", *_BACK),
    "due_soon": ChipLook("clock-alert", *_BACK),
    "due_near": ChipLook("clock", *_WAITING),
    "due_later": ChipLook("clock", "neutral-bg", "neutral-line", "neutral"),
}
"""State of a record, outcome of a rehearsal, or how near a day is -> how it looks."""
PLAIN = ChipLook("", "neutral-bg", "neutral-line", "neutral")


@dataclass(frozen=True, slots=True)
class ChipOption:
    """A chip to be painted: its key in LOOKS and its word."""

    key: str
    word: str


def state_chip(flow: Flow, review: str, delivery: str) -> ChipOption:
    """The chip a list shows for a record: the newest delivery word, else the review word."""
    return ChipOption(delivery or review, state_word(flow, review, delivery))


def chip_size(look: Look, chip: ChipOption) -> QSize:
    """How much room a chip takes."""
    theme = look.theme
    words = QFontMetrics(theme.font("small")).horizontalAdvance(chip.word)
    icon = theme.px(_ICON + _GAP) if LOOKS.get(chip.key, PLAIN).icon else 0
    height = theme.px(COMPACT_HEIGHT if theme.compact else HEIGHT)
    return QSize(words + icon + 2 * theme.px(_PADDING) + 2, height)


def paint_chip(painter: QPainter, place: QRect, look: Look, chip: ChipOption) -> None:
    """Paint a chip at the left of `place`, vertically centred; too long a word ends in dots."""
    shape = LOOKS.get(chip.key, PLAIN)
    theme, size = look.theme, chip_size(look, chip)
    size.setWidth(min(size.width(), place.width()))
    box = QRect(place.left(), place.center().y() - size.height() // 2 + 1, 0, 0)
    box.setSize(size)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.colour(shape.line), 1)
    if shape.dashed:
        pen.setDashPattern([3, 2.5])
    painter.setPen(pen)
    painter.setBrush(theme.colour(shape.fill) if shape.fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    left = box.left() + theme.px(_PADDING)
    if shape.icon:
        icon = look.icons.pixmap(shape.icon, shape.text, _ICON)
        painter.drawPixmap(left, box.top() + (box.height() - theme.px(_ICON)) // 2, icon)
        left += theme.px(_ICON + _GAP)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour(shape.text))
    rest = QRect(left, box.top(), box.right() - left + 1, box.height())
    word = chip.word
    if size.width() == place.width():
        room = rest.width() - theme.px(_PADDING) + 2
        word = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, room)
    painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), word)
    painter.restore()


class Chip(QWidget):
    """A chip beside a title."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._chip = ChipOption("", "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_chip(self, chip: ChipOption) -> None:
        """Show another state."""
        self._chip = chip
        self.setAccessibleName(tr("状态：{chip.word}").format(chip=chip))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._look, self._chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), self.rect(), self._look, self._chip)
