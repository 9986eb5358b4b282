"""Handing over: what goes into a package, what stays, and that nothing happens by halves."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from desk_steps import (
    BUREAU,
    PLATFORM,
    accepted,
    answered,
    approved,
    approved_again,
    bench_of,
    code_of,
    exported,
    key_of,
    later,
    left_in,
    line_of,
    passphrase,
    steps_of,
    stopped,
    taken,
    unwritable,
)

from cdo_desktop.domain.listing import Assessment
from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import DiskTrouble, Refused, Wanting
from cdo_desktop.standard.library import Library
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, handing_over
from cdo_desktop.work.typed import Entry

DELTA = ScopeMode.DELTA


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


def lines_of(package: Path) -> dict[str, dict]:
    """What the package carries, by record id."""
    with zipfile.ZipFile(package) as file:
        names = [name for name in file.namelist() if name.startswith("data/records/")]
        lines = [line for name in names for line in file.read(name).splitlines()]
    return {body["id"]: body for body in map(json.loads, lines)}


def manifest_of(package: Path) -> dict:
    with zipfile.ZipFile(package) as file:
        return json.loads(file.read("data/package.json"))


def slipped_in(bench, record: Record) -> Record:
    """A record that is approved without anybody having looked (of another program's making)."""
    with bench.workspace.unit(bench.act(), "来自别处") as unit:
        return unit.save(replace(record, review="approved"), Assessment())


def deleted(line: dict) -> bool:
    return line.get("deleted", False)


# -- what goes -------------------------------------------------------------------------------------


def test_what_is_approved_goes_and_the_rest_stays_and_is_named(bench, act, tmp_path, make_record):
    (good,) = approved(bench, [make_record()])
    draft = editing.add(bench, [make_record(title="殡葬信息")])[0]
    done = exported(bench, tmp_path / "一.cdopkg", act)
    assert set(lines_of(done.sealed.path)) == {good.id}
    (behind,) = done.behind
    assert behind.record.id == draft.id
    assert "草稿" in behind.reason
    assert line_of(bench, good).delivery == "exported"
    assert line_of(bench, draft).delivery == ""


def test_people_and_organisations_stay_here(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    approved(
        bench,
        [
            editing.new_record(
                bench, "person", {"title": "李明", "org": BUREAU.name, "org_code": BUREAU.code}
            )
        ],
    )
    done = exported(bench, tmp_path / "一.cdopkg", act)
    assert {line["kind"] for line in lines_of(done.sealed.path).values()} == {"resource"}


@pytest.mark.parametrize("where", ["record", "item"])
def test_what_is_marked_secret_never_enters(bench, act, tmp_path, make_record, where):
    (good,) = approved(bench, [make_record()])
    secret = make_record(title="保密信息")
    if where == "record":
        secret = secret.with_value("secret", "涉密")
    else:
        secret = secret.with_row_value("items", 1, "secret", "涉密")
    slipped_in(bench, secret)
    done = exported(bench, tmp_path / "一.cdopkg", act)
    assert set(lines_of(done.sealed.path)) == {good.id}
    assert "涉密" in done.behind[0].reason


def test_the_word_in_a_text_is_no_mark(bench, act, tmp_path, make_record):
    (record,) = approved(bench, [make_record(share_condition="涉密")])
    done = exported(bench, tmp_path / "一.cdopkg", act)
    assert set(lines_of(done.sealed.path)) == {record.id}


def test_nothing_to_export_is_said(bench, act, tmp_path, make_record):
    editing.add(bench, [make_record()])
    with pytest.raises(Wanting) as caught:
        exported(bench, tmp_path / "一.cdopkg", act)
    assert code_of(caught) == "CDO-E710"
    assert not (tmp_path / "一.cdopkg").exists()


def test_a_record_of_an_older_definition_brings_it_along(bench, act, tmp_path, make_record):
    newest = bench.library.kind("resource")
    head = {**newest.source["kind"], "standard": "1272-2017"}
    elements = [e for e in newest.source["element"] if e["key"] != "office"]
    older = {**newest.source, "kind": head, "element": elements}
    bench.workspace.library = Library("national", (older,))
    old = replace(make_record(office=None), standard="1272-2017")
    approved(bench, [old, make_record(title="殡葬信息")])
    done = exported(bench, tmp_path / "一.cdopkg", act)
    said = {one["version"] for one in manifest_of(done.sealed.path)["standard"]}
    assert said == {"1272-2017", newest.standard}


def test_the_line_is_of_the_revision_that_was_chosen(bench, act, tmp_path, make_record):
    (record,) = approved(bench, [make_record()])
    done = exported(bench, tmp_path / "一.cdopkg", act)
    assert lines_of(done.sealed.path)[record.id]["revisionId"] == record.revision_id
    editing.set_values(bench, record.id, [Entry("更新周期", "每年")])
    assert line_of(bench, record).delivery == ""


# -- full and delta --------------------------------------------------------------------------------


def test_a_delta_carries_what_changed_since_the_accepted_package(bench, act, tmp_path, make_record):
    same, changed, gone = approved(
        bench, [make_record(), make_record(title="殡葬信息"), make_record(title="婚姻登记信息")]
    )
    base = accepted(bench, tmp_path, act, "一")
    editing.set_values(bench, changed.id, [Entry("更新周期", "每年")])
    approved_again(bench, changed)
    editing.delete(bench, [gone.id])
    (new,) = approved(bench, [make_record(title="收养登记信息")])
    done = exported(bench, tmp_path / "二.cdopkg", act, scope=DELTA)
    lines = lines_of(done.sealed.path)
    assert {id_: deleted(line) for id_, line in lines.items()} == {
        changed.id: False,
        gone.id: True,
        new.id: False,
    }
    assert (done.entry.base_id, done.unchanged) == (base.package_id, 1)
    assert same.id not in lines


def test_without_an_accepted_package_a_delta_is_full(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    exported(bench, tmp_path / "一.cdopkg", act)
    done = exported(bench, tmp_path / "二.cdopkg", act, scope=DELTA)
    assert (done.entry.scope, done.records) == ("full", 1)


def test_a_delta_with_nothing_new_says_so(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    accepted(bench, tmp_path, act, "一")
    with pytest.raises(Wanting) as caught:
        exported(bench, tmp_path / "二.cdopkg", act, scope=DELTA)
    assert code_of(caught) == "CDO-E712"


def test_a_delta_after_a_rejected_item_carries_it_again(bench, act, tmp_path, make_record):
    fine, bad = approved(bench, [make_record(), make_record(title="殡葬信息")])
    done = exported(bench, tmp_path / "一.cdopkg", act)
    receipt = answered(done.sealed.path, tmp_path / "回执.cdopkg", act, {bad.code: "摘要不清"})
    assert taken(bench, receipt, act).entry.state == "partial"
    again = exported(bench, tmp_path / "二.cdopkg", act, scope=DELTA)
    assert set(lines_of(again.sealed.path)) == {fine.id, bad.id}
    assert again.entry.scope == "full"


def test_a_delta_on_a_delta_knows_what_both_brought(bench, act, tmp_path, make_record):
    (first,) = approved(bench, [make_record()])
    accepted(bench, tmp_path, act, "一")
    (second,) = approved(bench, [make_record(title="殡葬信息")])
    accepted(bench, tmp_path, act, "二", scope=DELTA)
    (third,) = approved(bench, [make_record(title="婚姻登记信息")])
    done = exported(bench, tmp_path / "三.cdopkg", act, scope=DELTA)
    assert set(lines_of(done.sealed.path)) == {third.id}
    assert done.unchanged == 2
    assert {first.id, second.id} & set(lines_of(done.sealed.path)) == set()


@pytest.mark.parametrize("scope", list(ScopeMode))
def test_a_deletion_is_told_in_full_and_delta(bench, act, tmp_path, make_record, scope):
    kept, gone = approved(bench, [make_record(), make_record(title="殡葬信息")])
    accepted(bench, tmp_path, act, "一")
    editing.delete(bench, [gone.id])
    done = exported(bench, tmp_path / "二.cdopkg", act, scope=scope)
    lines = lines_of(done.sealed.path)
    assert deleted(lines[gone.id])
    assert done.tombstones == 1
    assert (kept.id in lines) is (scope is ScopeMode.FULL)


def test_what_was_never_exported_has_no_tombstone(bench, act, tmp_path, make_record):
    (kept,) = approved(bench, [make_record()])
    accepted(bench, tmp_path, act, "一")
    (never,) = approved(bench, [make_record(title="殡葬信息")])
    editing.delete(bench, [never.id])
    done = exported(bench, tmp_path / "二.cdopkg", act)
    assert set(lines_of(done.sealed.path)) == {kept.id}


def test_what_left_in_a_package_without_a_receipt_is_also_told_deleted(
    bench, act, tmp_path, make_record
):
    approved(bench, [make_record()])
    accepted(bench, tmp_path, act, "一")
    (gone,) = approved(bench, [make_record(title="殡葬信息")])
    exported(bench, tmp_path / "二.cdopkg", act, scope=DELTA)
    editing.delete(bench, [gone.id])
    done = exported(bench, tmp_path / "三.cdopkg", act, scope=DELTA)
    assert {id_: deleted(line) for id_, line in lines_of(done.sealed.path).items()} == {
        gone.id: True
    }


def test_what_came_back_from_the_bin_is_no_longer_told_deleted(bench, act, tmp_path, make_record):
    _, gone = approved(bench, [make_record(), make_record(title="殡葬信息")])
    accepted(bench, tmp_path, act, "一")
    editing.delete(bench, [gone.id])
    accepted(bench, tmp_path, act, "二")
    editing.restore(bench, [gone.id])
    back = approved_again(bench, gone)
    done = exported(bench, tmp_path / "三.cdopkg", act, scope=DELTA)
    lines = lines_of(done.sealed.path)
    assert {id_: line.get("revisionId") for id_, line in lines.items()} == {
        back.id: back.revision_id
    }
    assert not deleted(lines[back.id])


def test_absence_is_no_deletion(bench, act, tmp_path, make_record):
    kept, reopened = approved(bench, [make_record(), make_record(title="殡葬信息")])
    accepted(bench, tmp_path, act, "一")
    editing.set_values(bench, reopened.id, [Entry("更新周期", "每年")])
    done = exported(bench, tmp_path / "二.cdopkg", act)
    assert set(lines_of(done.sealed.path)) == {kept.id}


def test_the_series_goes_on_when_the_clock_is_set_back(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    exported(bench, tmp_path / "一.cdopkg", act)
    second = exported(bench, tmp_path / "二.cdopkg", act)
    later(bench, -3)
    key = key_of(tmp_path, act)
    third = handing_over.export(bench, tmp_path / "三.cdopkg", key, passphrase, Run())
    later(bench, 6)
    fourth = handing_over.export(bench, tmp_path / "四.cdopkg", key, passphrase, Run())
    assert [third.entry.sequence, fourth.entry.sequence] == [3, 4]
    assert manifest_of(third.sealed.path)["previous"]["packageId"] == second.sealed.package_id
    assert manifest_of(fourth.sealed.path)["previous"]["packageId"] == third.sealed.package_id


# -- by halves, never ------------------------------------------------------------------------------


def untouched(bench, tmp_path: Path, before: list[str], steps: int) -> bool:
    return (
        left_in(tmp_path) == before
        and len(steps_of(bench)) == steps
        and bench.workspace.packages() == []
    )


@pytest.mark.parametrize("note", ["选取要导出的记录", "写入记录", "写入文件包"])
def test_stopped_means_nothing_was_exported(bench, act, tmp_path, make_record, note):
    (record,) = approved(bench, [make_record()])
    key_of(tmp_path, act)
    before, steps = left_in(tmp_path), len(steps_of(bench))
    run = Run(lambda progress: run.stop() if progress.note == note else None, every=0)
    assert stopped(exported, bench, tmp_path / "一.cdopkg", act, run)
    assert untouched(bench, tmp_path, before, steps)
    assert line_of(bench, record).delivery == ""
    assert exported(bench, tmp_path / "一.cdopkg", act).entry.sequence == 1


def test_a_full_disk_after_the_package_was_written(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    key_of(tmp_path, act)
    before, steps = left_in(tmp_path), len(steps_of(bench))
    with pytest.raises(DiskTrouble), unwritable("接收核验卡"):
        exported(bench, tmp_path / "一.cdopkg", act)
    assert untouched(bench, tmp_path, before, steps)


def test_a_ledger_that_cannot_be_written_takes_the_package_away(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    key_of(tmp_path, act)
    before, steps = left_in(tmp_path), len(steps_of(bench))
    full = patch.object(handing_over, "enter_export", side_effect=OSError(28, "No space left"))
    with pytest.raises(DiskTrouble), full:
        exported(bench, tmp_path / "一.cdopkg", act)
    assert untouched(bench, tmp_path, before, steps)


@pytest.mark.parametrize("name", ["一.cdopkg", "一.接收核验卡.txt"])
def test_no_file_is_overwritten_and_none_taken_away(bench, act, tmp_path, make_record, name):
    approved(bench, [make_record()])
    (tmp_path / name).write_text("别人的")
    with pytest.raises(Refused) as caught:
        exported(bench, tmp_path / "一.cdopkg", act)
    assert code_of(caught) == "CDO-U102"
    assert (tmp_path / name).read_text() == "别人的"


def test_a_wrong_passphrase_changes_nothing(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    key = key_of(tmp_path, act)
    before, steps = left_in(tmp_path), len(steps_of(bench))
    with pytest.raises(Refused) as caught:
        handing_over.export(bench, tmp_path / "一.cdopkg", key, lambda: "错的", Run())
    assert code_of(caught) == "CDO-K102"
    assert untouched(bench, tmp_path, before, steps)


def test_a_workspace_open_to_read_exports_nothing(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    path = bench.workspace.path
    bench.close()
    with Workspace.open_to_read(path) as opened, pytest.raises(Refused) as caught:
        exported(bench_of(opened, act), tmp_path / "一.cdopkg", act)
    assert code_of(caught) == "CDO-S304"


def test_the_second_signer_has_a_passphrase_of_his_own(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    first, second = key_of(tmp_path, act), key_of(tmp_path, act, "dept_head")
    asked = []

    def ask(name: str):
        return lambda: asked.append(name) or passphrase()

    done = handing_over.export(
        bench,
        tmp_path / "一.cdopkg",
        first,
        ask("一"),
        Run(),
        cosigner=second,
        cosigner_passphrase=ask("二"),
    )
    assert asked == ["一", "二"]
    assert len(done.sealed.signatures) == 2


# -- handing the package to somebody ---------------------------------------------------------------


def test_handed_over_is_entered_for_package_and_records(bench, act, tmp_path, make_record):
    (record,) = approved(bench, [make_record()])
    done = exported(bench, tmp_path / "一.cdopkg", act)
    entry = handing_over.hand_over(bench, done.sealed.path, "市数据局 张三", Run())
    assert entry.state == "handed"
    assert line_of(bench, record).delivery == "handed"
    assert [e.note for e in bench.workspace.package_events(entry.package_id)][-1] == "市数据局 张三"


def test_what_was_accepted_stays_accepted_when_it_is_handed_again(
    bench, act, tmp_path, make_record
):
    (record,) = approved(bench, [make_record()])
    entry = accepted(bench, tmp_path, act, "一")
    again = handing_over.hand_over(bench, tmp_path / "一.cdopkg", "市数据局", Run())
    assert again.state == entry.state == "accepted"
    assert line_of(bench, record).delivery == "accepted"


def test_another_package_or_no_package_is_not_handed(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    path = exported(bench, tmp_path / "一.cdopkg", act).sealed.path
    altered = tmp_path / "改过.cdopkg"
    altered.write_bytes(path.read_bytes()[:-1] + b"x")
    (tmp_path / "空.cdopkg").write_bytes(b"")
    for name in ("改过.cdopkg", "空.cdopkg"):
        with pytest.raises(Refused) as caught:
            handing_over.hand_over(bench, tmp_path / name, "市数据局", Run())
        assert code_of(caught) == "CDO-E711"
    with pytest.raises(Refused) as caught:
        handing_over.hand_over(bench, path, "  ", Run())
    assert code_of(caught) == "CDO-U114"


def test_the_recipient_stands_in_ledger_and_package(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    done = exported(bench, tmp_path / "一.cdopkg", act, recipient=PLATFORM)
    assert done.entry.recipient == PLATFORM
    assert manifest_of(done.sealed.path)["to"] == {
        "orgCode": PLATFORM.code,
        "orgName": PLATFORM.name,
    }
