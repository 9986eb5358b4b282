"""A picture of every page, made without a screen, from a workspace in the middle of the work.

Light at 1366×768 and 1440×900, dark at 1440×900. The program's own fonts are used, so that the
pictures are the same everywhere.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QThread  # noqa: E402
from PySide6.QtWidgets import QApplication, QTabBar  # noqa: E402
from sample_day import CODE, DRAFTS, FIRST, SECOND, Day, make_day  # noqa: E402

from cdo_desktop.domain.listing import ListQuery  # noqa: E402
from cdo_desktop.settings import Settings  # noqa: E402
from cdo_desktop.workbench import Desk  # noqa: E402
from ui.app import made_window, speak_chinese  # noqa: E402
from ui.look import DARK, LIGHT  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402
from ui.places import PLACES  # noqa: E402

LOOKS = ((LIGHT, 1366, 768), (LIGHT, 1440, 900), (DARK, 1440, 900))
CALM = 400
"""Milliseconds without work after which a picture is made: what waits for a pause is there then."""
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
        day = make_day(home)
        window = made_window(app, Settings(home / "settings.json"), Desk())
        try:
            for name, picture in _pictures(window, day):
                picture.save(str(target / f"{name}.png"))
                sys.stdout.write(f"{target / name}.png\n")
        finally:
            window.close()
            _settle(window)
    return 0


def _pictures(window: MainWindow, day: Day) -> Iterator[tuple[str, object]]:
    window.show()
    _settle(window)
    yield from _in_every_look(window, "00-first-start", lambda: None)
    window.open_path(day.workspace)
    _settle(window)
    for number, place in enumerate(PLACES, 1):
        yield from _in_every_look(
            window, f"{number:02d}-{place.key}", partial(window.go, place.key)
        )
    arrangements = {
        "20-import": partial(window.take_sheet, ROOT / "resources" / "sample" / "sample.xlsx"),
        "21-search": partial(_search, window),
        "22-record-with-errors": partial(_record, window, next(iter(DRAFTS))),
        "23-record-rows": partial(_rows, window),
        "24-rows-whole-page": partial(_whole_page, window),
        "25-returned": partial(_returned, window),
        "26-review": partial(_reviewed, window, SECOND),
        "27-review-signed": partial(_reviewed, window, FIRST),
        "30-export": partial(window.roads.follow, "export", None),
        "31-verify-valid": partial(window.roads.files, [day.package]),
        "32-verify-unknown": partial(window.roads.files, [day.unknown]),
        "33-verify-broken": partial(window.roads.files, [day.broken]),
        "34-receipt": partial(window.roads.files, [day.receipt]),
        "35-reconcile": partial(_segment, window, "reconcile"),
        "36-trust": partial(_segment, window, "trust"),
        "40-keys": partial(window.roads.follow, "keys", None),
        "41-backups": partial(window.roads.follow, "backups", None),
    }
    for name, arrange in arrangements.items():
        yield from _in_every_look(window, name, arrange)


def _in_every_look(
    window: MainWindow, name: str, arrange: Callable[[], object]
) -> Iterator[tuple[str, object]]:
    for mode, width, height in LOOKS:
        window.shell.look.set_mode(mode)
        window.resize(width, height)
        arrange()
        _settle(window)
        yield f"{name}-{width}x{height}-{mode}", window.grab()
        window.top.search.clear()
        window.search.hide()


def _search(window: MainWindow) -> None:
    window.go("resource")
    window.top.search.setText("xx")
    window.search.search("xx")


def _record(window: MainWindow, number: int) -> None:
    bench = window.shell.session.bench
    if bench is not None:
        found = bench.workspace.by_codes("resource", [CODE(number)])
        window.roads.follow("record", found[CODE(number)].id)


def _rows(window: MainWindow) -> None:
    _record(window, 3)
    _settle(window)
    for bar in window.page.findChildren(QTabBar):
        for tab in range(bar.count()):
            if bar.tabText(tab).startswith("信息项"):
                bar.setCurrentIndex(tab)


def _whole_page(window: MainWindow) -> None:
    _rows(window)
    _settle(window)
    window.ask_page("whole_page")


def _reviewed(window: MainWindow, title: str) -> None:
    bench = window.shell.session.bench
    if bench is not None:
        (id_,) = bench.workspace.ids(ListQuery("project", text=title))
        window.roads.follow("review", id_)


def _returned(window: MainWindow) -> None:
    window.roads.follow("list", ListQuery("resource", states=("returned",)))


def _segment(window: MainWindow, key: str) -> None:
    window.go("exchange")
    window.page.show_segment(key)


def _settle(window: MainWindow) -> None:
    """Let everything that is under way come to its end."""
    clock = QElapsedTimer()
    clock.start()
    busy = 0
    while clock.elapsed() - busy < CALM and clock.elapsed() < PATIENCE:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if window.shell.jobs.live:
            busy = clock.elapsed()
        QThread.msleep(5)


if __name__ == "__main__":
    sys.exit(main())
