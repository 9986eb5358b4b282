"""The left of the sheet: the opinion, what is covered, what has changed, what is still open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.work.review_forms import Opinion, ShownForm
from cdo_desktop.work.review_parts import Part, open_checks, parts_of
from ui.exchange.wording import grouped
from ui.shell import Shell
from ui.signing.changes_block import ChangesBlock, Since
from ui.signing.opinion_block import OpinionBlock
from ui.signing.part_rows import PartRows
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.text import label


class SheetBody(QScrollArea):
    """Everything is read from the one form that `show_form` was given last."""

    opened = Signal(object)
    """A Part is to be shown."""
    changed = Signal()
    """Something was seen or ticked, or is to be seen anew."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self._look = look = shell.look
        self.shown: ShownForm | None = None
        """What stands here; its token is what signing asks for."""
        self.parts: tuple[Part, ...] = ()
        self._seen: list[Part] = []
        self.setAccessibleName(tr("签署内容"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.waiting = label(look, tr("正在整理要签署的内容…"), tone="2")
        self.opinion = OpinionBlock(look)
        self.rows = PartRows(look)
        self.rows.opened.connect(self.opened)
        self._count = label(look, "", "small", "3")
        self._count.setWordWrap(True)
        self._digest = label(look, "", "mono")
        self._phone = label(look, "", "small", "2")
        for one in (self._digest, self._phone):
            one.setWordWrap(True)
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = button(look, tr("复制"), kind="small", icon="copy")
        self._copy.setAccessibleName(tr("复制内容摘要"))
        self._copy.clicked.connect(self._copy_digest)
        self.changes = ChangesBlock(look)
        self.findings = Banner(look)
        self.ticked = QCheckBox(tr("我已逐项核对以上内容和变更"))
        self.ticked.toggled.connect(self.changed)
        self._lay_out()

    def _lay_out(self) -> None:
        look = self._look
        self._whole = QWidget()
        inside = QVBoxLayout(self._whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.theme.px(8))
        digest = QHBoxLayout()
        digest.setSpacing(8)
        digest.addWidget(self._digest, 1)
        digest.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(label(look, tr("您要签署的意见"), "section"))
        inside.addWidget(self.opinion)
        inside.addWidget(label(look, tr("签名覆盖的内容"), "section"))
        inside.addWidget(self._count)
        inside.addWidget(self.rows)
        inside.addWidget(label(look, tr("内容摘要 SHA-256"), "small", "3"))
        inside.addLayout(digest)
        inside.addWidget(self._phone)
        inside.addWidget(self.changes)
        inside.addWidget(self.findings)
        inside.addWidget(self.ticked)
        inside.addStretch(1)
        ground = QWidget()
        ground.setProperty("role", "ground")
        down = QVBoxLayout(ground)
        down.setContentsMargins(16, 12, 16, 12)
        down.addWidget(self.waiting)
        down.addWidget(self._whole)
        self._whole.hide()
        self.setWidget(ground)

    def show_form(self, shown: ShownForm, opinion: Opinion) -> None:
        """Show a form; before it is known who signs, the opinion as it was given."""
        self.shown = shown
        self.parts = parts_of(shown)
        self._seen = [part for part in self._seen if part in self.parts]
        if shown.token:
            said = shown.opinions[-1].statement
            self.opinion.show_opinion(said.decision, said.text, said.conditions)
        else:
            self.opinion.show_opinion(opinion.decision, opinion.text, opinion.conditions)
        says = tr("{0} 部分都看过才能签；任何一个字节改动，签名即失效").format(len(self.parts))
        self._count.setText(says)
        self.rows.show_parts(self.parts, self._seen)
        self._digest.setText(grouped(shown.content_digest))
        self._phone.setText(tr("电话核对：{shown.fingerprint}").format(shown=shown))
        self._say_open(open_checks(shown))
        self.changes.show_since(None, asked=bool(shown.token))
        self.ticked.setChecked(False)
        self.waiting.hide()
        self._whole.show()
        self.changed.emit()

    def show_since(self, since: Since | None) -> None:
        """Show what has changed since this signer signed last."""
        self.changes.show_since(since)

    def _say_open(self, labels: list[str]) -> None:
        names = "、".join(labels)
        words = tr("还有 {0} 项检查没有解决（{names}）。").format(len(labels), names=names)
        self.findings.say("warn", words, stays=True)
        self.findings.setVisible(bool(labels))

    def mark_seen(self, part: Part) -> None:
        """A part was in front of one's eyes."""
        if part in self.parts and part not in self._seen:
            self._seen.append(part)
            self.rows.mark(self._seen)
            self.changed.emit()

    @property
    def unseen(self) -> list[Part]:
        """The parts that nobody has opened yet."""
        return [part for part in self.parts if part not in self._seen]

    @property
    def missing(self) -> list[str]:
        """What is still to be done here before it can be signed."""
        found = []
        if self.unseen:
            found.append(tr("打开看过 {0} 个部分").format(len(self.unseen)))
        if not self.ticked.isChecked():
            found.append(tr("勾选“我已逐项核对”"))
        return found

    def _copy_digest(self) -> None:
        if self.shown is not None:
            QApplication.clipboard().setText(self.shown.content_digest)
