"""Editors that offer words: choices, cascades, yes or no, several at once, other records."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QMenu, QPushButton

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element, ElementKind
from cdo_desktop.work.word_filter import words_meant
from cdo_desktop.workbench import Workbench
from ui.forms.editor import Editor
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.quiet_combo import QuietCombo

_YES_NO = (tr("是"), tr("否"))
_LOOK_UP_AFTER = 150
_OFFERED = 20


class ChoiceEditor(Editor):
    """One word of a list; others can be typed, stay visible, and are found by the check."""

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__(shell, element)
        self.box = QuietCombo(element.label)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(8)
        self._words: Sequence[str] = ()
        self._bench: Workbench | None = None
        self._meant = QStringListModel(self)
        completer = QCompleter(self._meant, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._take)
        self.box.setCompleter(completer)
        line = self.box.lineEdit()
        line.setPlaceholderText(tr("请选择"))
        line.textEdited.connect(self._edited)
        self.box.activated.connect(self._choose)
        self.watch(self.box)
        line.installEventFilter(self)
        self.across.addWidget(self.box, 1)

    @property
    def is_busy(self) -> bool:
        return self.box.hasFocus() or self.box.lineEdit().hasFocus()

    @property
    def typed(self) -> str:
        return self.box.currentText()

    def show_record(self, bench: Workbench, record: Record) -> None:
        self._bench = bench
        self._offer(self._open_words(bench, record))
        super().show_record(bench, record)

    def _open_words(self, bench: Workbench, record: Record) -> Sequence[str]:
        if self.element.kind is ElementKind.YES_NO:
            return _YES_NO
        codes = bench.library.codes[self.element.codes]
        if self.element.kind is ElementKind.CASCADE:
            return codes.words_under(shown(record.values.get(self.element.parent)))
        return codes.words

    def _offer(self, words: Sequence[str]) -> None:
        if list(words) != list(self._words):
            text = self.box.currentText()
            self._words = list(words)
            self.box.blockSignals(True)
            self.box.clear()
            self.box.addItems(self._words)
            self.box.setEditText(text)
            self.box.blockSignals(False)

    def show_text(self, text: str) -> None:
        if text != self.box.currentText():
            self.box.blockSignals(True)
            self.box.setCurrentIndex(self.box.findText(text))
            self.box.setEditText(text)
            self.box.blockSignals(False)

    def _edited(self, text: str) -> None:
        """Offer what is meant by letters or characters; what is typed stays as it is."""
        self._meant.setStringList(self._meant_words(text))
        self.changed.emit()

    def _meant_words(self, text: str) -> list[str]:
        if self._bench is None or not self.element.codes:
            return [word for word in self._words if text in word]
        return words_meant(self._bench.library.codes[self.element.codes], self._words, text)

    def _take(self, word: str) -> None:
        self.box.setEditText(word)
        self.changed.emit()

    def _choose(self, place: int) -> None:
        self.changed.emit()


class MultiEditor(Editor):
    """Several words of a list, ticked in a menu."""

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__(shell, element)
        self.open = QPushButton()
        self.open.setProperty("kind", "field")
        self.menu = QMenu(self.open)
        self.menu.aboutToShow.connect(self._fill)
        self.open.setMenu(self.menu)
        self.watch(self.open)
        self._words: list[str] = []
        self._choices: Sequence[str] = ()
        self.across.addWidget(self.open, 1)

    @property
    def typed(self) -> str:
        return "、".join(self._words)

    def show_record(self, bench: Workbench, record: Record) -> None:
        self._choices = bench.library.codes[self.element.codes].words
        value = record.values.get(self.element.key)
        self._words = list(value) if isinstance(value, list) else [shown(value)] if value else []
        self._write()

    def show_text(self, text: str) -> None:
        self._words = [word for word in text.split("、") if word]
        self._write()

    def _write(self) -> None:
        self.open.setText("、".join(self._words) or tr("请选择"))
        self.open.setToolTip(self.open.text())

    def _fill(self) -> None:
        self.menu.clear()
        for word in dict.fromkeys((*self._choices, *self._words)):
            action = self.menu.addAction(word)
            action.setCheckable(True)
            action.setChecked(word in self._words)
            action.toggled.connect(lambda on, word=word: self._toggle(word, on))

    def _toggle(self, word: str, on: bool) -> None:
        chosen = {*self._words, word} if on else {*self._words} - {word}
        ordered = dict.fromkeys((*self._choices, *self._words))
        self._words = [one for one in ordered if one in chosen]
        self._write()
        self.changed.emit()


class ReferenceEditor(Editor):
    """Another record, found by name or initials; a name that nobody bears stays as typed."""

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__(shell, element)
        self.line = QLineEdit(placeholderText=tr("输入名称或拼音首字母"))
        self._bench: Workbench | None = None
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self.changed)
        self.line.setCompleter(completer)
        self._wait = QTimer(self, singleShot=True, interval=_LOOK_UP_AFTER)
        self._wait.timeout.connect(self._look_up)
        self.line.textEdited.connect(self._edited)
        self.watch(self.line)
        offer = button(
            shell.look,
            tr("选择…"),
            kind="small",
            tip=tr("列出可选的{element.label}").format(element=element),
        )
        offer.clicked.connect(self.offer_all)
        self.across.addWidget(self.line, 1)
        self.across.addWidget(offer)

    @property
    def typed(self) -> str:
        return self.line.text()

    def show_record(self, bench: Workbench, record: Record) -> None:
        self._bench = bench
        super().show_record(bench, record)

    def show_text(self, text: str) -> None:
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def _edited(self) -> None:
        self._wait.start()
        self.changed.emit()

    def _look_up(self) -> None:
        self._names.setStringList(self._found(self.line.text()))
        if self.line.hasFocus() and self._names.rowCount():
            self.line.completer().complete()

    def offer_all(self) -> None:
        """List the first names there are."""
        self._names.setStringList(self._found(""))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.completer().complete()

    def _found(self, text: str) -> list[str]:
        if self._bench is None:
            return []
        numbers = self._bench.workspace.numbers(ListQuery(self.element.target, text=text), _OFFERED)
        lines = self._bench.workspace.summaries(numbers)
        return [lines[number].title for number in numbers if number in lines]
