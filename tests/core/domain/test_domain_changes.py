"""What differs between two revisions, element by element and row by row."""

from dataclasses import replace

import pytest

from cdo_desktop.domain.changes import Change, ChangeType, changes


def with_rows(record, *rows):
    return replace(record, groups={"items": rows})


@pytest.fixture
def record(make_record):
    rows = ({"id": "1", "name": "姓名", "length": "64"}, {"id": "2", "name": "身份证号"})
    return with_rows(make_record(), *rows)


FIRST, SECOND = {"id": "1", "name": "姓名", "length": "64"}, {"id": "2", "name": "身份证号"}


def test_a_record_does_not_differ_from_itself(record):
    assert changes(record, record) == ()


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("office", "办公室", Change(ChangeType.VALUE, "office", "", "", "社会救助科", "办公室")),
        ("office", None, Change(ChangeType.VALUE, "office", "", "", "社会救助科", None)),
        ("remark", "新写的", Change(ChangeType.VALUE, "remark", "", "", None, "新写的")),
        ("themes", ["公共服务"], Change(ChangeType.VALUE, "themes", "", "", None, ["公共服务"])),
    ],
)
def test_a_value_that_differs(record, key, value, expected):
    assert changes(record, record.with_value(key, value)) == (expected,)


def test_a_cell_that_differs(record):
    assert changes(record, record.with_row_value("items", 0, "length", "32")) == (
        Change(ChangeType.VALUE, "length", "items", "1", "64", "32"),
    )


def test_a_row_that_was_added(record):
    third = {"id": "3", "name": "性别"}
    after = with_rows(record, FIRST, third, SECOND)
    assert changes(record, after) == (
        Change(ChangeType.ROW_ADDED, group="items", row="3", after=third),
    )


def test_a_row_that_was_removed(record):
    assert changes(record, with_rows(record, SECOND)) == (
        Change(ChangeType.ROW_REMOVED, group="items", row="1", before=FIRST),
    )


def test_rows_that_were_moved_are_no_other_rows(record):
    assert changes(record, with_rows(record, SECOND, FIRST)) == (
        Change(ChangeType.ROWS_MOVED, group="items", before=["1", "2"], after=["2", "1"]),
    )


def test_a_group_that_is_gone(record):
    found = changes(record, replace(record, groups={}))
    assert [(change.type, change.row) for change in found] == [
        (ChangeType.ROW_REMOVED, "1"),
        (ChangeType.ROW_REMOVED, "2"),
    ]


def test_state_and_history_are_no_changes(record):
    assert changes(record, replace(record, review="approved", revision=7, code="x")) == ()


def test_changes_the_other_way_round_say_the_opposite(record):
    after = record.with_value("office", "办公室")
    [there], [back] = changes(record, after), changes(after, record)
    assert (there.before, there.after) == (back.after, back.before)
