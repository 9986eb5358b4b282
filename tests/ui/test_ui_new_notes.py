"""What is doubtful about a workspace is said when it is made, and not at every opening."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from cdo_desktop.domain.people import Org
from ui.main_window import MainWindow

DOUBTFUL = Org("11511900MB0000011X", "巴中市民政局")


def test_the_note_on_a_new_workspace_is_gone_when_it_is_opened_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    session = window.shell.session
    with qtbot.waitSignal(session.opened, timeout=10_000):
        session.create(tmp_path / "甲.cdo", DOUBTFUL, "511900", "national")
    assert window.notice.isVisible()
    assert "工作区已建立" in window.notice.words
    with qtbot.waitSignal(session.opened, timeout=10_000):
        session.create(tmp_path / "乙.cdo", DOUBTFUL, "511900", "national")
    assert window.notice.isVisible()
    with qtbot.waitSignal(session.opened, timeout=10_000):
        session.open(tmp_path / "甲.cdo")
    assert not window.notice.isVisible()
