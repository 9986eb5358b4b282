"""练习 in the window: the workspace knows by itself, and its packages say so when verified."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from exchange_steps import BUREAU, Office, approved, at_rest, desk_of, opened, shown, words
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from ui_words import shown_texts

from cdo_desktop.domain.people import Act
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.tasks import Run
from cdo_desktop.work import handing_over, trusting
from ui.exchange.verdict_words import headline, technical_text, who_words
from ui.pages.export_page import ExportPage
from ui.pages.verify_page import VerifyPage
from ui.shell import Shell

NOTE = "这是练习包，不能当作正式报送。"


@pytest.fixture(scope="module")
def practised(tmp_path_factory, made: Office, make_record, act: Act) -> Path:
    """A practice workspace and its package, under names that do not say so; to be copied."""
    folder = tmp_path_factory.mktemp("practised")
    with desk_of(act).create(folder / "民政局.cdo", BUREAU, "", "national", practice=True) as bench:
        approved(bench, [make_record()])
        handing_over.export(bench, folder / "目录.cdopkg", made.cdo_key, words, Run())
    return folder


@pytest.fixture
def folder(practised: Path, tmp_path: Path) -> Path:
    """The same, for one test, somewhere else."""
    return Path(shutil.copytree(practised, tmp_path / "别处"))


def verified(qtbot: QtBot, page: VerifyPage, path: Path):
    page.take([path])
    at_rest(qtbot, page.shell)
    return page._current


def test_another_office_is_told_at_the_top(
    qtbot: QtBot, shell: Shell, office: Office, folder: Path
) -> None:
    opened(qtbot, shell, office.workspace)  # goes by a trust list that knows the signer
    page = shown(qtbot, VerifyPage(shell))
    found = verified(qtbot, page, folder / "目录.cdopkg")
    assert found.verdict is Verdict.VALID_WITH_NOTES
    assert page.view.verdict._says.text().startswith(NOTE)
    assert NOTE in page.view.verdict.accessibleName()
    assert who_words(found).startswith("练习 · ")
    assert "CDO-E512" in technical_text(found)
    steps = [one.text() for one in page.view._next.findChildren(QLabel)]
    assert any("从正式工作区重新导出" in text for text in steps)


def test_it_is_said_too_where_the_signer_cannot_be_checked(
    qtbot: QtBot, shell: Shell, folder: Path
) -> None:
    page = shown(qtbot, VerifyPage(shell))
    found = verified(qtbot, page, folder / "目录.cdopkg")
    assert found.verdict is Verdict.CANNOT_BE_CHECKED
    assert headline(found).startswith(NOTE)
    assert "无法判断签名人是谁" in headline(found)


def test_a_real_package_is_not_called_practice(qtbot: QtBot, shell: Shell, office: Office) -> None:
    opened(qtbot, shell, office.workspace)
    page = shown(qtbot, VerifyPage(shell))
    found = verified(qtbot, page, office.package)
    assert found.verdict is Verdict.VALID
    assert not any("练习" in text for text in shown_texts(page))


def test_its_own_package_is_not_offered_to_be_handed_over(
    qtbot: QtBot, shell: Shell, office: Office, folder: Path
) -> None:
    bench = opened(qtbot, shell, folder / "民政局.cdo")
    trusting.import_trust(bench, office.trust, office.roots, Run())
    page = shown(qtbot, VerifyPage(shell))
    assert verified(qtbot, page, folder / "目录.cdopkg").own
    said = "\n".join(shown_texts(page))
    assert "只用来练习" in said
    assert "可以交给接收单位" not in said


def test_a_copy_of_a_practice_workspace_is_practice(
    qtbot: QtBot, shell: Shell, folder: Path
) -> None:
    opened(qtbot, shell, folder / "民政局.cdo")
    assert shell.session.is_practice
    assert not shell.session.may_reset, "only the sample is made anew"
    page = shown(qtbot, ExportPage(shell))
    page._suggest()
    assert page.write.target.name.startswith("练习-")
