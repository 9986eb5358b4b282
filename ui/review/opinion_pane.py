"""审核意见: the decision, its words and conditions, the order of signing; below, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.domain.project_check import ProjectCheck
from cdo_desktop.domain.statement import Decision
from cdo_desktop.work.cutting import investment
from cdo_desktop.work.opinion_drafts import OpinionDraft, spoken
from cdo_desktop.work.review_desk import Desk, agree_is_closed
from cdo_desktop.work.review_forms import Opinion
from ui.look import Look
from ui.review.asked_conditions import AskedConditions
from ui.review.chain_pane import ChainPane
from ui.review.conditions import Conditions
from ui.review.decision_bar import DecisionBar
from ui.review.desk_rights import DeskRights
from ui.review.moves_onward import MovesOnward
from ui.review.opinion_words import next_desk, suggestions
from ui.review.usual_words import UsualWords
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button, line
from ui.widgets.text import Elided, label

LEAST, MOST = 340, 400
LONGEST = 2000
"""So many characters: what has room in the boxes of the printed form and is read."""
_CALM = 1000
"""Milliseconds after the last key until what was written is kept."""
_TEXT_LINES = 5
AGREEING = (Decision.AGREE, Decision.AGREE_IF)


class OpinionPane(QFrame):
    """The right of the review page."""

    edited = Signal()
    """What was written is to be kept now."""
    keep_asked = Signal()
    sign_asked = Signal()
    back_asked = Signal()
    tick_asked = Signal(object)
    """A Condition that somebody has met."""
    onward_asked = Signal(object)
    """A Move that needs no opinion."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        look = self._look = shell.look
        self.setProperty("role", "pane")
        self._who = ""
        self._why_not = ""
        self._is_checked = False
        self._role = Elided(look, "small", "3")
        self.usual = UsualWords(shell)
        self.usual.chosen.connect(self._put)
        self.why = Banner(look)
        self.bar = DecisionBar(look)
        self.bar.chosen.connect(self._chosen)
        self.closed = _small(look, "warn")
        self.text = QPlainTextEdit(accessibleName=tr("审核意见"))
        self.text.setPlaceholderText(tr("写明意见；不同意的要写理由"))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._typed)
        self._number = label(look, "", "small", "3")
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.conditions = Conditions(look)
        self.conditions.changed.connect(self._typed)
        self.chain = ChainPane(look)
        self.asked = AskedConditions(look)
        self.asked.tick_asked.connect(self.tick_asked)
        self.onward = MovesOnward(look)
        self.onward.asked.connect(self.onward_asked)
        self._hint = _small(look, "3")
        self.back = button(look, tr("退回修改"), icon="undo-2")
        self.keep = button(look, tr("存意见"), tip=tr("不签名，下次打开还在；别人看不到"))
        self.sign = button(look, tr("核对并签署…"), kind="primary", icon="pen-line")
        self.back.clicked.connect(self.back_asked)
        self.keep.clicked.connect(self.keep_asked)
        self.sign.clicked.connect(self.sign_asked)
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self.edited)
        self._ask = self._made_ask()
        self._build()
        look.changed.connect(self._fit)
        self._fit()

    def _made_ask(self) -> QWidget:
        ask = QWidget()
        down = QVBoxLayout(ask)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(self._look.theme.px(7))
        down.addWidget(self.bar)
        down.addWidget(self.closed)
        down.addWidget(self.text)
        down.addWidget(self._number)
        down.addWidget(self.conditions)
        return ask

    def _build(self) -> None:
        look = self._look
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 6)
        head.setSpacing(8)
        head.addWidget(label(look, tr("审核意见"), "section"))
        head.addWidget(self._role, 1)
        head.addWidget(self.usual.button)
        ground = QWidget()
        ground.setProperty("role", "ground")
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(12, 10, 12, 10)
        inner.setSpacing(look.theme.px(8))
        inner.addWidget(self.why)
        inner.addWidget(self._ask)
        inner.addWidget(line())
        inner.addWidget(label(look, tr("签署顺序"), "section"))
        inner.addWidget(self.chain)
        inner.addWidget(self.asked)
        inner.addStretch(1)
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("审核意见和签署顺序"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(ground)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(line())
        down.addWidget(area, 1)
        down.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        across = QHBoxLayout()
        across.setSpacing(6)
        across.addWidget(self.back)
        across.addStretch(1)
        across.addWidget(self.keep)
        across.addWidget(self.sign)
        across.addWidget(self.onward)
        down = QVBoxLayout(foot)
        down.setContentsMargins(10, 8, 10, 8)
        down.setSpacing(5)
        down.addWidget(self._hint)
        down.addLayout(across)
        return foot

    def _fit(self) -> None:
        px = self._look.theme.px
        self.setMinimumWidth(px(LEAST))
        self.setMaximumWidth(px(MOST))
        lines = self.text.fontMetrics().lineSpacing() * _TEXT_LINES
        self.text.setFixedHeight(lines + px(12))

    # -- what is shown -------------------------------------------------------------------------

    def show_desk(self, desk: Desk, who: str, role: str, draft: OpinionDraft | None) -> None:
        """Show whose turn it is; `draft` in place of what is there, None leaves that."""
        self._who, self._why_not = who, desk.why_not
        self._stops = desk.stops
        self.conditions.cut.show_sum(investment(desk.kind, desk.record))
        self._role.setText("　".join(filter(None, (who, role))))
        self.chain.show_steps(desk.steps)
        may = not desk.why_not
        self._ask.setVisible(may)
        self.usual.button.setVisible(may)
        words = desk.why_not or next_desk(desk)
        if words:
            self.why.say("info", words, stays=True)
        else:
            self.why.hide()
        self.back.setVisible(desk.send_back is not None)
        self.back.setToolTip(tr("写明原因，退给申报单位"))
        self.keep.setVisible(may)
        self.sign.setVisible(may)
        self._hint.setVisible(may)
        if draft is not None:
            self.show_draft(draft)
        self._tell()

    def show_secret(self) -> None:
        """Nothing can be said of it here."""
        self._why_not = tr("涉密项目不在这里办理。")
        for part in (self._ask, self.usual.button, self.back, self.keep, self.sign, self._hint):
            part.setVisible(False)
        self.asked.show_conditions((), {})
        self.onward.show_moves((), {})
        self.why.say("err", self._why_not, stays=True)
        self.chain.show_steps(())

    def show_draft(self, draft: OpinionDraft) -> None:
        """Show what was written of a project, in place of what is there."""
        self.bar.choose(draft.decision)
        blocked = self.text.blockSignals(True)
        self.text.setPlainText(draft.text)
        self.text.blockSignals(blocked)
        self.conditions.show_conditions(draft.conditions, draft.dropped)
        self._calm.stop()

    @property
    def draft(self) -> OpinionDraft:
        """What is written now."""
        return OpinionDraft(
            self.bar.decision,
            self.text.toPlainText().strip(),
            self.conditions.ticked,
            self.conditions.unticked,
        )

    @property
    def opinion(self) -> Opinion | None:
        """What would be signed; None while something is wanting."""
        return None if self.wanting() else spoken(self.draft, self._who)

    def show_checks(self, checks: Sequence[ProjectCheck] | None) -> None:
        """What the checks say decides what can be said; None: they are being made."""
        self._is_checked = checks is not None
        reasons: dict[Decision, str] = {}
        if self._stops:
            words = tr("还有 {0} 处错误，改好以后才能同意：{1}").format(
                len(self._stops), self._stops[0].message()
            )
            reasons = dict.fromkeys(AGREEING, words)
        elif checks is not None and (failed := agree_is_closed(checks)):
            words = tr("“{0}”不通过，没有改判，不能选“同意”。").format("”“".join(failed))
            reasons = {Decision.AGREE: words}
        self.bar.close_for(reasons)
        self.closed.setText(next(iter(reasons.values()), ""))
        self.closed.setVisible(bool(reasons))
        if checks is not None:
            self.conditions.suggest(suggestions(checks))
        self._tell()

    def wanting(self) -> str:
        """What must be done before it can be signed; "" for nothing."""
        said = self.draft
        if said.decision is None:
            return tr("先选一个结论。")
        if not self._is_checked:
            return tr("检查完了才能签署。")
        if said.decision is Decision.REFUSE and not said.text:
            return tr("不同意的，要写理由。")
        cut = self.conditions.cut
        if said.decision is Decision.AGREE_IF and cut.wrong.text():
            return cut.wrong.text()
        if said.decision is Decision.AGREE_IF and (old := cut.out_of_date(said.conditions)):
            return tr("“{old}”是按改动以前的总投资算的，请重新填写核减。").format(old=old)
        if said.decision is Decision.AGREE_IF and not (said.conditions or cut.can_be_asked):
            return tr("至少勾选或添加一条修改要求。")
        if len(said.text) > LONGEST:
            return tr("意见超过 {LONGEST} 字，请写得短一些。").format(LONGEST=LONGEST)
        return ""

    def show_rights(self, desk: Desk, rights: DeskRights) -> None:
        """Show what was asked for, and where it can be taken without an opinion."""
        self.asked.show_conditions(desk.conditions, rights.why_no_tick)
        self.onward.show_moves(desk.onward, rights.why_no_move)

    # -- what is done here ---------------------------------------------------------------------

    def _chosen(self) -> None:
        self._typed()

    def _typed(self) -> None:
        self._calm.start()
        self._tell()

    def _tell(self) -> None:
        number = len(self.text.toPlainText().strip())
        self._number.setText(f"{number} / {LONGEST}")
        self.conditions.setVisible(self.bar.decision is Decision.AGREE_IF)
        wanting = self.wanting() if not self._why_not else self._why_not
        self.sign.setEnabled(not wanting)
        self.sign.setToolTip(wanting)
        self._hint.setText(
            wanting or tr("签署后不能改动意见，只能撤回后重新签署；撤回会留下记录。")
        )
        self.usual.offer_to_keep(self.text.toPlainText().strip())

    def _put(self, words: str) -> None:
        """A usual sentence goes where the cursor is."""
        self.text.insertPlainText(words)
        self.text.setFocus()

    def settle(self) -> None:
        """What was typed into the line of conditions is one; nothing waits to be kept."""
        self._calm.stop()


def _small(look: Look, tone: str) -> QLabel:
    made = label(look, "", "small", tone)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made
