"""Where a unit works: read from its name, and which profile is made for the place."""

from __future__ import annotations

import pytest

from cdo_desktop.work.starting import fits, profile_for, profiles, profiles_within, region_of


@pytest.mark.parametrize(
    ("unit", "region"),
    [
        ("通江", "511921"),
        ("通江县教育科技和体育局", "511921"),
        ("巴中市民政局", "511900"),
        ("四川省巴中市通江县教科体局", "511921"),
        (" 四川省 民政厅", "510000"),
        ("巴州区东城街道办事处", "511902"),
        ("重庆市渝北区民政局", "500112"),
    ],
)
def test_the_name_of_a_unit_begins_with_its_place(unit: str, region: str):
    assert region_of(unit) == region


@pytest.mark.parametrize("unit", ["", "通", "市民政局", "朝阳区民政局", "民政局（巴中市）"])
def test_a_name_that_could_be_anywhere_says_nothing(unit: str):
    assert region_of(unit) == ""


@pytest.mark.parametrize(
    ("region", "own", "within"),
    [
        ("510000", "national", ["bazhong"]),
        ("511900", "bazhong", []),
        ("511921", "bazhong", []),
        ("511921100", "bazhong", []),
        ("510100", "national", []),
        ("110000", "national", []),
        ("", "national", []),
    ],
)
def test_a_local_profile_is_for_its_place_and_below(region: str, own: str, within: list[str]):
    assert profile_for(region).key == own
    assert [profile.key for profile in profiles_within(region)] == within
    national, bazhong = profiles()
    assert fits(national, region)
    assert fits(bazhong, region) == (own == "bazhong")
