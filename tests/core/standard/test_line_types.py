"""Types made from definitions: good content comes back byte for byte, other content does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.standard.element_kinds import judge_value
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.line_types import TYPES, LineTypes
from cdo_desktop.standard.loading import read_kind
from cdo_desktop.standard.model import ElementKind, Kind, Severity

LIBRARY = Library()
MORE: dict[ElementKind, dict[str, Any]] = {
    ElementKind.CHOICE: {"codes": "share_type"},
    ElementKind.MULTI_CHOICE: {"codes": "share_type"},
    ElementKind.CASCADE: {"codes": "format_type", "parent": "choice_beside"},
    ElementKind.TREE: {"codes": "catalog_tree"},
    ElementKind.REFERENCE: {"target": "system"},
}


def kind_of(*elements: dict[str, Any], group: dict[str, Any] | None = None) -> Kind:
    """A kind with these elements and, if given, one group."""
    head = {
        "key": "list",
        "label": "清单",
        "short_label": "清单",
        "standard": "1",
        "sections": ["一"],
        "flow": "list",
        "numbering": "L",
        "profile": "national",
    }
    groups = [{"key": "rows", "label": "行", "section": "一", **group}] if group else []
    source = {
        "kind": head,
        "element": [{"label": body["key"], "section": "一", **body} for body in elements],
        "group": groups,
    }
    return read_kind(source, "test")


def obeys(kind: Kind, values: dict[str, Any], **groups: list[dict[str, Any]]) -> bool:
    """Whether content decodes into the types, comes back as it was, and is all that is asked."""
    types = LineTypes(kind, LIBRARY)
    both = []
    for value, shape in ((values, types.values), (groups, types.groups)):
        written = canonical_bytes(value)
        try:
            found = msgspec.json.decode(written, type=shape)
        except msgspec.ValidationError:
            return False
        if msgspec.json.encode(found) != written:
            return False
        both.append(found)
    return types.obeys(*both)


def test_the_table_of_types_is_full():
    assert set(TYPES) == set(ElementKind)


GOOD: dict[ElementKind, list[Any]] = {
    ElementKind.TEXT: ["低保名单", "a\tb\n𠮷"],
    ElementKind.LONGTEXT: ["第一行\n第二行"],
    ElementKind.CHOICE: ["有条件共享"],
    ElementKind.MULTI_CHOICE: [["有条件共享"], ["无条件共享", "不予共享"]],
    ElementKind.CASCADE: ["mysql"],
    ElementKind.TREE: ["303011", "3070220401"],
    ElementKind.DATE: ["2026-03-01", "2024-02-29"],
    ElementKind.MONTH: ["2026-12"],
    ElementKind.NUMBER: ["0", "12"],
    ElementKind.MONEY: ["12"],
    ElementKind.YES_NO: ["是", "否"],
    ElementKind.USCC: ["12100000400000624D"],
    ElementKind.REGION: ["511922", "511922001"],
    ElementKind.PHONE: ["0827-5260002", "总机转"],
    ElementKind.REFERENCE: [{"id": "x", "code": "", "title": "系统"}, {"title": "系统"}],
    ElementKind.ATTACHMENT: [{"sha256": "a" * 64, "name": "依据.pdf", "size": 10}],
    ElementKind.CODE: ["307022040/000038"],
}
BAD: dict[ElementKind, list[Any]] = {
    ElementKind.TEXT: ["长" * 41, "", 5, ["文"], None],
    ElementKind.LONGTEXT: ["长" * 41, {}],
    ElementKind.CHOICE: ["随便", 3, ["有条件共享"]],
    ElementKind.MULTI_CHOICE: [["随便"], [], "有条件共享"],
    ElementKind.CASCADE: ["随便", "jpg"],
    ElementKind.TREE: ["3", "社会保障", "9999999"],
    ElementKind.DATE: ["2026-02-30", "2026/3/1", "20260301", "2026-3-1", 20260301],
    ElementKind.MONTH: ["2026-13", "2026-3", "2026年3月"],
    ElementKind.NUMBER: ["1.", "+1", "1e3", "01", "-1", "一", 1, 1.5],
    ElementKind.MONEY: ["3万元", 3],
    ElementKind.YES_NO: ["有", True, "Y"],
    ElementKind.USCC: ["12100000400000624E", "1210000040", "12100000400000624d"],
    ElementKind.REGION: ["5119", "巴中市"],
    ElementKind.PHONE: [8275260002],
    ElementKind.REFERENCE: ["系统", {"id": "x"}, {"title": "系统", "note": "x"}, {"title": 1}],
    ElementKind.ATTACHMENT: ["依据.pdf", {"sha256": "a" * 64, "name": "x", "size": -1}, {}],
    ElementKind.CODE: ["3.07E+11", "307 022"],
}
BESIDE = {"key": "choice_beside", "kind": "choice", "codes": "format_class"}
CASES = [(kind, value, True) for kind, values in GOOD.items() for value in values] + [
    (kind, value, False) for kind, values in BAD.items() for value in values
]


@pytest.mark.parametrize(("kind", "value", "good"), CASES)
def test_a_value_of_each_kind(kind: ElementKind, value: Any, good: bool):
    body = {"key": "it", "kind": kind.value, "max_length": 40, **MORE.get(kind, {})}
    made = kind_of(
        body, BESIDE, group={"element": [{**body, "label": "这"}, {**BESIDE, "label": "那"}]}
    )
    beside = {"choice_beside": "数据库"}
    assert obeys(made, {"it": value, **beside}) is good
    assert obeys(made, beside, rows=[{"id": "r1", "it": value, **beside}]) is good


def test_every_kind_has_good_and_bad_examples():
    assert set(GOOD) == set(BAD) == set(ElementKind)


@pytest.mark.parametrize("kind", LIBRARY.kinds)
def test_nothing_is_taken_that_the_judge_of_values_calls_an_error(kind: str):
    """For every element of the shipped definitions and every example of every kind."""
    for group, element in LIBRARY.kinds[kind].all_elements():
        alone = replace(element, required_when=None, visible_when=None, parent="")
        types = LineTypes(replace(LIBRARY.kinds[kind], elements=(alone,), groups=()), LIBRARY)
        for values in (*GOOD.values(), *BAD.values()):
            for value in values:
                try:
                    found = msgspec.convert({element.key: value}, types.values)
                except msgspec.ValidationError:
                    continue
                if types.obeys(found, types.groups()):
                    problem = judge_value(value, alone, LIBRARY)
                    assert not problem or problem.severity is not Severity.ERROR, (group, value)


_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
_content = st.fixed_dictionaries(
    {},
    optional={
        "text": _text,
        "class": _text,  # a word of Python
        "words": st.lists(st.sampled_from(["有条件共享", "不予共享"]), min_size=1, max_size=3),
        "day": st.dates().map(str),
        "yes": st.sampled_from(["是", "否"]),
        "system": st.fixed_dictionaries({"title": _text}, optional={"id": _text, "code": _text}),
        "file": st.fixed_dictionaries(
            {"sha256": st.just("a" * 64), "name": _text, "size": st.integers(0, 2**53 - 1)}
        ),
    },
)
_ELEMENTS = (
    {"key": "text", "kind": "text"},
    {"key": "class", "kind": "longtext"},
    {"key": "words", "kind": "multi_choice", "codes": "share_type"},
    {"key": "day", "kind": "date"},
    {"key": "yes", "kind": "yes_no"},
    {"key": "system", "kind": "reference", "target": "system"},
    {"key": "file", "kind": "attachment"},
)
_ROWS = {"element": [{"label": body["key"], **body} for body in _ELEMENTS]}
_BOTH = LineTypes(kind_of(*_ELEMENTS, group=_ROWS), LIBRARY)


@settings(deadline=None)
@given(_content, st.lists(st.builds(lambda row: {"id": "r", **row}, _content), max_size=3))
def test_what_is_written_again_is_canonical(values: dict[str, Any], rows: list[dict[str, Any]]):
    groups = {"rows": rows} if rows else {}
    for value, shape in ((values, _BOTH.values), (groups, _BOTH.groups)):
        written = canonical_bytes(value)
        assert msgspec.json.encode(msgspec.json.decode(written, type=shape)) == written


WORDS = [
    {"key": "share", "kind": "choice", "codes": "share_type", "required": True},
    {"key": "basis", "kind": "text", "required_when": {"element": "share", "among": ["不予共享"]}},
    {
        "key": "way",
        "kind": "text",
        "required": True,
        "visible_when": {"element": "share", "not_among": ["不予共享"]},
    },
    {"key": "note", "kind": "text", "required": True, "severity": {"signing": "warning"}},
]


@pytest.mark.parametrize(
    ("values", "good"),
    [
        ({}, False),
        ({"share": "有条件共享"}, False),
        ({"share": "有条件共享", "way": "平台"}, True),
        ({"share": "不予共享"}, False),
        ({"share": "不予共享", "basis": "《统计法》"}, True),
    ],
)
def test_what_is_required_for_some_values(values: dict[str, Any], good: bool):
    kind = kind_of(*WORDS, group={"element": [{"label": "这", **body} for body in WORDS]})
    assert obeys(kind, values) is good
    full = {"share": "有条件共享", "way": "平台"}
    assert obeys(kind, full, rows=[{"id": "r1", **full}, {"id": "r2", **values}]) is good


@pytest.mark.parametrize(
    ("share", "rows", "good"),
    [
        ("有条件共享", 0, True),
        ("不予共享", 0, False),
        ("不予共享", 2, True),
        ("不予共享", 3, False),
    ],
)
def test_how_many_rows(share: str, rows: int, good: bool):
    group = {
        "element": [{"key": "it", "label": "这", "kind": "text"}],
        "required_when": {"element": "share", "among": ["不予共享"]},
        "max_rows": 2,
    }
    kind = kind_of(WORDS[0], group=group)
    made = [{"id": f"r{number}", "it": "文"} for number in range(rows)]
    assert obeys(kind, {"share": share}, **({"rows": made} if made else {})) is good


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ({"it": "文", "other": "文"}, {}),
        ({"it": "文"}, {"others": [{"id": "r1"}]}),
        ({"it": "文"}, {"rows": []}),
        ({"it": "文"}, {"rows": [{"it": "文"}]}),
        ({"it": "文"}, {"rows": [{"id": 1}]}),
        ({"it": "文"}, {"rows": [{"id": "r1", "other": "文"}]}),
    ],
)
def test_what_no_definition_names_is_not_taken(values: dict[str, Any], groups: dict[str, Any]):
    it = {"key": "it", "kind": "text"}
    kind = kind_of(it, group={"element": [{"label": "这", **it}]})
    assert obeys(kind, {"it": "文"}, rows=[{"id": "r1", "it": "文"}])
    assert not obeys(kind, values, **groups)


def test_a_list_that_is_not_known_here_takes_any_text():
    it = {"kind": "choice", "codes": "a_list_of_tomorrow"}
    kind = kind_of({"key": "it", **it}, {"key": "below", **it, "kind": "cascade", "parent": "it"})
    assert obeys(kind, {"it": "新词", "below": "新词"})


def test_more_combinations_than_are_remembered_are_still_judged():
    types = LineTypes(kind_of({"key": "it", "kind": "number"}), LIBRARY)
    for number in range(20_050):
        assert types.obeys(types.values(it=str(number)), types.groups())
    assert not types.obeys(types.values(it="一"), types.groups())
    assert types.obeys(types.values(it="20049"), types.groups())


def test_attachments_are_seen_in_values_and_in_rows():
    file = {"key": "file", "kind": "attachment"}
    types = LineTypes(kind_of(file, group={"element": [{"label": "这", **file}]}), LIBRARY)
    named = {"sha256": "a" * 64, "name": "依据.pdf", "size": 1}
    for values, groups, seen in (
        ({}, {}, False),
        ({"file": named}, {}, True),
        ({}, {"rows": [{"id": "r1"}]}, False),
        ({}, {"rows": [{"id": "r1"}, {"id": "r2", "file": named}]}, True),
    ):
        found = msgspec.convert(values, types.values), msgspec.convert(groups, types.groups)
        assert types.has_attachments(*found) is seen
