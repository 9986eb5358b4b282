"""The right side of a list page: the view of a record, made once the list is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from cdo_desktop.domain.listing import Summary
from cdo_desktop.errors import CdoError
from cdo_desktop.workbench import Workbench
from ui.pages.record_view import RecordView
from ui.shell import Shell
from ui.tr import tr

_NOTHING = tr("选一条，在这里看它的内容、信息项和问题。")


class RecordPlace(QStackedWidget):
    """Makes the view, its form, and what the form shows each in a turn of its own.

    Together they would keep the window from answering for a quarter of a second.
    """

    made = Signal(object)
    """The RecordView, once; sent before it shows anything."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._shell = shell
        self.known: RecordView | None = None
        """The view, if it is made."""
        self.first_tab = ""
        """The tab that is shown with the first record; "" = the first."""
        self._waiting: tuple[Workbench, Summary] | None = None
        self._steps: list[Callable[[], object]] = [self._make, self._prepare, self._show]
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)

    @property
    def view(self) -> RecordView:
        """The view, made now if need be, with the record that it is to show."""
        while self._steps and (self.known is None or self._waiting):
            self._steps.pop(0)()
        return self.known or self._make()

    def show_record(self, bench: Workbench, summary: Summary) -> None:
        """Show a record, what of it is not there yet in the next turns."""
        self._waiting = (bench, summary)
        if self._steps:
            self._next.start()
        else:
            self._show()

    def show_nothing(self) -> None:
        """No record is current."""
        self._waiting = None
        if self.known is not None:
            self.known.show_nothing(_NOTHING)

    @Slot()
    def _go_on(self) -> None:
        if self._steps and self._waiting:
            self._steps.pop(0)()
            self._next.start()

    def _make(self) -> RecordView:
        if self.known is None:
            self.known = RecordView(self._shell)
            self.addWidget(self.known)
            self.made.emit(self.known)
        return self.known

    def _prepare(self) -> None:
        if self._waiting is not None:
            bench, summary = self._waiting
            self._make().prepare(bench, summary.kind)

    def _show(self) -> None:
        if self._waiting is None:
            return
        (bench, summary), self._waiting = self._waiting, None
        view = self._make()
        try:
            view.show_record(bench, summary)
            if self.first_tab:
                view.show_tab(self.first_tab)
                self.first_tab = ""
        except CdoError as error:
            view.show_nothing(str(error))
