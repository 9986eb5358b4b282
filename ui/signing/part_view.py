"""One part of what is signed, opened: its words, the pages of a PDF, or what is known of a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from cdo_desktop.work.review_parts import Part, text_of
from ui.exchange.wording import grouped, size_words
from ui.look import Look
from ui.notify import ANY_FILE
from ui.reports.pdf_view import PdfView
from ui.shell import Shell
from ui.signing.error_note import ErrorNote
from ui.signing.sign_work import Copied
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import Elided, label

PDF = ".pdf"
_OPEN = "open"
_HEAD = "—— "
_NAME = 24
"""What is longer is no name of a value but a sentence that has a colon."""


class Words(QTextEdit):
    """Lines of the sheet, to be read and copied: names dim, heads bold, nothing left out."""

    def __init__(self, look: Look) -> None:
        super().__init__(readOnly=True, accessibleName=tr("内容全文"))
        self._look = look
        self._lines: tuple[str, ...] = ()
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        look.changed.connect(self._write)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show these lines."""
        self._lines = lines
        self._write()

    def _write(self) -> None:
        self.clear()
        theme = self._look.theme
        cursor = self.textCursor()
        for number, line in enumerate(self._lines):
            if number:
                cursor.insertBlock()
            head = line.startswith(_HEAD)
            name, colon, rest = line.partition("：")
            if head or not colon or len(name.strip()) > _NAME:
                name, colon, rest = "", "", line
            cursor.insertText(name + colon, self._format("text-3"))
            cursor.insertText(rest, self._format("text", bold=head))
        self.document().setDefaultFont(theme.font("body"))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _format(self, token: str, *, bold: bool = False) -> QTextCharFormat:
        theme = self._look.theme
        made = QTextCharFormat()
        made.setFont(theme.font("strong" if bold else "body"))
        made.setForeground(theme.colour(token))
        return made


class PartView(QWidget):
    """Head with the way back, and the part."""

    back = Signal()
    """The list of parts is wished for."""
    shown = Signal(object)
    """A Part is in front of one's eyes now."""
    next_wished = Signal()
    """The next part that was not opened yet is wished for."""
    copy_wished = Signal(object, object)
    """(Part, Path): a file is to be copied there."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        look = shell.look
        self._shell = shell
        self.part: Part | None = None
        """What is shown."""
        self._saved = Path()
        self.way_back = button(look, tr("返回签署内容"), icon="undo-2")
        self.way_back.clicked.connect(self.back)
        self.next = button(look, tr("下一部分"), kind="small", icon="chevron-right")
        self.next.clicked.connect(self.next_wished)
        self._title, self._digest = Elided(look, "section"), Elided(look, "small", "3")
        self.save = button(look, tr("另存一份…"), kind="small", icon="save")
        self.save.clicked.connect(self._ask_where)
        self.note = ErrorNote(look)
        self.note.banner.chosen.connect(self._open)
        self.words, self.pdf = Words(look), PdfView(look, shell.jobs)
        self.pdf.turned.connect(self._tell_shown)
        self.pdf.failed.connect(self._not_drawn)
        self._other = label(look, "", tone="2")
        self._other.setWordWrap(True)
        plain = QWidget()
        down = QVBoxLayout(plain)
        down.addWidget(self._other)
        down.addStretch(1)
        self._stack = QStackedWidget()
        for page in (self.words, self.pdf, plain):
            self._stack.addWidget(page)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.way_back)
        head.addWidget(self._title, 1)
        head.addWidget(self.save)
        head.addWidget(self.next)
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 12, 16, 12)
        down.setSpacing(6)
        down.addLayout(head)
        down.addWidget(self._digest)
        down.addWidget(self.note)
        down.addWidget(self._stack, 1)

    def show_part(self, part: Part) -> None:
        """Show a part; of a file what is known until it is copied out."""
        self.part = part
        self._title.setText(part.title)
        self._digest.setText(f"SHA-256 {grouped(part.digest)}　{size_words(part.size)}")
        self.note.hide()
        self.save.setVisible(part.file is not None)
        self._other.setText("")
        if part.file is None:
            self.words.show_lines(part.lines)
            self._stack.setCurrentIndex(0)
            self._tell_shown()
        else:
            self._other.setText(tr("正在从审查表里取出这个文件…"))
            self._stack.setCurrentIndex(2)
        self.next.setFocus()

    def show_copy(self, copied: Copied) -> None:
        """The file that was copied out of the form."""
        part = self.part
        if part is None or part.file != copied.file:
            return
        if copied.path == self._saved:
            said = tr("已另存为“{copied.path.name}”，内容与审查表里的逐字节一致。")
            words = said.format(copied=copied)
            self.note.say("ok", words, [(_OPEN, tr("用本机程序打开"))])
            self._tell_shown()
            return
        text = text_of(copied.path)
        if copied.path.suffix == PDF:
            self._stack.setCurrentIndex(1)
            self.pdf.show_file(copied.path, part.title)
        elif text is not None:
            self.words.show_lines(tuple(text.splitlines()))
            self._stack.setCurrentIndex(0)
            self._tell_shown()
        else:
            self._say_other(part)

    def _say_other(self, part: Part) -> None:
        words = tr(
            "这种文件本软件不能直接显示：“{part.title}”，{part.size:,} 字节。\n"
            "请点“另存一份…”，用本机的程序打开看过；另存的与要签署的逐字节一致，"
            "另存之后记为已看。"
        )
        self._other.setText(words.format(part=part))

    def _not_drawn(self, error: BaseException) -> None:
        """A file that calls itself a PDF and is none is like any other."""
        self.note.say_error(error)
        self._stack.setCurrentIndex(2)
        if self.part is not None:
            self._say_other(self.part)

    def _tell_shown(self) -> None:
        if self.part is not None:
            self.shown.emit(self.part)

    def _ask_where(self) -> None:
        if self.part is not None:
            name = Path(self.part.title.replace("\\", "/")).name or self.part.digest[:16]
            suggested = Path.home() / name
            self._shell.notify.choose_target(tr("另存附件"), suggested, ANY_FILE, self._save)

    def _save(self, path: Path) -> None:
        if self.part is not None:
            self._saved = path
            self.copy_wished.emit(self.part, path)

    def _open(self, key: str) -> None:
        if key == _OPEN:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))
