"""What was typed and not saved, each beside what is saved now, to be ticked and put back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.errors import CdoError
from cdo_desktop.work.recovering import Offer, Standing
from ui.look import Look
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.dim import Dim
from ui.widgets.room import within
from ui.widgets.text import icon_label, label

_SAYS = tr(
    "上次程序没有正常结束，下面是当时输入了、还没有写进工作区的内容。勾选要恢复的；"
    "每条记录恢复成一步，可以撤销。不恢复的会一直留到您说“不要”为止。"
)
_MARKS = {Standing.GONE: "mark-error", Standing.READY: "mark-hint"}


class OfferCard(QFrame):
    """One of them: where, when, what stands there now, what was typed, what speaks against it."""

    toggled = Signal()

    def __init__(self, look: Look, offer: Offer) -> None:
        super().__init__()
        self.offer = offer
        self.setProperty("role", "panel")
        where = (
            f"{offer.title or tr('（没有名称）')} · {offer.label}" if offer.label else offer.title
        )
        self.setAccessibleName(where)
        self.tick = QCheckBox(where.replace("&", "&&"))
        self.tick.setAccessibleName(tr("恢复：{where}").format(where=where))
        self.tick.setAccessibleDescription(offer.why)
        self.tick.setChecked(offer.standing is Standing.READY)
        self.tick.setEnabled(offer.can_be_put_back)
        self.tick.toggled.connect(self.toggled)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.tick, 1)
        at = offer.entry.at.astimezone()
        head.addWidget(label(look, tr("{at:%m-%d %H:%M} 输入").format(at=at), "small", "3"))
        grid.addLayout(head, 0, 0, 1, 2)
        now = offer.now or (tr("（空）") if offer.can_be_put_back else tr("（已不在）"))
        saved = _text(look, now, tr("现在保存的"))
        self.typed = _text(look, offer.typed or tr("（清空）"), tr("当时输入的"))
        for column, text in enumerate((saved, self.typed)):
            name = text.accessibleName().partition("：")[0]
            grid.addWidget(label(look, name, "small", "3"), 1, column)
            grid.addWidget(text, 2, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        self.setFocusProxy(self.tick if offer.can_be_put_back else self.typed)
        if offer.why:
            grid.addLayout(_reason(look, offer), 3, 0, 1, 2)


def _text(look: Look, text: str, name: str) -> QWidget:
    shown = label(look, text)
    shown.setWordWrap(True)
    shown.setMinimumWidth(0)
    flags = Qt.TextInteractionFlag
    shown.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
    shown.setAccessibleName(f"{name}：{text}")
    return shown


def _reason(look: Look, offer: Offer) -> QHBoxLayout:
    icon = _MARKS.get(offer.standing, "mark-warning")
    gone = offer.standing is Standing.GONE
    words = label(look, offer.why, "small", "err" if gone else "warn")
    words.setWordWrap(True)
    across = QHBoxLayout()
    across.setSpacing(5)
    mark = icon_label(look, icon, "err-icon" if gone else "warn-icon", 14)
    across.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(words, 1)
    return across


class UnsavedDialog(QDialog):
    """Window-modal. What is ticked is put back; nothing goes unless somebody says so."""

    restore_asked = Signal(object)
    """The Offers that were ticked."""
    drop_asked = Signal()

    def __init__(self, shell: Shell, offers: Sequence[Offer], parent: QWidget) -> None:
        super().__init__(parent)
        look = self._look = shell.look
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("没有保存的内容"))
        self.resize(within(look, 820, 560, parent.window()))
        self._cards: list[OfferCard] = []
        self.banner = Banner(look)
        self._list = QVBoxLayout()
        self._list.setSpacing(look.theme.px(8))
        self._restore = button(look, tr("恢复"), kind="primary")
        self._restore.clicked.connect(self._ask)
        self._drop = button(look, tr("全部不要"), kind="danger", icon="trash-2")
        self._drop.clicked.connect(self.drop_asked)
        self._later = button(look, tr("以后再说"))
        self._later.clicked.connect(self.reject)
        self._lay_out()
        self.show_offers(offers)
        Dim(parent.window(), self)

    def _lay_out(self) -> None:
        look = self._look
        says = label(look, _SAYS, tone="2")
        says.setWordWrap(True)
        ground = QWidget()
        ground.setProperty("role", "ground")
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.addLayout(self._list)
        inner.addStretch()
        scroll = QScrollArea(accessibleName=tr("没有保存的内容"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(ground)
        foot = QHBoxLayout()
        foot.addWidget(self._drop)
        foot.addStretch()
        foot.addWidget(self._later)
        foot.addWidget(self._restore)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(look.theme.px(10))
        down.addWidget(label(look, tr("没有保存的内容"), "page"))
        down.addWidget(says)
        down.addWidget(self.banner)
        down.addWidget(scroll, 1)
        down.addLayout(foot)

    @property
    def cards(self) -> Sequence[OfferCard]:
        """What is shown, from top to bottom."""
        return self._cards

    @property
    def ticked(self) -> list[Offer]:
        """What is to be put back."""
        return [card.offer for card in self._cards if card.tick.isChecked()]

    def show_offers(
        self, offers: Sequence[Offer], done: str = "", errors: Sequence[CdoError] = ()
    ) -> None:
        """Show what is left to be decided; without anything it closes.

        Also what was done, or the first thing that went wrong.
        """
        if not offers:
            self.accept()
            return
        while (item := self._list.takeAt(0)) is not None:
            item.widget().deleteLater()
        self._cards = [OfferCard(self._look, offer) for offer in offers]
        for card in self._cards:
            card.toggled.connect(self._count)
            self._list.addWidget(card)
        order = (self._cards[-1].typed, self._drop, self._later, self._restore)
        for before, after in pairwise(order):  # the buttons were there before the cards
            QWidget.setTabOrder(before, after)
        self.banner.hide()
        if errors:
            self.banner.say_error(errors[0])
        elif done:
            self.banner.say("ok", done)
        self._count()
        self._cards[0].setFocus()

    def refuse(self, words: str) -> None:
        """Nothing was put back; say why."""
        self.banner.say("err", words)
        self._count()

    def _count(self) -> None:
        number = len(self.ticked)
        self._restore.setText(
            tr("恢复 {number} 条").format(number=number) if number else tr("恢复")
        )
        self._restore.setAccessibleName(self._restore.text())
        self._restore.setEnabled(number > 0)
        self._restore.setToolTip("" if number else tr("请先勾选要恢复的内容"))

    def _ask(self) -> None:
        self._restore.setEnabled(False)
        self.restore_asked.emit(self.ticked)
