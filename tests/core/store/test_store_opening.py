"""Making, opening and closing a workspace: one file, ours, not newer than the program."""

import shutil
import sqlite3
import stat
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from store_steps import EVERYTHING, added, rows, script, tampered, titles

from cdo_desktop.domain.people import Org
from cdo_desktop.errors import CdoError, Refused
from cdo_desktop.store.engine import APPLICATION_ID, looks_encrypted, translation
from cdo_desktop.store.migrate import SCHEMA_VERSION
from cdo_desktop.store.workspace import Workspace

BUREAU = Org("11511900MB0000019E", "巴中市民政局")


@pytest.fixture
def closed(workspace, act, make_record):
    """A closed workspace with one record, alone in its folder."""
    added(workspace, act, make_record())
    workspace.close()
    return workspace.path


def make_file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_workspace_remembers_whose_it_is(closed, act):
    with Workspace.open(closed, act) as workspace:
        info = workspace.info
        assert (info.org, info.region, info.profile) == (BUREAU, "511902", "national")
        assert info.created_at == "2026-03-12T09:30:00+08:00"
        assert not workspace.read_only


def test_closing_leaves_one_file(closed, act):
    with Workspace.open(closed, act):
        assert len(list(closed.parent.iterdir())) > 1
    assert list(closed.parent.iterdir()) == [closed]
    assert rows(closed, "PRAGMA journal_mode") == [("delete",)]


def test_a_closed_workspace_writes_nothing(workspace, act, make_record):
    workspace.close()
    workspace.close()
    with pytest.raises(Refused) as refused:
        added(workspace, act, make_record())
    assert refused.value.code == "CDO-S304"
    with Workspace.open(workspace.path, act) as again:
        assert again.count(EVERYTHING) == 0


def test_the_file_says_what_it_is(closed):
    assert rows(closed, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert rows(closed, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_a_name_that_is_taken_is_refused(closed, act):
    before = closed.read_bytes()
    with pytest.raises(Refused) as refused:
        Workspace.create(closed, BUREAU, "511902", "national", act)
    assert refused.value.code == "CDO-U102"
    assert closed.read_bytes() == before


def test_a_folder_that_does_not_exist_is_refused(tmp_path, act):
    with pytest.raises(Refused) as refused:
        Workspace.create(tmp_path / "没有" / "a.cdo", BUREAU, "", "national", act)
    assert refused.value.code == "CDO-U203"


def test_an_unknown_profile_leaves_no_file(tmp_path, act):
    with pytest.raises(Refused) as refused:
        Workspace.create(tmp_path / "a.cdo", BUREAU, "", "atlantis", act)
    assert refused.value.code == "CDO-S104"
    assert list(tmp_path.iterdir()) == []


def test_a_creation_that_fails_leaves_nothing(tmp_path, act, monkeypatch):
    monkeypatch.setattr("cdo_desktop.store.workspace.write_info", _breaks)
    with pytest.raises(ZeroDivisionError):
        Workspace.create(tmp_path / "a.cdo", BUREAU, "", "national", act)
    assert list(tmp_path.iterdir()) == []


def _breaks(*_):
    raise ZeroDivisionError


def test_a_missing_file_is_refused(tmp_path, act):
    with pytest.raises(Refused) as refused:
        Workspace.open(tmp_path / "没有.cdo", act)
    assert refused.value.code == "CDO-U101"
    assert list(tmp_path.iterdir()) == []


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        database.commit()


def other_program(path: Path) -> None:
    foreign_database(path)
    tampered(path, "PRAGMA application_id = 1196444487", "PRAGMA user_version = 1")


NO_WORKSPACE = {
    "empty": lambda path: make_file(path, b""),
    "short": lambda path: make_file(path, b"SQLite"),
    "a database of nobody": foreign_database,
    "a database of another program": other_program,
}
MAYBE_ENCRYPTED = {
    "garbage": lambda path: make_file(path, bytes(range(256)) * 64),
    "text": lambda path: make_file(path, "姓名,身份证号\n".encode("gb18030") * 40),
}
CASES = [(made, "CDO-S309") for made in NO_WORKSPACE.values()]
CASES += [(made, "CDO-S306") for made in MAYBE_ENCRYPTED.values()]


@pytest.mark.parametrize(("made", "code"), CASES, ids=[*NO_WORKSPACE, *MAYBE_ENCRYPTED])
@pytest.mark.parametrize("reading", [False, True], ids=["to write", "to read"])
def test_what_is_no_workspace_is_refused_and_not_touched(tmp_path, act, made, code, reading):
    path = tmp_path / "a.cdo"
    made(path)
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        Workspace.open_to_read(path) if reading else Workspace.open(path, act)
    assert refused.value.code == code
    assert refused.value.todo
    assert ("加密" in refused.value.happened) == (code == "CDO-S306")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("reading", [False, True], ids=["to write", "to read"])
def test_a_newer_file_is_refused_and_not_touched(closed, act, reading):
    tampered(closed, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = closed.read_bytes()
    with pytest.raises(Refused) as refused:
        Workspace.open_to_read(closed) if reading else Workspace.open(closed, act)
    assert refused.value.code == "CDO-S308"
    assert str(SCHEMA_VERSION + 1) in refused.value.happened
    assert closed.read_bytes() == before


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_refused(closed, act, share):
    whole = closed.read_bytes()
    closed.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CdoError) as refused, Workspace.open(closed, act) as workspace:
        assert workspace.damage()
        workspace.record(titles(workspace)[0])
    assert refused.value.code in {"CDO-S303", "CDO-S309", "CDO-S305"}
    assert [path.name for path in closed.parent.iterdir()] == [closed.name]


def test_a_workspace_without_its_facts_is_damaged(closed, act):
    tampered(closed, "DELETE FROM meta WHERE key = 'org_code'")
    with pytest.raises(Refused) as refused:
        Workspace.open(closed, act)
    assert refused.value.code == "CDO-S303"


# -- encrypted workspaces ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made_secret(tmp_path_factory, act, make_record):
    """An encrypted workspace, closed."""
    path = tmp_path_factory.mktemp("secret") / "密.cdo"
    with Workspace.create(path, BUREAU, "", "national", act, passphrase="天府'2026") as workspace:
        added(workspace, act, make_record())
    return path


@pytest.fixture
def secret(made_secret, tmp_path):
    """A copy of it, alone in its folder."""
    return Path(shutil.copy(made_secret, tmp_path))


def test_an_encrypted_workspace_opens_with_its_passphrase(secret, act):
    assert looks_encrypted(secret)
    with Workspace.open(secret, act, "天府'2026") as workspace:
        assert titles(workspace) == ["城镇居民最低生活保障人员信息"]
    with Workspace.open_to_read(secret, "天府'2026") as workspace:
        assert workspace.count(EVERYTHING) == 1


def test_an_encrypted_workspace_shows_nothing_to_a_stranger(secret):
    content = secret.read_bytes()
    for word in ("巴中市民政局", "城镇居民", "SQLite"):
        assert word.encode() not in content


@pytest.mark.parametrize(("passphrase", "code"), [("天府2026", "CDO-S307"), (None, "CDO-S306")])
@pytest.mark.parametrize("reading", [False, True], ids=["to write", "to read"])
def test_a_wrong_or_missing_passphrase_is_refused(secret, act, passphrase, code, reading):
    before = secret.read_bytes()
    with pytest.raises(Refused) as refused:
        if reading:
            Workspace.open_to_read(secret, passphrase)
        else:
            Workspace.open(secret, act, passphrase)
    assert refused.value.code == code
    assert "天府" not in str(refused.value)
    assert secret.read_bytes() == before


def test_a_passphrase_for_an_open_workspace_is_refused(closed, act):
    with pytest.raises(Refused) as refused:
        Workspace.open(closed, act, "口令")
    assert refused.value.code == "CDO-S231"


# -- reading only --------------------------------------------------------------------------------


def test_who_opens_to_read_cannot_write(closed, act, make_record):
    with Workspace.open_to_read(closed) as workspace:
        assert workspace.read_only
        assert workspace.count(EVERYTHING) == 1
        with pytest.raises(Refused) as refused:
            added(workspace, act, make_record())
    assert refused.value.code == "CDO-S304"
    assert list(closed.parent.iterdir()) == [closed]


def test_a_reader_sees_what_the_writer_commits(closed, act, make_record):
    with Workspace.open(closed, act) as writer, Workspace.open_to_read(closed) as reader:
        added(writer, act, make_record(title="流动人口居住登记信息"))
        assert "流动人口居住登记信息" in titles(reader)


def test_the_writer_can_close_while_somebody_reads(closed, act):
    writer = Workspace.open(closed, act)
    with Workspace.open_to_read(closed) as reader:
        assert reader.count(EVERYTHING) == 1
        writer.close()
        assert reader.count(EVERYTHING) == 1
    with Workspace.open(closed, act) as again:
        assert not again.read_only
    assert list(closed.parent.iterdir()) == [closed]


@pytest.fixture
def stick():
    """A folder that everybody may enter and only root may write: as a read-only stick."""
    folder = Path(tempfile.mkdtemp(prefix="cdo-stick-"))
    yield folder
    folder.chmod(stat.S_IRWXU)
    shutil.rmtree(folder)


READ_ON_A_STICK = """
import sys
from pathlib import Path
from datetime import datetime, UTC
from store_steps import without_roots_powers
from cdo_desktop.domain.people import Act, Person
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.errors import Refused
from cdo_desktop.store.workspace import Workspace

without_roots_powers()
path = Path(sys.argv[1])
try:
    Workspace.open(path, Act(Person("a"), datetime.now(UTC), "pc"))
except Refused as refused:
    print(refused.code)
with Workspace.open_to_read(path) as workspace:
    print(workspace.count(ListQuery()), workspace.read_only)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders are read-only in another way there")
@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_workspace_on_a_read_only_stick_can_be_read(closed, stick, journal):
    """WAL: the file was copied while it was open, so its header asks for files beside it."""
    there = stick / "a.cdo"
    shutil.copyfile(closed, there)
    with closing(sqlite3.connect(there)) as database:
        database.execute(f"PRAGMA journal_mode = {journal}")
    there.chmod(0o444)
    stick.chmod(0o555)
    done = script(READ_ON_A_STICK, there)
    assert done.stdout.split() == ["CDO-S304", "1", "True"], done.stderr
    assert [path.name for path in stick.iterdir()] == ["a.cdo"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders are read-only in another way there")
def test_steps_that_a_crash_left_beside_the_file_are_not_hidden(closed, stick, act, make_record):
    with Workspace.open(closed, act) as workspace:
        added(workspace, act, make_record(title="流动人口居住登记信息"))
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{closed}{suffix}", f"{stick / 'a.cdo'}{suffix}")
    stick.chmod(0o555)
    done = script(READ_ON_A_STICK, stick / "a.cdo")
    assert done.stdout.split() == ["CDO-S304"]
    assert "CDO-S302" in done.stderr


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("database or disk is full", "CDO-U201"),
        ("attempt to write a readonly database", "CDO-S304"),
        ("unable to open database file", "CDO-S302"),
        ("database is locked", "CDO-S301"),
        ("database disk image is malformed", "CDO-S303"),
        ("disk I/O error", "CDO-S305"),
        ("file is not a database", "CDO-S309"),
    ],
)
def test_what_the_driver_says_becomes_a_sentence(said, code):
    error = translation(said, Path("民政局.cdo"), None)
    assert error.code == code
    assert "民政局.cdo" in error.happened
    assert "{" not in str(error)
    assert "由使用" not in str(error)


def test_a_bug_of_ours_is_not_made_a_sentence():
    assert translation("near “SELEC”: syntax error", Path("a.cdo"), None) is None
