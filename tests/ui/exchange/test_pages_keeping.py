"""Keys, backups, diagnostics: what is made is tested, what would change is shown first."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from exchange_steps import WORDS, at_rest, nameless, opened, shown
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_words import shown_texts

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.work import editing, keys
from cdo_desktop.work.restoring import Backup, Difference, Preview
from ui.exchange.backup_rows import tried_words
from ui.exchange.diagnostics_dialog import DiagnosticsDialog
from ui.exchange.key_dialogs import MakeKeyDialog
from ui.exchange.known_files import KnownFiles
from ui.exchange.restore_view import change_words
from ui.pages.backups_page import BackupsPage
from ui.pages.keys_page import KeysPage
from ui.shell import Shell


@pytest.fixture
def keys_page(qtbot: QtBot, shell: Shell, thousand_copy: Path) -> KeysPage:
    opened(qtbot, shell, thousand_copy)
    return shown(qtbot, KeysPage(shell))


@pytest.fixture
def backups(qtbot: QtBot, shell: Shell, thousand_copy: Path) -> BackupsPage:
    opened(qtbot, shell, thousand_copy)
    page = shown(qtbot, BackupsPage(shell))
    shell.session.opened.connect(page.refresh)
    return page


# -- keys ------------------------------------------------------------------------------------------


def filled(page: KeysPage, path: Path, first: str = WORDS, second: str = WORDS) -> MakeKeyDialog:
    page.make_key()
    dialog = page.findChild(MakeKeyDialog)
    dialog.name.setText("李文涛")
    dialog.path.setText(str(path))
    dialog.words.first.line.setText(first)
    dialog.words.second.line.setText(second)
    return dialog


def test_a_key_is_made_and_listed(qtbot: QtBot, keys_page: KeysPage, tmp_path: Path) -> None:
    assert any("还没有密钥" in text for text in shown_texts(keys_page))
    path = tmp_path / "李文涛.cdokey"
    filled(keys_page, path).verb.click()
    at_rest(qtbot, keys_page.shell)
    certificate = keys.read_certificate(path)
    assert (certificate.name, certificate.org_name) == ("李文涛", "巴中市民政局")
    assert keys.certificate_path(path).is_file()
    assert keys_page.current.path == path
    assert "本工作区没有信任清单" in shown_texts(keys_page)
    assert KnownFiles(keys_page.shell.settings).key_files() == [path]


def test_two_different_passphrases_make_no_key(keys_page: KeysPage, tmp_path: Path) -> None:
    dialog = filled(keys_page, tmp_path / "x.cdokey", second="另一个")
    assert not dialog.verb.isEnabled()
    assert "两遍一致的口令" in dialog.verb.toolTip()
    dialog.reject()


def test_a_name_that_is_taken_makes_no_key(
    qtbot: QtBot, keys_page: KeysPage, tmp_path: Path
) -> None:
    path = tmp_path / "有了.cdokey"
    path.write_text("别的文件", "utf-8")
    dialog = filled(keys_page, path)
    dialog.verb.click()
    at_rest(qtbot, keys_page.shell)
    assert "有了.cdokey" in dialog.banner.words
    assert path.read_text("utf-8") == "别的文件"
    dialog.reject()


def test_a_key_on_a_stick_that_is_not_there_stays_listed(
    keys_page: KeysPage, tmp_path: Path, recorder
) -> None:
    known = KnownFiles(keys_page.shell.settings)
    known.remember_key(tmp_path / "U盘.cdokey")
    keys_page.refresh()
    assert keys_page.current.certificate is None
    assert any("没插上的 U 盘" in text for text in shown_texts(keys_page))
    recorder.answers = ["forget"]
    keys_page._ask_forget()
    assert known.key_files() == []


def test_a_file_that_is_no_key_is_not_listed(keys_page: KeysPage, tmp_path: Path, recorder) -> None:
    path = tmp_path / "假.cdokey"
    path.write_text("{}", "utf-8")
    recorder.files = [path]
    keys_page.add_key()
    assert "假.cdokey" in keys_page.banner.words
    assert KnownFiles(keys_page.shell.settings).key_files() == []


def test_keys_have_names_and_a_good_model(
    qtbot: QtBot, keys_page: KeysPage, tmp_path: Path, qtmodeltester: ModelTester
) -> None:
    KnownFiles(keys_page.shell.settings).remember_key(tmp_path / "U盘.cdokey")
    keys_page.refresh()
    assert nameless(keys_page) == []
    qtmodeltester.check(keys_page.table.model(), force_py=True)


# -- backups ---------------------------------------------------------------------------------------


def ids(page: BackupsPage) -> list[str]:
    return page.shell.session.bench.workspace.ids(ListQuery())


def test_a_backup_is_made_tested_and_marked(qtbot: QtBot, backups: BackupsPage) -> None:
    assert any("还没有备份" in text for text in shown_texts(backups))
    backups.make.click()
    at_rest(qtbot, backups.shell)
    assert backups.table.model().rowCount() == 1
    one = backups.table.model().row(0)
    assert "1,000 条" in tried_words(backups._known, one)
    one.path.write_bytes(one.path.read_bytes() + b"x")
    assert tried_words(backups._known, one) == "没有核对过"  # it holds for exactly these bytes


def test_restoring_shows_what_would_change_and_asks(
    qtbot: QtBot, backups: BackupsPage, recorder
) -> None:
    backups.make.click()
    at_rest(qtbot, backups.shell)
    bench, gone = backups.shell.session.bench, ids(backups)[:2]
    editing.delete(bench, gone)
    assert not backups.view.restore.isEnabled()
    backups.view.look_at.click()
    at_rest(qtbot, backups.shell)
    assert "会影响 2 条记录" in backups.view.banner.words
    assert backups.view.restore.isEnabled()
    assert len(ids(backups)) == 998  # looking changes nothing
    recorder.answers = ["keep"]
    backups.view.restore.click()
    assert backups.shell.session.bench is bench
    recorder.answers = ["restore"]
    with qtbot.waitSignal(backups.shell.session.opened, timeout=10_000):
        backups.view.restore.click()
    at_rest(qtbot, backups.shell)
    assert len(ids(backups)) == 1000
    assert "已还原" in backups.banner.words
    assert recorder.questions[-1].choices[0].danger
    folder = backups.shell.session.bench.workspace.path.parent
    assert [path.name for path in folder.glob("*.before-restore-*.cdo")]


def test_a_spoilt_backup_is_refused_and_nothing_is_lost(
    qtbot: QtBot, backups: BackupsPage, tmp_path: Path, recorder
) -> None:
    bad = tmp_path / "坏.cdo"
    bad.write_bytes(b"SQLite format 3\x00" + b"\x00" * 5000)
    recorder.files = [bad]
    backups.choose_file()
    at_rest(qtbot, backups.shell)
    assert backups.banner.words
    assert not backups.view.restore.isEnabled()
    assert len(ids(backups)) == 1000


def test_a_fresh_backup_has_nothing_to_restore(qtbot: QtBot, backups: BackupsPage) -> None:
    backups.make.click()
    at_rest(qtbot, backups.shell)
    backups.preview()
    at_rest(qtbot, backups.shell)
    assert not backups.view.restore.isEnabled()
    assert "不会改变任何记录" in backups.view.banner.words


def test_a_backup_can_be_tried_again(qtbot: QtBot, backups: BackupsPage) -> None:
    backups.make.click()
    at_rest(qtbot, backups.shell)
    backups.try_current()
    at_rest(qtbot, backups.shell)
    assert "完好，1,000 条" in backups.banner.words


def test_backups_have_names_and_good_models(
    qtbot: QtBot, backups: BackupsPage, qtmodeltester: ModelTester
) -> None:
    backups.make.click()
    at_rest(qtbot, backups.shell)
    assert nameless(backups) == []
    qtmodeltester.check(backups.table.model(), force_py=True)


# -- diagnostics -----------------------------------------------------------------------------------


def test_diagnostics_are_shown_before_they_are_saved(
    qtbot: QtBot, backups: BackupsPage, tmp_path: Path, recorder
) -> None:
    dialog = DiagnosticsDialog(backups.shell, backups)
    at_rest(qtbot, backups.shell)
    said = dialog.text.toPlainText()
    assert '"steps"' in said
    for secret in ("民政", str(tmp_path), "王芳"):
        assert secret not in said
    recorder.files = [tmp_path / "诊断.zip"]
    dialog.verb.click()
    at_rest(qtbot, backups.shell)
    with zipfile.ZipFile(tmp_path / "诊断.zip") as archive:
        for name in archive.namelist():
            assert archive.read(name).decode() in said
    dialog.reject()


@pytest.mark.parametrize(
    ("words", "enough"), [("abc1234", False), ("abcd1234", True), ("春天的花", True)]
)
def test_a_passphrase_that_is_too_short_makes_no_key(
    keys_page: KeysPage, words: str, enough: bool
) -> None:
    dialog = MakeKeyDialog(keys_page.shell, keys_page)
    dialog.name.setText("李文涛")
    dialog.words.first.line.setText(words)
    dialog.words.second.line.setText(words)
    assert dialog.verb.isEnabled() is enough
    assert "至少 8 个字符" in dialog.words.says.text()
    dialog.reject()


def test_restoring_names_nothing_that_does_not_happen(tmp_path: Path) -> None:
    backup = Backup(tmp_path / "备份.cdo", 3, 3)
    changed = Difference("数据目录", [], ["甲"], [])
    assert change_words(Preview(backup, (changed,), (), True)) == "会影响 1 条记录。"
    gone = replace(changed, gone=["乙"])
    said = change_words(Preview(backup, (gone,), (), True))
    assert said == "会影响 2 条记录，其中 1 条是备份之后新增的，将被删除。"
