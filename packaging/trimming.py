"""What a build leaves out, for build.spec: Qt's plugins for other screens, GTK, CUPS, links.

On Linux only, where it was looked at. A plugin that is not there is not missed: Qt takes the next
one. GTK and CUPS of the build machine would be other ones than the desktop's own: its file chooser
ends the program where GTK's schemas are not installed. Links would not survive a USB stick, and
Qt's libraries find each other without them.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import PurePosixPath

Entry = tuple[str, str, str]
"""(place in the build, source, type code), as PyInstaller lists it."""
LIBRARY, LINK = "BINARY", "SYMLINK"
PLUGINS = re.compile(
    r"/plugins/(egldeviceintegrations|generic)/"
    r"|/plugins/platforms/libq(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)\.so"
    r"|/plugins/platformthemes/libqgtk3\.so"
    r"|/plugins/imageformats/libq(gif|icns|tga|tiff|wbmp|webp)\.so"
)
TEXTS = re.compile(r"/translations/(?!qtbase_zh_CN\.qm$)")
OF_THE_SYSTEM = {"libcups.so.2"}
"""Taken from where the program runs: it has to speak with that system's printers."""
NEEDED = re.compile(r"^\s*NEEDED\s+(\S+)$", re.MULTILINE)


def trimmed(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without what is not wanted, and without what only that has asked for."""
    if not sys.platform.startswith("linux"):
        return list(entries)
    kept = [
        (place, source, kind)
        for place, source, kind in entries
        if kind != LINK and not PLUGINS.search(place) and not TEXTS.search(place)
    ]
    needed = _needed(kept)
    return [one for one in kept if not _may_go(one) or _name(one) in needed]


def _name(entry: Entry) -> str:
    return PurePosixPath(entry[0]).name


def _may_go(entry: Entry) -> bool:
    """Whether a file is a library that is there only because another one asks for it."""
    place, _, kind = entry
    loose = "/" not in place or place.startswith("PySide6/Qt/lib/")
    return kind == LIBRARY and loose and not place.startswith("libpython")


def _needed(entries: list[Entry]) -> set[str]:
    """The names of the libraries that what stays asks for, directly or not."""
    sources = {_name(one): one[1] for one in entries if one[2] == LIBRARY}
    waiting = [one[1] for one in entries if ".so" in _name(one) and not _may_go(one)]
    found: set[str] = set()
    while waiting:
        fresh = (_asked_for(waiting.pop()) & sources.keys()) - found - OF_THE_SYSTEM
        found |= fresh
        waiting += [sources[name] for name in fresh]
    return found


def _asked_for(file: str) -> set[str]:
    """The libraries that a file itself names."""
    done = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True)
    return set(NEEDED.findall(done.stdout))
