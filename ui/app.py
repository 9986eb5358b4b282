"""The window's program: makes the parts, puts them together, runs until the window is closed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from cdo_desktop import __version__, paths
from cdo_desktop.logs import start_log
from cdo_desktop.settings import Settings
from cdo_desktop.work.identity import person_here
from cdo_desktop.workbench import Desk
from ui.crash import CrashGuard, CrashWindow
from ui.jobs import Jobs
from ui.look import Look, add_fonts
from ui.main_window import TITLE, MainWindow
from ui.notify import Notify
from ui.readying import Readying
from ui.session import Session
from ui.shell import Shell


def main(
    arguments: Sequence[str], begun: Callable[[MainWindow], None] = lambda window: None
) -> int:
    """Run the window, with a workspace if one is named; gives the exit code.

    `begun` is called once with the window when it is shown (ui/smoke.py drives it from there).
    """
    app = QApplication(["cdo-desktop"])
    app.setStyle("Fusion")
    app.setApplicationName("cdo-desktop")
    app.setApplicationDisplayName(TITLE)
    app.setApplicationVersion(__version__)
    speak_chinese(app)
    start_log(paths.user_logs()).info("started, version %s", __version__)
    guard = CrashGuard()
    guard.install()
    try:
        settings = Settings(paths.settings_file())
        window = made_window(app, settings, Desk(who=person_here(settings)))
        crashes = CrashWindow(window)
        guard.happened.connect(crashes.show_crash)
        window.shell.jobs.broke.connect(guard.take)
        window.show()
        Readying(window)
        gc.freeze()  # the window and the modules stay to the end: no search for rings among them
        for path in arguments[:1]:
            window.open_path(Path(path).absolute())
        begun(window)
        return app.exec()
    finally:
        guard.uninstall()


def speak_chinese(app: QApplication) -> None:
    """Have Qt's own words (file choosers, context menus) in Chinese, whatever the system speaks."""
    words = QTranslator(app)
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)


def made_window(app: QApplication, settings: Settings, desk: Desk) -> MainWindow:
    """The window with everything it needs; fonts and theme are put on the program."""
    add_fonts()
    look = Look(app, settings)
    jobs = Jobs()
    session = Session(jobs, settings, desk)
    notify = Notify()
    window = MainWindow(Shell(look, jobs, notify, session, settings))
    notify.speak_before(window)
    return window
