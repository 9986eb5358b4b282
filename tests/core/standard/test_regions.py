"""Regions by code and by what people write."""

import pytest

from cdo_desktop.errors import DefinitionInvalid
from cdo_desktop.standard.regions import Regions


@pytest.fixture(scope="module")
def regions():
    return Regions()


def test_the_counties_of_bazhong(regions):
    counties = {code: regions.name(code) for code in regions.children("511900")}
    assert counties == {
        "511902": "巴州区",
        "511903": "恩阳区",
        "511921": "通江县",
        "511922": "南江县",
        "511923": "平昌县",
        "511971": "巴中经济开发区",
    }


def test_every_county_of_bazhong_has_its_towns(regions):
    for county in ("511902", "511903", "511921", "511922", "511923"):
        assert len(regions.children(county)) > 10
    assert regions.name("511902108") == "鼎山镇"


def test_a_path_goes_from_the_province_down(regions):
    assert regions.path("511902001") == ("四川省", "巴中市", "巴州区", "东城街道")
    assert regions.full_name("511922") == "四川省巴中市南江县"


def test_nobody_lives_in_the_unspoken_nodes(regions):
    assert regions.full_name("110101") == "北京市东城区"
    assert regions.full_name("469002") == "海南省琼海市"
    assert "110101" in regions.children("110000")
    assert "469002" in regions.children("460000")
    assert regions.find("市辖区") == ()


def test_there_are_thirty_four_provinces(regions):
    assert len(regions.children()) == 34


@pytest.mark.parametrize(
    "text",
    ["511902", "511902000000", "巴州区", "巴州", "巴中市巴州区", "四川省巴中市巴州区",
     "四川巴中巴州", "四川省 巴中市 巴州区", "四川巴州区", "５１１９０２"],
)  # fmt: skip
def test_one_county_however_it_is_written(regions, text):
    assert regions.find(text) == ("511902",)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("朝阳区", ("110105", "220104")),
        ("北京市朝阳区", ("110105",)),
        ("长春朝阳区", ("220104",)),
        ("吉林", ("220000", "220200")),
        ("广西", ("450000",)),
        ("内蒙古自治区", ("150000",)),
        ("巴中市民政局", ()),
        ("广东省巴州区", ()),
        ("999999", ()),
        ("", ()),
    ],
)
def test_what_a_text_can_mean(regions, text, codes):
    assert regions.find(text) == codes


def test_an_abolished_code_has_no_name_but_its_city_is_still_known(regions):
    assert regions.name("511999") is None
    assert regions.path("511999") == ("四川省", "巴中市")
    assert regions.full_name("999999") == ""


def test_a_table_of_ones_own_replaces_the_shipped_one():
    own = Regions("code,name\n510000,四川省\n511900,巴中市\n")
    assert own.find("巴中") == ("511900",)
    assert own.name("511902") is None


@pytest.mark.parametrize("table", ["name,code\n四川省,510000\n", "code,name\n51,四川省\n"])
def test_a_table_of_another_form_is_refused(table):
    with pytest.raises(DefinitionInvalid, match="regions"):
        Regions(table).name("510000")


def test_every_shipped_place_is_found_by_its_full_name(regions):
    for county in regions.children("510000"):
        for code in (county, *regions.children(county)):
            assert code in regions.find(regions.full_name(code))
