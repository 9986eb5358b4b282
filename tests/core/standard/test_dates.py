"""Dates and months of every usual form; what is no real day stays what it was."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdo_desktop.standard.dates import read_date, read_month
from cdo_desktop.standard.element_kinds import read_value
from cdo_desktop.standard.model import ElementKind


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-12", "2026-3-12", "2026/3/12", "2026/03/12", "2026.3.12", "20260312"),
        *(
            "2026年3月12日",
            "2026年3月12号",
            "2026年3月12号 10:00",
            "2026年03月12日",
            "2026年3月12",
            " 2026 - 3 - 12 ",
            "2026 年 3 月 12 日",
        ),
        *(
            "２０２６－３－１２",
            "２０２６年３月１２日",
            "二〇二六年三月十二日",
            "二零二六年三月十二日",
        ),
        *(
            "2026-03-12 09:30",
            "2026-03-12T09:30:00",
            "2026/3/12 9:30:00",
            "2026-03-12 00:00:00.000",
        ),
        *(
            "2026-03-12T09:30:00+08:00",
            "2026-03-12T01:30:00Z",
            "2026年3月12日 9:30",
            "2026/3/12  0:00",
        ),
        *("2026/3/12 上午 9:30:00", "2026/3/12 9:30 PM", "2026年3月12日9:30", "2026/3/12　9：30"),
    ],
)
def test_a_day_in_every_usual_form(library, text):
    element = library.kind("resource").by_key["publish_date"]
    assert read_value(text, element, library) == "2026-03-12"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026/3/1 10:00", "2026-03-01"),
        ("2026-3-1 12:30:00", "2026-03-01"),
        ("2026/3/2 23:59:59", "2026-03-02"),
        ("2026/3/1 0:00:00", "2026-03-01"),
        ("2026/1/1 1:01", "2026-01-01"),
    ],
)
def test_the_hours_never_run_into_the_day(text, day, library):
    """2026/3/1 10:00 without its blank would read as the 11th at 0:00."""
    element = library.kind("resource").by_key["publish_date"]
    assert read_value(text, element, library) == day


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "2026", "2026-3", "26-3-12", "3/12/2026", "12.3.2026", "2026-13-01"),
        *("2026-02-30", "2025-02-29", "2026-00-10", "2026-04-31", "20261301", "202603", "每月"),
        *("2026-3-12-1", "2026-03-123", "45000", "二〇二六年十三月一日", "二〇二六年二月三十日"),
        *("二〇二六年三月十十日", "2026-3-1210:00", "2026-3-110:00", "0000-01-01"),
    ],
)
def test_what_is_no_day(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("spoken", "day"),
    [("一", 1), ("九", 9), ("十", 10), ("十九", 19), ("二十", 20), ("三十一", 31)],
)
def test_days_as_they_are_spoken(spoken, day):
    assert read_date(f"二〇二六年一月{spoken}日") == f"2026-01-{day:02d}"


@given(st.dates())
def test_a_canonical_day_is_read_as_itself(day):
    assert read_date(day.isoformat()) == day.isoformat()
    assert read_date(f"{day.year:04d}年{day.month}月{day.day}日") == day.isoformat()


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03", "2026-3", "2026/3", "2026.3", "202603", "2026年3月", "2026年03月", "2026年3"),
        *("2026-03-12", "2026年3月12日", "20260312", " 2026 年 3 月 ", "２０２６年３月"),
        "2026/3/1 10:00:00",
    ],
)
def test_a_month_in_every_usual_form(library, text):
    element = replace(library.kind("resource").by_key["publish_date"], kind=ElementKind.MONTH)
    assert read_value(text, element, library) == "2026-03"


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "202613", "3月", "2026-00", "2026-02-30"])
def test_what_is_no_month(text):
    assert read_month(text) is None
