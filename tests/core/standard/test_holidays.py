"""Working days: weekends, holidays, worked weekends, and years nobody has announced yet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdo_desktop.errors import DefinitionInvalid
from cdo_desktop.standard.holidays import parse_holidays, read_holidays, shipped_holidays

OWN = """
source = "国务院办公厅通知"
licence = "公开"
mark = "按周末推算，未含 {years} 年放假安排"
[[year]]
year = 2027
holidays = [2027-01-01]
workdays = [2027-01-03]
"""


@pytest.fixture(scope="module")
def table():
    return shipped_holidays()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 10, 1), False),  # national day, a Thursday
        (date(2026, 10, 8), True),  # the first day back
        (date(2026, 10, 10), True),  # a Saturday worked in exchange
        (date(2026, 10, 11), False),  # an ordinary Sunday
        (date(2026, 2, 14), True),  # a Saturday worked before spring festival
        (date(2026, 2, 23), False),  # a Monday of spring festival
        (date(2025, 10, 8), False),  # mid-autumn made national day longer
    ],
)
def test_when_offices_are_open(table, day, works):
    assert table.is_working_day(day) is works


def test_ten_working_days_over_national_day(table):
    due = table.add_working_days(date(2026, 9, 30), 10)
    assert due.day == date(2026, 10, 20)
    assert due.mark == ""


def test_a_term_that_begins_on_a_saturday_ends_on_the_first_working_day(table):
    assert table.add_working_days(date(2026, 11, 14), 1).day == date(2026, 11, 16)


def test_no_days_end_at_once(table):
    assert table.add_working_days(date(2026, 10, 1), 0).day == date(2026, 10, 1)


def test_a_negative_term_is_a_mistake_of_ours(table):
    with pytest.raises(ValueError, match="-1"):
        table.add_working_days(date(2026, 10, 1), -1)


def test_a_term_into_a_year_not_announced_is_marked(table):
    due = table.add_working_days(date(2026, 12, 28), 10)
    assert due.day == date(2027, 1, 11)
    assert due.mark == "按周末推算，未含 2027 年放假安排"


def test_two_missing_years_are_both_named(table):
    span = table.working_days_between(date(2027, 12, 31), date(2028, 1, 3))
    assert span.days == 1
    assert span.mark == "按周末推算，未含 2027、2028 年放假安排"


def test_an_overdue_term_counts_backwards(table):
    assert table.working_days_between(date(2026, 11, 18), date(2026, 11, 16)).days == -2
    assert table.working_days_between(date(2026, 11, 16), date(2026, 11, 16)).days == 0


@given(
    start=st.dates(date(2004, 1, 1), date(2027, 12, 31)),
    days=st.integers(0, 60),
)
def test_counting_undoes_adding(start, days):
    due = shipped_holidays().add_working_days(start, days)
    assert shipped_holidays().working_days_between(start, due.day).days == days
    assert days == 0 or shipped_holidays().is_working_day(due.day)


def test_the_shipped_table_says_where_it_comes_from(table):
    assert "chinesecalendar 1.11.0" in table.source
    assert table.licence.startswith("MIT")
    assert set(table.years) == set(range(2004, 2027))


def test_every_covered_year_has_a_plausible_number_of_free_days(table):
    for year in table.years:
        free = [day for day in table.free if day.year == year]
        worked = [day for day in table.worked if day.year == year]
        assert 7 <= len(free) <= 25
        assert len(worked) <= 12


def test_a_file_of_ones_own_replaces_the_table(tmp_path):
    file = tmp_path / "放假安排.toml"
    file.write_text(OWN, "utf-8")
    own = read_holidays(file)
    due = own.add_working_days(date(2027, 1, 1), 1)
    assert (due.day, due.mark) == (date(2027, 1, 3), "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("holidays = [2027-01-01]", "holidays = [2027-01-02]"),  # a Saturday is free anyway
        ("workdays = [2027-01-03]", "workdays = [2027-01-04]"),  # a Monday is worked anyway
        ("holidays = [2027-01-01]", "holidays = [2026-01-01]"),
        ("holidays = [2027-01-01]", 'holidays = ["2027-01-01"]'),
        ("holidays = [2027-01-01]", "holiday = [2027-01-01]"),
        ("{years}", ""),
        ("licence =", "license ="),
        ("[[year]]", "[[year]"),
    ],
)
def test_a_slip_in_the_file_is_found_when_it_is_read(old, new):
    with pytest.raises(DefinitionInvalid, match="放假安排"):
        parse_holidays(OWN.replace(old, new, 1), "放假安排.toml")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(DefinitionInvalid, match="没有的文件"):
        read_holidays(tmp_path / "没有的文件.toml")
