"""Comparing with the workspace: who is who, what changes, and that nothing is lost by silence."""

from dataclasses import replace

import pytest
from sheet_makers import OWN, Shelf, codes, read, table

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.exchange.entries import Outcome, locate
from cdo_desktop.exchange.key_row import column_key, hidden_keys
from cdo_desktop.standard.model import Severity

ROWS = (
    ["学籍信息", "307022/000001", OWN.name, "学籍。", "姓名", "字符型"],
    ["学籍信息", "307022/000001", OWN.name, "学籍。", "学籍号", "字符型"],
)


@pytest.fixture
def kept(tmp_path, library):
    """The record that the two rows make, as the workspace has it at some revision."""
    record = read(table(tmp_path / "kept.xlsx", *ROWS), library).entries[0].record
    return replace(record, revision=3, revision_id="r3", review="approved")


def compared(tmp_path, library, kept, *rows):
    return read(table(tmp_path / "new.xlsx", *rows), library, Shelf(kept))


def test_the_same_sheet_again_changes_nothing(tmp_path, library, kept):
    rehearsal = compared(tmp_path, library, kept, *ROWS)
    entry = rehearsal.entries[0]
    assert (entry.outcome, entry.changes, entry.base) == (Outcome.UNCHANGED, (), "r3")
    assert entry.record == kept
    assert codes(rehearsal) == []


def test_a_changed_value_is_one_change_and_the_state_stays(tmp_path, library, kept):
    other = [[*row[:3], "学籍与年级。", *row[4:]] for row in ROWS]
    entry = compared(tmp_path, library, kept, *other).entries[0]
    assert [(c.element, c.before, c.after) for c in entry.changes] == [
        ("summary", "学籍。", "学籍与年级。")
    ]
    assert (entry.outcome, entry.record.review, entry.record.id) == (
        Outcome.CHANGED,
        "approved",
        kept.id,
    )


def test_empty_cells_and_missing_rows_delete_nothing(tmp_path, library, kept):
    rehearsal = compared(
        tmp_path, library, kept, ["学籍信息", "307022/000001", "", "", "学籍号", ""]
    )
    entry = rehearsal.entries[0]
    assert (entry.outcome, codes(rehearsal)) == (Outcome.UNCHANGED, ["CDO-W222"])
    assert entry.record.groups == kept.groups
    assert entry.lines["items"] == (0, 2)


def test_new_and_changed_items_keep_the_others_ids(tmp_path, library, kept):
    rows = [ROWS[1], [*ROWS[0][:5], "字符型"], [*ROWS[0][:4], "年级", "整型"]]
    entry = compared(tmp_path, library, kept, *rows).entries[0]
    first, second = kept.groups["items"]
    assert [row["id"] for row in entry.record.groups["items"][:2]] == [second["id"], first["id"]]
    assert [c.type for c in entry.changes] == ["row_added", "rows_moved"]


def test_equal_code_and_other_name_is_a_change(tmp_path, library, kept):
    entry = compared(tmp_path, library, kept, ["在校生学籍信息", *ROWS[0][1:]]).entries[0]
    assert entry.record.id == kept.id
    assert [c.element for c in entry.changes if c.type == "value"] == ["title"]


def test_equal_name_and_other_code_is_said_and_the_code_stays(tmp_path, library, kept):
    rehearsal = compared(
        tmp_path, library, kept, *[[row[0], "307022/000009", *row[2:]] for row in ROWS]
    )
    entry = rehearsal.entries[0]
    assert (entry.outcome, entry.record.code) == (Outcome.CHANGED, "307022/000001")
    assert entry.changes == (), "but there is nothing to write"
    assert codes(rehearsal) == ["CDO-W220"]
    assert entry.findings[0].place.column == 2


def test_a_code_is_taken_where_the_workspace_has_none(tmp_path, library, kept):
    without = replace(kept, code="", values={k: v for k, v in kept.values.items() if k != "code"})
    entry = compared(tmp_path, library, without, *ROWS).entries[0]
    assert entry.record.code == "307022/000001"
    assert [c.element for c in entry.changes] == ["code"]


def test_two_entries_never_change_one_record(tmp_path, library, kept):
    other = ["学籍信息", "307022/000009", OWN.name, "别的。", "姓名", "字符型"]
    between = ["教师信息", "307022/000002", OWN.name, "教师。", "姓名", "字符型"]
    rehearsal = compared(tmp_path, library, kept, *ROWS, between, other)
    assert [e.outcome for e in rehearsal.entries] == [
        Outcome.UNCHANGED,
        Outcome.NEW,
        Outcome.INVALID,
    ]
    assert "CDO-W221" in codes(rehearsal)


def test_references_and_attachments_that_read_the_same_stay(tmp_path, library, kept):
    system = {"id": "s1", "code": "XT-1", "title": "学籍系统"}
    owned = replace(kept, values={**kept.values, "source_system": system})
    header = ["信息资源名称", "信息资源代码", "来源系统", "信息项名称"]
    path = table(
        tmp_path / "a.xlsx", ["学籍信息", "307022/000001", "学籍系统", "姓名"], header=header
    )
    entry = read(path, library, Shelf(owned)).entries[0]
    assert (entry.outcome, entry.record.values["source_system"]) == (Outcome.UNCHANGED, system)


def own_form(tmp_path, library, *rows, standard=None, keys=None):
    kind = library.kind("resource")
    keys = keys or ["title", "code", "org", "summary", "items.name", "items.type"]
    head = [*hidden_keys("resource", standard or kind.standard)]
    head += [column_key(*key.rpartition(".")[::2]) for key in keys]
    labels = ["", "", "", "", *["随便什么"] * len(keys)]
    return table(tmp_path / "own.xlsx", ["" for _ in labels], labels, *rows, header=head)


def own_row(record, item, *, title="学籍信息", summary="学籍。", name=None, form="字符型"):
    hidden = [record.id, item["id"] if item else "", "", ""]
    return [
        *hidden,
        title,
        record.code,
        OWN.name,
        summary,
        name or (item["name"] if item else ""),
        form,
    ]


def test_our_own_form_is_read_by_its_keys_whatever_its_labels_say(tmp_path, library, kept):
    rows = [own_row(kept, item) for item in kept.groups["items"]]
    rehearsal = read(own_form(tmp_path, library, *rows), library, Shelf(kept))
    entry = rehearsal.entries[0]
    assert (entry.outcome, entry.record) == (Outcome.UNCHANGED, kept)
    assert (entry.line, codes(rehearsal)) == (4, [])


def test_in_our_own_form_an_empty_cell_and_a_missing_row_are_deletions(tmp_path, library, kept):
    path = own_form(tmp_path, library, own_row(kept, kept.groups["items"][1], summary=""))
    entry = read(path, library, Shelf(kept)).entries[0]
    assert [(c.type, c.element) for c in entry.changes] == [
        ("value", "summary"),
        ("row_removed", ""),
    ]


def test_a_column_taken_out_of_our_own_form_deletes_nothing(tmp_path, library, kept):
    rows = [[*own_row(kept, item)[:8], *own_row(kept, item)[8:9]] for item in kept.groups["items"]]
    path = own_form(
        tmp_path,
        library,
        *[[*r[:7], r[8]] for r in rows],
        keys=["title", "code", "org", "items.name"],
    )
    assert read(path, library, Shelf(kept)).entries[0].outcome is Outcome.UNCHANGED


def test_in_our_own_form_names_may_change_and_rows_are_added(tmp_path, library, kept):
    first, second = kept.groups["items"]
    rows = [
        own_row(kept, first, title="新名", name="姓氏"),
        own_row(kept, second, title="新名"),
        own_row(kept, None, title="新名", name="年级"),
    ]
    entry = read(own_form(tmp_path, library, *rows), library, Shelf(kept)).entries[0]
    assert entry.record.title == "新名"
    changed = [row["id"] for row in entry.record.groups["items"][:2]]
    assert changed == [first["id"], second["id"]]
    assert entry.record.groups["items"][0]["name"] == "姓氏"


def test_a_row_copied_with_its_hidden_ids_becomes_a_row_of_its_own(tmp_path, library, kept):
    first = kept.groups["items"][0]
    rows = [
        own_row(kept, first),
        own_row(kept, first, name="曾用名"),
        own_row(kept, kept.groups["items"][1]),
    ]
    entry = read(own_form(tmp_path, library, *rows), library, Shelf(kept)).entries[0]
    ids = [row["id"] for row in entry.record.groups["items"]]
    assert len(set(ids)) == 3 and ids[0] == first["id"]


def test_a_hidden_id_the_workspace_does_not_have(tmp_path, library, kept):
    path = own_form(tmp_path, library, own_row(kept, kept.groups["items"][0]))
    rehearsal = read(path, library)
    assert (rehearsal.entries[0].outcome, codes(rehearsal)) == (Outcome.NEW, ["CDO-W224"])
    assert rehearsal.entries[0].record.id != kept.id


def test_another_version_of_the_standard_is_said(tmp_path, library, kept):
    rehearsal = read(
        own_form(tmp_path, library, own_row(kept, None), standard="1272-2017"), library, Shelf(kept)
    )
    assert "1272-2017" in next(f for f in rehearsal.findings if f.code == "CDO-W207").message()


def test_findings_of_the_rules_get_their_cell(tmp_path, library, kept):
    entry = compared(
        tmp_path, library, kept, ["学籍信息", "307022/000001", "", "", "学籍号", "字"]
    ).entries[0]

    def at(place):
        found = locate(entry, Finding("CDO-W209", Severity.ERROR, place)).place
        return found.sheet, found.line, found.column, found.record

    assert at(Place(element="summary")) == ("数据资源目录", 2, 4, kept.id)
    assert at(Place(group="items", row=2, element="type")) == ("数据资源目录", 2, 6, kept.id)
    assert at(Place(element="org_code")) == ("数据资源目录", 2, 0, kept.id)
