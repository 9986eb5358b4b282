"""The unified social credit code: GB 32100-2015 and the older organisation code inside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdo_desktop.standard.uscc import (
    ALPHABET,
    UsccProblem,
    check_character,
    check_uscc,
    org_check_character,
)

REAL_CODES = {
    "12100000400000624D": "清华大学",
    "1135000000359166X3": "福建省食品药品监督管理局（已撤销）",
    "11100000MB0143028R": "国家市场监督管理总局",
    "12100000400002259P": "北京大学",
    "91110000600037341L": "一家企业",
}


@pytest.mark.parametrize("code", REAL_CODES)
def test_a_real_code_passes_both_checks(code):
    result = check_uscc(code)
    assert result.ok
    assert not result.warnings


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("12100000400000624C", UsccProblem.CHECK),
        ("121000004000006242", UsccProblem.CHECK),
        ("12100000400000524D", UsccProblem.CHECK),
        ("1210000040000062OD", UsccProblem.ALPHABET),
        ("12100000400000624d", UsccProblem.ALPHABET),
        ("1210000040000062", UsccProblem.LENGTH),
        ("12100000400000624D ", UsccProblem.LENGTH),
        ("", UsccProblem.LENGTH),
    ],
)
def test_a_wrong_code_is_an_error_with_its_reason(code, problem):
    result = check_uscc(code)
    assert not result.ok
    assert result.errors == (problem,)


def with_check(body):
    return body + check_character(body)


def test_a_wrong_organisation_code_inside_is_only_a_warning():
    body = "12100000400000625"
    assert body[-1] != org_check_character(body[8:16])
    result = check_uscc(with_check(body))
    assert result.ok
    assert result.warnings == (UsccProblem.ORG_CHECK,)


@pytest.mark.parametrize("first", ["A1", "N2", "Y1"])
def test_codes_of_the_army_of_villages_and_of_others_begin_with_a_letter(first):
    organisation = "40000062"
    body = f"{first}511902{organisation}{org_check_character(organisation)}"
    assert check_uscc(with_check(body)).ok


def test_a_region_that_no_longer_exists_is_no_fault_of_the_code():
    organisation = "00359166"
    body = f"11513701{organisation}{org_check_character(organisation)}"
    assert check_uscc(with_check(body)).errors == ()


@pytest.mark.parametrize(
    ("body", "check"), [("40000062", "4"), ("00359166", "X"), ("MB014302", "8"), ("60003734", "1")]
)
def test_the_organisation_codes_check_character(body, check):
    assert org_check_character(body) == check


@given(
    place=st.integers(0, 17),
    other=st.sampled_from(ALPHABET),
    code=st.sampled_from(sorted(REAL_CODES)),
)
def test_any_single_wrong_character_is_found(place, other, code):
    changed = code[:place] + other + code[place + 1 :]
    assert check_uscc(changed).ok == (changed == code)
