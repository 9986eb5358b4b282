"""A full disk, a file that may not grow, a folder that takes nothing: a clear word, no harm."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flow_steps import (
    REFUSED,
    ROOT,
    Cradle,
    Office,
    full_office,
    refused,
    sheet,
    titled,
)

BY_THE_SYSTEM = pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits there")
TITLES = [f"第{number}类学校信息" for number in range(120)]
FULL = ("CDO-U201", "CDO-U205", "CDO-S305")
COMMANDS = [
    "import",
    "set",
    "export",
    "backup",
    "export-xlsx",
    "annotate",
    "template",
    "key",
    "new",
]


@pytest.fixture(scope="module")
def cradle(tmp_path_factory):
    """Where the commands with a limit are started."""
    made = Cradle(tmp_path_factory.mktemp("said"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Office:
    """Many approved records, and a sheet that changes them and brings more."""
    office = full_office(tmp_path_factory.mktemp("filled"), TITLES).approved()
    more = titled(*TITLES, *(f"另{title}" for title in TITLES), 更新周期="每年")
    sheet(office.folder / "更多.xlsx", *more)
    return office


@pytest.fixture
def office(tmp_path, filled) -> Office:
    """The same, for one test."""
    shutil.copy(filled.folder / "更多.xlsx", tmp_path)
    return Office(Path(shutil.copy(filled.path, tmp_path)))


def arguments(office: Office, key: Path, what: str) -> list[object]:
    """A command that writes."""
    folder, path, brought = office.folder, office.path, office.folder / "更多.xlsx"
    owner = ("--org", "局", "--org-code", "11511921MB999999XT")
    long = "甲" * 4000
    made: dict[str, list[object]] = {
        "import": ["import", path, brought],
        "set": [
            "set",
            path,
            office.listed()[TITLES[0]]["id"],
            *[f"信息项[1].信息项描述={long}"] * 9,
        ],
        "export": ["export", path, "--key", key, "-o", folder / "a.cdopkg"],
        "backup": ["backup", path, "-o", folder / "b.cdo"],
        "export-xlsx": ["export-xlsx", path, "-o", folder / "a.xlsx"],
        "annotate": ["import", path, brought, "--rehearse", "--annotate", folder / "c.xlsx"],
        "template": ["template", "-o", folder / "t.xlsx"],
        "key": ["key", "new", "-o", folder / "k", "--name", "王", "--role", "clerk", *owner],
        "new": ["new", folder / "n.cdo", *owner],
    }
    return made[what]


@BY_THE_SYSTEM
@pytest.mark.parametrize("what", COMMANDS)
def test_a_file_that_may_not_grow(office, everybody, cradle, tmp_path, what):
    before, there = office.told(), sorted(tmp_path.iterdir())
    asked = arguments(office, everybody.key("李文涛"), what)
    limit = 400 if what == "key" else 4096
    said, _ = cradle.run(*asked, limit=limit)
    assert said.code == REFUSED, said.out
    assert said.document["error"]["code"] in FULL
    assert sorted(tmp_path.iterdir()) == there
    assert office.told() == before
    assert office.is_whole()


# -- disks made for the test, where the system lets one make them ----------------------------------

_MOUNTED = """
import gc, json, os, subprocess, sys
from pathlib import Path
import test_flow_disk as here
from flow_steps import Office, ask, people

unraisable = []
sys.unraisablehook = unraisable.append
folder, source, key, what = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)], check=True)
for name in ("教体局.cdo", "更多.xlsx"):
    (folder / name).write_bytes((source / name).read_bytes())
office = Office(folder / "教体局.cdo")
before = office.told()
there = sorted(folder.iterdir())
asked = {one: here.arguments(office, key, one) for one in here.COMMANDS}
if what == "full":
    with (folder / "占满").open("wb") as filler:
        try:
            while True:
                os.write(filler.fileno(), bytes(4096))
        except OSError:
            pass
    there = sorted(folder.iterdir())
else:
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
for one, words in asked.items():
    error = ask(*words, exits=here.REFUSED)["error"]
    print(one, error["code"])
    assert sorted(folder.iterdir()) == there, one
if what == "full":
    (folder / "占满").unlink()
assert office.told() == before
assert office.is_whole()
gc.collect()
assert unraisable == []
"""


def can_mount() -> bool:
    """Whether this process may make a disk of its own, that nobody else sees."""
    if shutil.which("unshare") is None:
        return False
    tried = ["unshare", "-m", "mount", "-t", "tmpfs", "-o", "size=1m", "none", "/mnt"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("what", "codes"),
    [
        ("full", {"CDO-U201", "CDO-S305"}),
        ("read-only", {"CDO-U202", "CDO-S304", "CDO-S302"}),
    ],
)
def test_a_disk_that_takes_nothing(filled, everybody, tmp_path, what, codes):
    if not can_mount():
        pytest.skip("no disk can be made here; the other tests of this file take its place")
    here = Path(__file__).parent
    done = subprocess.run(
        [
            *("unshare", "-m", sys.executable, "-c", _MOUNTED),
            *(tmp_path, filled.folder, everybody.key("李文涛"), what),
        ],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{here}", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = dict(line.split() for line in done.stdout.splitlines())
    assert set(told) == set(COMMANDS)
    if what == "read-only":
        assert told.pop("set") == told.pop("import") == "CDO-S304"
    assert set(told.values()) <= codes


# -- what the system says, also where nothing can be mounted ---------------------------------------


def refusing(named, number: int):
    """A way to give a whole file its last name, as if the system refused it."""

    def named_or_not(part: Path, target: Path) -> object:
        if Path(part).suffix == ".part" and not Path(target).name.startswith("."):
            raise OSError(number, os.strerror(number), str(part))
        return named(part, target)

    return named_or_not


@pytest.mark.parametrize(
    ("what", "number", "code"),
    [
        *((what, errno.EROFS, "CDO-U202") for what in ("export", "backup", "export-xlsx", "key")),
        ("annotate", errno.ENOSPC, "CDO-U201"),
        ("template", errno.EACCES, "CDO-U202"),
        ("template", errno.EPERM, "CDO-U202"),
        ("template", errno.EFBIG, "CDO-U205"),
        ("template", errno.EIO, "CDO-U204"),
    ],
)
def test_what_the_system_says_about_a_file_is_told(
    office, everybody, tmp_path, monkeypatch, what, number, code
):
    before = office.told()
    there = sorted(tmp_path.iterdir())
    asked = arguments(office, everybody.key("李文涛"), what)
    for place, way in ((Path, "replace"), (Path, "rename"), (os, "link")):
        monkeypatch.setattr(place, way, refusing(getattr(place, way), number))
    assert refused(*asked) == code
    monkeypatch.undo()
    assert sorted(tmp_path.iterdir()) == there
    assert office.told() == before
