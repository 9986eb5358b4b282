"""The program tried out as it stands: its real window does the main job once, and closes.

`main.py --smoke FOLDER` (docs/building.md). A built program is another program than its sources:
this finds what was left out of it. Everything is kept in FOLDER, nothing of the user's is touched.
"""

from __future__ import annotations

import faulthandler
import hashlib
import io
import logging
import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from cdo_desktop import paths
from ui import app
from ui.main_window import MainWindow
from ui.smoke_story import MainJob, Missed

SUMS = "SHA256SUMS"
"""Beside a built program: every file of it, as `sha256sum -c` reads it (scripts/build)."""
PATIENCE = 60.0
"""Seconds that one step may take."""
AT_MOST = 300.0
"""Seconds until a program that hangs is ended from outside, with the stacks of its threads."""
TICK = 20
_USAGE = "--smoke 后面要写一个新的或空的文件夹 / wants a new or empty folder\n"
_QUIET = re.compile(r"This plugin does not support (propagateSizeHints|raise|grabbing)")
"""What the offscreen platform always says."""


def main(arguments: Sequence[str]) -> int:
    """Run the trial: 0 = everything was there, 1 = something was not, 2 = no usable folder."""
    for stream in (sys.stdout, sys.stderr):  # a console of Windows may know no Chinese
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    folder = Path(arguments[0]).absolute() if len(arguments) == 1 else None
    if folder is None or (folder.exists() and any(folder.iterdir())):
        sys.stderr.write(_USAGE)
        return 2
    if spoilt := list(_spoilt()):
        sys.stderr.writelines(f"没有通过：程序的文件{fault}\n" for fault in spoilt)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    _live_in(folder)
    heard = Heard()
    logging.getLogger("cdo_desktop").addHandler(heard)
    faulthandler.dump_traceback_later(AT_MOST, exit=True)
    trials: list[Trial] = []

    def begin(window: MainWindow) -> None:
        trial = Trial(window, folder, heard)
        trial.given_up.connect(partial(QApplication.exit, 1))
        trials.append(trial)

    code = app.main([], begin)
    faulthandler.cancel_dump_traceback_later()
    return trials[0].verdict() or code


def _spoilt() -> Iterator[str]:
    """What a built program lost or got altered on its way here, by the list beside it."""
    if not getattr(sys, "frozen", False):
        return
    folder = Path(sys.executable).parent
    for line in (folder / SUMS).read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        if not (folder / name).is_file():
            yield f"缺少 {name}"
            continue
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                yield f"被改动过 {name}"


def _live_in(folder: Path) -> None:
    """Have the user's folders inside this one, on every system."""
    home = str(folder / "home")
    names = ("HOME", "USERPROFILE", "WIN_PD_OVERRIDE_APPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA")
    os.environ.update(dict.fromkeys((*names, "XDG_DATA_HOME", "XDG_STATE_HOME"), home))
    Path(home).mkdir()


class Heard(logging.Handler):
    """Warnings of Qt and crashes, which the program itself only writes into its log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage()
        if not _QUIET.search(words):
            self.said.append(f"{record.name}: {words}")


class Trial(QObject):
    """Does the next thing whenever the window is at rest; closes it at the end."""

    given_up = Signal()
    """Something was amiss; the window is still there."""

    def __init__(self, window: MainWindow, folder: Path, heard: Heard) -> None:
        super().__init__()
        self._window, self._heard = window, heard
        self._story = MainJob(window, folder).told()
        self.faults: list[str] = []
        """What was found; empty so far."""
        self._finished = False
        self._since = monotonic()
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def _go_on(self) -> None:
        if self._heard.said:
            self._give_up("程序自己报告了问题")
        elif not self._window.shell.jobs.live:
            self._next()
        elif monotonic() - self._since > PATIENCE:
            self._give_up(f"一直没有做完：{self._window.shell.jobs.live[0].title}")

    def _next(self) -> None:
        try:
            sys.stdout.write(f"{next(self._story)}\n")
            sys.stdout.flush()
            self._since = monotonic()
        except Missed as missed:
            self._give_up(str(missed))
        except StopIteration:
            self._end()

    def stop(self) -> None:
        """Do nothing more."""
        self._timer.stop()

    def _end(self) -> None:
        self.stop()
        self._finished = self._window.close()
        if not self._finished:
            self._give_up("窗口不肯关闭")

    def _give_up(self, why: str) -> None:
        self.faults.append(why)
        self.stop()
        self._window.shell.jobs.stop_all()
        self._window.shell.session.close()
        self.given_up.emit()

    def verdict(self) -> int:
        """After the end: 0 if the whole story was told and nothing was amiss; else say what."""
        faults = [*self.faults, *self._heard.said]
        if not (self._finished or faults):
            faults.append("窗口提前关闭了")
        left = [path.name for path in paths.user_data().glob("*.cdo-*")]
        faults += [f"关闭后还有没收好的文件：{name}" for name in left if not faults]
        sys.stderr.writelines(f"没有通过：{fault}\n" for fault in faults)
        return 1 if faults else 0
