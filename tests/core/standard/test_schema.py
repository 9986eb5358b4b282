"""The JSON Schema of a kind: a good record fits it, and each fault is found by it.

No validator is among the tools, so the few keywords that the schemas use are judged here; a keyword
that is not known here fails the test.
"""

import itertools
import json
import re
from dataclasses import replace

import pytest

from cdo_desktop.domain.record import Record
from cdo_desktop.standard.library import Library, profile_keys
from cdo_desktop.standard.model import Condition
from cdo_desktop.standard.schema import json_schema

NOTES = {"$schema", "$id", "$comment", "title", "description", "examples", "format"}
TYPES = {"object": dict, "array": list, "string": str, "integer": int}


def faults(schema, value, place="") -> list[str]:
    """Where the value breaks the schema (JSON Schema 2020-12, the keywords we use)."""
    found: list[str] = []
    for keyword, rule in schema.items():
        if keyword not in NOTES:
            found += _KEYWORDS[keyword](rule, value, place, schema)
    return found


def fits(schema, value) -> bool:
    return not faults(schema, value)


def bad(holds, place):
    return [] if holds else [place]


def _properties(rule, value, place, schema):
    if not isinstance(value, dict):
        return []
    return [
        fault
        for key, inner in rule.items()
        if key in value
        for fault in faults(inner, value[key], f"{place}/{key}")
    ]


def _additional(rule, value, place, schema):
    assert rule is False
    return [f"{place}/{key}" for key in value if key not in schema["properties"]]


def _items(rule, value, place, schema):
    if not isinstance(value, list):
        return []
    return [f for n, entry in enumerate(value) for f in faults(rule, entry, f"{place}/{n}")]


def _required(rule, value, place, schema):
    return [f"{place}/{key}" for key in rule if isinstance(value, dict) and key not in value]


def _if(rule, value, place, schema):
    return faults(schema["then"], value, place) if fits(rule, value) else []


def _text(check):
    return lambda rule, value, place, schema: bad(
        not isinstance(value, str) or check(rule, value), place
    )


def _list(check):
    return lambda rule, value, place, schema: bad(
        not isinstance(value, list) or check(rule, value), place
    )


_KEYWORDS = {
    "type": lambda rule, value, place, schema: bad(isinstance(value, TYPES[rule]), place),
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "required": _required,
    "enum": lambda rule, value, place, schema: bad(value in rule, place),
    "pattern": _text(lambda rule, value: re.search(rule, value)),
    "minLength": _text(lambda rule, value: len(value) >= rule),
    "maxLength": _text(lambda rule, value: len(value) <= rule),
    "minItems": _list(lambda rule, value: len(value) >= rule),
    "maxItems": _list(lambda rule, value: len(value) <= rule),
    "uniqueItems": _list(lambda rule, value: len({*map(json.dumps, value)}) == len(value)),
    "contains": _list(lambda rule, value: any(fits(rule, entry) for entry in value)),
    "minimum": lambda rule, value, place, schema: bad(value >= rule, place),
    "allOf": lambda rule, value, place, schema: [f for s in rule for f in faults(s, value, place)],
    "anyOf": lambda rule, value, place, schema: bad(any(fits(s, value) for s in rule), place),
    "not": lambda rule, value, place, schema: bad(not fits(rule, value), place),
    "if": _if,
    "then": lambda rule, value, place, schema: [],
}


def shown(record: Record) -> dict:
    """The record as it stands in a line of a package."""
    groups = {key: list(rows) for key, rows in record.groups.items()}
    return {"values": dict(record.values), "groups": groups}


@pytest.fixture(scope="module")
def schema(library):
    return json_schema(library.kind("resource"), library)


@pytest.fixture
def good(make_record):
    return make_record(code="307022/000001")


def test_a_good_record_fits(schema, good):
    assert faults(schema, shown(good)) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": None}, "/values/title"),
        ({"title": "长" * 65}, "/values/title"),
        ({"title": ""}, "/values/title"),
        ({"code": "307022 000001"}, "/values/code"),
        ({"share_type": "1"}, "/values/share_type"),
        ({"share_condition": None}, "/values/share_condition"),
        ({"share_type": "不予共享"}, "/values/share_basis"),
        ({"open": "不"}, "/values/open"),
        ({"publish_date": "2026-3-1"}, "/values/publish_date"),
        ({"storage_total": "1e5"}, "/values/storage_total"),
        ({"org_code": "11511900mb0000019e"}, "/values/org_code"),
        ({"classification": "307"}, "/values/classification"),
        ({"themes": []}, "/values/themes"),
        ({"themes": ["公共服务", "公共服务"]}, "/values/themes"),
        ({"themes": [""]}, "/values/themes/0"),
        ({"supplier": {"id": "x"}}, "/values/supplier/title"),
        ({"attachment": {"sha256": "x", "name": "a", "size": 1}}, "/values/attachment/sha256"),
        ({"unknown_element": "x"}, "/values/unknown_element"),
    ],
)
def test_each_fault_is_found(schema, good, change, place):
    values = {key: value for key, value in ({**good.values} | change).items() if value is not None}
    assert place in faults(schema, shown(replace(good, values=values)))


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("name", None, "/groups/items/0/name"),
        ("type", "字符", "/groups/items/0/type"),
        ("length", "-", "/groups/items/0/length"),
        ("colour", "红", "/groups/items/0/colour"),
    ],
)
def test_a_fault_in_a_row_is_found(schema, good, key, value, place):
    assert place in faults(schema, shown(good.with_row_value("items", 0, key, value)))


def test_an_unknown_group_is_found(schema, good):
    body = shown(good)
    body["groups"]["people"] = []
    assert faults(schema, body) == ["/groups/people"]


def test_what_only_warns_is_not_demanded(schema, good):
    """In the national profile what 809 added may be missing."""
    assert faults(schema, shown(good.with_value("data_class", None))) == []


def test_under_bazhong_it_is_demanded(good):
    library = Library("bazhong")
    strict = json_schema(library.kind("resource"), library)
    assert faults(strict, shown(good)) == []
    missing = shown(good.with_value("data_class", None))
    assert faults(strict, missing) == ["/values/data_class"]


@pytest.mark.parametrize("profile", profile_keys())
def test_every_kind_has_a_schema_that_is_json_and_names_it(profile):
    library = Library(profile)
    for kind in library.kinds.values():
        schema = json_schema(kind, library)
        assert json.loads(json.dumps(schema, ensure_ascii=False)) == schema
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == f"urn:cdo:{kind.key}:{kind.standard}"
        assert schema["properties"]["values"]["properties"].keys() == kind.by_key.keys()
        assert schema["properties"]["groups"]["properties"].keys() == kind.groups_by_key.keys()
        assert faults(schema, {"values": {}, "groups": {}})
        for element in kind.elements:
            named = schema["properties"]["values"]["properties"][element.key]
            assert named["title"] == element.label


CONDITIONS = [
    Condition("share_type", among=("不予共享",)),
    Condition("share_type", among=("不予共享", "有条件共享")),
    Condition("share_type", not_among=("不予共享",)),
    Condition("share_type", filled=True),
    Condition("share_type", filled=False),
]
GIVEN = [None, "不予共享", "有条件共享", "无条件共享"]
SEVERAL = [["不予共享"], ["不予共享", "无条件共享"], ["无条件共享"]]


@pytest.mark.parametrize(
    ("condition", "given"), [*itertools.product(CONDITIONS, [*GIVEN, *SEVERAL])]
)
def test_a_condition_holds_in_the_schema_as_in_the_program(library, condition, given):
    kind = library.kind("resource")
    element = replace(
        kind.by_key["share_basis"], required=False, required_when=condition, key="why"
    )
    made = json_schema(replace(kind, elements=(element,), groups=()), library)
    [rule] = made["properties"]["values"]["allOf"]
    values = {} if given is None else {"share_type": given}
    assert bool(faults(rule, values)) is condition.holds(values)
