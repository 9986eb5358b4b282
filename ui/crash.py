"""Our own bugs: caught in every thread, brought to the GUI thread, logged, shown to be copied.

The log gets the kind of the exception and where it came from, never its text, which may hold a
record's words. The report shown to the user has the text too: it is for them to read and to copy.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop import __version__
from ui.tr import tr

_LOG = logging.getLogger("cdo_desktop.crash")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Crash:
    """One bug that showed itself."""

    name: str
    text: str
    where: str
    """The places it passed, without any values."""
    thread: str

    def report(self) -> str:
        """What the user can copy and send."""
        system = f"{platform.system()} {platform.release()} {platform.machine()}"
        title = tr("首席数据官工作台")
        with_what = f"Python {platform.python_version()}，Qt {qVersion()}，{system}"
        thread = tr("线程 {thread}").format(thread=self.thread)
        return (
            f"{title} {__version__}\n{with_what}\n{thread}\n\n"
            f"{self.name}: {self.text}\n\n{self.where}"
        )


def crash_of(error: BaseException, thread: str) -> Crash:
    """What is known of an exception; the user's own folder is written as ~."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    cause = error.__cause__ or error.__context__
    if cause is not None:
        frames += tr("由 {0} 引起：\n").format(type(cause).__name__)
        frames += "".join(traceback.format_tb(cause.__traceback__))
    home = str(Path.home())
    name = type(error).__name__
    return Crash(name, str(error).replace(home, "~"), frames.replace(home, "~"), thread)


class CrashGuard(QObject):
    """Watches all threads and Qt's own messages while it is installed."""

    happened = Signal(object)
    """A Crash; on the GUI thread, whichever thread it came from."""
    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Begin to watch."""
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._in_main
        threading.excepthook = self._in_thread
        self._messages = qInstallMessageHandler(qt_message)

    def uninstall(self) -> None:
        """Leave everything as it was."""
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(self._messages)

    @Slot(object)
    def take(self, error: BaseException) -> None:
        """Report an exception that somebody else has caught; from any thread."""
        crash = crash_of(error, threading.current_thread().name)
        _LOG.error("%s in thread %s\n%s", crash.name, crash.thread, crash.where)
        self._caught.emit(crash)

    def _in_main(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self.take(error.with_traceback(trace))

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.take(args.exc_value)

    @Slot(object)
    def _tell(self, crash: Crash) -> None:
        self.happened.emit(crash)


def qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Put what Qt says into the log."""
    logging.getLogger("cdo_desktop.qt").log(_LEVELS[kind], "%s: %s", context.category, text)


class CrashWindow(QDialog):
    """The report, to be read and copied. One window holds all of a session."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("程序出错了"))
        self.resize(720, 460)
        self._reports: list[str] = []
        words = QLabel(
            tr(
                "程序遇到了没有料到的情况，已记入日志。已经保存的内容没有丢。"
                "请复制下面的报告交给维护人员；报告里可能有您刚才处理的内容，发出前请看一眼。"
            )
        )
        words.setWordWrap(True)
        self._text = QPlainTextEdit(readOnly=True, accessibleName=tr("错误报告"))
        copy, close = QPushButton(tr("复制报告")), QPushButton(tr("继续使用"))
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(close)
        buttons.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addWidget(self._text)
        layout.addLayout(buttons)

    @Slot(object)
    def show_crash(self, crash: Crash) -> None:
        """Add a report and come to the front."""
        self._reports = [*self._reports, crash.report()][-_SHOWN:]
        self._text.setPlainText("\n\n————\n\n".join(self._reports))
        self.open()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._text.toPlainText())
