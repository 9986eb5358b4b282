"""What was found about one file: verdict, a row for every step, signatures, what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.work.explaining import Step, StepFound, explain
from cdo_desktop.work.inspecting import Inspected
from ui.exchange.step_row import StepRow
from ui.exchange.verdict_next import ALWAYS, NextStep, next_steps
from ui.exchange.verdict_parts import legend, opinion_row, signature_row, wanted_row
from ui.exchange.verdict_words import STATES, VERDICTS, headline, technical_text
from ui.look import Look, restyle
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button, line
from ui.widgets.panel import Panel
from ui.widgets.text import Numeral, label


class VerdictBanner(QFrame):
    """The verdict, large, with its one sentence."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._icon = QLabel()
        self._word = label(look, "", "record")
        self._says = label(look)
        self._says.setWordWrap(True)
        self._says.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._word)
        words.addWidget(self._says)
        across = QHBoxLayout(self)
        across.setContentsMargins(18, 12, 16, 12)
        across.setSpacing(14)
        across.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addLayout(words, 1)

    def show_found(self, found: Inspected) -> None:
        """Show the verdict of a file."""
        shape = VERDICTS[found.verdict]
        self.setProperty("role", "verdict")
        self._look.put_icon(self._icon, shape.icon, shape.token, 28)
        self._word.setText(found.verdict.label)
        self._says.setText(headline(found))
        self._level = shape.level
        restyle(self._word, "tone", {"plum": ""}.get(shape.level, shape.level))
        self.setAccessibleName(f"{found.verdict.label}：{headline(found)}")
        self.paint_ground()

    @property
    def words(self) -> str:
        """The sentence under the verdict."""
        return self._says.text()

    def paint_ground(self) -> None:
        """The ground in the colour of the verdict; again after a change of the theme."""
        theme = self._look.theme
        fill, edge = theme.hex(f"{self._level}-bg"), theme.hex(f"{self._level}-line")
        self.setStyleSheet(
            f'QFrame[role="verdict"] {{ background: {fill}; border: 1px solid {edge};'
            " border-radius: 6px; }"
        )


class VerdictView(QScrollArea):
    """Everything about one file, top to bottom."""

    asked = Signal(str)
    """The act of a NextStep."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self._look = look = shell.look
        self._found: Inspected | None = None
        self.setAccessibleName(tr("核验结果"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verdict = VerdictBanner(look)
        self._steps = Panel(look, tr("核验明细"), link=tr("技术细节"))
        self._signatures = Panel(look, tr("签名"))
        self._opinions = Panel(look, tr("审查意见"))
        self._next = Panel(look, tr("接下来做什么"))
        self._step_rows, self._signature_rows, self._next_rows = (
            _Rows(), _Rows(), _Rows()
        )  # fmt: skip
        self._opinion_rows = _Rows()
        self._opinions.put(self._opinion_rows)
        self._steps.put(self._step_rows)
        self._signatures.put(self._signature_rows)
        self._next.put(self._next_rows)
        self._technical = QPlainTextEdit(readOnly=True, accessibleName=tr("技术细节"))
        look.put_type(self._technical, "mono")
        self._copy = button(look, tr("复制技术细节"), kind="small", icon="copy")
        self._copy.clicked.connect(self._copy_text)
        self._steps.link.clicked.connect(self._toggle_text)
        ground = QWidget()
        ground.setProperty("role", "ground")
        down = QVBoxLayout(ground)
        down.setContentsMargins(18, 14, 18, 14)
        down.setSpacing(12)
        for part in (self.verdict, self._opinions, self._steps, self._technical, self._copy):
            down.addWidget(part)
        down.setAlignment(self._copy, Qt.AlignmentFlag.AlignRight)
        down.addWidget(self._signatures)
        down.addWidget(self._next)
        down.addStretch(1)
        down.addWidget(label(look, tr("四种结论"), "small", "3"))
        down.addWidget(legend(look))
        self.setWidget(ground)
        look.changed.connect(self._repaint)
        self._show_text(False)

    def has_focus(self) -> bool:
        """Whether the keys go, or will go when its window is in front, to something in here."""
        now = self.window().focusWidget()
        return now is not None and (now is self or self.isAncestorOf(now))

    def show_found(self, found: Inspected, *, writable: bool) -> None:
        """Show a file that was verified."""
        had_focus = self.has_focus()
        self._found = found
        self.verdict.show_found(found)
        self.setAccessibleDescription(self.verdict.accessibleName())
        lines = explain(found)
        self._steps.say(_counts(lines))
        self._step_rows.fill([StepRow(self._look, found, one) for one in lines])
        signed = found.verification.standings
        self._signatures.setVisible(bool(signed))
        self._signatures.say(tr("{0} 个，按先后").format(len(signed)))
        here = {one.sha256 for one in found.signed_here}
        rows = [signature_row(self._look, o, is_here=o.cert_sha256 in here) for o in signed]
        self._signature_rows.fill(rows)
        self._show_opinions(found)
        steps = next_steps(found)
        self._next_rows.fill([self._next_row(n, one, writable) for n, one in enumerate(steps, 1)])
        self._technical.setPlainText(technical_text(found))
        self._show_text(False)
        self.verticalScrollBar().setValue(0)
        if had_focus:  # what had it was of the verdict before, and is gone
            self.setFocus()

    def _show_opinions(self, found: Inspected) -> None:
        """Of a review form: who has said what, and whose turn it is."""
        form = found.form
        self._opinions.setVisible(form is not None)
        if form is not None:
            rows = [opinion_row(self._look, one) for one in form.opinions]
            rows += [wanted_row(self._look, n, one) for n, one in enumerate(form.wanted)]
            self._opinions.say(
                tr("{0} 个，还差 {1} 个").format(len(form.opinions), len(form.wanted))
            )
            self._opinion_rows.fill(rows)

    def _next_row(self, number: int, step: NextStep, writable: bool) -> QWidget:
        look = self._look
        made = QWidget()
        across = QHBoxLayout(made)
        across.setContentsMargins(14, 8, 12, 8)
        across.setSpacing(12)
        across.addWidget(Numeral(look, number))
        words = label(look, step.says)
        words.setWordWrap(True)
        across.addWidget(words, 1)
        if step.act:
            kind = "primary" if step.primary else ""
            deed = button(look, step.verb, kind=kind, icon=step.icon)
            deed.setProperty("act", step.act)
            deed.setEnabled(writable or step.act in ALWAYS)
            deed.setToolTip("" if deed.isEnabled() else tr("只读打开，或没有打开工作区"))
            deed.clicked.connect(self._ask)
            across.addWidget(deed)
        return made

    def _ask(self) -> None:
        self.asked.emit(self.sender().property("act"))

    def _toggle_text(self) -> None:
        self._show_text(self._technical.isHidden())

    def _show_text(self, shown: bool) -> None:
        self._technical.setVisible(shown)
        self._technical.setMinimumHeight(self._look.theme.px(220))
        self._copy.setVisible(shown)
        self._steps.link.setText(tr("收起技术细节") if shown else tr("技术细节"))

    def _copy_text(self) -> None:
        QApplication.clipboard().setText(self._technical.toPlainText())

    def _repaint(self) -> None:
        if self._found is not None:
            self.verdict.paint_ground()


class _Rows(QWidget):
    """Widgets below one another with lines between."""

    def __init__(self) -> None:
        super().__init__()
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(0)

    def fill(self, widgets: Sequence[QWidget]) -> None:
        """Show these instead."""
        while (item := self._down.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for place, widget in enumerate(widgets):
            if place:
                self._down.addWidget(line())
            self._down.addWidget(widget)


def _counts(lines: Sequence[StepFound]) -> str:
    words = {state: mark.word for state, mark in STATES.items()}
    found = [(word, sum(one.state is state for one in lines)) for state, word in words.items()]
    told = "，".join(f"{word} {number}" for word, number in found if number)
    return tr("{0} 项：{told}").format(len(Step), told=told)
