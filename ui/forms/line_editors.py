"""Editors of one line and of many: text, numbers, dates, codes."""

from __future__ import annotations

from PySide6.QtCore import QDate, QPoint, QStringListModel, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCompleter,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidgetAction,
)

from cdo_desktop.domain.record import Record
from cdo_desktop.standard.model import Element
from cdo_desktop.standard.uscc import check_uscc
from cdo_desktop.workbench import Workbench
from ui.forms.editor import Editor
from ui.look import restyle
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import icon_button
from ui.widgets.text import label

_MANY_LINES = 3


class LineEditor(Editor):
    """A line of text; with its length against the limit, its unit, and what was used before."""

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__(shell, element)
        self.line = QLineEdit()
        if element.example:
            self.line.setPlaceholderText(tr("例：{element.example}").format(element=element))
        self.line.textEdited.connect(self._edited)
        self.watch(self.line)
        self._note = label(shell.look, element.unit, "small", "3")
        self.across.addWidget(self.line, 1)
        self.across.addWidget(self._note)
        self._note.setVisible(bool(element.unit))
        self._known = QStringListModel(self)
        if element.facet:
            completer = QCompleter(self._known, self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.activated.connect(self.changed)
            self.line.setCompleter(completer)

    @property
    def typed(self) -> str:
        return self.line.text()

    def show_record(self, bench: Workbench, record: Record) -> None:
        if self.element.facet:
            self._known.setStringList(bench.workspace.words(self.element.key))
        super().show_record(bench, record)

    def show_text(self, text: str) -> None:
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)
        self._count()

    def _edited(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        limit = self.element.max_length
        if limit and not self.element.unit:
            self._note.setText(f"{len(self.line.text())} / {limit}")
            self._note.setVisible(self.line.hasFocus() or len(self.line.text()) > limit)


class DateEditor(LineEditor):
    """A day as one types it, with a calendar to choose it from."""

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__(shell, element)
        self._open = icon_button(
            shell.look, "calendar", tr("选择{element.label}").format(element=element)
        )
        self._open.clicked.connect(self.open_calendar)
        self.across.addWidget(self._open)

    def open_calendar(self) -> None:
        """Offer a calendar below the field."""
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        day = QDate.fromString(self.typed, "yyyy-MM-dd")
        if day.isValid():
            calendar.setSelectedDate(day)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        calendar.activated.connect(self._choose)
        calendar.clicked.connect(self._choose)
        calendar.clicked.connect(menu.close)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height())))

    def _choose(self, day: QDate) -> None:
        self.line.setText(day.toString("yyyy-MM-dd"))
        self.changed.emit()
        self.line.setFocus()


class UsccEditor(LineEditor):
    """A 统一社会信用代码, checked sign by sign as it is typed (GB 32100-2015)."""

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__(shell, element)
        shell.look.put_type(self.line, "mono")

    def _count(self) -> None:
        text = self.line.text().strip()
        problem = check_uscc(text.upper()) if text else None
        if not text:
            words, tone = "", "3"
        elif problem is not None and problem.ok:
            words, tone = tr("✓ 通过"), "ok"
        else:
            words, tone = f"{len(text)} / 18", "warn" if len(text) >= 18 else "3"
        self._note.setText(words)
        restyle(self._note, "tone", tone)
        self._note.setVisible(bool(words))


class CodeEditor(Editor):
    """A code the program gives: to read and to copy."""

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__(shell, element)
        self.line = QLineEdit(readOnly=True)
        shell.look.put_type(self.line, "mono")
        self.line.setPlaceholderText(tr("保存时自动生成"))
        self.watch(self.line)
        words = tr("按分类重新编号；原来的{element.label}不再使用").format(element=element)
        self.anew = icon_button(shell.look, "refresh-cw", words)
        self.anew.clicked.connect(self._renumber)
        copy = icon_button(shell.look, "copy", tr("复制{element.label}").format(element=element))
        copy.clicked.connect(self._copy)
        self.across.addWidget(self.line, 1)
        self.across.addWidget(self.anew)
        self.across.addWidget(copy)

    @property
    def typed(self) -> str:
        return self.line.text()

    def show_record(self, bench: Workbench, record: Record) -> None:
        """One that was never sent can be given anew: it may have come wrong from a sheet."""
        super().show_record(bench, record)
        bearers = bench.workspace.bearers([record.code]) if record.code else []
        sent = any(one.is_published for one in bearers if one.record_id == record.id)
        self.anew.setVisible(bool(record.code) and not sent)

    def show_text(self, text: str) -> None:
        self.line.setText(text)

    def _renumber(self) -> None:
        self.line.clear()
        self.changed.emit()
        self.left.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.line.text())


class PlainField(QPlainTextEdit):
    """Several lines; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        done = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Return and done:
            event.ignore()
            return
        super().keyPressEvent(event)


class TextEditor(Editor):
    """Several lines of text with their length against the limit."""

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__(shell, element)
        self.text = PlainField()
        if element.example:
            self.text.setPlaceholderText(tr("例：{element.example}").format(element=element))
        self.text.textChanged.connect(self._edited)
        self.watch(self.text)
        self._note = label(shell.look, "", "small", "3")
        self.across.addWidget(self.text, 1)
        self.across.addWidget(self._note, 0, Qt.AlignmentFlag.AlignBottom)
        self._showing = False
        shell.look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        line = QFontMetrics(self.shell.look.theme.font("body")).lineSpacing()
        self.text.setFixedHeight(line * _MANY_LINES + self.shell.look.theme.px(14))

    @property
    def typed(self) -> str:
        return self.text.toPlainText()

    def show_text(self, text: str) -> None:
        if text != self.typed:
            self._showing = True
            self.text.setPlainText(text)
            self._showing = False
        self._count()

    def _edited(self) -> None:
        self._count()
        if not self._showing:
            self.changed.emit()

    def _count(self) -> None:
        limit = self.element.max_length
        self._note.setText(f"{len(self.typed)} / {limit}" if limit else "")
