"""Choosers of files begin where an office keeps its files, then where it was last."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui import notify as notifying
from ui.notify import SHEETS, Notify


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "文档"
    folder.mkdir()
    monkeypatch.setattr(notifying, "documents", lambda: folder)
    return folder


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def chooser(notify: Notify, window: QWidget, answers: list[Path]) -> QFileDialog:
    notify.choose_file("选择表格", SHEETS, answers.append)
    return window.findChildren(QFileDialog)[-1]


def test_a_chooser_begins_in_the_documents_then_where_it_was_last(
    documents: Path, window: QWidget, tmp_path: Path
) -> None:
    notify = Notify()
    notify.speak_before(window)
    answers: list[Path] = []
    first = chooser(notify, window, answers)
    assert Path(first.directory().absolutePath()) == documents
    other = tmp_path / "U盘" / "目录.xlsx"
    other.parent.mkdir()
    other.write_bytes(b"")
    first.fileSelected.emit(str(other))
    assert answers == [other]
    second = chooser(notify, window, answers)
    assert Path(second.directory().absolutePath()) == other.parent
