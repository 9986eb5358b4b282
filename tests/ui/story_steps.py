"""Who sits before the window in a story: by words and buttons, as a person goes about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from ui_words import shown_texts, type_chinese

from cdo_desktop.workbench import Workbench
from ui.exchange.ledger_words import nodes
from ui.forms.field_row import FieldRow
from ui.main_window import MainWindow
from ui.pages.exchange_page import ExchangePage
from ui.pages.list_page import ListPage
from ui.pages.verify_page import VerifyPage

P = TypeVar("P", bound=QWidget)


@dataclass
class Person:
    """Who sits before the window: presses what can be seen and pressed, and waits."""

    qtbot: QtBot
    window: MainWindow

    @property
    def bench(self) -> Workbench:
        assert self.window.shell.session.bench is not None
        return self.window.shell.session.bench

    def waits(self) -> None:
        """Until nothing is under way any more, nor follows from it."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.window.shell.jobs.live, timeout=30_000)
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def opens(self, workspace: Path) -> None:
        with self.qtbot.waitSignal(self.window.shell.session.opened, timeout=10_000):
            self.window.open_path(workspace)
        self.waits()

    def sees(self, page: type[P]) -> P:
        shown = self.window.page
        assert isinstance(shown, page), f"{type(shown).__name__}: {shown.banner.words}"
        return shown

    def presses(self, words: str, inside: QWidget | None = None) -> None:
        everything = (inside or self.window).findChildren(QAbstractButton)
        found = [one for one in everything if one.text().startswith(words) and one.isVisible()]
        assert found, f"no button “{words}”"
        self.clicks(found[0])

    def clicks(self, button: QAbstractButton) -> None:
        assert button.isVisible(), button.text()
        assert button.isEnabled(), f"{button.text()}: {button.toolTip()}"
        button.click()
        self.waits()

    def asks_for(self, dialog: type[P]) -> P:
        """The dialog that is open now."""
        found = [one for one in self.window.findChildren(dialog) if one.isVisible()]
        assert found, dialog.__name__
        return found[-1]

    def reads(self) -> str:
        return "\n".join(shown_texts(self.window))

    def verifies(self, *files: Path) -> VerifyPage:
        self.window.roads.files(files)
        self.waits()
        return self.sees(VerifyPage)

    def ledger(self) -> ExchangePage:
        self.window.go("exchange")
        self.waits()
        return self.sees(ExchangePage)

    def row(self):
        """The only package of the ledger."""
        model = self.ledger().ledger.table.model()
        assert model.rowCount() == 1
        return model.row(0)

    def reached(self) -> list[bool]:
        """已导出, 已交接, 已接收, 已受理 of the only package."""
        return [node.reached for node in nodes(self.row())]

    def called(self, title: str) -> str:
        """The id of the catalog record with this title."""
        return self.bench.workspace.by_titles("resource", [title])[title]["id"]

    def types(self, title: str, element: str, text: str, *, saved: bool = True) -> None:
        """Into a field of the form of a record, from the list that is shown."""
        number = self.bench.workspace.number_of(self.called(title))
        self.sees(ListPage).go_to(number)
        self.waits()
        rows = self.window.findChildren(FieldRow)
        [row] = [one for one in rows if one.element.key == element and one.isVisible()]
        field = row.editor.line if hasattr(row.editor, "line") else row.editor.findChild(QWidget)
        field.setFocus()
        type_chinese(field, text)
        if saved:
            assert self.window.page.flush()
            self.waits()
