"""What hangs on records: a file is a change that can be undone, a remark changes nothing."""

from __future__ import annotations

import pytest
from desk_steps import approved, bench_of, code_of, record_now, steps_of

from cdo_desktop.domain.people import Person
from cdo_desktop.errors import Refused
from cdo_desktop.store.attachments import LIMIT
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, notes
from cdo_desktop.work.typed import Entry

PAPER = Entry("附件", "")
SECOND_ITEM = Entry("数据类型", "", "信息项", 2)
LAW = "不予共享的法律依据".encode()


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


@pytest.fixture
def record(bench, make_record):
    return editing.add(bench, [make_record()])[0]


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "依据.pdf"
    path.write_bytes(LAW)
    return path


# -- files -----------------------------------------------------------------------------------------


def test_a_file_is_attached_and_fetched_again(bench, record, paper, tmp_path):
    saved = notes.attach(bench, record.code, PAPER, paper)
    (hanging,) = notes.attached_to(bench, saved)
    assert (hanging.label, hanging.name, hanging.size) == ("附件", "依据.pdf", len(LAW))
    for number, word in enumerate((record.id, record.code, hanging.sha256, hanging.sha256.upper())):
        target = tmp_path / f"{number}.pdf"
        assert notes.fetch(bench, word, None, target) == (hanging.sha256, len(LAW))
        assert target.read_bytes() == LAW
    assert steps_of(bench)[0].name == f"给“{record.title}”添加附件“依据.pdf”"


def test_undone_the_file_hangs_there_no_more_but_is_kept(bench, record, paper):
    saved = notes.attach(bench, record.id, PAPER, paper)
    editing.undo(bench)
    assert list(notes.attached_to(bench, record_now(bench, record))) == []
    editing.redo(bench)
    assert record_now(bench, record).values == saved.values
    assert bench.workspace.attachment(saved.values["attachment"]["sha256"]) == LAW


def test_the_same_file_again_is_no_revision_another_one_replaces_it(bench, record, paper):
    saved = notes.attach(bench, record.id, PAPER, paper)
    assert notes.attach(bench, record.id, PAPER, paper) == saved
    assert len(steps_of(bench)) == 2
    paper.write_bytes(b"new")
    again = notes.attach(bench, record.id, PAPER, paper)
    assert [one.size for one in notes.attached_to(bench, again)] == [3]


def test_what_was_approved_becomes_a_draft(bench, make_record, paper):
    (record,) = approved(bench, [make_record()])
    assert notes.attach(bench, record.id, PAPER, paper).review == "draft"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry("更新周期", ""), "CDO-S225"),
        (Entry("没有的", ""), "CDO-U103"),
        (Entry("数据类型", "", "信息项", 1), "CDO-S225"),
        (Entry("", "", "信息项", 1), "CDO-U105"),
    ],
)
def test_where_no_file_can_hang_it_is_refused(bench, record, paper, entry, code):
    with pytest.raises(Refused) as caught:
        notes.attach(bench, record.id, entry, paper)
    assert code_of(caught) == code
    assert record_now(bench, record) == record


def test_too_large_or_not_there_or_binned_it_is_refused(bench, record, paper, tmp_path):
    big = tmp_path / "视频.mp4"
    with big.open("wb") as stream:
        stream.truncate(LIMIT + 1)
    for file, code in ((big, "CDO-S210"), (tmp_path / "没有.pdf", "CDO-U101")):
        with pytest.raises(Refused) as caught:
            notes.attach(bench, record.id, PAPER, file)
        assert code_of(caught) == code
    editing.delete(bench, [record.id])
    with pytest.raises(Refused) as caught:
        notes.attach(bench, record.id, PAPER, paper)
    assert code_of(caught) == "CDO-S212"


def test_what_is_not_there_is_not_fetched_and_nothing_is_overwritten(
    bench, record, paper, tmp_path
):
    target = tmp_path / "x.pdf"
    for word, code in ((record.id, "CDO-S226"), ("0" * 64, "CDO-S211"), ("没有", "CDO-S203")):
        with pytest.raises(Refused) as caught:
            notes.fetch(bench, word, None, target)
        assert code_of(caught) == code
    assert not target.exists()
    notes.attach(bench, record.id, PAPER, paper)
    with pytest.raises(Refused) as caught:
        notes.fetch(bench, record.id, PAPER, paper)
    assert code_of(caught) == "CDO-U102"
    assert paper.read_bytes() == LAW


def test_of_several_files_one_must_be_named(bench, paper, monkeypatch, record):
    saved = notes.attach(bench, record.id, PAPER, paper)
    kind = bench.library.version(saved.kind, saved.standard)
    element = kind.by_key["attachment"]
    twice = [
        *notes._attached(element, "", 0, saved.values["attachment"]),
        *notes._attached(element, "items", 2, saved.values["attachment"]),
    ]
    monkeypatch.setattr(notes, "attached_to", lambda *_: iter(twice))
    with pytest.raises(Refused) as caught:
        notes.fetch(bench, record.id, None, paper.with_name("x"))
    assert code_of(caught) == "CDO-S228"
    assert notes.fetch(bench, record.id, PAPER, paper.with_name("x"))[1] == len(LAW)


def test_a_file_that_was_only_named_is_none(bench, record):
    saved = editing.set_values(bench, record.id, [Entry("附件", "依据.pdf")])
    assert list(notes.attached_to(bench, saved)) == []


# -- remarks ---------------------------------------------------------------------------------------


def test_a_remark_hangs_on_a_record_or_on_a_place_in_it_and_changes_nothing(bench, record):
    whole = notes.remark(bench, record.code, None, "整体不完整")
    item = notes.remark(bench, record.id, SECOND_ITEM, "应为日期型", Person("李文涛"))
    row = notes.remark(bench, record.id, Entry("", "", "信息项", 1), "这一行不要")
    assert [one.label for one in (whole, item, row)] == ["", "信息项[2].数据类型", "信息项[1]"]
    assert (whole.comment.who, item.comment.who) == (bench.who.name, "李文涛")
    assert record_now(bench, record) == record
    assert notes.remarks(bench, record.id) == notes.remarks(bench)
    assert [one.comment.text for one in notes.remarks(bench)] == [
        "整体不完整",
        "应为日期型",
        "这一行不要",
    ]


def test_records_are_read_whole_only_for_remarks_on_their_rows(
    bench, record, make_record, monkeypatch
):
    (other,) = editing.add(bench, [make_record(title="殡葬信息")])
    notes.remark(bench, record.id, None, "整体不完整")
    notes.remark(bench, record.id, Entry("更新周期", ""), "应为每年")
    notes.remark(bench, other.id, SECOND_ITEM, "应为日期型")
    whole: list[str] = []
    by_ids = bench.workspace.by_ids
    monkeypatch.setattr(bench.workspace, "by_ids", lambda ids: whole.extend(ids) or by_ids(ids))
    found = [(one.record.title, one.label) for one in notes.remarks(bench)]
    assert found == [
        (record.title, ""),
        (record.title, "更新周期"),
        ("殡葬信息", "信息项[2].数据类型"),
    ]
    assert whole == [other.id]


def test_a_remark_follows_its_row(bench, record):
    notes.remark(bench, record.id, SECOND_ITEM, "应为日期型")
    editing.set_values(bench, record.id, [Entry("", "", "信息项", 1)])
    assert [one.label for one in notes.remarks(bench)] == ["信息项[1].数据类型"]
    editing.set_values(bench, record.id, [Entry("", "", "信息项", 1)])
    assert [one.label for one in notes.remarks(bench)] == ["信息项（已删去的一行）.数据类型"]


def test_a_remark_is_a_link_of_the_chain_and_no_step_to_undo(bench, record):
    editing.set_values(bench, record.id, [Entry("更新周期", "每年")])
    editing.undo(bench)
    notes.remark(bench, record.id, None, "整体不完整")
    assert steps_of(bench)[0].kind == "note"
    assert bench.workspace.redoable() is not None
    assert bench.workspace.broken_links(Run()) == []


@pytest.mark.parametrize(
    ("entry", "code"),
    [(Entry("没有的", ""), "CDO-U103"), (Entry("数据类型", "", "信息项", 9), "CDO-U104")],
)
def test_a_remark_on_a_place_there_is_not_is_refused(bench, record, entry, code):
    with pytest.raises(Refused) as caught:
        notes.remark(bench, record.id, entry, "？")
    assert code_of(caught) == code
    assert notes.remarks(bench) == []


def test_a_remark_that_is_a_document_is_refused(bench, record):
    notes.remark(bench, record.id, None, "长" * notes.LONGEST)
    with pytest.raises(Refused) as caught:
        notes.remark(bench, record.id, None, "长" * (notes.LONGEST + 1))
    assert code_of(caught) == "CDO-S229"


def test_settled_it_is_no_longer_open_and_once_is_enough(bench, record):
    first, second = (notes.remark(bench, record.id, None, text) for text in ("一", "二"))
    (done,) = notes.settle(bench, [first.comment.id, first.comment.id], Person("李文涛"))
    assert not done.is_open
    assert notes.settle(bench, [first.comment.id]) == []
    assert [one.comment.id for one in notes.remarks(bench, only_open=True)] == [second.comment.id]
    assert [step.who for step in steps_of(bench)][:1] == ["李文涛"]
    assert len(steps_of(bench)) == 4


def test_a_remark_is_named_by_the_beginning_of_its_id(bench, record):
    made = [notes.remark(bench, record.id, None, text) for text in ("一", "二")]
    short = [one.short for one in notes.remarks(bench)]
    with pytest.raises(Refused) as caught:
        notes.settle(bench, [made[0].comment.id[:8]])
    assert code_of(caught) == "CDO-S218"
    for word in ("01", "没有这样的批注", made[0].comment.id[::-1]):
        with pytest.raises(Refused) as caught:
            notes.settle(bench, [word])
        assert code_of(caught) == "CDO-S224"
    assert len(notes.settle(bench, short)) == 2


def test_the_remarks_on_one_record_open_ones_first_each_at_its_place(bench, record, make_record):
    (other,) = editing.add(bench, [make_record(title="殡葬信息")])
    notes.remark(bench, other.id, None, "别处的")
    row_id = record.groups["items"][1]["id"]
    settled = notes.remark(bench, record.id, None, "整体不完整")
    notes.settle(bench, [settled.comment.id])
    notes.remark_at(bench, record.id, notes.Spot("update_cycle"), "应为每年")
    notes.remark_at(bench, record.id, notes.Spot("type", "items", row_id), "应为日期型")
    found = notes.remarks_on(bench, record_now(bench, record))
    assert [(one.comment.text, one.label, one.row) for one in found] == [
        ("应为每年", "更新周期", 0),
        ("应为日期型", "信息项[2].数据类型", 2),
        ("整体不完整", "", 0),
    ]
    assert [one.hangs_on("update_cycle") for one in found] == [True, False, False]
    assert not found[1].hangs_on("type")
    notes.settle(bench, [found[0].short])
    assert sum(one.is_open for one in notes.remarks_on(bench, record)) == 1


def test_pointed_at_a_row_the_remark_stays_with_it_when_it_moves_or_goes(bench, record):
    spot = notes.Spot("", "items", record.groups["items"][1]["id"])
    editing.set_values(bench, record.id, [Entry("", "", "信息项", 1)])
    notes.remark_at(bench, record.id, spot, "这一行不要")
    (found,) = notes.remarks_on(bench, record_now(bench, record))
    assert found.label == "信息项[1]"
    editing.set_values(bench, record.id, [Entry("", "", "信息项", 1)])
    notes.remark_at(bench, record.id, spot, "已经删了")
    assert {one.row for one in notes.remarks_on(bench, record_now(bench, record))} == {0}


def test_pointed_at_the_same_is_refused_as_when_named(bench, record):
    with pytest.raises(Refused) as caught:
        notes.remark_at(bench, record.id, notes.Spot(), "长" * (notes.LONGEST + 1))
    assert code_of(caught) == "CDO-S229"
    editing.delete(bench, [record.id])
    with pytest.raises(Refused) as caught:
        notes.remark_at(bench, record.id, notes.Spot(), "看一下")
    assert code_of(caught) == "CDO-S212"
    assert notes.remarks_on(bench, record) == []
