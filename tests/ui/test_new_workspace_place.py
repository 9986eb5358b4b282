"""A new workspace: its place follows from the unit's name, its profile from the place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ui_words import type_chinese

from ui.dialogs.new_workspace import NewWorkspaceDialog
from ui.main_window import MainWindow


@pytest.fixture
def dialog(window: MainWindow) -> Iterator[NewWorkspaceDialog]:
    """The dialog, as it opens."""
    window.new_workspace()
    found = window.findChild(NewWorkspaceDialog)
    yield found
    found.reject()


def told(dialog: NewWorkspaceDialog) -> str:
    return dialog.profile_says.text()


def test_whoever_types_the_county_has_region_and_profile(
    dialog: NewWorkspaceDialog,
) -> None:
    type_chinese(dialog.name, "通江")
    assert (dialog.region.code, dialog.profile.currentData()) == ("511921", "bazhong")
    type_chinese(dialog.name, "县教育科技和体育局")
    assert (dialog.region.code, dialog.profile.currentData()) == ("511921", "bazhong")
    assert "通江县" in told(dialog)
    assert "四川省巴中市" in told(dialog)


def test_the_place_follows_the_name_as_it_is_mended(dialog: NewWorkspaceDialog) -> None:
    dialog.name.setText("南江县民政局")
    dialog.name.setText("成都市民政局")
    assert (dialog.region.code, dialog.profile.currentData()) == ("510100", "national")
    dialog.name.clear()
    assert (dialog.region.code, dialog.profile.currentData()) == ("", "national")


def test_what_was_chosen_by_hand_stays(dialog: NewWorkspaceDialog) -> None:
    dialog.region.choose("511922")
    dialog.name.setText("通江县民政局驻南江办事处")
    assert dialog.region.code == "511922"


def test_a_profile_chosen_by_hand_stays_while_the_name_is_typed(
    dialog: NewWorkspaceDialog,
) -> None:
    dialog.name.setText("通江县教科体局")
    dialog.profile.setCurrentIndex(dialog.profile.findData("national"))
    dialog.name.setText("通江县教科体局信息中心")
    assert dialog.profile.currentData() == "national"


def test_the_province_says_which_profiles_it_has(dialog: NewWorkspaceDialog) -> None:
    dialog.region.choose("510000")
    assert dialog.profile.currentData() == "national"
    assert "四川省" in told(dialog)
    assert "四川省巴中市" in told(dialog)
    assert "市、县" in told(dialog)


@pytest.mark.parametrize("region", ["510100", "110105"])
def test_a_place_without_a_profile_says_so(dialog: NewWorkspaceDialog, region: str) -> None:
    dialog.region.choose(region)
    assert dialog.region.code == region
    assert dialog.profile.currentData() == "national"
    assert "还没有" in told(dialog)
    assert "巴中" not in told(dialog)


def test_the_profile_of_another_place_is_warned_of(dialog: NewWorkspaceDialog) -> None:
    dialog.region.choose("510100")
    dialog.profile.setCurrentIndex(dialog.profile.findData("bazhong"))
    assert "成都市不在" in told(dialog)
    assert dialog.profile_says.property("tone") == "warn"


def test_without_a_place_it_says_what_will_happen(dialog: NewWorkspaceDialog) -> None:
    assert "行政区划" in told(dialog)
