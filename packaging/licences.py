"""The licence texts of everything a built program carries, for build.spec; nothing may lack one."""

import importlib.metadata
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement  # the library; this folder is no package

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FOLDER = "licences"
OF_QT = ("pyside6-essentials", "shiboken6")
"""Their wheels bring no text: the LGPL and the GPL it builds on lie beside this file."""
LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


def licence_files() -> list[tuple[str, str]]:
    """(file, folder in the build) of every licence text. SystemExit if a package has none."""
    found = [(str(ROOT / "LICENSE"), FOLDER), (str(ROOT / "docs" / "third-party.md"), FOLDER)]
    found += [(str(text), f"{FOLDER}/Qt") for text in sorted((HERE / "licences").glob("*.txt"))]
    found.append((str(_of_python()), f"{FOLDER}/Python"))
    for name in sorted(_carried()):
        texts = [(str(text), f"{FOLDER}/{name}") for text in _texts(name)]
        if not texts and name not in OF_QT:
            raise SystemExit(f"{name}: no licence text to ship")
        found += texts
    return found


def _carried() -> set[str]:
    """The packages of the program with those that they need, and the starter of PyInstaller."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting, found = list(project["dependencies"]), {"pyinstaller"}
    while waiting:
        wanted = Requirement(waiting.pop())
        applies = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
        if applies and wanted.name.lower() not in found:
            found.add(wanted.name.lower())
            waiting += importlib.metadata.requires(wanted.name) or []
    return found


def _texts(name: str) -> Iterator[Path]:
    """The licence texts a package has installed beside itself."""
    for file in importlib.metadata.files(name) or ():
        inside = ".dist-info" in file.parts[0]
        if inside and any(LICENCE.match(part) for part in file.parts[1:]):  # or a folder of them
            yield Path(str(file.locate()))


def _of_python() -> Path:
    places = (Path(os.__file__).parent, Path(sys.base_prefix))
    texts = (place / "LICENSE.txt" for place in places)
    found = next((text for text in texts if text.is_file()), None)
    if found is None:
        raise SystemExit("Python: no LICENSE.txt to ship")
    return found
