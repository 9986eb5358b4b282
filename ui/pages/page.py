"""What every page of the window is: a header, a body, and the few things the frame asks of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.pages.step_notice import Notice, StepNotice
from ui.remembered import Remembered
from ui.shell import Shell
from ui.widgets.banner import Banner
from ui.widgets.text import Elided, label


class PageHeader(QFrame):
    """Title and facts left, buttons right; the primary one last."""

    def __init__(self, look: Look, title: str, above: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.setProperty("role", "page-header")
        self._facts = Elided(look, "small", "3")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 8, 16, 8)
        self._line.setSpacing(8)
        for widget in above:
            self._line.addWidget(widget)
        self._title = label(look, title, "page")
        self._line.addWidget(self._title)
        self._line.addSpacing(6)
        self._line.addWidget(self._facts, 1)

    def say(self, facts: str) -> None:
        """The facts beside the title."""
        self._facts.setText(facts)

    def add(self, widget: QWidget) -> None:
        """One more button at the right."""
        self._line.addWidget(widget)


class Page(QWidget):
    """A page of the stack. It shows and asks; it does not compute."""

    kept = Signal(object)
    """A Kept: how what was typed is kept."""
    status = Signal(str)
    """What the status bar says while the page is shown."""
    wished = Signal(str, object)
    """(key of a place, what for): another page is wished for."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.banner = Banner(shell.look)
        self._told = StepNotice(self.banner, shell.session, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def put(self, header: QWidget | None, body: QWidget, *, banner_below: bool = False) -> None:
        """Lay the page out: header, banner, body; or the banner last: then it moves nothing."""
        if header is not None:
            self._column.addWidget(header)
        around = QHBoxLayout()
        around.setContentsMargins(12, 0, 12, 0)
        around.addWidget(self.banner)
        if banner_below:
            self._column.addWidget(body, 1)
        self._column.addLayout(around)
        if not banner_below:
            self._column.addWidget(body, 1)

    def tell(self, done: Notice, lasting: Notice | None = None) -> None:
        """Say what the newest step did; `lasting` is what of it stays when another is made."""
        self._told.tell(done, lasting)

    def tell_gone(self, gone: Notice) -> None:
        """Say also that a record has gone out of sight by the newest step."""
        self._told.tell_gone(gone)

    def shows(self, record_id: str) -> bool:
        """Whether this record is the one that is in front of one's eyes here."""
        return False

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """What this page can do of the window's actions (ui/actions.py), by their keys."""
        return {}

    def refresh(self) -> None:
        """Read everything shown again; called when records have changed and when it is shown."""

    def flush(self) -> bool:
        """Save what was typed and is not saved yet; False if it could not be saved."""
        return True

    def keep_place(self, kept: Remembered) -> None:
        """Keep where somebody is in this page, to be taken up when the workspace is next opened."""

    def find(self) -> None:
        """Put the cursor where one types to find something in this page (Ctrl+F)."""

    def next_problem(self, back: bool = False) -> None:
        """Go to the next problem (F8)."""

    def step(self, by: int) -> None:
        """Go to the next record, or the one before (Alt+↓, Alt+↑)."""

    def next_section(self) -> None:
        """Show the next section (Ctrl+Tab)."""

    def leave(self) -> bool:
        """Esc: close what is open here; True if the frame may go one level up."""
        return False

    def panes(self) -> list[QWidget]:
        """Where F6 puts the focus, in reading order."""
        return [self]
