"""What the tests of the review page share: a window with projects, and somebody who signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from project_samples import PROJECT, project
from pytestqt.qtbot import QtBot

from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, keys, review_forms, reviewing
from cdo_desktop.work.review_forms import Opinion
from ui.main_window import MainWindow
from ui.review.review_page import ReviewPage

WORDS = "杜鹃-8-春天"
TWIN = "社会救助一体化业务平台"
AGREED = Opinion(Decision.AGREE, "同意。")


def add(window: MainWindow, **changes: Any) -> Record:
    """A project of the open workspace, not filed."""
    bench = window.shell.session.bench
    groups: Mapping[str, Any] = changes.pop("groups", {})
    (made,) = editing.add(bench, [project(bench.library, groups, **changes)])
    return made


def filed(window: MainWindow, **changes: Any) -> Record:
    """A project that waits for the CDO."""
    record = add(window, **changes)
    moved(window, record, "file")
    return record


def moved(window: MainWindow, record: Record, key: str, note: str = "") -> None:
    bench = window.shell.session.bench
    done = reviewing.move(bench, key, [record.id], "王芳", note, Run())
    assert done.moved, done.stayed


def put(window: MainWindow, record: Record, **values: Any) -> None:
    """Change values of a project, as somebody else would."""
    bench = window.shell.session.bench
    now = bench.workspace.record(record.id)
    for key, value in values.items():
        now = now.with_value(key, value)
    editing.save(bench, now, now.revision_id)


def in_state(window: MainWindow, record: Record, review: str) -> None:
    """The project where the chain has taken it."""
    bench = window.shell.session.bench
    now = replace(bench.workspace.record(record.id), review=review)
    with bench.step(review) as unit:
        unit.save(now, editing.assess(bench, now), now.revision_id)


def reviewed(qtbot: QtBot, window: MainWindow, record: Record) -> ReviewPage:
    """The review page with this project, read and checked."""
    window.roads.follow("review", record.id)
    settle(qtbot, window)
    assert isinstance(window.page, ReviewPage)
    return window.page


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Nothing is being done any more."""
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=10_000)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=10_000)


def signed(
    window: MainWindow,
    record: Record,
    folder: Path,
    opinion: Opinion = AGREED,
) -> None:
    """李文涛 signs the project as CDO, with a key of his own."""
    bench = window.shell.session.bench
    key = folder / "李文涛.cdokey"
    desk = window.shell.session._desk
    keys.make_key(desk, key, "p256", "李文涛", "dept_cdo", bench.org, lambda: WORDS)
    now = bench.workspace.record(record.id)
    with review_forms.prepare(bench, now, [], Run()) as form:
        offer = review_forms.offer_first(bench, form, opinion, key, Run())
        review_forms.sign_first(bench, form, offer, offer.shown.token, key, lambda: WORDS, Run())


def title() -> str:
    """Of the usual project."""
    return str(PROJECT["title"])
