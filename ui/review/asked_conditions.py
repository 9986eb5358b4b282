"""附加条件: what the signed opinions ask for, how each stands, and the way to tick it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cdo_desktop.domain.roles import role_label
from cdo_desktop.work.conditions import Condition
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button, line
from ui.widgets.marks import Mark
from ui.widgets.text import icon_label, label

OPEN = Mark("mark-warning", "warn-icon", tr("未落实"))
MET = Mark("check", "ok-solid", tr("已落实"))
VOID = Mark("ban", "text-3", tr("已失效"))


def mark_of(one: Condition) -> Mark:
    """How a condition stands; what is void is void, whether it was met or not."""
    if one.void:
        return VOID
    return OPEN if one.is_open else MET


def whose(one: Condition) -> str:
    """Whose opinion it is."""
    return tr("{one.name}（{0}）的意见").format(role_label(one.role), one=one)


class ConditionRow(QWidget):
    """One condition: mark, words, whose it is, who found it met; a button while it is open."""

    def __init__(self, look: Look, condition: Condition, why_not: str) -> None:
        super().__init__()
        mark = mark_of(condition)
        self.condition = condition
        self.words = _wrapped(look, condition.text, tone="3" if condition.void else "")
        self.state = label(look, mark.word, "small-strong", _TONES[mark])
        whose_words = label(look, whose(condition), "small", "3")
        self.met = _wrapped(look, condition.met_words, "small", "3" if condition.void else "2")
        self.met.setVisible(condition.met is not None)
        self.tick: QPushButton | None = None
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.state)
        below.addWidget(whose_words, 1)
        if condition.is_open:
            self.tick = button(look, tr("落实…"), kind="small")
            self.tick.setAccessibleName(tr("落实条件：{0}").format(condition.text))
            self.tick.setEnabled(not why_not)
            self.tick.setToolTip(why_not or tr("写明根据，确认这个条件已经落实"))
            below.addWidget(self.tick)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.words)
        told.addLayout(below)
        told.addWidget(self.met)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        icon = icon_label(look, mark.icon, mark.token)
        across.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(told, 1)
        parts = (condition.text, mark.word, whose(condition), condition.met_words)
        self.setAccessibleName("，".join(filter(None, parts)))


class AskedConditions(QWidget):
    """Hidden where nothing was asked for."""

    tick_asked = Signal(object)
    """A Condition."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[tuple[Condition, str], ...] = ()
        self.rows: list[ConditionRow] = []
        self.count = label(look, "", "small", "3")
        head = QHBoxLayout()
        head.addWidget(label(look, tr("附加条件"), "section"))
        head.addWidget(self.count, 1)
        self._column = QVBoxLayout()
        self._column.setSpacing(look.theme.px(10))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.theme.px(8))
        down.addWidget(line())
        down.addLayout(head)
        down.addLayout(self._column)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(tr("附加条件"))
        self.hide()

    def show_conditions(self, conditions: Sequence[Condition], why_not: Mapping[str, str]) -> None:
        """Show these; `why_not`: role of a condition -> why nobody here may tick it off."""
        shown = tuple((one, why_not.get(one.role, "")) for one in conditions)
        self.setVisible(bool(shown))
        if shown == self._shown:
            return
        self._shown = shown
        focus = self.window().focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [ConditionRow(self._look, one, why) for one, why in shown]
        for row in self.rows:
            self._column.addWidget(row)
            if row.tick is not None:
                row.tick.clicked.connect(self._ask)
        self._tell(conditions)
        if had_focus:
            self._focus_first()

    def _tell(self, conditions: Sequence[Condition]) -> None:
        still = sum(one.is_open for one in conditions)
        good = sum(mark_of(one) is MET for one in conditions)
        words = tr("{0} 条，{still} 条未落实").format(len(conditions), still=still)
        if not still:
            words = tr("{0} 条，全部落实").format(good) if good else tr("随旧版签名失效")
        self.count.setText(words)

    def _focus_first(self) -> None:
        """Where the button has gone that was pressed, the next one has the focus; after the last
        one Tab goes on from here."""
        ticks = [row.tick for row in self.rows if row.tick is not None and row.tick.isEnabled()]
        (ticks[0] if ticks else self).setFocus()

    def _ask(self) -> None:
        pressed = self.sender()
        row = next(row for row in self.rows if row.tick is pressed)
        self.tick_asked.emit(row.condition)


_TONES = {OPEN: "warn", MET: "ok", VOID: "3"}


def _wrapped(look: Look, words: str, role: str = "body", tone: str = "") -> QLabel:
    made = label(look, words, role, tone)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made
