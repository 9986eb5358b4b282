"""A form that came as a file: what stands in it, who has said what, and one's own opinion of it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from cdo_desktop.domain.statement import Decision
from cdo_desktop.tasks import Run
from cdo_desktop.work.opinion_drafts import OpinionDraft, spoken
from cdo_desktop.work.review_cases import FileCase
from cdo_desktop.work.review_forms import FormVerdict, ShownForm, sheet_lines
from ui.exchange.ask_dialog import AskDialog
from ui.exchange.fields import rows
from ui.review.decision_bar import DecisionBar
from ui.shell import Shell
from ui.signing.words_view import Words
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import label

_TEXT, _CONDITIONS, _FORM = 92, 66, 240


class OpinionDialog(AskDialog):
    """Asks for decision, text and conditions; the sheet comes after it."""

    WIDTH = 760
    said = Signal(object)
    """(the FileCase, an Opinion)."""

    def __init__(self, shell: Shell, parent: QWidget, case: FileCase) -> None:
        title = tr("在审查表上签署意见")
        super().__init__(shell, parent, title, tr("下一步：核对并签署"))
        look, px = shell.look, shell.look.theme.px
        self._case = case
        self._shown: ShownForm | None = None
        self._what = self.say(tr("正在读取“{0}”…").format(case.path.name), role="strong")
        self._standing = self.say("")
        self.whole = button(look, tr("查看审查表全文"), kind="small", icon="file-text")
        self.whole.clicked.connect(self._show_whole)
        across = QHBoxLayout()
        across.addWidget(self.whole)
        across.addStretch(1)
        self.put(across)
        self.form = Words(look)
        self.form.setMinimumHeight(px(_FORM))
        self.form.hide()
        self.put(self.form)
        self.decision = DecisionBar(look)
        self.decision.chosen.connect(self._judge)
        self.text = _area(tr("意见"), px(_TEXT))
        self.conditions = _area(tr("修改要求，每行一条"), px(_CONDITIONS))
        self.text.textChanged.connect(self._judge)
        self.conditions.textChanged.connect(self._judge)
        self._conditions_label = label(look, tr("每行一条；签署后逐条销号"), "small", "3")
        lines = (
            (tr("* 意见类别"), self.decision),
            (tr("意见"), self.text),
            (tr("修改要求"), self.conditions),
            ("", self._conditions_label),
        )
        self.put(rows(look, lines))
        self._judge()
        self.text.setFocus()

    def open(self) -> None:
        """Show it, and read the form."""
        super().open()
        case = self._case
        job = self.shell.jobs.start(tr("读取审查表"), lambda run: _read(case, run))
        job.done.connect(self._read)
        job.failed.connect(self._not_read)

    @Slot(object)
    def _read(self, found: tuple[ShownForm, FormVerdict]) -> None:
        self._shown, verdict = found
        words = tr("{0}　第 {1} 版　申报单位：{2}")
        shown = self._shown
        self._what.setText(words.format(shown.form["title"], shown.version, shown.sender.name))
        self._standing.setText(verdict.words)
        self._judge()
        self.fit()

    @Slot(object)
    def _not_read(self, error: BaseException) -> None:
        self._what.setText(tr("读不了“{0}”").format(self._case.path.name))
        self.banner.say_error(error)
        self._judge()
        self.fit()

    def _show_whole(self) -> None:
        if self._shown is not None:
            self.form.show_lines(tuple(sheet_lines(self._shown)))
            self.form.setVisible(self.form.isHidden())
            hidden = self.form.isHidden()
            self.whole.setText(tr("查看审查表全文") if hidden else tr("收起审查表全文"))
            self.fit()

    @property
    def draft(self) -> OpinionDraft:
        """What is said so far; nothing is chosen for whoever signs."""
        decision = self.decision.decision
        wanted = decision is Decision.AGREE_IF
        lines = self.conditions.toPlainText().splitlines() if wanted else []
        conditions = tuple(one.strip() for one in lines if one.strip())
        return OpinionDraft(decision, self.text.toPlainText(), conditions)

    def _judge(self) -> None:
        said = self.draft
        wanted = said.decision is Decision.AGREE_IF
        self.conditions.setEnabled(wanted)
        hint = "" if wanted else tr("意见类别是“修改后同意”时填写")
        self.conditions.setPlaceholderText(hint)
        no_reason = said.decision is Decision.REFUSE and not said.text.strip()
        self.want(
            "" if self._shown else tr("读到的审查表"),
            "" if said.decision else tr("意见类别"),
            tr("不同意的理由") if no_reason else "",
            tr("至少一条修改要求") if wanted and not said.conditions else "",
        )
        self.whole.setEnabled(self._shown is not None)

    def act(self) -> None:
        opinion = spoken(self.draft, "")
        if opinion is not None:
            self.accept()
            self.said.emit((self._case, opinion))


def _read(case: FileCase, run: Run) -> tuple[ShownForm, FormVerdict]:
    return case.lay_out(run), case.verdict(run)


def _area(name: str, height: int) -> QPlainTextEdit:
    made = QPlainTextEdit(accessibleName=name)
    made.setTabChangesFocus(True)
    made.setFixedHeight(height)
    return made
