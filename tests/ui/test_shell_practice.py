"""练习: the sample has its frame; it is made anew, and the one before is set aside, not deleted."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from ui_words import shown_texts

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.work import editing
from cdo_desktop.work.starting import sample_path
from cdo_desktop.workbench import Desk
from ui.main_window import MainWindow
from ui.pages.home_page import HomePage


@pytest.fixture
def practising(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """The window with the sample open."""
    with qtbot.waitSignal(window.shell.session.opened, timeout=30_000):
        window.open_sample()
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=30_000)
    return window


def _idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=60_000)


def test_practice_is_made_anew_and_the_one_before_is_set_aside(
    qtbot: QtBot, practising: MainWindow
) -> None:
    bench = practising.shell.session.bench
    before, records = bench.workspace.info.id, bench.workspace.count(ListQuery())
    editing.delete(bench, bench.workspace.ids(ListQuery("resource")))
    practising.shell.notify.answers = ["reset"]
    practising.actions_table["reset_practice"].trigger()
    _idle(qtbot, practising)
    bench = practising.shell.session.bench
    assert bench.workspace.info.id != before
    assert bench.workspace.count(ListQuery()) == records
    assert practising.shell.session.is_practice
    [aside] = [p for p in sample_path().parent.glob("*.cdo") if p != sample_path()]
    with qtbot.waitSignal(practising.shell.session.opened, timeout=20_000):
        practising.open_path(aside)
    assert practising.shell.session.bench.workspace.info.id == before
    assert "练习" in shown_texts(practising), "it is practice still"


def test_a_frame_stands_around_the_pages_while_one_practises(practising: MainWindow) -> None:
    image = practising._ground.grab().toImage()
    edge = practising.shell.look.theme.colour("warn-icon").name()
    width, height = image.width(), image.height()
    places = ((1, height // 2), (width - 2, height // 2), (width // 2, 1), (width // 2, height - 2))
    assert {image.pixelColor(x, y).name() for x, y in places} == {edge}
    practising.frame_practice(False)
    image = practising._ground.grab().toImage()
    assert edge not in {image.pixelColor(x, y).name() for x, y in places}


def test_nothing_happens_unless_it_is_really_wanted(qtbot: QtBot, practising: MainWindow) -> None:
    before = practising.shell.session.bench
    practising.reset_practice()
    _idle(qtbot, practising)
    assert practising.shell.session.bench is before
    assert [question.title for question in practising.shell.notify.questions] == ["重置练习？"]


def test_a_sample_that_cannot_be_made_leaves_the_one_that_is_open(
    qtbot: QtBot, practising: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(desk: object, run: object) -> Path:
        raise DiskTrouble("CDO-U201", file="x", reason="full")

    monkeypatch.setattr("ui.session.make_sample_anew", full)
    before = practising.shell.session.bench
    practising.shell.notify.answers = ["reset"]
    practising.reset_practice()
    _idle(qtbot, practising)
    assert practising.shell.session.bench is before
    assert before.workspace.count(ListQuery()) > 0
    assert practising.page.banner.isVisible()


def test_a_sample_that_cannot_be_moved_is_still_there_to_be_opened(
    qtbot: QtBot, practising: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(desk: object, made: Path) -> Path:
        raise DiskTrouble("CDO-U201", file="x", reason="held")

    monkeypatch.setattr("ui.session.put_sample", held)
    before = practising.shell.session.bench.workspace.info.id
    practising.shell.notify.answers = ["reset"]
    practising.reset_practice()
    _idle(qtbot, practising)
    assert isinstance(practising.page, HomePage)
    assert practising.page.banner.isVisible()
    assert practising.windowTitle() == "首席数据官工作台"
    with qtbot.waitSignal(practising.shell.session.opened, timeout=20_000):
        practising.open_sample()
    assert practising.shell.session.bench.workspace.info.id == before


def test_only_practice_can_be_made_anew(qtbot: QtBot, opened: MainWindow) -> None:
    assert not opened.actions_table["reset_practice"].isEnabled()
    assert "练习" not in shown_texts(opened)
    opened.reset_practice()
    assert opened.shell.notify.questions == []


def test_a_practice_workspace_elsewhere_has_its_frame_but_is_not_made_anew(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    """Making it anew would put the sample in its place on the screen."""
    path = tmp_path / "通江县.cdo"
    owner = Org("11511921MB999999XT", "通江县教科体局")
    desk.create(path, owner, "", "national", practice=True).close()
    with qtbot.waitSignal(window.shell.session.opened, timeout=20_000):
        window.open_path(path)
    _idle(qtbot, window)
    assert "练习" in shown_texts(window)
    assert not window.actions_table["reset_practice"].isEnabled()
    window.reset_practice()
    assert window.shell.notify.questions == []
