"""The trial of the program (`main.py --smoke`): it passes here, and it finds what is missing.

Each test starts the program itself, as scripts/build does with a built one.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.main_window import MainWindow
from ui.smoke import Heard, Trial

ROOT = Path(__file__).parents[2]
READ = ("main.py", "cdo_desktop", "ui", "resources")


def started(root: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program of a folder, in another working directory, with an empty home."""
    home.mkdir(exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if key in ("SYSTEMROOT", "TEMP", "TMP")}
    bare = {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "PYTHONWARNINGS": "error"}
    own = {"HOME": str(home), "USERPROFILE": str(home), "PATH": os.defpath}
    return subprocess.run(
        [sys.executable, "-B", str(root / "main.py"), *arguments],
        cwd=home.parent,
        env=kept | bare | own,
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program in a folder of its own, where something can be taken away."""
    made = tmp_path / "program"
    made.mkdir()
    for name in READ:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, made / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, made / name)
    return made


def test_the_window_does_the_main_job_once_and_closes(tmp_path: Path) -> None:
    home, trial = tmp_path / "home", tmp_path / "trial"
    done = started(ROOT, home, "--smoke", str(trial))
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert list(home.iterdir()) == []
    shown = json.loads(
        started(ROOT, home, "key", "show", str(trial / "smoke.cdokey"), "--json").stdout
    )
    pin = ("--pin", shown["certSha256"], "--deep", "--json")
    found = started(ROOT, home, "verify", str(next(trial.glob("*.cdopkg"))), *pin)
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["verdict"] == "valid-with-notes"


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("cdo_desktop/standard/kinds/demand.toml", "没有通过：定义文件有错：bazhong.toml"),
        ("cdo_desktop/store/migrations/versions/0001_first.py", "alembic"),
        ("resources/fonts/NotoSansSC-Bold.ttf", "没有通过：自带字体不全：['Regular']"),
        ("resources/icons/key-round.svg", "key-round.svg"),
    ],
    ids=["definition", "migration", "font", "icon"],
)
def test_a_file_that_is_lost_is_found(tmp_path: Path, copy: Path, lost: str, said: str) -> None:
    (copy / lost).unlink()
    done = started(copy, tmp_path / "home", "--smoke", str(tmp_path / "trial"))
    assert done.returncode == 1, done.stdout
    assert said in done.stderr


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", "utf-8")
    done = started(ROOT, tmp_path / "home", "--smoke", str(tmp_path))
    assert done.returncode == 2
    assert "空的文件夹" in done.stderr
    assert mine.read_text("utf-8") == "mine"


def test_a_window_that_closes_before_the_end_has_failed(
    window: MainWindow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trial = Trial(window, tmp_path, Heard())
    window.close()
    trial.stop()
    assert trial.verdict() == 1
    assert "提前关闭" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("qt.svg: Cannot open file", True),
        ("qt.qpa: This plugin does not support propagateSizeHints()", False),
    ],
)
def test_what_qt_warns_of_ends_the_trial(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, words: str, counts: bool
) -> None:
    heard = Heard()
    heard.handle(logging.makeLogRecord({"name": "cdo_desktop.qt", "msg": words}))
    trial = Trial(window, tmp_path, heard)
    qtbot.waitUntil(lambda: trial.faults != [] or not heard.said)
    assert trial.faults == (["程序自己报告了问题"] if counts else [])
    assert bool(heard.said) is counts
    trial.stop()


def test_what_a_build_lacks_is_named(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also files that the trial never opens: scripts/build compares the build with the sources."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    tryout = importlib.import_module("tryout")
    assert tryout.incomplete(ROOT, copy) == []
    (copy / "cdo_desktop/exchange/layouts/l2_zhuhai.toml").unlink()
    with (copy / "resources/licenses/NotoSansSC-OFL.txt").open("a", encoding="utf-8") as text:
        text.write("x")
    (copy / "cdo_desktop/store/migrations/versions/0002_codes_once_borne.py").unlink()
    found = tryout.incomplete(ROOT, copy)
    assert [fault.rpartition("/")[2] for fault in found] == [
        "NotoSansSC-OFL.txt",
        "l2_zhuhai.toml",
        "0002_codes_once_borne.py",
    ]
