"""Spoilt files and strange contents: an answer or a refusal, never anything else."""

import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheet_makers import read, rewritten, table

from cdo_desktop.errors import CdoError
from cdo_desktop.exchange.mapping import SheetMapping

SHEETS = Path(__file__).parents[2] / "data" / "sheets"
QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ROW = ["学籍信息", "307022/000001", "示范县教育局", "学籍。", "姓名", "字符型"]
CELLS = st.one_of(
    st.text(max_size=40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**53), 2**53),
    st.booleans(),
    st.none(),
    st.sampled_from(
        ["信息资源名称", "提供单位", "信息项名称", "名称1", "名称2", "cdo:title", "合计"]
    ),
)


def survives(path, library):
    try:
        rehearsal = read(path, library)
    except CdoError as error:
        assert str(error)
        return
    for finding in rehearsal.all_findings():
        assert finding.message()


@QUIET
@given(st.lists(st.lists(CELLS, max_size=8), max_size=12))
def test_any_cells_in_any_order(tmp_path, library, rows):
    survives(table(tmp_path / "a.xlsx", *rows), library)


@QUIET
@given(st.binary(max_size=400))
def test_any_bytes_as_csv(tmp_path, library, content):
    path = tmp_path / "a.csv"
    path.write_bytes("信息资源名称,提供单位,信息项名称\n".encode() + content)
    survives(path, library)


@pytest.mark.parametrize("name", ["catalog.xls", "catalog.xlsb", "catalog.ods", "catalog.xlsx"])
def test_bytes_turned_over(tmp_path, library, name, capfd):
    path = tmp_path / name
    good = table(path, ROW).read_bytes() if name == "catalog.xlsx" else (SHEETS / name).read_bytes()
    chance = random.Random(20260312)
    for _ in range(60):
        spoilt = bytearray(good)
        for _ in range(chance.choice((1, 1, 4, 32))):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        path.write_bytes(spoilt)
        survives(path, library)


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"],
)
def test_bytes_turned_over_inside_the_archive(tmp_path, library, part, capfd):
    path = tmp_path / "a.xlsx"
    chance = random.Random(20260313)
    table(path, ROW)
    with zipfile.ZipFile(path) as archive:
        good = archive.read(part)
    for _ in range(40):
        spoilt = bytearray(good)
        for _ in range(chance.choice((1, 2, 8))):
            spoilt[chance.randrange(len(spoilt))] = chance.choice(b"<>\"'&;/ r=0159AZ\x00\xff")
        rewritten(path, part, lambda _, content=bytes(spoilt): content)
        survives(path, library)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.bin", "xl/workbook.bin"])
def test_bytes_turned_over_inside_an_xlsb(tmp_path, library, part, capfd):
    path = tmp_path / "a.xlsb"
    chance = random.Random(20260314)
    with zipfile.ZipFile(SHEETS / "numbers.xlsb") as archive:
        good = archive.read(part)
    for _ in range(40):
        spoilt = bytearray(good)
        for _ in range(chance.choice((1, 2, 8))):
            spoilt[chance.randrange(len(spoilt))] = chance.choice(b"\x00\x03\x0b\x9c\x01\x7f\xff")
        path.write_bytes((SHEETS / "numbers.xlsb").read_bytes())
        rewritten(path, part, lambda _, content=bytes(spoilt): content)
        survives(path, library)


@pytest.mark.parametrize("keep", range(0, 6000, 250))
def test_cut_off_anywhere(tmp_path, library, keep):
    path = table(tmp_path / "a.xlsx", ROW)
    path.write_bytes(path.read_bytes()[:keep])
    survives(path, library)


@QUIET
@given(
    st.recursive(
        st.none() | st.text(max_size=5) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["kind", "columns", "number", "how", "header_line"]), inner
            )
        ),
    )
)
def test_any_json_as_a_mapping(body):
    try:
        SheetMapping.from_json(body)
    except CdoError as error:
        assert error.code == "CDO-W112"
