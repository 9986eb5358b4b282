"""The stepper of the review page, and the words it has in common with the paper."""

from __future__ import annotations

import pytest
from review_office import filed, reviewed, signed

from cdo_desktop.errors import Refused
from cdo_desktop.work.review_proofs import Proof, SignatureProof
from ui.main_window import MainWindow
from ui.review.outcomes import OUTCOMES


@pytest.fixture
def office(opened: MainWindow) -> MainWindow:
    """The window with its workspace, large enough."""
    opened.resize(1366, 768)
    return opened


def test_the_stepper_says_what_verifying_the_kept_form_has_found(qtbot, office, tmp_path):
    record = filed(office)
    page = reviewed(qtbot, office, record)
    assert page.opinion.chain.why.isHidden()
    signed(office, record, tmp_path)
    page = reviewed(qtbot, office, record)
    chain = page.opinion.chain
    said = chain.timeline.accessibleName()
    assert "部门首席数据官审核　同意；无法验证" in said  # there is no trust list here
    assert said.count("无法验证") == 1
    assert "第 1 个签名无法验证：" in chain.why.text()
    assert "从保存的签名包里核验的" in chain.why.text()
    proofs = (SignatureProof(1, Proof.GOOD),)
    chain.show_proofs(proofs, "10:31")
    assert "同意；签名有效" in chain.timeline.accessibleName()
    assert chain.why.text() == "签名是 10:31 从保存的签名包里核验的。"
    page.work.unproven.emit(Refused("CDO-S227", what="x"))
    assert "同意；无法验证" in chain.timeline.accessibleName()
    assert chain.why.text().startswith("签名没有核验成：")


def test_while_it_is_being_verified_nothing_else_is_said(qtbot, office, tmp_path):
    record = filed(office)
    signed(office, record, tmp_path)
    page = reviewed(qtbot, office, record)
    page.opinion.chain.show_steps(page._desk.steps)
    said = page.opinion.chain.timeline.accessibleName()
    assert "同意；正在核验" in said
    assert page.opinion.chain.why.isHidden()


def test_the_words_of_the_checks_are_those_of_the_paper():
    assert [mark.word for mark in OUTCOMES.values()] == [one.label for one in OUTCOMES]
