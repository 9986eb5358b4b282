"""What a clerk does in the window all day, each thing timed, from the start to the grid."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget

from benchmarks import acting
from benchmarks.acting import done, each, pressed, rest, typed, wait_for
from ui import app
from ui.main_window import MainWindow
from ui.pages.items_page import ItemsPage
from ui.pages.list_page import ListPage
from ui.places import PLACES

Measured = dict[str, float | list[float]]
WORDS = ("民政业务信息", "xuexiao", "jiben", "shetuan12", "ziliao")
LIST = "resource"
ROUNDS = 8


class Painted(QObject):
    """Notes when a widget has been painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.seen = False
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


# -- start ---------------------------------------------------------------------------------------


def empty(begun: float) -> Measured:
    """The floor: an empty main window, with everything imported that the program imports."""
    application = QApplication(["empty"])
    window = QMainWindow()
    ground = QWidget()
    window.setCentralWidget(ground)
    painted = Painted(ground)
    window.show()
    wait_for("empty window", lambda: painted.seen)
    took = time.monotonic() - begun
    application.quit()
    return {"start": took}


def start(begun: float, window: MainWindow) -> Measured:
    """Until the list shows rows and has answered a key."""
    page = _list_of(window)
    table = page.pane.table
    painted = Painted(table.viewport())
    wait_for("rows", lambda: painted.seen and page.pane.model.rowCount())
    table.setFocus()
    pressed(Qt.Key.Key_Down)
    if table.currentIndex().row() != 1:
        raise AssertionError("the list does not take keys")
    return {"start": time.monotonic() - begun}


# -- work ----------------------------------------------------------------------------------------


def work(begun: float, window: MainWindow) -> Measured:
    """Everything a clerk does all day, each step many times."""
    result = start(begun, window)
    at_rest = partial(rest, lambda: window.shell.jobs.live)
    result["opening"] = at_rest()
    result["memory"] = _resident()
    for part in (_pages, _list, _search, _form, _grid):
        result |= part(window, at_rest)
    result["memory after work"] = _resident()
    return result


def _pages(window: MainWindow, at_rest: Callable[[], float]) -> Measured:
    """The places of the rail, first made, then gone to again and again."""
    keys = [place.key for place in PLACES]
    first, after = [], []
    for key in keys:
        first.append(done(partial(window.go, key)))
        after.append(at_rest())
    again = []
    for key in [*keys, LIST] * ROUNDS:
        again.append(done(partial(window.go, key)))
        after.append(at_rest())
    window.go(LIST)
    at_rest()
    return {"page first": first, "page again": again, "page after": after}


def _list(window: MainWindow, at_rest: Callable[[], float]) -> Measured:
    """Scrolling, going from record to record, finding, sorting, selecting."""
    page = _list_of(window)
    table, model = page.pane.table, page.pane.model
    bar = table.verticalScrollBar()
    scrolled = each(partial(bar.setValue, bar.pageStep() * step) for step in range(200))
    jumped = each(partial(bar.setValue, bar.maximum() * at // 37) for at in range(37))
    table.setFocus()
    table.choose_row(0)
    at_rest()
    records = []
    for _ in range(40):
        records.append(max(pressed(Qt.Key.Key_Down), at_rest()))
    if table.currentIndex().row() != len(records):
        raise AssertionError("the keys did not go from record to record")
    page.find()
    found = []
    for word in WORDS[:3]:
        for sign in word:
            found.append(max(*typed(sign), at_rest()))
    cleared = max(done(page.pane.clear_filters), at_rest())
    sort = table.horizontalHeader().setSortIndicator
    sorted_ = [
        max(done(partial(sort, column, Qt.SortOrder.DescendingOrder)), at_rest())
        for column in range(1, len(model.columns))
    ]
    sort(-1, Qt.SortOrder.AscendingOrder)
    at_rest()
    checked = [max(done(partial(model.check_all, on)), at_rest()) for on in (True, False)]
    return {
        "scrolled": scrolled,
        "jumped": jumped,
        "record": records,
        "filter": found,
        "filter cleared": cleared,
        "sorted": sorted_,
        "checked all": checked,
    }


def _search(window: MainWindow, at_rest: Callable[[], float]) -> Measured:
    """What hangs below the field of the top bar, key by key."""
    keys = []
    for word in WORDS:
        window.jump()
        acting.turn()
        for sign in word:
            keys.append(max(*typed(sign), at_rest()))
        pressed(Qt.Key.Key_Escape)
    return {"search": keys}


def _form(window: MainWindow, at_rest: Callable[[], float]) -> Measured:
    """Typing into the fields of a record; it is saved and checked when the typing pauses."""
    page = _list_of(window)
    page.pane.table.choose_row(3)
    at_rest()
    keys, pauses = [], []
    for number in range(ROUNDS):
        field = _fields(page)[number % 2]
        field.setFocus()
        field.end(False)
        words = f"{number} persons and things"
        keys += typed(words)
        if not field.text().endswith(words):
            raise AssertionError(f"typed, but not there: {field.text()}")
        pauses.append(wait_for("saving", lambda: not page.view.edit.waiting))
        pauses.append(at_rest())
    return {"form": keys, "form pause": pauses}


def _grid(window: MainWindow, at_rest: Callable[[], float]) -> Measured:
    """Typing into cells; each is saved and the record checked when it is left."""
    window.ask_page("whole_page")
    at_rest()
    page = window.page
    if not isinstance(page, ItemsPage) or page.grid is None:
        raise LookupError("the page of the items")
    keys, pauses = [], []
    for row in range(ROUNDS):
        page.grid.go_to(row, page.grid.group.elements[0].key)
        keys += typed(f"{row} person")
        keys.append(pressed(Qt.Key.Key_Tab))
        keys += typed("field_name")
        keys.append(pressed(Qt.Key.Key_Return))
        pauses.append(at_rest())
        if page.grid.rows[row]["name"] != f"{row} person":
            raise AssertionError(f"typed, but not there: {page.grid.rows[row]}")
    return {"grid": keys, "grid pause": pauses}


def _list_of(window: MainWindow) -> ListPage:
    wait_for("the list", lambda: isinstance(window.page, ListPage))
    page = window.page
    if not isinstance(page, ListPage):
        raise LookupError(LIST)
    return page


def _fields(page: ListPage) -> list[QLineEdit]:
    """The fields of the record one can type into now."""
    found = page.view.findChildren(QLineEdit)
    return [one for one in found if one.isVisible() and one.isEnabled() and not one.isReadOnly()]


def _resident() -> float:
    """Megabytes of this process that lie in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


# -- the process ---------------------------------------------------------------------------------

IN_WINDOW: dict[str, Callable[[float, MainWindow], Measured]] = {"start": start, "work": work}


def main(job: str, begun: float, workspace: str = "") -> int:
    """Do a job and print what was measured as one line of JSON.

    `begun`: the time.monotonic() at which the process was started.
    """
    if job == "empty":
        _tell(empty(begun))
        return 0
    return app.main([workspace], lambda window: _begin(window, job, begun))


def _begin(window: MainWindow, job: str, begun: float) -> None:
    QTimer.singleShot(0, partial(_run, window, job, begun))


def _run(window: MainWindow, job: str, begun: float) -> None:
    """Called by the window's own loop. Nothing may keep a process alive that has failed."""
    try:
        _tell(IN_WINDOW[job](begun, window))
    except BaseException:  # noqa: BLE001 - told by the end of the process
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    window.close()


def _tell(measured: Measured) -> None:
    sys.stdout.write(json.dumps(measured) + "\n")
    sys.stdout.flush()
