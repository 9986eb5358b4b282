"""Definitions are read strictly: each mistake stops with the place and what is wrong there."""

import copy

import pytest

from cdo_desktop.errors import DefinitionInvalid
from cdo_desktop.standard.loading import read_kind
from cdo_desktop.standard.model import ElementKind, Severity, Stage
from cdo_desktop.standard.roles import Role

GOOD = {
    "kind": {
        "key": "device",
        "label": "设备清单",
        "short_label": "设备",
        "standard": "device-2026",
        "flow": "list",
        "numbering": "SB",
        "profile": "national",
        "sections": ["基本信息", "配件"],
    },
    "element": [
        {"key": "title", "label": "名称", "kind": "text", "section": "基本信息", "role": "title"},
        {
            "key": "state",
            "label": "状态",
            "kind": "choice",
            "codes": "system_stage",
            "section": "基本信息",
            "synonyms": ["在用情况"],
            "severity": {"draft": "hint"},
        },
        {
            "key": "reason",
            "label": "停用原因",
            "kind": "longtext",
            "section": "基本信息",
            "required_when": {"element": "state", "among": ["已停用"]},
        },
    ],
    "group": [
        {
            "key": "parts",
            "label": "配件",
            "section": "配件",
            "element": [{"key": "name", "label": "名称", "kind": "text"}],
        }
    ],
}


def read(change=lambda body: None):
    body = copy.deepcopy(GOOD)
    change(body)
    return read_kind(body, "device.toml")


def test_a_good_definition_is_read():
    kind = read()
    assert (kind.key, kind.label, kind.standard) == ("device", "设备清单", "device-2026")
    assert list(kind.by_key) == ["title", "state", "reason"]
    assert kind.by_key["state"].kind is ElementKind.CHOICE
    assert kind.by_key["state"].synonyms == ("在用情况",)
    assert kind.by_key["state"].severity == {
        Stage.DRAFT: Severity.HINT,
        Stage.REVIEW: Severity.ERROR,
        Stage.SIGNING: Severity.ERROR,
    }
    assert kind.by_key["reason"].is_required({"state": "已停用"})
    assert not kind.by_key["reason"].is_required({"state": "已建"})
    assert kind.roles[Role.TITLE].key == "title"
    assert kind.element_at("name", "parts").label == "名称"
    assert kind.element_at("name") is None
    assert kind.element_at("name", "no such group") is None
    assert kind.source == GOOD


def test_a_definition_is_not_eaten_by_being_read():
    body = copy.deepcopy(GOOD)
    read_kind(body, "device.toml")
    assert body == GOOD


def at(*path):
    """A change that puts the last of `path` at the place named by the ones before."""
    *places, last, value = path

    def change(body):
        for place in places:
            body = body[place]
        body[last] = value

    return change


def without(*path):
    *places, last = path

    def change(body):
        for place in places:
            body = body[place]
        del body[last]

    return change


def again(*path):
    """A change that says a block twice."""

    def change(body):
        for place in path:
            body = body[place]
        body.append(dict(body[0]))

    return change


def title_twice(body):
    body["element"][1] |= {"role": "title"}


MISTAKES = {
    "an unknown table": (at("elements", []), "elements"),
    "an unknown attribute of the kind": (at("kind", "lable", "x"), "lable"),
    "a missing attribute of the kind": (without("kind", "flow"), "flow"),
    "no kind at all": (without("kind"), "key"),
    "sections that are one text": (at("kind", "sections", "基本信息"), "sections"),
    "an unknown attribute": (at("element", 0, "requierd", True), "requierd"),
    "a missing key": (without("element", 0, "key"), "key"),
    "a missing label": (without("element", 0, "label"), "label"),
    "a missing kind": (without("element", 0, "kind"), "kind"),
    "an unknown kind of element": (at("element", 0, "kind", "txet"), "txet"),
    "an unknown role": (at("element", 0, "role", "titel"), "titel"),
    "an unknown section": (at("element", 0, "section", "基本"), "基本"),
    "no section": (without("element", 0, "section"), "section"),
    "an unknown stage": (at("element", 1, "severity", {"drafft": "hint"}), "drafft"),
    "an unknown severity": (at("element", 1, "severity", {"draft": "hind"}), "hind"),
    "a severity that is one word": (at("element", 1, "severity", "hint"), "severity"),
    "a choice without a list": (without("element", 1, "codes"), "codes"),
    "a cascade without a parent": (at("element", 1, "kind", "cascade"), "parent"),
    "a reference without a target": (at("element", 0, "kind", "reference"), "target"),
    "a parent that is not there": (at("element", 1, "parent", "nobody"), "nobody"),
    "the same key twice": (again("element"), "title"),
    "the same role twice": (title_twice, "title"),
    "required that is a text": (at("element", 0, "required", "true"), "required"),
    "a length that is a text": (at("element", 0, "max_length", "64"), "max_length"),
    "a length that is yes or no": (at("element", 0, "max_length", True), "max_length"),
    "a label that is a number": (at("element", 0, "label", 7), "label"),
    "synonyms that are one text": (at("element", 1, "synonyms", "在用"), "synonyms"),
    "a pattern that is none": (at("element", 0, "pattern", "("), "pattern"),
    "a condition that is a text": (at("element", 2, "required_when", "已停用"), "required_when"),
    "a condition without a test": (
        at("element", 2, "required_when", {"element": "state"}),
        "among",
    ),
    "a condition on nothing": (at("element", 2, "required_when", {"among": ["x"]}), "element"),
    "an unknown attribute of a condition": (
        at("element", 2, "required_when", {"element": "state", "amogn": ["x"]}),
        "amogn",
    ),
    "a condition whose words are one text": (
        at("element", 2, "required_when", {"element": "state", "among": "已停用"}),
        "among",
    ),
    "a condition on an element that is not there": (
        at("element", 2, "required_when", {"element": "sate", "among": ["x"]}),
        "sate",
    ),
    "a visibility on an element that is not there": (
        at("element", 2, "visible_when", {"element": "sate", "filled": True}),
        "sate",
    ),
    "an unknown attribute of a group": (at("group", 0, "rows", 3), "rows"),
    "a group without a label": (without("group", 0, "label"), "label"),
    "a group in an unknown section": (at("group", 0, "section", "零件"), "零件"),
    "an unknown attribute in a group": (at("group", 0, "element", 0, "requierd", True), "requierd"),
    "the same key twice in a group": (again("group", 0, "element"), "name"),
    "a condition in a group on the record": (
        at("group", 0, "element", 0, "required_when", {"element": "state", "filled": True}),
        "state",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_stops_with_its_place(mistake):
    change, named = MISTAKES[mistake]
    with pytest.raises(DefinitionInvalid) as refused:
        read(change)
    assert refused.value.code == "CDO-S101"
    assert "device.toml" in refused.value.happened
    assert named in refused.value.happened


@pytest.mark.parametrize("kind", [kind for kind in ElementKind if kind is ElementKind.TEXT])
def test_census_is_the_one_role_that_many_may_have(kind):
    def census(body):
        for element in body["element"][1:]:
            element["role"] = "census"

    assert len(read(census).elements) == 3
