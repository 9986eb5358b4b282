"""签署顺序: the steps as a timeline, and for each signature what verifying the form has found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cdo_desktop.work.review_chain import ChainStep
from cdo_desktop.work.review_proofs import Proof, SignatureProof
from ui.exchange.timeline import Timeline
from ui.look import Look
from ui.review.chain_words import chain_happenings
from ui.tr import tr
from ui.widgets.marks import Mark
from ui.widgets.text import label

MARKS = {
    Proof.GOOD: Mark("shield-check", "ok", tr("签名有效")),
    Proof.UNPROVEN: Mark("shield-question-mark", "plum", tr("无法验证")),
    Proof.BAD: Mark("shield-x", "err", tr("签名无效")),
}
PROVING = Mark("clock", "text-3", tr("正在核验"))


class ChainPane(QWidget):
    """Of what was not verified yet nothing is said but that."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._steps: Sequence[ChainStep] = ()
        self.timeline = Timeline(look)
        self.why = label(look, "", "small", "2")
        """When it was verified, and what is wrong."""
        self.why.setWordWrap(True)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.why.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(self.timeline)
        down.addWidget(self.why)

    @property
    def has_signatures(self) -> bool:
        """Whether there is anything to verify."""
        return any(one.signature for one in self._steps)

    def show_steps(self, steps: Sequence[ChainStep]) -> None:
        """Show the steps; the signatures are being verified."""
        self._steps = steps
        self._show({}, PROVING, "")

    def show_proofs(self, proofs: Sequence[SignatureProof], at: str) -> None:
        """Show what was found; `at` what o'clock."""
        found = {one.number: one for one in proofs}
        signed = [found[one.signature] for one in self._steps if one.signature in found]
        bad = [
            tr("第 {0} 个签名{1}：{2}").format(one.number, MARKS[one.proof].word, one.reason)
            for one in signed
            if one.proof is not Proof.GOOD
        ]
        said = tr("签名是 {at} 从保存的签名包里核验的。").format(at=at)
        marks = {number: MARKS[one.proof] for number, one in found.items()}
        self._show(marks, MARKS[Proof.UNPROVEN], "\n".join([*bad, said]))

    def show_unproven(self, reason: str) -> None:
        """They could not be verified at all."""
        self._show({}, MARKS[Proof.UNPROVEN], tr("签名没有核验成：{reason}").format(reason=reason))

    def _show(self, marks: Mapping[int, Mark], other: Mark, words: str) -> None:
        shown = {one.signature: marks.get(one.signature, other) for one in self._steps}
        self.timeline.show_happenings(chain_happenings(self._steps, shown))
        self.why.setText(words if self.has_signatures else "")
        self.why.setVisible(bool(self.why.text()))
