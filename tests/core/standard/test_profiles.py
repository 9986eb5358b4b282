"""Profiles: a city adds elements and tightens rules; a mistake in an overlay stops."""

import pytest

from cdo_desktop.errors import DefinitionInvalid, Refused
from cdo_desktop.standard.library import Library, profile_keys, read_named_profile
from cdo_desktop.standard.loading import read_kind
from cdo_desktop.standard.model import Severity, Stage
from cdo_desktop.standard.profiles import overlaid, read_profile

KIND = {
    "kind": {
        **{"key": "device", "label": "设备", "short_label": "设备", "standard": "device-2026"},
        **{"flow": "list", "numbering": "SB", "sections": ["基本信息"]},
    },
    "element": [
        {"key": "title", "label": "名称", "kind": "text", "section": "基本信息", "role": "title"},
        {"key": "office", "label": "科室", "kind": "text", "section": "基本信息"},
    ],
    "group": [
        {
            "key": "parts",
            "label": "配件",
            "section": "基本信息",
            "element": [{"key": "name", "label": "名称", "kind": "text"}],
        }
    ],
}


def profile(*kinds, **more):
    return read_profile({"key": "city", "label": "某市", "kind": list(kinds), **more}, "city.toml")


def laid_over(**over):
    body = overlaid(KIND, profile({"key": "device", **over}), "device.toml")
    return read_kind(body, "device.toml")


def test_a_kind_without_an_overlay_keeps_its_standard_and_names_the_profile():
    body = overlaid(KIND, profile(), "device.toml")
    assert body["kind"] == KIND["kind"] | {"profile": "city"}
    assert body["element"] == KIND["element"]


def test_an_overlay_gives_the_definition_a_name_of_its_own():
    assert laid_over(element=[{"key": "office", "required": True}]).standard == "device-2026+city"


def test_an_element_is_tightened_in_its_place():
    kind = laid_over(element=[{"key": "office", "required": True, "label": "责任科室"}])
    assert [element.key for element in kind.elements] == ["title", "office"]
    assert kind.by_key["office"].required
    assert kind.by_key["office"].label == "责任科室"
    assert kind.by_key["office"].section == "基本信息"


@pytest.mark.parametrize(
    ("after", "order"),
    [({}, ["title", "office", "room"]), ({"after": "title"}, ["title", "room", "office"])],
)
def test_an_element_is_added_where_it_is_wished(after, order):
    room = {"key": "room", "label": "房间", "kind": "text", "section": "位置", **after}
    kind = laid_over(element=[room], sections=["位置"])
    assert [element.key for element in kind.elements] == order
    assert kind.sections == ("基本信息", "位置")


def test_added_elements_may_follow_each_other():
    rooms = [
        {"key": "house", "label": "楼", "kind": "text", "section": "基本信息", "after": "title"},
        {"key": "room", "label": "房间", "kind": "text", "section": "基本信息", "after": "house"},
    ]
    kind = laid_over(element=rooms)
    assert [element.key for element in kind.elements] == ["title", "house", "room", "office"]


def test_a_group_gets_a_column_and_a_limit():
    column = {"key": "maker", "label": "厂家", "kind": "text"}
    kind = laid_over(group=[{"key": "parts", "min_rows": 1, "element": [column]}])
    assert list(kind.groups_by_key["parts"].by_key) == ["name", "maker"]
    assert kind.groups_by_key["parts"].min_rows == 1
    assert kind.groups_by_key["parts"].label == "配件"


def test_a_new_group_is_added():
    group = {"key": "users", "label": "使用人", "section": "基本信息", "element": []}
    assert list(laid_over(group=[group]).groups_by_key) == ["parts", "users"]


def test_an_overlay_leaves_the_national_definition_alone():
    before = repr(KIND)
    laid_over(
        element=[{"key": "office", "required": True}], group=[{"key": "parts", "min_rows": 1}]
    )
    assert repr(KIND) == before


MISTAKES = {
    "an unknown attribute of the overlay": ({"elements": []}, "elements"),
    "an unknown attribute of an element": (
        {"element": [{"key": "office", "requierd": True}]},
        "requierd",
    ),
    "a place that is not there": (
        {"element": [{"key": "room", "label": "x", "kind": "text", "after": "nowhere"}]},
        "nowhere",
    ),
    "a new element without a label": ({"element": [{"key": "room", "kind": "text"}]}, "label"),
    "an element without a key": ({"element": [{"required": True}]}, "key"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_an_overlay_stops(mistake):
    over, named = MISTAKES[mistake]
    with pytest.raises(DefinitionInvalid) as refused:
        laid_over(**over)
    assert named in refused.value.happened


BAD_PROFILES = {
    "an unknown attribute": ({"key": "c", "label": "x", "regoin": "1"}, "regoin"),
    "no key": ({"label": "x"}, "key"),
    "no label": ({"key": "c"}, "label"),
    "an unknown attribute of the platform": (
        {"key": "c", "label": "x", "platform": {"nmae": "y"}},
        "nmae",
    ),
    "a region that is a number": ({"key": "c", "label": "x", "region": 511900}, "region"),
    "a kind without a key": ({"key": "c", "label": "x", "kind": [{"element": []}]}, "key"),
}


@pytest.mark.parametrize("mistake", BAD_PROFILES)
def test_a_mistake_in_a_profile_stops(mistake):
    body, named = BAD_PROFILES[mistake]
    with pytest.raises(DefinitionInvalid) as refused:
        read_profile(body, "city.toml")
    assert "city.toml" in refused.value.happened
    assert named in refused.value.happened


def test_an_overlay_of_a_kind_that_is_not_there_stops(monkeypatch):
    library = Library("national")
    library.profile = profile({"key": "resorce", "element": []})
    with pytest.raises(DefinitionInvalid) as refused:
        library.kind("resource")
    assert "resorce" in refused.value.happened


def test_an_unknown_profile_is_refused_with_those_there_are():
    with pytest.raises(Refused) as refused:
        Library("atlantis")
    assert refused.value.code == "CDO-S104"
    assert "national" in refused.value.todo


def test_every_profile_sets_what_the_national_one_sets():
    """A misspelt setting would silently be the national one."""
    known = set(read_named_profile("national").settings)
    for key in profile_keys():
        assert set(read_named_profile(key).settings) == known, key


def test_in_bazhong_what_809_added_must_be_there_at_submission():
    """Missing it is a warning nationally, as sheets filled before 809 lack it."""
    national, bazhong = Library("national").kind("resource"), Library("bazhong").kind("resource")
    for key in ("share_scope", "data_class", "secrecy_assessment", "head_approver"):
        assert national.by_key[key].severity[Stage.REVIEW] is Severity.WARNING, key
        assert bazhong.by_key[key].severity[Stage.REVIEW] is Severity.ERROR, key
        assert bazhong.by_key[key].severity[Stage.DRAFT] is Severity.WARNING, key
    assert bazhong.standard == f"{national.standard}+bazhong"
