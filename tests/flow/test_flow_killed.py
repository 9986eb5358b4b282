"""A program killed or stopped at any moment: at most the unfinished step is lost, never more."""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from flow_steps import (
    GOOD,
    PASSPHRASE,
    REFUSED,
    ROOT,
    STOPPED,
    Cradle,
    Office,
    People,
    ask,
    cdo,
    full_office,
    sheet,
    titled,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals there")
KILLED = -signal.SIGKILL
MANY = [f"第{number}类学校信息" for number in range(250)]
MORE = [f"第{number}类教师信息" for number in range(250)]


@pytest.fixture(scope="module")
def cradle(tmp_path_factory):
    """Where the commands to be killed are started."""
    made = Cradle(tmp_path_factory.mktemp("said"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory, everybody) -> Office:
    """Many approved records, and a sheet with as many again."""
    office = full_office(tmp_path_factory.mktemp("filled"), MANY).approved().trusting(everybody)
    sheet(office.folder / "更多.xlsx", *titled(*MORE))
    return office


@pytest.fixture
def office(tmp_path, filled) -> Office:
    """The same, for one test."""
    return Office(Path(shutil.copy(filled.path, tmp_path)))


def command(office: Office, filled: Office, everybody: People, what: str) -> list[object]:
    """The arguments of what is going to be killed."""
    folder, first = office.folder, MANY[0]
    match what:
        case "import":
            return ["import", office.path, filled.folder / "更多.xlsx"]
        case "set":
            return ["set", office.path, office.listed()[first]["id"], "备注=新"]
        case "export":
            key = everybody.key("李文涛")
            return ["export", office.path, "--key", key, "-o", folder / "a.cdopkg"]
        case "backup":
            return ["backup", office.path, "-o", folder / "b.cdo"]
        case "export-xlsx":
            return ["export-xlsx", office.path, "-o", folder / "a.xlsx"]
    raise ValueError(what)


def no_half_file(folder: Path, everybody: People) -> None:
    """What stands under a final name is whole."""
    trust = ("--trust", everybody.bundle, "--roots", everybody.roots, "--deep")
    for package in folder.glob("*.cdopkg"):
        assert ask("verify", package, *trust)["verdict"] == "valid"
        assert ask("verify", package, *trust)["records"] == len(MANY)
    for book in folder.glob("*.xlsx"):
        assert openpyxl.load_workbook(book, read_only=True).sheetnames
    for backup in folder.glob("b.cdo"):
        assert Office(backup).is_whole()
        assert len(Office(backup).listed()) == len(MANY)


def none_is_unknown(office: Office) -> None:
    """Every package that stands there is in the ledger, and can be handed over."""
    for package in office.folder.glob("*.cdopkg"):
        [page] = office.ask("ledger")["packages"]
        assert (page["file"], page["state"] in ("正在写出", "已导出")) == (package.name, True)
        assert office.ask("handed", package, "--to", "平台")["state"] == "已交接"
        assert set(office.states().values()) == {"已交接"}


@pytest.mark.parametrize("what", ["import", "set", "export", "backup", "export-xlsx"])
def test_a_killed_program_loses_at_most_the_unfinished_step(
    office, filled, everybody, cradle, tmp_path, what
):
    chance = random.Random(f"2026 {what}")
    told, good = office.listed(), office.path.read_bytes()
    arguments = command(office, filled, everybody, what)
    said, whole = cradle.run(*arguments)
    assert said.code == GOOD, said.err
    codes = set()
    for _ in range(5):
        for file in tmp_path.iterdir():
            file.unlink()
        office.path.write_bytes(good)
        said, _ = cradle.run(*arguments, delay=chance.uniform(0.05, 0.95) * whole)
        codes.add(said.code)
        assert office.is_whole()
        now = office.listed()
        assert set(told) <= set(now)
        changed = [title for title in told if told[title] != now[title]]
        if what == "import":
            assert (changed, len(now) - len(told)) in (([], 0), ([], len(MORE)))
        elif what == "set":
            assert changed in ([], [MANY[0]])
        elif what == "export":
            assert len(changed) in (0, len(MANY))
        else:
            assert changed == []
        no_half_file(tmp_path, everybody)
        none_is_unknown(office)
        # and work goes on: the lock fell with its holder, closing leaves one file
        office.ask("set", now[MANY[1]]["id"], "备注=照常")
        beside = {
            file.name for file in tmp_path.iterdir() if file.name.startswith(office.path.name)
        }
        assert beside == {office.path.name}
        assert office.is_whole()
    assert KILLED in codes


@pytest.mark.parametrize("what", ["import", "export", "backup", "export-xlsx"])
def test_stopped_means_nothing_happened(office, filled, everybody, cradle, tmp_path, what):
    before, good = office.told(), office.path.read_bytes()
    arguments = command(office, filled, everybody, what)
    _, whole = cradle.run(*arguments)
    codes = set()
    for share in (0.2, 0.4, 0.55, 0.7):
        for file in tmp_path.iterdir():
            file.unlink()
        office.path.write_bytes(good)
        said, _ = cradle.run(*arguments, delay=share * whole, stop=signal.SIGINT)
        codes.add(said.code)
        assert said.code in (GOOD, STOPPED)
        if said.code == STOPPED:
            assert "什么都没有改动" in said.err
            assert said.document["error"]["code"] == "CDO-U128"
            assert office.told() == before
            assert [file.name for file in tmp_path.iterdir()] == [office.path.name]
        assert office.is_whole()
    assert STOPPED in codes


_KILLED = """
import os, signal, sys
import main
from cdo_desktop.work import handing_over

handing_over.write_bytes = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main.main(sys.argv[1:])
"""


def test_a_package_whose_export_was_killed_is_told_of_and_entered(office, everybody):
    """Killed between the file's last name and the ledger."""
    target = office.folder / "a.cdopkg"
    export = ("export", office.path, "--key", everybody.key("李文涛"), "-o", target)
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, *map(str, export)],
        cwd=ROOT,
        env={**os.environ, "CDO_PASSPHRASE": PASSPHRASE},
        check=False,
    )
    assert done.returncode == KILLED
    assert target.exists()
    said = cdo("ledger", office.path).out
    assert "正在写出" in said
    assert str(target) in said
    assert office.ask("doctor")["unfinished"] == [str(target)]
    assert str(target) in cdo("doctor", office.path).out
    told = cdo(*export, exits=REFUSED).err
    assert "补记" in told
    assert "CDO-U102" in told
    assert office.ask("doctor")["unfinished"] == []
    [page] = office.ask("ledger")["packages"]
    assert (page["state"], len(page["items"])) == ("已导出", len(MANY))
