"""The only module that opens message boxes and choosers; tests put a recorder in its place.

Everything is opened, nothing is executed: the window lives on, and the answer comes to a function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from cdo_desktop.errors import CdoError
from ui.folders import documents
from ui.tr import tr

SHEETS = tr("表格 (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv)")
WORKSPACES = tr("工作区 (*.cdo)")
ANY_FILE = tr("所有文件 (*)")
WORKBOOK = tr("Excel 工作簿 (*.xlsx)")


@dataclass(frozen=True, slots=True)
class Told:
    """An error in the user's words."""

    happened: str
    todo: str
    code: str

    @property
    def text(self) -> str:
        """What happened and what to do, in one line."""
        return f"{self.happened}{self.todo}"


def told(error: BaseException) -> Told:
    """The words for any error; what is a bug of ours has been reported elsewhere."""
    if isinstance(error, CdoError):
        return Told(error.happened, error.todo, error.code)
    return Told(
        tr("程序出错了，这一步没有完成。"), tr("请把错误报告交给维护人员。"), type(error).__name__
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a question: a key, and a verb that says what will happen."""

    key: str
    label: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose buttons are verbs. Closing the box answers with the last choice."""

    title: str
    text: str
    choices: Sequence[Choice]
    details: str = ""


class Notify(QObject):
    """Speaks to the user in front of one window."""

    def __init__(self) -> None:
        super().__init__()
        self._window: QWidget | None = None
        self._folder: Path | None = None
        """Where a file was chosen last."""

    def speak_before(self, window: QWidget) -> None:
        """Open everything in front of this window from now on."""
        self._window = window

    def error(self, error: BaseException) -> None:
        """Say an error that has no better place."""
        words = told(error)
        close = Choice("close", tr("知道了"))
        self.ask(Question(words.happened, words.todo, (close,), words.code), lambda key: None)

    def ask(self, question: Question, answered: Callable[[str], None]) -> None:
        """Ask; the answer is the key of a choice."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(tr("首席数据官工作台"))
        box.setText(question.title)
        box.setInformativeText(question.text)
        if question.details:
            box.setDetailedText(question.details)
        roles = QMessageBox.ButtonRole
        keys: dict[QAbstractButton, str] = {}
        for choice in question.choices:
            role = roles.DestructiveRole if choice.danger else roles.AcceptRole
            last = choice is question.choices[-1]
            button = box.addButton(choice.label, roles.RejectRole if last else role)
            keys[button] = choice.key
            if last:
                box.setEscapeButton(button)
                if any(each.danger for each in question.choices):
                    box.setDefaultButton(button)  # Enter alone destroys nothing
        box.buttonClicked.connect(lambda button: keys.get(button) and answered(keys[button]))
        box.open()

    def ask_secret(self, title: str, label: str, answered: Callable[[str], None]) -> None:
        """Ask for a passphrase; it is kept nowhere."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.setOkButtonText(tr("打开"))
        dialog.setCancelButtonText(tr("取消"))
        dialog.textValueSelected.connect(answered)
        dialog.open()

    def ask_text(
        self, title: str, label: str, verb: str, answered: Callable[[str], None], text: str = ""
    ) -> None:
        """Ask for one line of text."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setTextValue(text)
        dialog.setOkButtonText(verb)
        dialog.setCancelButtonText(tr("取消"))
        dialog.textValueSelected.connect(answered)
        dialog.open()

    def choose_file(self, title: str, filters: str, answered: Callable[[Path], None]) -> None:
        """Have an existing file chosen; no answer if none is."""
        dialog = self._chooser(title, filters, answered)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def choose_files(
        self, title: str, filters: str, answered: Callable[[Sequence[Path]], None]
    ) -> None:
        """Have one or more existing files chosen; no answer if none is."""
        dialog = self._opened(title, filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.fileSelected.connect(self._was_in)
        dialog.filesSelected.connect(lambda names: answered([Path(name) for name in names]))
        dialog.open()

    def choose_target(
        self, title: str, suggested: Path, filters: str, answered: Callable[[Path], None]
    ) -> None:
        """Have a new file's place chosen."""
        dialog = self._chooser(title, filters, answered)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
        dialog.setDirectory(str(suggested.parent))
        dialog.selectFile(suggested.name)
        dialog.open()

    def _chooser(self, title: str, filters: str, answered: Callable[[Path], None]) -> QFileDialog:
        dialog = self._opened(title, filters)
        dialog.fileSelected.connect(self._was_in)
        dialog.fileSelected.connect(lambda name: answered(Path(name)))
        return dialog

    def _opened(self, title: str, filters: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(filters)
        dialog.setDirectory(str(self._folder or documents()))
        return dialog

    def _was_in(self, name: str) -> None:
        """The next chooser begins where this file was chosen."""
        self._folder = Path(name).parent
