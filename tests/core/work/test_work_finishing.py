"""Finishing: whatever is killed, no package of ours is unknown to the ledger."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from desk_steps import (
    answered,
    approved,
    approved_again,
    bench_of,
    code_of,
    exported,
    left_in,
    line_of,
    steps_of,
    stopped,
    stopping_at,
    taken,
    unwritable,
)

from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, finishing, handing_over, ledger
from cdo_desktop.work.typed import Entry

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed so there")

KILLED = """
import os, signal, sys
from pathlib import Path
from unittest.mock import patch
sys.path[:0] = sys.argv[4:]
from conftest import ACT
from desk_steps import bench_of, exported
from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.work import handing_over

def kill(*arguments, **more):
    os.kill(os.getpid(), signal.SIGKILL)

workspace, target, what = sys.argv[1:4]
place, _, name = what.partition(".")
where = {"draft": handing_over.DraftPackage, "here": handing_over}[place]
with Workspace.open(Path(workspace), ACT) as opened, patch.object(where, name, kill):
    exported(bench_of(opened, ACT), Path(target), ACT, scope=ScopeMode.DELTA)
"""
BEFORE_THE_FILE, BEFORE_THE_CARD, BEFORE_THE_LEDGER = (
    "draft.sealed_by",
    "here.write_bytes",
    "here.enter_export",
)


@pytest.fixture
def killed(bench, act):
    """What kills an export at a place, and gives the bench at what is then there."""
    benches = [bench]

    def kill(target: Path, what: str):
        path = benches[-1].workspace.path
        benches[-1].close()
        here = Path(__file__).parent
        done = subprocess.run(
            [sys.executable, "-c", KILLED, path, target, what, here.parents[1], here],
            env={**os.environ, "PYTHONPATH": str(here.parents[2])},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == -9, done.stderr
        benches.append(bench_of(Workspace.open(path, act), act))
        return benches[-1]

    yield kill
    for one in benches[1:]:
        one.close()


def files_known(bench) -> list[tuple[str, str]]:
    return [(page.entry.file_name, page.entry.state) for page in ledger.pages(bench)]


@pytest.mark.parametrize("what", [BEFORE_THE_FILE, BEFORE_THE_CARD, BEFORE_THE_LEDGER])
def test_a_killed_export_is_known_to_the_ledger(bench, act, tmp_path, make_record, killed, what):
    (record,) = approved(bench, [make_record()])
    package = tmp_path / "一.cdopkg"
    bench = killed(package, what)
    assert package.exists() == (what != BEFORE_THE_FILE)
    assert files_known(bench) == [("一.cdopkg", "writing")]
    assert ledger.pages(bench)[0].unfinished_at == str(package)
    assert line_of(bench, record).delivery == ""
    assert bench.workspace.broken_links(Run()) == []


@pytest.mark.parametrize("what", [BEFORE_THE_CARD, BEFORE_THE_LEDGER])
def test_what_is_whole_is_entered_as_if_nothing_had_been(
    bench, act, tmp_path, make_record, killed, what
):
    kept, gone = approved(bench, [make_record(), make_record(title="殡葬信息")])
    first = exported(bench, tmp_path / "零.cdopkg", act)
    taken(bench, answered(first.sealed.path, tmp_path / "零-回执.cdopkg", act), act)
    editing.delete(bench, [gone.id])
    editing.set_values(bench, kept.id, [Entry("更新周期", "每年")])
    kept = approved_again(bench, kept)
    bench = killed(tmp_path / "一.cdopkg", what)
    (entry,) = finishing.finish_all(bench, Run())
    assert (entry.sequence, entry.scope, entry.state) == (2, "delta", "exported")
    assert entry.base_id == first.sealed.package_id
    assert files_known(bench) == [("一.cdopkg", "exported"), ("零.cdopkg", "accepted")]
    (page, _) = ledger.pages(bench)
    assert {(one.record_id, one.code, one.title, one.tombstone) for one in page.items} == {
        (kept.id, kept.code, kept.title, False),
        (gone.id, gone.code, gone.title, True),
    }
    assert (line_of(bench, kept).delivery, line_of(bench, gone).delivery) == ("exported",) * 2
    assert (tmp_path / "一.接收核验卡.txt").exists()
    assert "程序中断" in steps_of(bench)[0].name
    receipt = answered(tmp_path / "一.cdopkg", tmp_path / "一-回执.cdopkg", act)
    assert taken(bench, receipt, act).entry.state == "accepted"


def test_the_next_export_finds_it_and_follows_it(bench, act, tmp_path, make_record, killed):
    approved(bench, [make_record()])
    bench = killed(tmp_path / "一.cdopkg", BEFORE_THE_LEDGER)
    second = exported(bench, tmp_path / "二.cdopkg", act)
    assert files_known(bench) == [("二.cdopkg", "exported"), ("一.cdopkg", "exported")]
    first = bench.workspace.packages()[1]
    assert second.sealed.manifest.facts.previous.package_id == first.package_id
    assert [one.sequence for one in bench.workspace.packages()] == [2, 1]


def test_where_there_is_no_file_the_next_export_goes_on(bench, act, tmp_path, make_record, killed):
    approved(bench, [make_record()])
    bench = killed(tmp_path / "一.cdopkg", BEFORE_THE_FILE)
    second = exported(bench, tmp_path / "二.cdopkg", act)
    assert (second.entry.sequence, second.sealed.manifest.facts.previous) == (2, None)
    assert files_known(bench) == [("一.cdopkg", "writing"), ("二.cdopkg", "exported")]


def test_a_file_that_was_carried_away_is_entered_when_it_is_handed_over(
    bench, act, tmp_path, make_record, killed
):
    approved(bench, [make_record()])
    bench = killed(tmp_path / "一.cdopkg", BEFORE_THE_CARD)
    (tmp_path / "介质").mkdir()
    moved = shutil.move(tmp_path / "一.cdopkg", tmp_path / "介质" / "改名.cdopkg")
    assert finishing.finish_all(bench, Run()) == []
    assert handing_over.hand_over(bench, Path(moved), "平台", Run()).state == "handed"
    assert files_known(bench) == [("改名.cdopkg", "handed")]


def test_another_file_in_its_place_is_not_entered(bench, act, tmp_path, make_record, killed):
    approved(bench, [make_record()])
    other = exported(bench, tmp_path / "零.cdopkg", act).sealed.path
    package = tmp_path / "一.cdopkg"
    bench = killed(package, BEFORE_THE_LEDGER)
    whole = package.read_bytes()
    for spoilt in (whole[:-1], other.read_bytes(), b""):
        package.write_bytes(spoilt)
        assert finishing.finish_all(bench, Run()) == []
    package.write_bytes(whole[:-1])
    with pytest.raises(Refused) as caught:
        handing_over.hand_over(bench, package, "平台", Run())
    assert code_of(caught) == "CDO-E711"
    assert files_known(bench)[0] == ("一.cdopkg", "writing")


def test_what_fails_or_is_stopped_leaves_no_word(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    with pytest.raises(DiskTrouble), unwritable("接收核验卡"):
        exported(bench, tmp_path / "一.cdopkg", act)
    before = left_in(tmp_path)
    assert stopped(exported, bench, tmp_path / "一.cdopkg", act, stopping_at("写入文件包"))
    assert files_known(bench) == []
    assert left_in(tmp_path) == before


def test_while_it_is_written_a_reader_sees_it(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    seen = []

    def look(progress):
        if progress.note == "写入文件包" and not seen:
            with Workspace.open_to_read(bench.workspace.path) as opened:
                seen.extend(files_known(bench_of(opened, act)))

    exported(bench, tmp_path / "一.cdopkg", act, Run(look, every=0))
    assert seen == [("一.cdopkg", "writing")]
    assert files_known(bench) == [("一.cdopkg", "exported")]
    assert ledger.state_label("writing") == "正在写出"


def test_a_delta_after_it_is_built_on_what_the_platform_has(
    bench, act, tmp_path, make_record, killed
):
    (record,) = approved(bench, [make_record()])
    bench = killed(tmp_path / "一.cdopkg", BEFORE_THE_LEDGER)
    again = exported(bench, tmp_path / "二.cdopkg", act, scope=ScopeMode.DELTA)
    assert again.entry.scope == "full"
    assert again.records == 1
    assert record.id in {
        item.record_id for item in bench.workspace.package_items(again.entry.package_id)
    }
