"""Rows of items as a grid: blocks of cells, paste, fill, bulk, moves; nothing typed is lost."""

from __future__ import annotations

from time import perf_counter

import pytest
from desk_steps import bench_of
from hypothesis import given
from hypothesis import strategies as st

from cdo_desktop.domain.record import Row
from cdo_desktop.work import items
from cdo_desktop.work.cell_blocks import read_block, write_block, write_table
from cdo_desktop.work.item_paste import paste
from cdo_desktop.work.items import Area, CellReader
from cdo_desktop.work.recognising import find_items, taken_in
from cdo_desktop.work.word_filter import words_meant

COLUMNS = ("name", "field", "type", "length", "primary_key", "note")


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


@pytest.fixture
def reader(bench):
    group = bench.library.kind("resource").groups_by_key["items"]
    return CellReader(bench, group)


def rows_of(*names: str) -> tuple[Row, ...]:
    return tuple({"id": f"r{n}", "name": name, "type": "字符型"} for n, name in enumerate(names))


def names(rows):
    return [row.get("name") for row in rows]


# -- blocks of cells -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", ()),
        ("姓名", (("姓名",),)),
        ("姓名\t字符型\r\n", (("姓名", "字符型"),)),
        ("a\tb\nc", (("a", "b"), ("c", ""))),
        ("a\r\rb", (("a",), ("",), ("b",))),
        ('"两\n行"\tb\r\n', (("两\n行", "b"),)),
        ('"两\r\n行"', (("两\n行",),)),
        ('"他说""好"""\tb', (('他说"好"', "b"),)),
        ('5" 管\tb', (('5" 管', "b"),)),
        ('"没有关\tb\r\nc', (('"没有关', "b"), ("c", ""))),
        ('"a"b\tc', (('"a"b', "c"),)),
        ("\t\t\r\n", (("", "", ""),)),
        ('""\t""', (("", ""),)),
    ],
)
def test_a_block_is_read_as_spreadsheets_write_it(text, cells):
    assert read_block(text) == cells


@given(
    st.lists(
        st.lists(st.text(alphabet='a"\t\n =甲', max_size=6), min_size=2, max_size=2),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_is_read_again(block):
    assert read_block(write_block(block)) == tuple(map(tuple, block))


@pytest.mark.parametrize("hostile", ['"' * 200_000, '"a\t' * 100_000, '""a\n' * 100_000, "\t" * 99])
def test_a_hostile_block_is_read_in_no_time(hostile):
    begun = perf_counter()
    read_block(hostile)
    assert perf_counter() - begun < 2


def test_the_table_for_spreadsheets_keeps_texts_as_texts():
    table = write_table([["=1+1", "<b>", "007\n008"]])
    assert "mso-number-format" in table
    assert "&lt;b&gt;" in table
    assert "<td>=1+1</td>" in table
    assert "007<br" in table


# -- single edits ----------------------------------------------------------------------------------


def test_typing_below_the_last_row_begins_a_row_with_an_id(reader):
    made = items.typed_into(rows_of("姓名"), reader, [(1, "name")], "身份证号")
    assert names(made.rows) == ["姓名", "身份证号"]
    assert made.rows[1]["id"] not in ("", "r0")
    assert made.rows[0]["id"] == "r0"


def test_emptying_below_the_last_row_begins_none(reader):
    rows = rows_of("姓名")
    assert items.typed_into(rows, reader, [(1, "name")], " ").rows is rows


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("type", "C", "字符型"),
        ("type", "文本", "文本"),
        ("primary_key", "y", "是"),
        ("length", "１８", "18"),
        ("note", "", None),
    ],
)
def test_texts_become_words_of_the_list_or_stay(reader, key, text, value):
    made = items.typed_into(rows_of("姓名"), reader, [(0, key)], text)
    assert made.rows[0].get(key) == value


def test_an_unknown_word_is_a_problem_and_stays(reader):
    row = items.typed_into(rows_of("姓名"), reader, [(0, "type")], "文本").rows[0]
    finding = reader.finding(row, "type")
    assert finding is not None
    assert "文本" in finding.message()
    assert reader.finding(row, "name") is None


def test_unchanged_rows_are_the_same_objects(reader):
    rows = rows_of("姓名", "年龄")
    made = items.typed_into(rows, reader, [(1, "type")], "整型")
    assert made.rows[0] is rows[0]
    assert made.changed == 1


def test_filling_down_takes_the_first_line(reader):
    rows = rows_of("甲", "乙", "丙")
    rows = items.typed_into(rows, reader, [(0, "length")], "20").rows
    made = items.filled_down(rows, Area(0, 2, ("length",)))
    assert [row.get("length") for row in made.rows] == ["20", "20", "20"]
    assert made.changed == 2


def test_filling_a_single_cell_takes_the_one_above(reader):
    rows = rows_of("甲", "乙")
    assert names(items.filled_down(rows, Area(1, 1, ("name",))).rows) == ["甲", "甲"]
    assert items.filled_down(rows, Area(0, 0, ("name",))).changed == 0


def test_filling_right_reads_anew(reader):
    rows = ({"id": "r0", "primary_key": "是"},)
    made = items.filled_right(rows, reader, Area(0, 0, ("primary_key", "nullable")))
    assert made.rows[0]["nullable"] == "是"
    alone = items.filled_right(rows, reader, Area(0, 0, ("nullable",)), ("primary_key", "nullable"))
    assert alone.rows[0]["nullable"] == "是"


def test_clearing_leaves_the_rows(reader):
    made = items.cleared(rows_of("甲", "乙"), [(0, "type"), (5, "type"), (1, "note")])
    assert len(made.rows) == 2
    assert made.changed == 1


def test_replacing_counts_cells(reader):
    made = items.replaced(
        rows_of("学校名称", "学校代码", "地址"),
        reader,
        [(n, "name") for n in range(9)],
        "学校",
        "单位",
    )
    assert names(made.rows) == ["单位名称", "单位代码", "地址"]
    assert made.changed == 2
    assert items.replaced(made.rows, reader, [(0, "name")], "", "x").changed == 0


def test_bulk_changes_only_what_differs(reader):
    rows = rows_of("甲", "乙", "丙")
    made = items.bulk_set(rows, reader, (0, 2, 7), {"type": "C", "primary_key": "否"})
    assert made.changed == 2  # the types are so already
    assert [row.get("primary_key") for row in made.rows] == ["否", None, "否"]


def test_rows_come_go_and_move():
    rows = rows_of("甲", "乙", "丙")
    assert names(items.inserted(rows, 1, 2).rows) == ["甲", None, None, "乙", "丙"]
    assert names(items.without(rows, [0, 2, 9]).rows) == ["乙"]
    assert names(items.moved(rows, 1, 2, -1).rows) == ["乙", "丙", "甲"]
    assert names(items.moved(rows, 0, 0, 1).rows) == ["乙", "甲", "丙"]
    assert items.moved(rows, 0, 1, -1).changed == 0
    assert items.moved(rows, 2, 3, 1).changed == 0


# -- paste -----------------------------------------------------------------------------------------


def test_a_paste_overwrites_and_adds(reader):
    made = paste(
        rows_of("甲", "乙"),
        reader,
        COLUMNS,
        Area(1, 1, ("name",)),
        read_block("乙一\tb\tC\t10\r\n丙\tc\tN\t8\r\n"),
    )
    assert names(made.rows) == ["甲", "乙一", "丙"]
    assert (made.overwritten, made.added, made.not_understood) == (1, 1, ())
    assert made.rows[2]["type"] == "数值型"
    assert made.area == Area(1, 2, COLUMNS[:4])


def test_what_is_not_understood_is_kept_and_named(reader):
    made = paste((), reader, COLUMNS, Area(0, 0, ("name",)), read_block("甲\ta\t文本\t十"))
    assert made.rows[0]["type"] == "文本"
    assert made.rows[0]["length"] == "十"
    assert made.not_understood == ((0, "type"), (0, "length"))


def test_a_block_fills_an_area_it_fits_several_times(reader):
    made = paste(
        rows_of("甲", "乙", "丙", "丁"), reader, COLUMNS, Area(0, 3, ("type",)), (("整型",),)
    )
    assert {row["type"] for row in made.rows} == {"整型"}


def test_columns_beyond_the_last_are_said(reader):
    made = paste((), reader, COLUMNS, Area(0, 0, ("note",)), (("甲", "乙", "丙"),))
    assert made.columns_left_out == 2
    assert made.rows[0]["note"] == "甲"


def test_headings_tell_the_columns(reader):
    block = read_block("序号\t字段名称\t长度\t类型不明\r\n1\t姓名\t50\tx\r\n2\t年龄\t3\ty\r\n")
    made = paste((), reader, COLUMNS, Area(0, 0, ("name",)), block)
    assert made.by_headings
    assert [(row["name"], row["length"]) for row in made.rows] == [("姓名", "50"), ("年龄", "3")]
    assert made.columns_left_out == 2


def test_blank_lines_begin_no_rows_but_empty_those_there(reader):
    made = paste(rows_of("甲"), reader, COLUMNS, Area(0, 0, ("name",)), read_block("\n\n乙\n"))
    assert names(made.rows) == [None, "乙"]


def test_more_rows_than_a_group_may_have_are_said(reader):
    block = tuple((f"项{n}",) for n in range(items.MOST_ROWS + 7))
    made = paste((), reader, COLUMNS, Area(0, 0, ("name",)), block)
    assert len(made.rows) == items.MOST_ROWS
    assert made.rows_left_out == 7


def test_five_hundred_rows_are_pasted_in_no_time(reader):
    text = "".join(f"项目{n}\tf{n}\t字符型C\t{n}\t否\t说明{n}\r\n" for n in range(500))
    begun = perf_counter()
    made = paste((), reader, COLUMNS, Area(0, 0, ("name",)), read_block(text))
    assert perf_counter() - begun < 0.5
    assert made.added == 500
    assert len({row["id"] for row in made.rows}) == 500


# -- words, recognising ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [("sz", ["数值型"]), ("C", ["字符型"]), ("日期", ["日期型", "日期时间型"]), ("bcz", [])],
)
def test_letters_and_characters_narrow_a_list(library, typed, words):
    codes = library.codes["item_type"]
    found = words_meant(codes, codes.words, typed)
    assert found[: len(words)] == words
    assert bool(found) == bool(words)


def test_items_of_a_table_fill_gaps_and_come_below(bench, reader, tmp_path, run):
    source = tmp_path / "库.sql"
    source.write_text("CREATE TABLE t (xm varchar(64) COMMENT '姓名', dn date COMMENT '死亡日期');")
    found = find_items(bench, str(source), run)
    assert len(found) == 1
    taken = taken_in(reader.group, rows_of("姓名", "备注"), found[0].items)
    assert names(taken.rows) == ["姓名", "备注", "死亡日期"]
    assert taken.rows[0]["field"] == "xm"
    assert (taken.added, taken.completed, taken.same) == (1, 1, 0)
