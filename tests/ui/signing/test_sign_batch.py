"""Several forms in a row: only what was opened is signed; a wrong passphrase stops the row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from exchange_steps import at_rest, words
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from signing_steps import (
    AGREE,
    TITLES,
    Chamber,
    front,
    look_at_all,
    press,
    record_of,
)

from cdo_desktop.domain.statement import Decision
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.work import editing, review_cases
from cdo_desktop.work.opinion_drafts import OpinionDraft, keep_draft, kept_draft
from cdo_desktop.work.review_beside import PrintDone
from cdo_desktop.work.review_export import kept_print
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Workbench
from ui.exchange.known_files import KnownFiles
from ui.shell import Shell
from ui.signing.batch_dialog import BatchDialog
from ui.signing.deeds import SigningDeeds
from ui.signing.opinion_dialog import OpinionDialog
from ui.signing.row_sheet import RowSheet
from ui.widgets.banner import Banner


def opinion_typed(qtbot: QtBot, dialog: OpinionDialog, text: str, conditions: str) -> None:
    """修改后同意, with these words."""
    at_rest(qtbot, dialog.shell)
    dialog.decision.buttons[Decision.AGREE_IF].click()
    dialog.text.setPlainText(text)
    dialog.conditions.setPlainText(conditions)


def next_sheet(qtbot: QtBot, shell: Shell, ground: QWidget) -> RowSheet:
    at_rest(qtbot, shell)
    return front(ground, RowSheet)


def looked_at(qtbot: QtBot, sheet: RowSheet) -> None:
    look_at_all(qtbot, sheet)
    sheet.body.ticked.setChecked(True)
    assert not sheet.pane.passphrase.isVisible()
    press(qtbot, sheet)


@pytest.fixture
def row(shell: Shell, deeds: SigningDeeds, chamber: Chamber, recorder: Any) -> SigningDeeds:
    """A row of three has begun."""
    KnownFiles(shell.settings).signed_with(chamber.cdo_key)
    recorder.files = [chamber.folder / "另存.zip"]
    deeds.sign_batch([(id_, AGREE) for id_ in (chamber.project, *chamber.others)])
    return deeds


def test_only_what_was_opened_is_signed_and_the_three_lists_stand_apart(
    qtbot: QtBot,
    shell: Shell,
    ground: QWidget,
    row: SigningDeeds,
    banner: Banner,
    bench: Workbench,
    chamber: Chamber,
) -> None:
    looked_at(qtbot, next_sheet(qtbot, shell, ground))
    sheet = next_sheet(qtbot, shell, ground)
    assert sheet.pane.key.path == chamber.cdo_key
    assert not sheet.pane.key.isEnabled()
    sheet.skip.click()
    looked_at(qtbot, next_sheet(qtbot, shell, ground))
    end = front(ground, BatchDialog)
    assert end.verb.text() == "签署 2 份"
    (opened,) = (one for one in end.findChildren(QLabel) if one.accessibleName() == "要签署")
    assert opened.text() == f"同意：{TITLES[0]}\n同意：{TITLES[2]}"
    assert not end.verb.isEnabled()
    editing.set_values(bench, chamber.others[1], [Entry("scale", "1300")])
    written = OpinionDraft(AGREE.decision, AGREE.text)
    ids = (chamber.project, *chamber.others)
    for id_ in ids:
        keep_draft(bench, id_, written)
    end.passphrase.line.setText(words())
    end.verb.click()
    at_rest(qtbot, shell)
    done = end._done
    assert done is not None
    assert [name for name, _ in done.signed] == [TITLES[0]]
    assert [one.name for one in done.skipped] == [TITLES[1]]
    assert [one.name for one in done.failed] == [TITLES[2]]
    assert record_of(bench, chamber.project).review == "bureau_review"
    assert [kept_draft(bench, id_) for id_ in ids] == [OpinionDraft(), written, written]
    for other in chamber.others:
        assert len(bench.workspace.review_forms(other)) == 0
    end.verb.click()
    assert banner.words == "已签 1 份，跳过 1 份，未成功 1 份。"


def test_a_row_asks_for_no_passphrase_before_its_end_also_without_a_key(
    qtbot: QtBot, shell: Shell, ground: QWidget, deeds: SigningDeeds, chamber: Chamber
) -> None:
    deeds.sign_batch([(chamber.project, AGREE)])
    sheet = next_sheet(qtbot, shell, ground)
    assert sheet.pane.key.path is None
    assert not sheet.pane.passphrase.isVisible()
    sheet.reject()
    at_rest(qtbot, shell)


def test_a_wrong_passphrase_stops_the_row_before_anything_is_signed(
    qtbot: QtBot,
    shell: Shell,
    ground: QWidget,
    row: SigningDeeds,
    banner: Banner,
    bench: Workbench,
    chamber: Chamber,
) -> None:
    for _ in range(3):
        looked_at(qtbot, next_sheet(qtbot, shell, ground))
    end = front(ground, BatchDialog)
    end.passphrase.line.setText("错的口令")
    end.verb.click()
    at_rest(qtbot, shell)
    assert "口令不对" in end.banner.words
    assert end.passphrase.text == ""
    ids = (chamber.project, *chamber.others)
    assert [len(bench.workspace.review_forms(one)) for one in ids] == [0, 0, 0]
    end.reject()
    assert "一份都没有签署" in banner.words


def test_a_print_that_fails_does_not_hold_up_the_prints_of_the_others(
    qtbot: QtBot,
    shell: Shell,
    ground: QWidget,
    row: SigningDeeds,
    bench: Workbench,
    chamber: Chamber,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = review_cases.sign_beside

    def full(*given: Any, target: Path, **more: Any) -> PrintDone:
        if TITLES[0] in target.name:
            raise DiskTrouble("CDO-U201", file=target.name)
        return real(*given, target=target, **more)

    monkeypatch.setattr(review_cases, "sign_beside", full)
    for _ in range(3):
        looked_at(qtbot, next_sheet(qtbot, shell, ground))
    end = front(ground, BatchDialog)
    end.passphrase.line.setText(words())
    end.verb.click()
    at_rest(qtbot, shell)
    end.verb.click()
    at_rest(qtbot, shell)
    ids = (chamber.project, *chamber.others)
    assert [len(bench.workspace.review_forms(one)) for one in ids] == [1, 1, 1]
    prints = [kept_print(bench, record_of(bench, one), 1) for one in ids]
    assert [one.exists() for one in prints if one] == [False, True, True]


def test_a_row_that_is_broken_off_signs_nothing(
    qtbot: QtBot,
    shell: Shell,
    ground: QWidget,
    row: SigningDeeds,
    banner: Banner,
    bench: Workbench,
    chamber: Chamber,
) -> None:
    looked_at(qtbot, next_sheet(qtbot, shell, ground))
    sheet = next_sheet(qtbot, shell, ground)
    sheet.reject()
    at_rest(qtbot, shell)
    assert "一份都没有签署" in banner.words
    assert len(bench.workspace.review_forms(chamber.project)) == 0
