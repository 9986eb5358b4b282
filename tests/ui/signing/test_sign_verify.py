"""A review form on the page of verification: its opinions, whose turn it is, what to do next."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_steps import at_rest, shown, words
from pytestqt.qtbot import QtBot
from signing_steps import (
    AGREE,
    AGREE_IF,
    Chamber,
    exported_form,
    signed_at,
)
from ui_words import shown_texts

from cdo_desktop.tasks import Run
from cdo_desktop.work.explaining import Step, explain
from cdo_desktop.work.review_cases import FileCase, sign
from cdo_desktop.workbench import Desk, Workbench
from ui.exchange.verdict_next import SIGN_FORM, TAKE_FORM
from ui.exchange.verdict_words import step_words
from ui.pages.verify_page import VerifyPage
from ui.shell import Shell


@pytest.fixture
def form(bench: Workbench, chamber: Chamber) -> Path:
    signed_at(bench, chamber.project, chamber.cdo_key, AGREE_IF)
    return exported_form(bench, chamber.project, chamber.folder / "审查表.cdopkg")


def test_a_form_is_shown_with_its_opinions_and_whose_turn_it_is(
    qtbot: QtBot, shell: Shell, form: Path
) -> None:
    page = VerifyPage(shell)
    shown(qtbot, page)
    page.take([form])
    at_rest(qtbot, shell)
    found = page._current
    assert found is not None
    assert found.form is not None
    assert found.may_sign
    assert not found.may_take_form
    assert found.own
    texts = "\n".join(shown_texts(page))
    assert "1. 修改后同意　李文涛" in texts
    assert "修改要求 1：补交密码应用方案" in texts
    assert "待签" in texts
    assert "在此文件上签署…" in texts
    wishes: list[tuple[str, object]] = []
    page.wished.connect(lambda what, about: wishes.append((what, about)))
    page._do(SIGN_FORM)
    page._do(TAKE_FORM)
    assert wishes == [("sign_file", form), ("take_form", form)]


def test_a_form_that_comes_back_with_a_new_opinion_can_be_taken(
    qtbot: QtBot, shell: Shell, bench: Workbench, chamber: Chamber, form: Path
) -> None:
    case = FileCase(Desk(bench.clock, bench.who, bench.machine), bench, form, AGREE)
    offer = case.offer(chamber.bureau_key, Run())
    sign(case, offer, offer.shown.token, chamber.bureau_key, words, Run())
    page = VerifyPage(shell)
    shown(qtbot, page)
    page.take([form])
    at_rest(qtbot, shell)
    assert page._current is not None
    assert page._current.may_take_form
    assert page._current.brings == 1
    (line,) = [one for one in explain(page._current) if one.step is Step.BINDING]
    assert step_words(page._current, line)[0] == "是本工作区送出的审查表，多了 1 个签名"
