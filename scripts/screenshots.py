"""A picture of every page, made without a screen from the workspace that `demo` leaves behind.

Light at 1366×768 and 1440×900, dark at 1440×900. The program's own fonts are used, so that the
pictures are the same everywhere.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from cdo_desktop.cli.entry import main as command  # noqa: E402
from cdo_desktop.settings import Settings  # noqa: E402
from cdo_desktop.workbench import Desk  # noqa: E402
from ui.app import made_window, speak_chinese  # noqa: E402
from ui.look import DARK, LIGHT  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402
from ui.places import PLACES  # noqa: E402

LOOKS = ((LIGHT, 1366, 768), (LIGHT, 1440, 900), (DARK, 1440, 900))
PATIENCE = 20_000
"""Milliseconds until a picture is made although something is still under way."""


def main() -> int:
    """Make all pictures in the folder that is named, else in ./screenshots."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots").absolute()
    target.mkdir(parents=True, exist_ok=True)
    app = QApplication(["cdo-desktop"])
    app.setStyle("Fusion")
    speak_chinese(app)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ.update(HOME=folder, XDG_DATA_HOME=folder, XDG_STATE_HOME=folder)
        workspace = _demo(home)
        window = made_window(app, Settings(home / "settings.json"), Desk())
        try:
            for name, picture in _pictures(window, workspace):
                picture.save(str(target / f"{name}.png"))
                sys.stdout.write(f"{target / name}.png\n")
        finally:
            window.close()
            _settle(window)
    return 0


def _demo(folder: Path) -> Path:
    """The workspace after the whole main job."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        command(["demo", str(folder / "demo")])
    return next((folder / "demo").glob("*.cdo"))


def _pictures(window: MainWindow, workspace: Path) -> Iterator[tuple[str, object]]:
    window.show()
    _settle(window)
    for mode, width, height in LOOKS:
        yield from _shot(window, "00-first-start", mode, width, height, lambda: None)
    window.open_path(workspace)
    _settle(window)
    for number, place in enumerate(PLACES, 1):
        for mode, width, height in LOOKS:
            name = f"{number:02d}-{place.key}"
            yield from _shot(window, name, mode, width, height, _going(window, place.key))
    for mode, width, height in LOOKS:
        yield from _shot(window, "20-import", mode, width, height, _importing(window))
        yield from _shot(window, "21-search", mode, width, height, _searching(window))


def _going(window: MainWindow, key: str) -> Callable[[], None]:
    return lambda: window.go(key)


def _importing(window: MainWindow) -> Callable[[], None]:
    sheet = ROOT / "resources" / "sample" / "sample.xlsx"
    return lambda: window.take_sheet(sheet)


def _searching(window: MainWindow) -> Callable[[], None]:
    def search() -> None:
        window.go("resource")
        window.top.search.setText("xx")
        window.search.search("xx")

    return search


def _shot(
    window: MainWindow, name: str, mode: str, width: int, height: int, arrange: Callable[[], None]
) -> Iterator[tuple[str, object]]:
    window.shell.look.set_mode(mode)
    window.resize(width, height)
    arrange()
    _settle(window)
    yield f"{name}-{width}x{height}-{mode}", window.grab()
    window.search.hide()


def _settle(window: MainWindow) -> None:
    """Let everything that is under way come to its end."""
    clock = QElapsedTimer()
    clock.start()
    quiet = 0
    while quiet < 20 and clock.elapsed() < PATIENCE:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        quiet = 0 if window.shell.jobs.live else quiet + 1
        QCoreApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main())
