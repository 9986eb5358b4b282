"""The head of a record: title, state, who and when, completeness, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from cdo_desktop.domain.listing import RevisionInfo, Summary
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.flows import Flow
from ui.look import Look, restyle
from ui.tr import tr
from ui.widgets.buttons import button, icon_button, put_icon
from ui.widgets.chips import Chip, state_chip
from ui.widgets.text import Elided, label


class RecordHead(QWidget):
    """Title, state, who and when, completeness; previous and next."""

    stepped = Signal(int)
    """Another record is wished for: -1 the one before, 1 the next."""
    asked = Signal(str)
    """"copy", "review", or "move:…" for a move of the review."""
    history_asked = Signal()
    """What has changed since the last review is to be shown."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._title = Elided(look, "record")
        self._chip = Chip(look)
        self._facts = Elided(look, "small", "3")
        self._bar = QProgressBar(textVisible=False, accessibleName=tr("完整度"))
        self._bar.setFixedSize(look.theme.px(90), look.theme.px(6))
        self._bar.setProperty("role", "completeness")
        self._percent = label(look, role="small", tone="3")
        up = icon_button(look, "chevron-up", tr("上一条（Alt+↑）"))
        down = icon_button(look, "chevron-down", tr("下一条（Alt+↓）"))
        up.clicked.connect(lambda: self.stepped.emit(-1))
        down.clicked.connect(lambda: self.stepped.emit(1))
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._title)
        first.addWidget(self._chip)
        first.addStretch()
        copy = icon_button(look, "copy", tr("复制为新的一条"))
        copy.clicked.connect(lambda: self.asked.emit("copy"))
        self._moves = QHBoxLayout()
        self._moves.setSpacing(6)
        self._review = button(look, tr("审查"), icon="list-checks", tip=tr("检查、意见和签署"))
        self._review.clicked.connect(lambda: self.asked.emit("review"))
        self._review.hide()
        for made in (up, down, copy, self._review):
            first.addWidget(made)
        first.addLayout(self._moves)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self._facts, 1)
        self._changes = button(look, "", kind="link", tip=tr("逐项看改动前后的内容"))
        self._changes.hide()
        look.put_type(self._changes, "small")
        self._changes.clicked.connect(self.history_asked)
        second.addWidget(self._changes)
        second.addWidget(label(look, tr("完整度"), "small", "3"))
        second.addWidget(self._bar)
        second.addWidget(self._percent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 4)
        layout.setSpacing(2)
        layout.addLayout(first)
        layout.addLayout(second)

    def show_record(self, flow: Flow, record: Record, summary: Summary, last: RevisionInfo) -> None:
        """Show the head of a record."""
        self._title.setText(record.title or tr("（没有名称）"))
        self._chip.show_chip(state_chip(flow, summary.review, summary.delivery))
        facts = [record.code, summary.office or record.org.name]
        facts.append(
            tr("{last.who} {0} 第 {record.revision} 版").format(
                last.at[5:16].replace("T", " "), last=last, record=record
            )
        )
        self._facts.setText("  ·  ".join(filter(None, facts)))
        self._bar.setValue(summary.completeness)
        self._percent.setText(f"{summary.completeness}%")

    def show_changes(self, number: int) -> None:
        """Say how much has changed since the last review; 0 says nothing."""
        words = tr("自上次审核以来变更 {number} 项").format(number=number)
        self._changes.setText(words)
        self._changes.setAccessibleName(words)
        self._changes.setVisible(number > 0)

    def offer_review(self, offered: bool, awaited: bool) -> None:
        """Whether it is reviewed on a page of its own, with opinions, and waits for one: then that
        is the first thing to do."""
        self._review.setVisible(offered)
        kind = "primary" if awaited else ""
        restyle(self._review, "kind", kind)
        put_icon(self._look, self._review, "list-checks", kind)

    def show_moves(
        self, moves: Sequence[tuple[str, str, str]], enabled: bool, why: str, *, primary: bool
    ) -> None:
        """Offer (key, words, icon) of the moves that are open now; the last is the primary one,
        unless something else is to be done first."""
        while (item := self._moves.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for place, (key, words, icon) in enumerate(moves, 1):
            kind = "primary" if primary and place == len(moves) else ""
            made = button(self._look, words, kind=kind, icon=icon)
            made.setEnabled(enabled)
            made.setToolTip(why)
            made.clicked.connect(partial(self.asked.emit, f"move:{key}"))
            self._moves.addWidget(made)
