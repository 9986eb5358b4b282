"""One step of a verification as a row, with everything that is wrong below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cdo_desktop.work.explaining import StepFound, StepState
from cdo_desktop.work.inspecting import Inspected
from ui.exchange.verdict_words import STATES, STEPS, bad_file_lines, step_words
from ui.look import Look
from ui.tr import tr
from ui.widgets.text import icon_label, label

_MOST = 100
"""Bad files shown under a row; all are in the technical text."""
_NAME, _ASIDE, _WIDE, _ANY = 96, 190, 620, 16_777_215


class StepRow(QWidget):
    """One step: mark, name, what is so, a word on it; below, everything that is wrong."""

    def __init__(self, look: Look, found: Inspected, step: StepFound) -> None:
        super().__init__()
        mark = STATES[step.state]
        says, aside = step_words(found, step)
        px = look.theme.px
        icon = icon_label(look, mark.icon, mark.token, 16)
        icon.setAccessibleName(mark.word)
        icon.setToolTip(mark.word)
        name = label(look, STEPS[step.step], "strong")
        name.setFixedWidth(px(_NAME))
        words = label(look, says, tone="3" if mark.token == "text-3" else "")
        words.setWordWrap(True)
        words.setToolTip("\n".join(reason.code for reason in step.reasons))
        self._look, self._aside = look, label(look, aside, "small", "3")
        self._aside.setWordWrap(True)
        self._aside.setVisible(bool(aside))
        self._said = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._said.setSpacing(px(2))
        top = Qt.AlignmentFlag.AlignTop
        self._said.addWidget(words, 1)
        self._said.addWidget(self._aside, 0, top)
        across = QHBoxLayout()
        across.setContentsMargins(14, 7, 12, 7)
        across.setSpacing(12)
        across.addWidget(icon, 0, top)
        across.addWidget(name, 0, top)
        across.addLayout(self._said, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across)
        for detail in _details(found, step):
            down.addWidget(_detail(look, detail))
        self.setAccessibleName(f"{STEPS[step.step]}，{mark.word}：{says}")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The word on it stands at the right where there is room, else below."""
        px, directions = self._look.theme.px, QBoxLayout.Direction
        wide = self.width() >= px(_WIDE)
        self._said.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        self._aside.setMinimumWidth(px(_ASIDE) if wide else 0)
        self._aside.setMaximumWidth(px(_ASIDE) if wide else _ANY)


def _details(found: Inspected, step: StepFound) -> list[Sequence[str]]:
    """Every bad file of the step with expected and found; other reasons beyond the first."""
    if step.state is not StepState.FAILED and len(step.reasons) < 2:
        return []
    bad = {id(one.reason): one for one in found.bad_files}
    shown: list[Sequence[str]] = [
        bad_file_lines(bad[id(reason)]) if id(reason) in bad else [reason.message()]
        for reason in step.reasons[:_MOST]
    ]
    if shown == [[step.reasons[0].message()]]:
        return []  # the row says it already
    left = len(step.reasons) - len(shown)
    return (
        [*shown, [tr("另有 {left} 处，全部列在“技术细节”里。").format(left=left)]]
        if left > 0
        else shown
    )


def _detail(look: Look, lines: Sequence[str]) -> QLabel:
    made = label(look, "\n".join(lines), "small", "2")
    made.setWordWrap(True)
    made.setContentsMargins(look.theme.px(_NAME) + 54, 0, 12, 6)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
