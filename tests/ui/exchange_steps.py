"""What the tests of the exchange pages share: a workspace with packages, keys and a trust list."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cdo_desktop.clock import FixedClock
from cdo_desktop.domain.people import Act, Org
from cdo_desktop.domain.record import Record
from cdo_desktop.tasks import Run
from cdo_desktop.work import answering, editing, handing_over, issuing, keys, reviewing, trusting
from cdo_desktop.work.receiving import TrustGiven
from cdo_desktop.workbench import Desk, Workbench
from ui.pages.page import Page
from ui.shell import Shell

WORDS = "杜鹃-8-春天"
BUREAU = Org("11511900MB0000019E", "巴中市民政局")
PLATFORM = Org("11511900MB1Q7K3P24", "巴中市数据局")
TITLES = ("城镇低保人员信息", "殡葬服务信息", "婚姻登记信息")


@dataclass(frozen=True, slots=True)
class Office:
    """A folder with a closed workspace, the keys of both sides, a trust list and packages."""

    folder: Path

    def copied(self, to: Path) -> Office:
        """The same in another folder, to be changed."""
        shutil.copytree(self.folder, to, dirs_exist_ok=True)
        return Office(to)

    def __getattr__(self, name: str) -> Path:
        return self.folder / _NAMES[name]


_NAMES = {
    "workspace": "民政局.cdo",
    "cdo_key": "首席数据官.cdokey",
    "platform_key": "平台.cdokey",
    "trust": "信任清单.cdopkg",
    "roots": "root.json",
    "package": "目录全量-01.cdopkg",
    "receipt": "回执-01.cdopkg",
}


def words() -> str:
    """The passphrase of every key here."""
    return WORDS


def desk_of(act: Act) -> Desk:
    """王芳's desk on the day of the tests."""
    return Desk(FixedClock(act.at), act.who, act.machine)


def made_office(folder: Path, new_workspace: Path, records: Sequence[Record], act: Act) -> Office:
    """Three approved records, exported; the platform has answered, and sends one back."""
    office = Office(folder)
    shutil.copy(new_workspace, office.workspace)
    desk = desk_of(act)
    keys.make_key(desk, office.cdo_key, "p256", "李文涛", "dept_cdo", BUREAU, words)
    keys.make_key(desk, office.platform_key, "p256", "共享平台", "platform", PLATFORM, words)
    root = folder / "根.cdokey"
    keys.make_key(desk, root, "p256", "根", "root", PLATFORM, words)
    draft = folder / "草稿.json"
    issuing.new_trust(desk, draft, office.roots, [root], 1)
    for key in (office.cdo_key, office.platform_key):
        certificate = keys.read_certificate(key)
        issuing.add_signer(draft, certificate, certificate.role)
    issuing.sign_trust(desk, draft, root, words, office.trust, Run(), office.roots)
    with desk.open(office.workspace) as bench:
        approved(bench, records)
        handing_over.export(bench, office.package, office.cdo_key, words, Run())
        back = bench.workspace.package_items(bench.workspace.packages()[0].package_id)[0]
    answering.make_receipt(
        *(desk, office.package, office.platform_key, words, {back.code: "缺行政区划代码"}),
        *(office.receipt, TrustGiven(), Run()),
        receipt_no="HZ-01",
    )
    return office


def approved(bench: Workbench, records: Sequence[Record]) -> list[Record]:
    """New records, submitted and approved."""
    ids = [record.id for record in editing.add(bench, records)]
    for move, by in (("submit", "王芳"), ("approve", "李文涛")):
        assert not reviewing.move(bench, move, ids, by, "", Run()).stayed
    return [bench.workspace.record(id_) for id_ in ids]


def trusting_office(office: Office, act: Act) -> Office:
    """The same, its workspace going by the trust list."""
    with desk_of(act).open(office.workspace) as bench:
        trusting.import_trust(bench, office.trust, office.roots, Run())
    return office


def at_rest(qtbot: QtBot, shell: Shell) -> None:
    """Wait until no job is under way."""
    qtbot.waitUntil(lambda: not shell.jobs.live, timeout=10_000)
    QApplication.processEvents()  # what was put into a layout is shown by the next event


def opened(qtbot: QtBot, shell: Shell, workspace: Path) -> Workbench:
    """The workspace in the session of a shell."""
    with qtbot.waitSignal(shell.session.opened, timeout=10_000):
        shell.session.open(workspace)
    assert shell.session.bench is not None
    return shell.session.bench


def shown(qtbot: QtBot, page: Page) -> Page:
    """A page on the screen, its reading done."""
    qtbot.addWidget(page)
    page.shell.session.changed.connect(page.refresh)
    page.wished.connect(partial(_window_answers, page))
    page.resize(1310, 700)
    page.show()
    page.refresh()
    at_rest(qtbot, page.shell)
    return page


def _window_answers(page: Page, wish: str, subject: Any) -> None:
    """What ui/roads.py does with wishes that are about the whole window."""
    if wish == "save_all":
        subject(True)
    elif wish == "notice":
        page.banner.say(*subject)


def nameless(page: QWidget) -> list[str]:
    """What one can see and use and that says neither what it is nor, as an icon, what it does."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    seen = [w for w in page.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]
    assert seen
    found = []
    for widget in seen:
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text):
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
        if isinstance(widget, QToolButton) and not text and not widget.toolTip():
            found.append(f"{widget.accessibleName()}: no tooltip")
    return found


@contextmanager
def held_up(qtbot: QtBot, shell: Shell) -> Iterator[None]:
    """Something else keeps the worker busy; what is begun meanwhile waits."""
    gate = Event()
    shell.jobs.start("别的事", lambda run: gate.wait(20))
    yield
    gate.set()
    at_rest(qtbot, shell)
