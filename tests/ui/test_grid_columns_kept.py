"""Which columns the grid shows, and how wide, is remembered of each workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdo_desktop.settings import Settings
from cdo_desktop.standard.library import Library
from ui.grid.column_choice import ColumnChoice


@pytest.fixture
def choice(tmp_path: Path) -> ColumnChoice:
    """The columns of 信息项, at the workspace of one bureau."""
    group = Library("national").kind("resource").groups_by_key["items"]
    made = ColumnChoice(Settings(tmp_path / "settings.json"), group)
    made.go_to("bureau")
    return made


def keys(choice: ColumnChoice) -> list[str]:
    return [element.key for element in choice.shown(())]


def test_each_workspace_shows_the_columns_chosen_there(choice: ColumnChoice) -> None:
    plain = keys(choice)
    last = plain[-1]
    choice.choose(last, False, choice.shown(()))
    assert keys(choice) == plain[:-1]
    choice.go_to("county")
    assert keys(choice) == plain[:-1], "a new one begins as it was last"
    choice.choose(last, True, choice.shown(()))
    assert keys(choice) == plain
    choice.go_to("bureau")
    assert keys(choice) == plain[:-1]


def test_so_are_their_widths(choice: ColumnChoice) -> None:
    choice.keep_widths({"name": 300})
    choice.go_to("county")
    assert choice.widths() == {"name": 300}
    choice.keep_widths({"name": 120, "type": 80})
    choice.go_to("bureau")
    assert choice.widths() == {"name": 300}
