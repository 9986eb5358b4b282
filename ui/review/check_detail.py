"""What is below an opened check: the whole sentence, the evidence, whoever thinks otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cdo_desktop.domain.project_check import Evidence, Outcome, ProjectCheck, Similar
from ui.look import Look
from ui.review.similar_rows import SimilarRow
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.flow import FlowLayout
from ui.widgets.text import icon_label, label

_LEFT = 38


@dataclass(frozen=True, slots=True)
class Beside:
    """What a detail shows beside the check itself."""

    similar: Sequence[Similar]
    """Only for the check of duplicates."""
    limit: int
    """Per cent above which something is a duplicate."""
    kind_label: Callable[[str], str]
    why_not: str
    """Why it cannot be overruled here and now; "" if it can."""


class CheckDetail(QFrame):
    """Made once a check is opened."""

    record_wished = Signal(str)
    overrule_asked = Signal()
    compare_asked = Signal()

    def __init__(self, look: Look, check: ProjectCheck, beside: Beside) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "strip")
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(look.theme.px(_LEFT), 2, 12, 10)
        self._down.setSpacing(look.theme.px(5))
        self._down.addWidget(self._words(check.sentence))
        self._down.addWidget(self._words(tr("依据：{0}").format(check.clause), "3"))
        if beside.similar:
            self._add_similar(beside)
        else:
            for one in check.evidence:
                self._down.addWidget(self._evidence(one))
        if check.overrule is not None:
            self._add_overrule(check)
        self._add_deeds(check, beside)

    def _words(self, text: str, tone: str = "2") -> QLabel:
        made = label(self._look, text, "small", tone)
        made.setWordWrap(True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return made

    def _add_similar(self, beside: Beside) -> None:
        for one in beside.similar:
            row = SimilarRow(self._look, one, beside.kind_label(one.kind), beside.limit)
            row.wished.connect(self.record_wished)
            self._down.addWidget(row)
        self._down.addWidget(self._words(tr("竖线为 {0}% 的界限。").format(beside.limit), "3"))

    def _evidence(self, one: Evidence) -> QWidget:
        made = QWidget()
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        top = Qt.AlignmentFlag.AlignTop
        if one.record:
            name = button(self._look, one.label, kind="link", tip=tr("看这条记录"))
            name.clicked.connect(lambda: self.record_wished.emit(one.record))
            across.addWidget(name, 0, top)
        else:
            across.addWidget(self._words(one.label, "3"), 0, top)
        across.addWidget(self._words(_compared(one)), 1, top)
        return made

    def _add_overrule(self, check: ProjectCheck) -> None:
        said = check.overrule
        if said is None:
            return
        line = QHBoxLayout()
        line.setSpacing(6)
        icon = icon_label(self._look, "pen-line", "text-2", 14)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = tr("{said.by} {said.on} 改判：{said.reason}").format(said=said)
        if not said.holds:
            words += tr("（改判的是“{0}”，结论已经变了，改判不再算数）").format(said.said)
        line.addWidget(self._words(words, "2" if said.holds else "warn"), 1)
        self._down.addLayout(line)

    def _add_deeds(self, check: ProjectCheck, beside: Beside) -> None:
        deeds = FlowLayout(gap=8)
        if any(one.pairs for one in beside.similar):
            compare = button(self._look, tr("并排对比"), kind="small", icon="columns-2")
            compare.clicked.connect(self.compare_asked)
            deeds.addWidget(compare)
        if check.result.can_be_overruled and not check.stops:
            again = check.overrule is not None
            asks = check.result is Outcome.ASK
            words = tr("重新改判…") if again else tr("写明判断…") if asks else tr("改判…")
            made = button(self._look, words, kind="small", icon="pen-line", tip=beside.why_not)
            made.setAccessibleName(tr("改判“{0}”").format(check.label))
            made.setEnabled(not beside.why_not)
            made.clicked.connect(self.overrule_asked)
            deeds.addWidget(made)
        if deeds.count():
            self._down.addLayout(deeds)


def _compared(one: Evidence) -> str:
    """What the project says against what it was held against."""
    parts = [one.mine, one.theirs]
    words = tr("　对照：").join(part for part in parts if part)
    return f"{words}　{one.percent}%" if one.percent is not None else words
