"""Long work: it tells how far it is, and it can be stopped."""

from threading import Thread

import pytest

from cdo_desktop.tasks import Cancelled, Progress, Run


def test_a_step_is_reported():
    seen: list[Progress] = []
    Run(seen.append).step("读取", 3, 10)
    assert seen == [Progress("读取", 3, 10)]


def test_reports_come_about_ten_times_a_second(monkeypatch):
    """A report for every row would flood the window."""
    now = [100.0]
    monkeypatch.setattr("cdo_desktop.tasks.monotonic", lambda: now[0])
    seen: list[Progress] = []
    run = Run(seen.append)
    for done in range(5000):
        now[0] += 0.0002
        run.step("检查", done, 5000)
    assert 9 <= len(seen) <= 11
    assert seen[0].done == 0


def test_every_new_note_is_reported_at_once():
    seen: list[Progress] = []
    run = Run(seen.append)
    for note in ("读取", "检查", "写入"):
        run.step(note)
        run.step(note)
    assert [progress.note for progress in seen] == ["读取", "检查", "写入"]


def test_a_stopped_run_raises_at_its_next_step():
    seen: list[Progress] = []
    run = Run(seen.append)
    run.step("读取")
    run.stop()
    with pytest.raises(Cancelled):
        run.step("检查")
    assert [progress.note for progress in seen] == ["读取"]


def test_a_run_nobody_watches_can_be_stopped_too():
    run = Run()
    run.step("读取")
    run.stop()
    with pytest.raises(Cancelled):
        run.step("读取")


def test_a_run_is_stopped_from_another_thread():
    run = Run()
    thread = Thread(target=run.stop)
    thread.start()
    thread.join()
    with pytest.raises(Cancelled):
        run.step("读取")


def test_each_gives_all_items_and_tells_of_them():
    seen: list[Progress] = []
    run = Run(seen.append, every=0)
    assert list(run.each("检查", range(10), total=10, stride=4)) == list(range(10))
    assert seen == [Progress("检查", done, 10) for done in (0, 4, 8)]


def test_each_stops_before_the_next_stride():
    run = Run()
    taken = []
    with pytest.raises(Cancelled):
        for item in run.each("检查", range(50), total=50, stride=10):
            taken.append(item)
            if item == 14:
                run.stop()
    assert taken == list(range(20))


def test_each_of_nothing_is_nothing():
    assert list(Run().each("检查", [], total=0)) == []


def test_being_stopped_is_no_error_of_the_user():
    """Only what the user can act on is a CdoError; nothing has happened here."""
    assert Cancelled.__mro__[1] is Exception
