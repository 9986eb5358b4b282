"""The signing sheet of the next signature: from the file alone, by whose turn it is, in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from exchange_steps import at_rest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from signing_steps import (
    AGREE,
    AGREE_IF,
    Chamber,
    exported_form,
    made_ready,
    press,
    sheet_for,
    signed_at,
    titles,
)

from cdo_desktop.clock import FixedClock
from cdo_desktop.domain.statement import Decision
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, review_forms, reviewing
from cdo_desktop.work.review_cases import FileCase, HereCase
from cdo_desktop.work.review_forms import sheet_lines, shown_from
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Desk, Workbench
from ui.shell import Shell
from ui.signing.sign_sheet import SignSheet


@pytest.fixture
def form(bench: Workbench, chamber: Chamber) -> Path:
    """A form that the CDO has signed, as a file."""
    signed_at(bench, chamber.project, chamber.cdo_key)
    return exported_form(bench, chamber.project, chamber.folder / "审查表.cdopkg")


def file_sheet(
    qtbot: QtBot, shell: Shell, bench: Workbench, ground: QWidget, form: Path, key: Path
) -> SignSheet:
    desk = Desk(bench.clock, bench.who, bench.machine)
    case = FileCase(desk, bench, form, AGREE_IF)
    return sheet_for(qtbot, shell, ground, case, key, AGREE_IF)


def test_the_second_signature_covers_what_was_said_before(
    qtbot: QtBot,
    shell: Shell,
    bench: Workbench,
    ground: QWidget,
    chamber: Chamber,
    form: Path,
    recorder,
) -> None:
    recorder.files = [chamber.folder / "另存.zip"]
    sheet = file_sheet(qtbot, shell, bench, ground, form, chamber.bureau_key)
    assert titles(sheet.body.parts)[:2] == ["您的意见", "前面的意见"]
    earlier = sheet.body.parts[1]
    assert AGREE.text.split("\n")[0] in "\n".join(earlier.lines)
    made_ready(qtbot, sheet)
    shown = sheet.body.shown
    assert shown is not None
    press(qtbot, sheet)
    assert sheet_lines(shown_from(form, Run())) == sheet_lines(shown)
    said = shown_from(form, Run()).opinions[1].statement
    assert said.decision is Decision.AGREE_IF
    assert said.conditions == AGREE_IF.conditions


def test_a_file_that_was_replaced_while_the_sheet_was_open_is_not_signed(
    qtbot: QtBot,
    shell: Shell,
    bench: Workbench,
    ground: QWidget,
    chamber: Chamber,
    form: Path,
    recorder,
) -> None:
    recorder.files = [chamber.folder / "另存.zip"]
    sheet = file_sheet(qtbot, shell, bench, ground, form, chamber.bureau_key)
    made_ready(qtbot, sheet)
    other = chamber.others[0]
    signed_at(bench, other, chamber.cdo_key)
    body = exported_form(bench, other, chamber.folder / "另一份.cdopkg").read_bytes()
    form.write_bytes(body)
    press(qtbot, sheet)
    assert "打开看过" in sheet.pane.note.words
    assert form.read_bytes() == body
    sheet.body.rows.rows[-1].open.click()
    at_rest(qtbot, shell)
    assert "打开看过" in sheet.view.note.words  # nor are its files shown as those of the other
    sheet.reject()


def test_who_has_signed_already_is_told_so_and_asked_for_nothing(
    qtbot: QtBot, shell: Shell, bench: Workbench, ground: QWidget, chamber: Chamber, form: Path
) -> None:
    sheet = file_sheet(qtbot, shell, bench, ground, form, chamber.cdo_key)
    assert "已签过这一版（同意）" in sheet.pane.note.words
    assert not sheet.pane.go.isVisible()
    assert not sheet.pane.passphrase.isVisible()
    sheet.pane.key.choose(chamber.bureau_key)
    at_rest(qtbot, shell)
    assert sheet.pane.go.isVisible()
    assert sheet.pane.passphrase.isVisible()
    sheet.pane.key.choose(chamber.cdo_key)
    at_rest(qtbot, shell)
    assert "已签过这一版（同意）" in sheet.pane.note.words
    sheet.reject()


def test_a_clock_before_the_last_signature_signs_nothing(
    qtbot: QtBot, shell: Shell, bench: Workbench, ground: QWidget, chamber: Chamber, form: Path
) -> None:
    assert isinstance(bench.clock, FixedClock)
    desk = Desk(FixedClock(bench.clock.at - timedelta(hours=2)), bench.who, bench.machine)
    case = FileCase(desk, None, form, AGREE_IF)
    sheet = sheet_for(qtbot, shell, ground, case, chamber.bureau_key, AGREE_IF)
    assert sheet.pane.note.words
    assert not sheet.pane.go.isEnabled()
    sheet.reject()


def test_what_has_changed_since_the_last_signature_is_shown(
    qtbot: QtBot, shell: Shell, bench: Workbench, ground: QWidget, chamber: Chamber
) -> None:
    signed_at(bench, chamber.project, chamber.cdo_key)
    assert reviewing.move(bench, "send_back", [chamber.project], "周敏", "规模不对", Run()).moved
    editing.set_values(bench, chamber.project, [Entry("scale", "1300")])
    assert isinstance(bench.clock, FixedClock)
    bench.clock.at += timedelta(days=1)
    assert reviewing.move(bench, "file", [chamber.project], "王芳", "", Run()).moved
    case = HereCase(bench, chamber.project, AGREE)
    sheet = sheet_for(qtbot, shell, ground, case, chamber.cdo_key)
    assert sheet.body.changes.head.text() == "自您上次签署以来变更 1 项"
    cells = [
        item.widget().text()
        for n in range(sheet.body.changes._grid.count())
        if (item := sheet.body.changes._grid.itemAt(n))
    ]
    assert "1200" in " ".join(cells)
    assert "1300" in " ".join(cells)
    sheet.reject()


def test_a_form_that_cannot_be_laid_out_says_why(
    qtbot: QtBot, shell: Shell, bench: Workbench, ground: QWidget, chamber: Chamber
) -> None:
    case = FileCase(Desk(), None, chamber.folder / "没有这个.cdopkg", AGREE)
    sheet = sheet_for(qtbot, shell, ground, case, chamber.cdo_key)
    assert sheet.trouble.words
    assert not sheet.pane.go.isEnabled()
    assert review_forms.newest_form(bench, chamber.project, Run()) is None
    sheet.reject()
