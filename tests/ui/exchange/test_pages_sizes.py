"""How the ledger is divided is remembered of each workspace; a new one begins as it was last."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from exchange_steps import Office, at_rest, opened, shown
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2 as driver

from ui.pages.exchange_page import ExchangePage
from ui.shell import Shell


def dragged(page: ExchangePage, upper: int) -> list[int]:
    """Somebody drags the handle."""
    splitter = page.ledger.splitter
    splitter.moveSplitter(upper, 1)
    return splitter.sizes()


def another(office: Office, path: Path) -> Path:
    """Another workspace with the same packages: it has an id of its own."""
    shutil.copy(office.workspace, path)
    with closing(driver.connect(str(path))) as database:
        database.execute("UPDATE meta SET value = ? WHERE key = 'id'", [path.stem])
        database.commit()
    return path


def at(qtbot: QtBot, page: ExchangePage, workspace: Path) -> list[int]:
    """How it is divided once another workspace is open."""
    opened(qtbot, page.shell, workspace)
    page.refresh()
    at_rest(qtbot, page.shell)
    return page.ledger.splitter.sizes()


def test_each_workspace_keeps_its_own_sizes(
    qtbot: QtBot, shell: Shell, office: Office, tmp_path: Path
) -> None:
    other, third = (another(office, tmp_path / name) for name in ("b.cdo", "c.cdo"))
    opened(qtbot, shell, office.workspace)
    page = shown(qtbot, ExchangePage(shell))
    first = dragged(page, 200)
    assert at(qtbot, page, other) == first, "a new one begins as it was last"
    second = dragged(page, 420)
    assert second != first
    assert at(qtbot, page, third) == second
    assert at(qtbot, page, office.workspace) == first
    moved = Path(shutil.copy(other, tmp_path / "moved.cdo"))
    assert at(qtbot, page, moved) == second, "it goes by the workspace, not by its file"
