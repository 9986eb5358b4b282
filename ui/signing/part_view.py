"""One part of what is signed, opened: its words, the pages of a PDF, or what is known of a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cdo_desktop.work.review_parts import Part, text_of
from ui.exchange.wording import grouped, size_words
from ui.look import restyle
from ui.notify import ANY_FILE
from ui.reports.pdf_view import PdfView
from ui.reports.picture_page import PICTURES
from ui.shell import Shell
from ui.signing.error_note import ErrorNote
from ui.signing.seen_pages import SeenPages, left_words
from ui.signing.sign_work import Copied
from ui.signing.words_view import Words
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import Elided, label

PDF = ".pdf"
_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Around:
    """Where a part is looked at."""

    back: str
    """What the way back is called."""
    icon: str
    whole: str
    """What the part is taken out of."""
    counts: bool
    """Whether it is told apart what was seen: before signing."""


class PartView(QWidget):
    """Head with the way back, and the part."""

    back = Signal()
    """The list of parts is wished for."""
    shown = Signal(object)
    """All of a Part was in front of one's eyes: every page, every line; what cannot be shown here
    was saved to be opened elsewhere."""
    next_wished = Signal()
    """The next part that was not opened yet is wished for."""
    copy_wished = Signal(object, object)
    """(Part, Path): a file is to be copied there."""

    def __init__(self, shell: Shell, around: Around) -> None:
        super().__init__()
        look = shell.look
        self._shell, self._around, self._whole = shell, around, around.whole
        self.part: Part | None = None
        """What is shown."""
        self._saved = Path()
        self._is_shown_here = True
        self._seen = SeenPages()
        self._read: set[str] = set()
        self.way_back = button(look, around.back, icon=around.icon)
        self.way_back.clicked.connect(self.back)
        self.next = button(look, tr("下一部分"), kind="small", icon="chevron-right")
        self.next.clicked.connect(self.next_wished)
        self._title, self._digest = Elided(look, "section"), Elided(look, "small", "3")
        self.save = button(look, tr("另存一份…"), kind="small", icon="save")
        self.save.clicked.connect(self._ask_where)
        self.note = ErrorNote(look)
        self.note.banner.chosen.connect(self._open)
        self.words, self.pdf = Words(look), PdfView(look, shell.jobs)
        self.words.followed.connect(self._follow_words)
        self.pdf.turned.connect(self._follow_pages)
        self.pdf.scrolled.connect(self._follow_pages)
        self.pdf.failed.connect(self._not_drawn)
        self.left = label(look, "", "small", "warn")
        """What of it was not seen yet."""
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
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self._digest, 1)
        below.addWidget(self.left)
        down.addLayout(below)
        down.addWidget(self.note)
        down.addWidget(self._stack, 1)

    def show_part(self, part: Part) -> None:
        """Show a part; of a file what is known until it is copied out."""
        self.part = part
        self._title.setText(part.title)
        self._digest.setText(f"SHA-256 {grouped(part.digest)}　{size_words(part.size)}")
        self.note.hide()
        self._say_left("")
        self.save.setVisible(part.file is not None)
        self._is_shown_here, self._saved = True, Path()
        self.next.setFocus()
        if part.file is None:
            self._show_words(part.lines)
        else:
            taking = tr("正在从{0}里取出这个文件…").format(self._whole)
            self._other.setText(taking)
            self._stack.setCurrentIndex(2)

    def _show_words(self, lines: tuple[str, ...]) -> None:
        self._stack.setCurrentIndex(0)
        self.words.show_lines(lines)

    def show_copy(self, copied: Copied) -> None:
        """The file that was copied out of the form."""
        part = self.part
        if part is None or part.file != copied.file:
            return
        if copied.path == self._saved:
            self._say_saved()
            return
        text = text_of(copied.path)
        if copied.path.suffix in (PDF, *PICTURES):
            self._stack.setCurrentIndex(1)
            self.pdf.show_file(copied.path, part.title)
        elif text is not None:
            self._show_words(tuple(text.splitlines()))
        else:
            self._say_other(part)

    def say_not_taken(self, error: BaseException) -> None:
        """The file could not be taken out, to be shown or to be saved."""
        if self._is_shown_here:
            self._other.setText("")
        self.note.say_error(error)

    def _say_saved(self) -> None:
        words = tr("已另存为“{0}”，内容与{1}里的逐字节一致。").format(self._saved.name, self._whole)
        self.note.say("ok", words, [(_OPEN, tr("用本机程序打开"))])
        if not self._is_shown_here:
            self._tell_shown()

    def _say_other(self, part: Part) -> None:
        self._is_shown_here = False
        words = tr(
            "这种文件本软件不能直接显示：“{part.title}”，{part.size:,} 字节。\n"
            "请点“另存一份…”，用本机的程序打开；另存的与{whole}里的逐字节一致。"
        )
        self._other.setText(words.format(part=part, whole=self._whole) + self._counts)

    @property
    def _counts(self) -> str:
        return tr("另存之后记为已看。") if self._around.counts else ""

    def _not_drawn(self, error: BaseException) -> None:
        """A file that calls itself a PDF or a picture and is none is like any other."""
        part = self.part
        if part is None:
            return
        words = tr(
            "“{part.title}”不能在这里显示：文件不完好，或者要有口令才能打开。"
            "请点“另存一份…”，用本机的程序打开看过；那里也打不开的，请退回申报单位换一份。"
        )
        self._say_left("")
        self.note.say("err", words.format(part=part))
        self._stack.setCurrentIndex(2)
        self._is_shown_here = False
        self._other.setText(self._counts)

    # -- how much of it was seen ---------------------------------------------------------------

    def _follow_words(self) -> None:
        if self.part is None or self._stack.currentWidget() is not self.words:
            return
        if self.words.is_at_end:
            self._say_left("")
            self._tell_shown()
        elif self.part.digest not in self._read:
            self._take_focus(self.words)
            self._say_left(tr("还没有看到末尾，请往下看完（空格键往下翻）"))

    def _follow_pages(self) -> None:
        """A page counts once its last line was in sight."""
        part, pages = self.part, self.pdf.pages
        if part is None or not pages or self._stack.currentWidget() is not self.pdf:
            return
        if self.pdf.is_at_end:
            self._seen.see(part, self.pdf.page)
        left = self._seen.left(part, pages)
        self._say_left(left_words(left, pages), "warn" if left else "ok")
        if left:
            self._take_focus(self.pdf.area)
        else:
            self._tell_shown()

    def _say_left(self, words: str, tone: str = "warn") -> None:
        self.left.setText(words)
        restyle(self.left, "tone", tone)
        self.left.setVisible(bool(words))

    def _take_focus(self, content: QWidget) -> None:
        """There is more to be seen: the keys that go on work at once."""
        if self.next.hasFocus():
            content.setFocus()

    def _tell_shown(self) -> None:
        if self.part is not None:
            self._read.add(self.part.digest)
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
