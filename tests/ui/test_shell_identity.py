"""The button of the person: who works here, with which key, until when; and the menus beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from ui_words import named

from cdo_desktop.domain.people import Org, this_user
from cdo_desktop.settings import Settings
from cdo_desktop.work import keys
from cdo_desktop.work.identity import SigningKey, person_here
from cdo_desktop.workbench import Desk
from ui.exchange.known_files import KnownFiles
from ui.identity import OWN_KEY, key_words
from ui.main_window import MainWindow
from ui.pages.keys_page import KeysPage

BUREAU = Org("11511900MB0000019E", "巴中市民政局")


def _key(days: int, own_made: bool = False) -> SigningKey:
    return SigningKey("李文涛", date(2027, 3, 31), days, own_made)


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (130, "签署人 李文涛 · 证书有效至 2027-03-31", ""),
        (30, "签署人 李文涛 · 证书剩 30 天", "warn"),
        (0, "签署人 李文涛 · 证书今天到期", "warn"),
        (-1, "签署人 李文涛 · 证书已于 2027-03-31 过期", "err"),
    ],
)
def test_the_end_of_a_certificate_is_said_in_words_and_colour(
    days: int, words: str, tone: str
) -> None:
    said = key_words(_key(days))
    assert (said.words, said.tone) == (words, tone)


@pytest.mark.parametrize("days", [130, 7, -1])
def test_a_key_of_our_own_is_called_so_and_says_what_it_proves(days: int) -> None:
    said = key_words(_key(days, own_made=True))
    assert "本机密钥" in said.words
    assert OWN_KEY in said.tip


@pytest.fixture
def key(tmp_path: Path, desk: Desk) -> Path:
    """A key file made here."""
    path = tmp_path / "li.cdokey"
    keys.make_key(desk, path, "p256", "李文涛", "dept_cdo", BUREAU, lambda: "杜鹃-8-春天")
    return path


def test_without_a_key_the_button_says_so_and_leads_to_where_one_is_made(
    qtbot: QtBot, opened: MainWindow
) -> None:
    button = opened.top.identity
    assert button.lines == ("王芳", "没有登记任职", "没有签署证书")
    assert button.accessibleName().startswith("使用人：王芳　没有登记任职，没有签署证书")
    next(a for a in button.menu_shown.actions() if a.text() == "密钥与证书").trigger()
    assert isinstance(opened.page, KeysPage)


def test_the_key_that_signed_last_is_shown_once_it_has_signed(
    qtbot: QtBot, opened: MainWindow, key: Path
) -> None:
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    KnownFiles(opened.shell.settings).signed_with(key)
    with qtbot.waitSignal(opened.shell.jobs.ended):
        opened.shell.jobs.start("签署", lambda run: None)
    assert opened.top.identity.lines[2].startswith("签署人 李文涛 · 本机密钥有效至 2029-03-")


def test_a_key_on_a_stick_that_is_not_there_is_said_to_be_away(
    qtbot: QtBot, opened: MainWindow, key: Path
) -> None:
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    KnownFiles(opened.shell.settings).signed_with(key)
    key.unlink()
    opened._view._identity.look_again()
    assert opened.top.identity.lines[2] == "签署密钥不在手边"
    assert key.name in opened.top.identity.toolTip()


def test_a_broken_key_file_says_what_is_wrong(opened: MainWindow, key: Path) -> None:
    key.write_text("{")
    KnownFiles(opened.shell.settings).signed_with(key)
    opened._view._identity.look_again()
    assert opened.top.identity.lines[2] == "签署密钥读不出来"


def test_a_key_is_not_read_on_every_event(
    qtbot: QtBot, opened: MainWindow, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    KnownFiles(opened.shell.settings).signed_with(key)
    opened._view._identity.look_again()
    read: list[Path] = []
    monkeypatch.setattr("ui.identity.signing_key", lambda path, now: read.append(path))
    for _ in range(5):
        opened.shell.session.changed.emit()
        opened._view._identity.look_again()
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    assert read == []


def test_nobody_is_shown_where_nothing_is_open(window: MainWindow) -> None:
    assert not window.top.identity.isVisible()


def test_the_menu_of_workspaces_offers_those_opened_last(
    qtbot: QtBot, opened: MainWindow, thousand_copy: Path, tmp_path: Path, desk: Desk
) -> None:
    other = tmp_path / "另一个.cdo"
    desk.create(other, BUREAU, "", "national").close()
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    with qtbot.waitSignal(opened.shell.session.opened, timeout=20_000):
        opened.open_path(other)
    menu = opened.top.workspace.menu_shown
    menu.aboutToShow.emit()
    entries = {action.text().split("　")[0]: action for action in menu.actions()}
    assert [entries[name].isChecked() for name in ("另一个", "一千条")] == [True, False]
    assert {"新建工作区…", "打开工作区…", "打开示例"} <= set(entries)
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    with qtbot.waitSignal(opened.shell.session.opened, timeout=20_000):
        entries["一千条"].trigger()
    assert opened.shell.session.bench.workspace.path == thousand_copy


def test_help_has_a_button(opened: MainWindow) -> None:
    button = named(opened, "帮助")
    assert button.toolTip() == "帮助"
    assert "诊断包…" in [action.text() for action in opened.top.help_button.menu().actions()]


def test_whoever_works_here_says_his_name_and_it_stays(
    qtbot: QtBot, opened: MainWindow, settings: Settings, tmp_path: Path
) -> None:
    opened.shell.session.call(" 李 文涛 ")
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    assert opened.shell.session.bench.who.name == "李 文涛"
    assert "李 文涛" in opened.top.identity.accessibleName()
    assert person_here(settings).name == "李 文涛"
    assert person_here(Settings(tmp_path / "settings.json")).name == "李 文涛"
    opened.shell.session.call("")
    assert opened.shell.session.bench.who.name == this_user().name != "李 文涛"
