"""Editors with a chooser beside the line: the classification tree, regions, attached files."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit

from cdo_desktop.domain.record import Record
from cdo_desktop.errors import CdoError
from cdo_desktop.standard.codes import CodeList
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element, ElementKind
from cdo_desktop.standard.regions import Regions
from cdo_desktop.work import notes
from cdo_desktop.work.word_filter import is_meant
from cdo_desktop.workbench import Workbench
from ui.dialogs.tree_chooser import TreeChooser, TreeSource
from ui.forms.editor import Editor
from ui.notify import ANY_FILE
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button, icon_button
from ui.widgets.text import Elided


class TreeEditor(Editor):
    """A code of a tree with its names behind it; typed by code, or chosen."""

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__(shell, element)
        self.line = QLineEdit()
        shell.look.put_type(self.line, "mono")
        self.line.textEdited.connect(self._edited)
        self.watch(self.line)
        self._names = Elided(shell.look, "small", "3")
        self._source: TreeSource | None = None
        choose = icon_button(
            shell.look, "ellipsis", tr("选择{element.label}").format(element=element)
        )
        choose.clicked.connect(self.choose)
        self.across.addWidget(self.line, 2)
        self.across.addWidget(self._names, 3)
        self.across.addWidget(choose)

    @property
    def typed(self) -> str:
        return self.line.text()

    def show_record(self, bench: Workbench, record: Record) -> None:
        if self.element.kind is ElementKind.REGION:
            self._source = _regions(bench.library.regions)
        else:
            self._source = _codes(bench.library.codes[self.element.codes])
        super().show_record(bench, record)

    def show_text(self, text: str) -> None:
        if text != self.line.text():
            self.line.setText(text)
        self._name()

    def _edited(self) -> None:
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        text = self.line.text().strip()
        names = self._source.path(text) if self._source and text else ""
        self._names.setText(names if names != text else "")

    def choose(self) -> None:
        """Have a node chosen."""
        if self._source is None:
            return
        chooser = TreeChooser(
            self.shell.look,
            tr("选择{label}").format(label=self.element.label),
            self._source,
            self.window(),
        )
        chooser.taken.connect(self.take)
        chooser.open()

    def take(self, code: str) -> None:
        """Take a chosen node."""
        self.line.setText(code)
        self._edited()


def _codes(codes: CodeList) -> TreeSource:
    def names(code: str) -> str:
        return " › ".join(node.word for node in codes.path(code))

    def found(text: str) -> list[str]:
        return [
            value.code
            for value in codes.values
            if value.code and (value.code.startswith(text.strip()) or is_meant(value.word, text))
        ]

    return TreeSource(
        lambda code: [v.code for v in codes.values if v.code and v.parent == code],
        lambda code: f"{code}　{codes.by_code[code].word}",
        found,
        names,
    )


def _regions(regions: Regions) -> TreeSource:
    return TreeSource(
        regions.children,
        lambda code: f"{code}　{regions.name(code) or ''}",
        regions.find,
        regions.full_name,
    )


class FileEditor(Editor):
    """An attached file: to add, open, save elsewhere, or take away."""

    file_chosen = Signal(object)
    """A Path that is to be attached; the record's keeper writes it."""

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__(shell, element)
        self._bench: Workbench | None = None
        self._record: Record | None = None
        self._text = ""
        self._name = Elided(shell.look, "body", "text")
        self.add = button(shell.look, tr("添加…"), kind="small", icon="paperclip")
        self.open = button(shell.look, tr("打开"), kind="small")
        self.save = button(shell.look, tr("另存…"), kind="small")
        self.remove = button(shell.look, tr("移除"), kind="small")
        self.add.clicked.connect(self._choose)
        self.open.clicked.connect(self._open)
        self.save.clicked.connect(self._ask_where)
        self.remove.clicked.connect(self._remove)
        self.watch(self.add)
        self.across.addWidget(self._name, 1)
        for made in (self.add, self.open, self.save, self.remove):
            self.across.addWidget(made)

    @property
    def typed(self) -> str:
        return self._text

    def show_record(self, bench: Workbench, record: Record) -> None:
        self._bench, self._record = bench, record
        super().show_record(bench, record)

    def show_text(self, text: str) -> None:
        self._text = text
        self._name.setText(text or tr("没有附件"))
        value = self._record.values.get(self.element.key) if self._record else None
        is_kept = isinstance(value, dict) and "sha256" in value
        for made in (self.open, self.save):
            made.setVisible(is_kept)
        self.remove.setVisible(bool(text))
        self.add.setText(tr("更换…") if text else tr("添加…"))

    def _choose(self) -> None:
        self.shell.notify.choose_file(
            tr("选择{label}").format(label=self.element.label), ANY_FILE, self.file_chosen.emit
        )

    def _open(self) -> None:
        """Open a copy: what hangs on the record is never changed by another program.

        The copy stays until the system clears its temporary files: who reads it may take long.
        """
        value = self._record.values[self.element.key]
        folder = Path(tempfile.mkdtemp(prefix="cdo-"))
        path = folder / (Path(shown(value)).name or tr("附件"))
        if self._save(value["sha256"], path):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _ask_where(self) -> None:
        value = self._record.values[self.element.key]
        suggested = Path.home() / Path(shown(value)).name
        self.shell.notify.choose_target(
            tr("另存附件"), suggested, ANY_FILE, partial(self._save, value["sha256"])
        )

    def _save(self, sha256: str, path: Path) -> bool:
        try:
            notes.fetch(self._bench, sha256, None, path)
        except CdoError as error:
            self.shell.notify.error(error)
            return False
        return True

    def _remove(self) -> None:
        self._text = ""
        self.changed.emit()
