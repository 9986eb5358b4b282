"""The settings page: what it shows as chosen is what is so, wherever it was changed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QButtonGroup

from ui.look import DARK, LIGHT
from ui.main_window import MainWindow
from ui.pages.settings_page import SettingsPage
from ui.places import SETTINGS


@pytest.fixture
def page(window: MainWindow) -> SettingsPage:
    window.go(SETTINGS)
    assert isinstance(window.page, SettingsPage)
    return window.page


def chosen(group: QButtonGroup) -> list[str]:
    return [one.text() for one in group.buttons() if one.isChecked()]


def word(group: QButtonGroup, text: str) -> QAbstractButton:
    return next(one for one in group.buttons() if one.text() == text)


def test_zoom_and_theme_changed_by_keys_are_shown_here(page: SettingsPage) -> None:
    look = page.shell.look
    look.set_zoom(1.5)
    assert chosen(page._zooms) == ["150%"]
    look.set_zoom(1.0)
    assert chosen(page._zooms) == ["100%"]
    for mode, text in ((DARK, "深色"), (LIGHT, "浅色")):
        look.set_mode(mode)
        assert chosen(page._modes) == [text]


def test_what_is_chosen_here_is_done(page: SettingsPage) -> None:
    word(page._zooms, "125%").click()
    assert page.shell.look.theme.zoom == 1.25
    assert chosen(page._zooms) == ["125%"]
