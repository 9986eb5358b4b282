"""意见: what somebody remarked on a record or a field of it, and where one writes another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.work.notes import LONGEST, Remark, Spot
from ui.look import Look
from ui.remarking import Draft
from ui.tr import tr
from ui.widgets.buttons import button, line
from ui.widgets.empty_line import EmptyLine
from ui.widgets.filter_chip import FilterChip
from ui.widgets.quiet_combo import QuietCombo
from ui.widgets.text import icon_label, label
from ui.widgets.yielding import YieldingRow

Target = tuple[Spot, str]
"""What a remark can hang on, and that in words."""
WHOLE: Target = (Spot(), tr("整条记录"))
_HINT = tr("写意见")


class RemarkCard(QFrame):
    """One remark: who, when, on what, and what it says; open ones can be settled."""

    jumped = Signal()
    settled = Signal()

    def __init__(self, look: Look, remark: Remark, where: str, why_not: str) -> None:
        """`why_not`: why it cannot be settled now; "" if it can."""
        super().__init__()
        comment = remark.comment
        text = label(look, comment.text, "body", "" if remark.is_open else "3")
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setAccessibleName(
            tr("{comment.who}对{where}的意见：{comment.text}").format(comment=comment, where=where)
        )
        text.setIndent(look.theme.px(20))
        down = QVBoxLayout()
        down.setContentsMargins(12, 4, 8, 5)
        down.setSpacing(2)
        down.addLayout(self._head(look, remark, where, why_not))
        down.addWidget(text)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(down)
        outer.addWidget(line())

    def _head(self, look: Look, remark: Remark, where: str, why_not: str) -> QHBoxLayout:
        comment = remark.comment
        token = "info" if remark.is_open else "text-3"
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(icon_label(look, "message-square", token, 14))
        when = comment.at[:16].replace("T", " ")
        head.addWidget(label(look, f"{comment.who}  {when}", "small", "3"))
        self.place = button(look, where, kind="link", tip=tr("到这个字段"))
        self.place.setVisible(bool(comment.element or comment.group))
        self.place.clicked.connect(self.jumped)
        head.addWidget(self.place)
        head.addStretch()
        if remark.is_open:
            self.settle = button(look, tr("标为已处理"), kind="small", tip=why_not)
            self.settle.setAccessibleName(tr("标为已处理：{0}").format(comment.text[:30]))
            self.settle.setEnabled(not why_not)
            self.settle.clicked.connect(self.settled)
            head.addWidget(self.settle)
        else:
            head.addWidget(
                label(look, tr("{0} 已处理").format(comment.closed_at[5:10]), "small", "3")
            )
        return head


class RemarksPane(QFrame):
    """The remarks of the record that is shown; below, a line to write one. `tools`: above it."""

    place_wished = Signal(object)
    """A Remark whose field is wished for."""
    settle_wished = Signal(str)
    """The id of a remark."""
    typed = Signal(object)
    """A Draft: what stands in the line now."""
    write_wished = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._look = look
        self._remarks: Sequence[tuple[Remark, str]] = ()
        self._why_not = ""
        self._cards: list[RemarkCard] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self.tools = self._made_tools()
        self._empty = EmptyLine(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._made_list())
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._made_line())

    def _made_tools(self) -> QWidget:
        self._open = FilterChip(self._look, tr("待处理"))
        self._settled = FilterChip(self._look, tr("已处理"))
        self._open.setChecked(True)
        self._which = QButtonGroup(self)
        for chip in (self._open, self._settled):
            self._which.addButton(chip)
        self._which.buttonToggled.connect(self._show)
        return YieldingRow((self._open, self._settled), ())

    def _made_list(self) -> QScrollArea:
        ground = QWidget()
        ground.setProperty("role", "ground")
        down = QVBoxLayout(ground)
        down.setContentsMargins(0, 0, 0, 0)
        down.addLayout(self._list)
        down.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(tr("意见"))
        scroll.setWidget(ground)
        return scroll

    def _made_line(self) -> QFrame:
        self._where = QuietCombo(tr("意见写在"))
        self._where.setToolTip(tr("意见写在哪里：跟着光标所在的字段，也可以改选"))
        self._where.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._where.setMinimumContentsLength(9)
        self._where.activated.connect(self._tell)
        self.line = QLineEdit(placeholderText=_HINT)
        self.line.setAccessibleName(tr("意见"))
        self.line.setMaxLength(LONGEST)
        self.line.textEdited.connect(self._tell)
        self.line.returnPressed.connect(self._write)
        self._send = button(self._look, tr("写入"), icon="message-square")
        self._send.setAccessibleName(tr("写入意见"))
        self._send.clicked.connect(self._write)
        foot = QFrame()
        foot.setProperty("role", "foot")
        across = QHBoxLayout(foot)
        across.setContentsMargins(8, 2, 8, 2)
        across.setSpacing(6)
        across.addWidget(self._where)
        across.addWidget(self.line, 1)
        across.addWidget(self._send)
        return foot

    # -- what is shown -------------------------------------------------------------------------

    @property
    def words(self) -> str:
        """What is said where there are no remarks; "" where there are."""
        return self._empty.words if self._stack.currentWidget() is self._empty else ""

    @property
    def cards(self) -> Sequence[RemarkCard]:
        """The remarks that are shown, in reading order."""
        return self._cards

    def show_remarks(self, remarks: Sequence[tuple[Remark, str]], why_not: str) -> None:
        """Show (remark, where it hangs in words); `why_not`: why they can only be read."""
        if (remarks, why_not) == (self._remarks, self._why_not):
            return
        self._remarks, self._why_not = remarks, why_not
        self._show()

    def _show(self) -> None:
        openly = self._open.isChecked()
        still = sum(remark.is_open for remark, _ in self._remarks)
        self._open.show_count(still)
        self._settled.show_count(len(self._remarks) - still)
        while (item := self._list.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        self._cards = []
        for remark, where in self._remarks:
            if remark.is_open is openly:
                self._add(remark, where)
        words = tr("没有待处理的意见。") if openly else tr("没有已处理的意见。")
        self._empty.say("message-square", words)
        self._stack.setCurrentIndex(0 if self._cards else 1)

    def _add(self, remark: Remark, where: str) -> None:
        card = RemarkCard(self._look, remark, where, self._why_not)
        card.jumped.connect(partial(self.place_wished.emit, remark))
        card.settled.connect(partial(self.settle_wished.emit, remark.comment.id))
        self._cards.append(card)
        self._list.addWidget(card)

    def show_open(self) -> None:
        """Show what is not settled."""
        self._open.setChecked(True)

    # -- writing -------------------------------------------------------------------------------

    def offer(self, targets: Sequence[Target]) -> None:
        """What a remark can hang on now, the likeliest first; a half-written one stays."""
        if not self.line.text().strip():
            self._fill(targets)

    def show_draft(
        self, draft: Draft | None, targets: Sequence[Target], why_not: str, going: bool
    ) -> None:
        """Show what was typed for the record; `why_not`: why nothing can be written on it."""
        text = draft.text if draft else ""
        if self.line.text() != text:
            self.line.setText(text)
        here = [(draft.spot, draft.where)] if draft else []
        self._fill([*here, *(one for one in targets if one not in here)])
        self._where.setEnabled(not why_not and not going)
        self.line.setEnabled(not why_not)
        self.line.setReadOnly(going)  # not disabled: the cursor stays for the next remark
        self.line.setToolTip(why_not or tr("写意见不改动记录本身"))
        self.line.setPlaceholderText(why_not or _HINT)
        self._may_send(why_not, going)

    def _fill(self, targets: Sequence[Target]) -> None:
        self._where.clear()
        for spot, words in targets:
            self._where.addItem(words, spot)
        self._where.setCurrentIndex(0)

    def _may_send(self, why_not: str = "", going: bool = False) -> None:
        empty = not self.line.text().strip()
        self._send.setEnabled(not (why_not or going or empty))
        waits = tr("正在写入…") if going else tr("先写几个字") if empty else ""
        self._send.setToolTip(why_not or waits)

    def _tell(self) -> None:
        self._may_send()
        self.typed.emit(
            Draft(self._where.currentData(), self._where.currentText(), self.line.text())
        )

    def _write(self) -> None:
        if self._send.isEnabled():
            self.write_wished.emit()
