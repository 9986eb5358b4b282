"""Jobs: each ends exactly once, on the GUI thread, and says little on the way."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from ui.jobs import Job, Jobs


class Witness(QObject):
    """Notes what a job says, and on which thread."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.ends: list[tuple[str, object]] = []
        self.threads: set[int] = set()
        self.progress: list[object] = []
        job.done.connect(self.done)
        job.failed.connect(self.failed)
        job.stopped.connect(self.stopped)
        job.progressed.connect(self.progressed)

    def done(self, value: object) -> None:
        self._end("done", value)

    def failed(self, error: object) -> None:
        self._end("failed", error)

    def stopped(self) -> None:
        self._end("stopped", None)

    def progressed(self, progress: object) -> None:
        self.progress.append(progress)

    def _end(self, how: str, value: object) -> None:
        self.ends.append((how, value))
        self.threads.add(threading.get_ident())


def test_work_that_ends_well_is_done_once_on_the_gui_thread(qtbot: QtBot, jobs: Jobs) -> None:
    worked_on = []
    job = jobs.start("数一数", lambda run: worked_on.append(threading.get_ident()) or 42)
    witness = Witness(job)
    with qtbot.waitSignal(jobs.ended):
        pass
    assert witness.ends == [("done", 42)]
    assert witness.threads == {threading.get_ident()}
    assert worked_on != [threading.get_ident()]
    assert jobs.live == ()


def test_a_lambda_too_is_told_on_the_gui_thread(qtbot: QtBot, jobs: Jobs) -> None:
    threads = []
    job = jobs.start("数一数", lambda run: None)
    job.done.connect(lambda value: threads.append(threading.get_ident()))
    with qtbot.waitSignal(jobs.ended):
        pass
    assert threads == [threading.get_ident()]


def test_an_error_of_the_user_fails_the_job_and_is_no_bug(qtbot: QtBot, jobs: Jobs) -> None:
    broken: list[object] = []
    jobs.broke.connect(broken.append)

    def work(run: Run) -> None:
        raise Refused("CDO-U101", file="目录.xlsx")

    witness = Witness(jobs.start("读", work))
    with qtbot.waitSignal(jobs.ended):
        pass
    [(how, error)] = witness.ends
    assert how == "failed"
    assert isinstance(error, Refused)
    assert broken == []


def test_a_bug_fails_the_job_and_goes_to_the_crash_report(qtbot: QtBot, jobs: Jobs) -> None:
    broken: list[object] = []
    jobs.broke.connect(broken.append)
    witness = Witness(jobs.start("算", lambda run: 1 // 0))
    with qtbot.waitSignal(jobs.ended):
        pass
    assert [how for how, _ in witness.ends] == ["failed"]
    assert [type(error) for error in broken] == [ZeroDivisionError]


def test_a_stopped_job_is_only_stopped(qtbot: QtBot, jobs: Jobs) -> None:
    reached = threading.Event()

    def work(run: Run) -> None:
        for number in range(100_000):
            run.step("写入", number, 100_000)
            reached.set()
            time.sleep(0.001)

    job = jobs.start("写入", work)
    witness = Witness(job)
    assert reached.wait(5)
    with qtbot.waitSignal(jobs.ended):
        job.stop()
    assert witness.ends == [("stopped", None)]


def test_a_job_stopped_while_it_waits_never_begins(qtbot: QtBot, jobs: Jobs) -> None:
    gate, begun = threading.Event(), []
    jobs.start("先来的", lambda run: gate.wait(5))
    second = jobs.start("后来的", begun.append)
    witness = Witness(second)
    second.stop()
    gate.set()
    qtbot.waitUntil(lambda: not jobs.live)
    assert begun == []
    assert witness.ends == [("stopped", None)]


@pytest.mark.parametrize("notes", [("读取",), ("读取", "检查")], ids=["one note", "notes in turn"])
def test_progress_comes_at_most_ten_times_a_second(
    qtbot: QtBot, jobs: Jobs, notes: tuple[str, ...]
) -> None:
    began = time.monotonic()

    def work(run: Run) -> None:
        for number in range(5000):
            run.step(notes[number % len(notes)], number, 5000)
            if number % 10 == 0:
                time.sleep(0.001)

    witness = Witness(jobs.start("读取", work))
    with qtbot.waitSignal(jobs.ended, timeout=20_000):
        pass
    assert 1 <= len(witness.progress) <= 2 + 10 * (time.monotonic() - began)


def test_jobs_are_done_in_turn_by_one_worker(qtbot: QtBot, jobs: Jobs) -> None:
    threads: list[int] = []
    for _ in range(5):
        jobs.start("写", lambda run: threads.append(threading.get_ident()))
    qtbot.waitUntil(lambda: not jobs.live)
    assert len(threads) == 5
    assert len(set(threads)) == 1


def test_finishing_lets_what_waits_be_done_and_ends_the_thread(qtbot: QtBot, jobs: Jobs) -> None:
    done: list[str] = []
    jobs.start("关闭", lambda run: done.append("关闭"))
    jobs.finish()
    assert done == ["关闭"]
    assert "cdo-jobs" not in [thread.name for thread in threading.enumerate()]
    qtbot.waitUntil(lambda: not jobs.live)
