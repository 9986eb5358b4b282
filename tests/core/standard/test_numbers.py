"""Numbers as people type them become decimal strings, and nothing is rounded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdo_desktop.standard.numbers import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("0", "0"),
        ("012", "12"),
        ("000", "0"),
        ("+5", "5"),
        ("-5", "-5"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("12.50", "12.50"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("5.", "5"),
        ("1,234", "1234"),
        ("1,234,567.80", "1234567.80"),
        ("-1,000", "-1000"),
        ("123456789012345678901234567890.123", "123456789012345678901234567890.123"),
    ],
)
def test_a_number_in_its_canonical_form(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "-", "+", "1e5", "1E+05", "12,34", "1,2345", ",123", "1.2.3", "--1", "1 2"),
        *("十二", "12万", "0x10", "1_000", "NaN", "inf", "１２", "٣"),
    ],
)
def test_what_is_no_number(text):
    """Full-width digits are made half-width before; other digits are no numbers of ours."""
    assert read_number(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12)))
def test_a_number_keeps_its_value_and_is_read_as_itself(number):
    text = f"{number:f}"
    read = read_number(text)
    assert read is not None
    assert Decimal(read) == number
    assert read_number(read) == read
