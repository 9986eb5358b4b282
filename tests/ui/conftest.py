"""What the tests of the window may ask for: a real window on a real workspace, and a recorder."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cdo_desktop.clock import FixedClock
from cdo_desktop.domain.listing import Assessment
from cdo_desktop.domain.people import Act, Person
from cdo_desktop.settings import Settings
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.workbench import Desk
from ui.jobs import Jobs
from ui.look import LIGHT, Look, add_fonts
from ui.main_window import MainWindow
from ui.notify import Notify, Question
from ui.session import Session
from ui.shell import Shell
from ui.widgets import banner

RECORDS = 1000
OFFICES = ("社会救助科", "养老服务科", "社会事务科", "基层政权科")
SHARES = ("无条件共享", "有条件共享", "有条件共享", "不予共享")


@dataclass
class Recorder(Notify):
    """Speaks to nobody: keeps what would have been said, and answers as it was told to."""

    questions: list[Question] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def ask(self, question: Question, answered: Callable[[str], None]) -> None:
        self.questions.append(question)
        answered(self.answers.pop(0) if self.answers else question.choices[-1].key)

    def ask_secret(self, title: str, label: str, answered: Callable[[str], None]) -> None:
        self.asked_for.append(title)
        if self.secrets:
            answered(self.secrets.pop(0))

    def choose_file(self, title: str, filters: str, answered: Callable[[Path], None]) -> None:
        self.asked_for.append(title)
        if self.files:
            answered(self.files.pop(0))

    def choose_files(
        self, title: str, filters: str, answered: Callable[[Sequence[Path]], None]
    ) -> None:
        self.asked_for.append(title)
        chosen, self.files = self.files, []
        if chosen:
            answered(chosen)

    def choose_target(
        self, title: str, suggested: Path, filters: str, answered: Callable[[Path], None]
    ) -> None:
        self.asked_for.append(title)
        if self.files:
            answered(self.files.pop(0))


@pytest.fixture(scope="session")
def dressed_app(qapp: QApplication) -> QApplication:
    """The application with the program's style and fonts."""
    qapp.setStyle("Fusion")
    add_fonts()
    return qapp


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's folders of this test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(autouse=True)
def heard_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test has read a notice before it clicks on it, however quick it is."""
    monkeypatch.setattr(banner, "DEAF_FOR", 0)


@pytest.fixture(autouse=True)
def nothing_left(dressed_app: QApplication) -> Iterator[None]:
    """No worker and no window outlives its test."""
    yield
    dressed_app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    windows = [w for w in dressed_app.topLevelWidgets() if isinstance(w, MainWindow)]
    assert windows == []
    left = [thread.name for thread in threading.enumerate() if thread.name == "cdo-jobs"]
    assert left == []


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of a new user who wants the light theme."""
    made = Settings(tmp_path / "settings.json")
    made.set("look.mode", LIGHT)
    return made


@pytest.fixture
def look(dressed_app: QApplication, settings: Settings) -> Look:
    """The light look."""
    return Look(dressed_app, settings)


@pytest.fixture
def jobs(dressed_app: QApplication) -> Iterator[Jobs]:
    """A worker of its own, ended with the test."""
    made = Jobs()
    yield made
    made.stop_all()
    made.finish()


@pytest.fixture
def desk(act: Act) -> Desk:
    """王芳 sits down at her machine."""
    return Desk(FixedClock(act.at), act.who, act.machine)


@pytest.fixture
def recorder() -> Recorder:
    """Stands in for everything that opens a box."""
    return Recorder()


@pytest.fixture
def window(
    qtbot: QtBot, look: Look, settings: Settings, desk: Desk, recorder: Recorder
) -> Iterator[MainWindow]:
    """The window as it starts, shown, with a recorder."""
    jobs = Jobs()
    session = Session(jobs, settings, desk)
    made = MainWindow(Shell(look, jobs, recorder, session, settings))
    qtbot.addWidget(made, before_close_func=lambda it: qtbot.waitUntil(lambda: not jobs.live))
    made.show()
    yield made


@pytest.fixture(scope="session")
def thousand(
    tmp_path_factory: pytest.TempPathFactory, new_workspace: Path, make_record, act: Act
) -> Path:
    """A closed workspace of 1 000 records made through the store; to be copied, never opened."""
    path = Path(shutil.copy(new_workspace, tmp_path_factory.mktemp("thousand") / "一千条.cdo"))
    with (
        Workspace.open(path, Act(Person("王芳"), act.at, act.machine)) as workspace,
        workspace.unit(act, "导入“旧目录.xlsx”1000 条") as unit,
    ):
        for number in range(RECORDS):
            record = make_record(
                title=f"民政业务信息第{number:04d}号",
                office=OFFICES[number % 4],
                share_type=SHARES[number % 4],
                summary=None if number % 10 == 0 else "业务办理过程中形成的信息。",
            )
            unit.save(record, Assessment(number % 10 == 0, 0, 80))
    return path


@pytest.fixture
def thousand_copy(tmp_path: Path, thousand: Path) -> Path:
    """A workspace of 1 000 records to work in."""
    return Path(shutil.copy(thousand, tmp_path / "一千条.cdo"))


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, thousand_copy: Path) -> MainWindow:
    """The window with the 1 000 records open, showing 数据目录."""
    with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
        window.open_path(thousand_copy)
    return window
