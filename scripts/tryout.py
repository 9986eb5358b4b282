"""Tries a built program out from outside, as a stranger's machine would start it: scripts/build.

No Python, no .venv, an empty home, another working directory, no screen.
"""

from __future__ import annotations

import filecmp
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from setup import say

KEPT = ("SYSTEMROOT", "TEMP", "TMP", "PATHEXT", "COMSPEC", "NUMBER_OF_PROCESSORS")
"""What Windows needs of the environment; everything else is left behind."""
LONGEST = 600
READ = ("resources", "cdo_desktop")
"""Folders of the sources with files that are read, not imported."""


def incomplete(root: Path, inside: Path) -> list[str]:
    """The files of the sources that the build should have and has not, or has otherwise."""
    faults = []
    for file in _read_files(root):
        place = inside / file.relative_to(root)
        if not place.is_file():
            faults.append(f"缺少 / lacks {file.relative_to(root)}")
        elif not filecmp.cmp(file, place, shallow=False):
            faults.append(f"不同 / differs: {file.relative_to(root)}")
    return faults


def _read_files(root: Path) -> Iterator[Path]:
    for folder in READ:
        for file in sorted((root / folder).rglob("*")):
            is_code = file.suffix == ".py" and "migrations" not in file.parts
            if file.is_file() and not is_code and "__pycache__" not in file.parts:
                yield file


def faults(command: Sequence[str]) -> list[str]:
    """What went wrong when the program was used; `command` starts it."""
    with tempfile.TemporaryDirectory() as folder:
        trial = _Trial(command, Path(folder))
        for step in (trial.window, trial.verify, trial.demo, trial.home):
            step()
            if trial.faults:
                break
    return trial.faults


class _Trial:
    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command, self._folder = command, folder
        self._home, self._elsewhere = folder / "empty home", folder / "elsewhere"
        for made in (self._home, self._elsewhere):
            made.mkdir()
        home = {name: str(self._home) for name in ("HOME", "USERPROFILE")}
        own = {name: os.environ[name] for name in KEPT if name in os.environ}
        bare = {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "PATH": os.defpath}
        self._environment = own | home | bare
        self.faults: list[str] = []

    def window(self) -> None:
        """The window does the main job (ui/smoke.py); anything on stderr is a fault."""
        begun, first = monotonic(), 0.0
        with (self._folder / "stderr.txt").open("wb") as errors:
            running = subprocess.Popen(
                [*self._command, "--smoke", str(self._trial)],
                cwd=self._elsewhere,
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
            for line in running.stdout or ():
                first = first or monotonic() - begun
                say(f"  {line.decode(errors='replace').rstrip()}")
            code = running.wait(LONGEST)
        said = (self._folder / "stderr.txt").read_text("utf-8", errors="replace")
        say(f"  窗口 / window after {first:.1f} s, all after {monotonic() - begun:.1f} s")
        if code or said:
            self.faults.append(f"--smoke: {code}\n{said}")

    @property
    def _trial(self) -> Path:
        return self._folder / "trial"

    def verify(self) -> None:
        """The command line of the program verifies what its window has exported."""
        key = self._asked("key", "show", str(self._trial / "smoke.cdokey"))
        pin = ("--pin", key.get("certSha256", ""))
        package = next(self._trial.glob("*.cdopkg"))
        found = self._asked("verify", str(package), *pin, "--deep")
        verdict = found.get("verdict")
        say(f"  verify: {verdict}")
        if verdict != "valid-with-notes":
            self.faults.append(f"verify: {found}")

    def demo(self) -> None:
        """The whole main job on the command line: SM2, trust list, receipt, annotated copy."""
        told = self._asked("demo", str(self._folder / "demo"))
        say(f"  demo: {told.get('state')}")
        if not told.get("ok"):
            self.faults.append(f"demo: {told}")

    def home(self) -> None:
        """Nothing was written where nobody asked for it."""
        left = [*self._home.rglob("*"), *self._elsewhere.rglob("*")]
        self.faults += [f"多出来的文件 / left behind: {path}" for path in left]

    def _asked(self, *arguments: str) -> dict[str, Any]:
        done = subprocess.run(
            [*self._command, *arguments, "--json"],
            cwd=self._elsewhere,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=LONGEST,
            check=False,
        )
        if done.returncode:
            self.faults.append(f"{arguments[0]}: {done.returncode}\n{done.stderr}")
        answer: dict[str, Any] = json.loads(done.stdout) if done.stdout.startswith("{") else {}
        return answer
