"""Killed in the middle of typing: the next start offers what was typed, dated, with a preview."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from unittest.mock import patch

import pytest
from form_rows import field_row
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from ui_words import named, shown_texts

from cdo_desktop.domain.people import Act, Org
from cdo_desktop.paths import user_data
from cdo_desktop.work import editing
from cdo_desktop.work.checking import assess
from cdo_desktop.work.notes import Spot
from cdo_desktop.work.typed import Entry
from cdo_desktop.work.unsaved import Unsaved, journal_for, left_behind, typed_value
from cdo_desktop.workbench import Desk, Workbench
from ui.dialogs.unsaved import UnsavedDialog
from ui.kept import Kept
from ui.main_window import MainWindow
from ui.unsaved import TROUBLED, TYPING

ROOT = Path(__file__).parents[2]


def _folder() -> Path:
    return user_data() / "unsaved"


def _kept() -> list[Path]:
    return sorted(_folder().glob("*.json"))


def _open(qtbot: QtBot, window: MainWindow, path: Path) -> MainWindow:
    with qtbot.waitSignal(window.shell.session.opened, timeout=20_000):
        window.open_path(path)
    return window


def _answer(window: MainWindow, verb: str) -> None:
    link = next(b for b in window.notice.findChildren(QPushButton) if b.text() == verb)
    link.click()


def _idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.shell.jobs.busy, timeout=10_000)


@contextmanager
def _at_desk(desk: Desk, path: Path) -> Iterator[Workbench]:
    with desk.open(path) as bench:
        yield bench


def _left(bench: Workbench, *entries: Unsaved) -> None:
    """As a program leaves it that was killed."""
    journal = journal_for(bench)
    journal.write(entries)
    journal.close()


@pytest.fixture
def first(desk: Desk, thousand_copy: Path) -> str:
    """The id of the first record in the list."""
    with desk.open_to_read(thousand_copy) as bench:
        return next(iter(bench.workspace.summaries([1]).values())).id


def _leave(desk: Desk, path: Path, first: str, **texts: str) -> None:
    """Texts typed into the first record at 10:29 of this day, by a program that was killed."""
    with desk.open(path) as bench:
        record, at = bench.workspace.record(first), bench.clock.now()
        at = at.astimezone().replace(hour=10, minute=29)
        _left(bench, *(typed_value(record, key, text, at) for key, text in texts.items()))


# -- a real window, really killed ------------------------------------------------------------------

_VICTIM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from cdo_desktop.settings import Settings
from cdo_desktop.workbench import Desk
from ui.app import made_window
from ui.forms.field_row import FieldRow

app = QApplication(["victim"])
app.setStyle("Fusion")
window = made_window(app, Settings(Path(sys.argv[2])), Desk())
window.show()
window.open_path(Path(sys.argv[1]))
typed = []

def type_on():
    rows = [r for r in window.page.findChildren(FieldRow) if r.element.key == "title"]
    if rows and rows[0].isVisible():
        line = rows[0].editor.line
        if not typed:
            line.setFocus()
            line.selectAll()
        typed.append("0123456789"[len(typed) % 10])
        QTest.keyClicks(line, typed[-1])
        print("".join(typed), flush=True)

timer = QTimer(interval=50)
timer.timeout.connect(type_on)
timer.start()
app.exec()
"""


def _killed_while_typing(path: Path, folder: Path, keys: int) -> str:
    """What a window had been told when it was killed, in the middle of typing."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _VICTIM, str(path), str(folder / "victim.json")]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as victim:
        told = ""
        while len(told) < keys or not _kept():
            told = victim.stdout.readline().strip()
            assert victim.poll() is None, "the window ended by itself"
        victim.send_signal(signal.SIGKILL)
        told = (victim.stdout.read().split() or [told])[-1]
    assert victim.returncode == -signal.SIGKILL
    return told


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")
def test_killed_in_the_middle_of_typing_it_is_offered_shown_and_put_back(
    qtbot: QtBot, window: MainWindow, thousand_copy: Path, tmp_path: Path, first: str
) -> None:
    told = _killed_while_typing(thousand_copy, tmp_path, keys=40)
    assert not [p for p in thousand_copy.parent.iterdir() if told[:10] in p.name]
    _open(qtbot, window, thousand_copy)
    assert window.notice.isVisible()
    assert "没有保存的内容，1 条。" in window.notice.words
    _answer(window, "查看")
    [card] = window.findChild(UnsavedDialog).cards
    kept = card.offer.typed
    assert told.startswith(kept) and len(told) - len(kept) <= 20, (told, kept)
    assert {"民政业务信息第0000号", kept} <= shown_texts(card)
    assert card.tick.isChecked()
    named(window, "恢复 1 条").click()
    _idle(qtbot, window)
    workspace = window.shell.session.bench.workspace
    assert workspace.record(first).title == kept
    assert workspace.undoable().name == "恢复“民政业务信息第0000号”没有保存的内容"
    assert field_row(window, "title").editor.typed == kept
    assert window.notice.words == "已恢复 1 条，可以撤销（Ctrl+Z）。"
    assert _kept() == []
    window.undo()
    qtbot.waitUntil(lambda: workspace.record(first).title == "民政业务信息第0000号")


# -- keeping what is typed -------------------------------------------------------------------------


def test_what_is_typed_is_kept_until_it_is_saved(qtbot: QtBot, opened: MainWindow) -> None:
    line = field_row(opened, "title").editor.line
    line.setFocus()
    for _ in range(8):  # without a pause in which it would be saved
        QTest.keyClicks(line, "a")
        qtbot.wait(60)
    qtbot.waitUntil(lambda: len(_kept()) == 1)
    assert opened.page.view.edit.waiting
    assert "aaa" in _kept()[0].read_text("utf-8")
    opened.page.flush()
    qtbot.waitUntil(lambda: _kept() == [])


def test_nothing_is_flushed_to_the_disk_on_the_path_of_a_key(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that takes 200 ms for each flush holds nobody up."""
    real, flushed = os.fsync, []

    def slow(handle: int) -> None:
        if threading.current_thread().name == "cdo-unsaved":
            flushed.append(handle)
            sleep(0.2)
        assert threading.current_thread() is not threading.main_thread()
        real(handle)

    monkeypatch.setattr("os.fsync", slow)
    line = field_row(opened, "title").editor.line
    line.setFocus()
    slowest = 0.0
    for _ in range(30):
        begun = monotonic()
        QTest.keyClicks(line, "a")
        slowest = max(slowest, monotonic() - begun)
        qtbot.wait(20)
    assert flushed
    assert slowest < 0.15
    opened.page.view.edit.forget()


def test_a_cell_being_typed_is_kept_and_dropped_when_it_is_given_up(
    qtbot: QtBot, opened: MainWindow, first: str
) -> None:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    opened.page.view.whole_page()
    grid = opened.page.grid
    qtbot.waitUntil(lambda: grid.view.isVisible() and grid.view.hasFocus())
    QTest.keyClicks(QApplication.focusWidget(), "x")
    editor = QApplication.focusWidget()
    QTest.keyClicks(editor, "yz")
    qtbot.waitUntil(lambda: len(_kept()) == 1)
    row = grid.rows[0]["id"]
    text = _kept()[0].read_text("utf-8")
    assert '"text":"xyz"' in text and f'"row":"{row}"' in text and '"group":"items"' in text
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: _kept() == [])


def test_rows_that_wait_for_a_job_are_kept_until_they_are_saved(
    qtbot: QtBot, opened: MainWindow
) -> None:
    edit, free = opened.page.view.edit, threading.Event()
    opened.shell.jobs.start("很久的事", lambda run: free.wait(20))
    rows = edit.record.groups["items"][:1]
    edit.take_rows("items", rows, "删除 1 行")
    qtbot.waitUntil(lambda: len(_kept()) == 1)
    assert rows[0]["id"] in _kept()[0].read_text("utf-8")
    free.set()
    qtbot.waitUntil(lambda: _kept() == [], timeout=10_000)
    assert len(opened.shell.session.bench.workspace.record(edit.record.id).groups["items"]) == 1


def test_a_remark_being_written_is_kept(qtbot: QtBot, opened: MainWindow, first: str) -> None:
    typing = opened.shell.typing
    typing.note_remark(first, Spot("summary"), "摘要太短")
    qtbot.waitUntil(lambda: len(_kept()) == 1)
    assert '"text":"摘要太短"' in _kept()[0].read_text("utf-8")
    typing.drop_remarks(first)
    qtbot.waitUntil(lambda: _kept() == [])


def test_closing_leaves_nothing_behind_also_what_was_given_up(
    qtbot: QtBot, opened: MainWindow
) -> None:
    bench, record = opened.shell.session.bench, opened.page.view.edit.record
    editing.set_values(bench, record.id, [Entry("title", "别人写的名称")])
    line = field_row(opened, "title").editor.line
    line.setFocus()
    QTest.keyClicks(line, "a")
    qtbot.waitUntil(lambda: len(_kept()) == 1)
    opened.shell.notify.answers = ["leave"]
    opened.close()
    opened.close()  # the answer came while the first was still asking
    qtbot.waitUntil(lambda: not opened.isVisible())
    assert list(_folder().iterdir()) == []


def test_a_full_disk_is_said_once_and_the_typing_goes_on(qtbot: QtBot, opened: MainWindow) -> None:
    real = os.fsync

    def full(handle: int) -> None:
        if threading.current_thread().name == "cdo-unsaved":
            raise OSError(28, "No space left on device")
        real(handle)

    said: list[Kept] = []
    opened.shell.typing.troubled.connect(said.append)
    line = field_row(opened, "title").editor.line
    line.setFocus()
    with patch("os.fsync", full):
        for _ in range(3):
            QTest.keyClicks(line, "a")
            qtbot.wait(300)
    assert said == [TROUBLED]
    QTest.keyClicks(line, "b")
    assert f"{TROUBLED.words}  " in shown_texts(opened)
    qtbot.waitUntil(lambda: opened.shell.typing.says == TYPING)
    opened.page.flush()
    assert opened.page.view.edit.record.title.startswith("aaab")
    assert opened.shell.notify.questions == []


def test_what_is_typed_into_an_encrypted_workspace_is_written_nowhere_else(
    qtbot: QtBot, window: MainWindow, desk: Desk, make_record, tmp_path: Path
) -> None:
    path = tmp_path / "加密.cdo"
    with desk.create(path, Org("11511900MB0000019E", "民政局"), "", "national", "春天") as bench:
        editing.add(bench, [make_record()])
    window.shell.notify.secrets = ["春天"]
    _open(qtbot, window, path)
    line = field_row(window, "title").editor.line
    line.setFocus()
    for _ in range(8):
        QTest.keyClicks(line, "a")
        qtbot.wait(60)
    assert window.page.view.edit.waiting
    assert not _folder().exists()


# -- offering it -----------------------------------------------------------------------------------


def test_the_banner_names_the_hour_and_the_number(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str
) -> None:
    _leave(desk, thousand_copy, first, title="低保信息", summary="一句话。")
    _open(qtbot, window, thousand_copy)
    assert window.notice.words == "发现 10:29 没有保存的内容，2 条。"


def test_another_day_is_named(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str
) -> None:
    _leave(desk, thousand_copy, first, title="低保信息")
    desk.clock.at += timedelta(days=1)
    _open(qtbot, window, thousand_copy)
    assert window.notice.words == "发现 3月12日 10:29 没有保存的内容，1 条。"


def test_without_anything_left_behind_nothing_is_said(opened: MainWindow) -> None:
    assert not opened.notice.isVisible()


def test_what_was_saved_after_all_is_not_offered_and_goes(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str
) -> None:
    _leave(desk, thousand_copy, first, title="民政业务信息第0000号")
    _open(qtbot, window, thousand_copy)
    assert not window.notice.isVisible()
    assert _kept() == []


def test_restoring_from_the_banner_does_all_at_once(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str
) -> None:
    _leave(desk, thousand_copy, first, title="低保信息", summary="一句话。")
    _open(qtbot, window, thousand_copy)
    _answer(window, "恢复")
    _idle(qtbot, window)
    record = window.shell.session.bench.workspace.record(first)
    assert (record.title, record.values["summary"]) == ("低保信息", "一句话。")
    assert window.notice.words == "已恢复 2 条，可以撤销（Ctrl+Z）。"


def test_what_has_changed_since_is_shown_instead_of_restored_at_once(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str
) -> None:
    _leave(desk, thousand_copy, first, title="低保信息", summary="一句话。")
    with desk.open(thousand_copy) as bench:
        editing.set_values(bench, first, [Entry("title", "别人写的名称")])
    _open(qtbot, window, thousand_copy)
    _answer(window, "恢复")
    dialog = window.findChild(UnsavedDialog)
    assert dialog.isVisible()
    moved, ready = dialog.cards
    assert {"别人写的名称", "低保信息", "您输入以后，这里又改过。"} <= shown_texts(moved)
    assert (moved.tick.isChecked(), ready.tick.isChecked()) == (False, True)
    named(dialog, "恢复 1 条").click()
    _idle(qtbot, window)
    record = window.shell.session.bench.workspace.record(first)
    assert (record.title, record.values["summary"]) == ("别人写的名称", "一句话。")
    assert [card.offer.typed for card in dialog.cards] == ["低保信息"]  # still to be decided
    assert len(_kept()) == 1
    dialog.reject()
    said = "已恢复 1 条，可以撤销（Ctrl+Z）。"
    assert dialog.banner.words == said
    assert window.notice.words == f"{said}还有 10:29 没有保存的内容，1 条。"


def test_what_was_meanwhile_approved_says_that_it_becomes_a_draft(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str
) -> None:
    _leave(desk, thousand_copy, first, title="低保信息")
    with desk.open(thousand_copy) as bench, bench.step("审核通过") as unit:
        record = bench.workspace.record(first)
        approved = replace(record, review="approved")
        unit.save(approved, assess(bench, approved), record.revision_id)
    _open(qtbot, window, thousand_copy)
    _answer(window, "恢复")
    [card] = window.findChild(UnsavedDialog).cards
    assert "成为新的草稿" in card.offer.why
    assert not card.tick.isChecked()
    card.tick.click()
    named(window, "恢复 1 条").click()
    _idle(qtbot, window)
    record = window.shell.session.bench.workspace.record(first)
    assert (record.review, record.title) == ("draft", "低保信息")


def test_for_a_record_deleted_meanwhile_it_can_be_read_and_not_ticked(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str
) -> None:
    _leave(desk, thousand_copy, first, title="低保信息")
    with desk.open(thousand_copy) as bench:
        editing.delete(bench, [first])
    _open(qtbot, window, thousand_copy)
    _answer(window, "查看")
    dialog = window.findChild(UnsavedDialog)
    [card] = dialog.cards
    assert "低保信息" in shown_texts(card)
    assert any("回收站" in text for text in shown_texts(card))
    assert not card.tick.isEnabled()
    assert not named(dialog, "恢复").isEnabled()
    dialog.reject()


def test_the_preview_is_used_by_keyboard_alone(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str
) -> None:
    _leave(desk, thousand_copy, first, title="低保信息")
    _open(qtbot, window, thousand_copy)
    window.activateWindow()
    _answer(window, "查看")
    dialog = window.findChild(UnsavedDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    [card] = dialog.cards
    assert card.tick.hasFocus()
    QTest.keyClick(card.tick, Qt.Key.Key_Space)
    assert dialog.ticked == []
    QTest.keyClick(card.tick, Qt.Key.Key_Space)
    went = []
    while not went or QApplication.focusWidget().accessibleName() != "恢复 1 条":
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        went.append(QApplication.focusWidget().accessibleName())
        assert len(went) < 8, went
    assert went[-3:] == ["全部不要", "以后再说", "恢复 1 条"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    _idle(qtbot, window)
    assert window.shell.session.bench.workspace.record(first).title == "低保信息"


def test_not_wanted_is_asked_once_and_then_gone(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str
) -> None:
    _leave(desk, thousand_copy, first, title="低保信息")
    _open(qtbot, window, thousand_copy)
    _answer(window, "不要")  # answered with 返回
    assert len(_kept()) == 1 and window.notice.isVisible()
    window.shell.notify.answers = ["drop"]
    _answer(window, "不要")
    assert [q.title for q in window.shell.notify.questions] == [
        "这 1 条没有保存的内容都不要了？"
    ] * 2
    assert not window.notice.isVisible()
    assert list(_folder().iterdir()) == []
    record = window.shell.session.bench.workspace.record(first)
    assert record.title == "民政业务信息第0000号"


def test_what_nobody_decided_is_offered_the_next_time(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str
) -> None:
    _leave(desk, thousand_copy, first, title="低保信息")
    _open(qtbot, window, thousand_copy)
    window.close()
    qtbot.waitUntil(lambda: window.shell.session.bench is None and not window.isVisible())
    with desk.open(thousand_copy) as bench:
        found = left_behind(bench)
        assert [entry.text for entry in found.entries] == ["低保信息"]
        found.close()


def test_a_damaged_journal_is_told_and_set_aside(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str
) -> None:
    _leave(desk, thousand_copy, first, title="低保信息")
    [path] = _kept()
    path.write_bytes(path.read_bytes()[:30])
    _leave(desk, thousand_copy, first, summary="一句话。")
    _open(qtbot, window, thousand_copy)
    said = window.notice.words
    assert said.startswith("发现 10:29 没有保存的内容，1 条。上次没有保存的内容有一份读不出来")
    aside = [p.name for p in _folder().iterdir() if p.suffix == ".damaged"]
    assert len(aside) == 1 and aside[0] in said


def test_who_only_reads_is_offered_nothing(
    qtbot: QtBot, window: MainWindow, desk: Desk, thousand_copy: Path, first: str, act: Act
) -> None:
    _leave(desk, thousand_copy, first, title="低保信息")
    with desk.open(thousand_copy):
        _open(qtbot, window, thousand_copy)
        assert window.shell.session.held
        assert "没有保存" not in window.notice.words
        assert len(_kept()) == 1


# -- undo ------------------------------------------------------------------------------------------


def test_one_undo_takes_back_a_stay_in_a_field_whatever_pauses_it_had(
    qtbot: QtBot, opened: MainWindow, first: str
) -> None:
    line = field_row(opened, "title").editor.line
    line.setFocus()
    line.selectAll()
    workspace = opened.shell.session.bench.workspace
    for key in "abc":
        QTest.keyClicks(line, key)
        opened.page.flush()
    assert workspace.record(first).revision == 4
    opened.undo()
    _idle(qtbot, opened)
    assert workspace.record(first).title == "民政业务信息第0000号"
    assert workspace.undoable().name.startswith("导入")
    opened.redo()
    _idle(qtbot, opened)
    assert workspace.record(first).title == "abc"


def test_in_a_field_the_keys_of_undo_are_those_of_the_window(
    qtbot: QtBot, opened: MainWindow, first: str
) -> None:
    """Else the field takes back pieces of the typing, and then swallows the key for ever."""
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    line = field_row(opened, "title").editor.line
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "a")
    opened.page.flush()
    QTest.keyClicks(line, "bx")
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    _idle(qtbot, opened)
    assert line.text() == "民政业务信息第0000号"
    workspace = opened.shell.session.bench.workspace
    assert workspace.undoable().name.startswith("导入")
    QTest.keyClick(line, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    _idle(qtbot, opened)
    assert (line.text(), workspace.record(first).title) == ("ab", "ab")
