"""Step 6: records obey the definitions they name; what deviates is told once for all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from package_makers import (
    DEFINITION,
    STANDARD,
    codes,
    definition,
    line,
    receiver,
    record,
    seal,
    signer_of,
    tombstone,
)

from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.domain.verdict import Reason, Verdict, Weight
from cdo_desktop.package.definitions import MAX_DEFINITION, MAX_ELEMENTS
from cdo_desktop.package.line_form import BadLine, Reading, RecordLine, read_line
from cdo_desktop.package.obeying import Explainer
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.parts import DefinitionPart, Parts
from cdo_desktop.package.records import check_records
from cdo_desktop.package.verifying import Verification, verified_form, verify_package
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.loading import read_kind
from cdo_desktop.tasks import Run

LIBRARY = Library()


def deep(
    folder: Path, *records: Mapping[str, Any], by: DefinitionPart = DEFINITION
) -> Verification:
    """What is found in a well signed package with these records, under this definition."""
    parts = Parts({"resource": [line(value) for value in records]}, (by,))
    sealed = seal(folder, parts=parts)
    return verify_package(sealed.path, receiver(signer_of()), Run(), deep=True)


def one(found: Verification) -> Reason:
    (reason,) = found.reasons
    return reason


NAME = {"key": "name", "label": "名称", "kind": "text", "required": True, "max_length": 8}
SHARE = {"key": "share_type", "label": "共享类型", "kind": "choice", "codes": "share_type"}
STRICT = definition(
    (
        NAME,
        SHARE,
        {
            "key": "basis",
            "label": "依据",
            "kind": "longtext",
            "required_when": {"element": "share_type", "among": ["不予共享"]},
        },
        {"key": "day", "label": "日期", "kind": "date"},
        {"key": "month", "label": "年月", "kind": "month"},
        {"key": "size", "label": "数据量", "kind": "number", "decimals": 2},
        {"key": "open", "label": "是否开放", "kind": "yes_no"},
        {"key": "uscc", "label": "单位代码", "kind": "uscc"},
        {"key": "region", "label": "区划", "kind": "region"},
        {"key": "ways", "label": "方式", "kind": "multi_choice", "codes": "share_type"},
        {"key": "mode", "label": "方式分类", "kind": "choice", "codes": "share_mode_class"},
        {
            "key": "mode_type",
            "label": "方式类型",
            "kind": "cascade",
            "codes": "share_mode_type",
            "parent": "mode",
        },
        {"key": "system", "label": "系统", "kind": "reference", "target": "system"},
        {"key": "file", "label": "附件", "kind": "attachment"},
        {"key": "local", "label": "本地词", "kind": "choice", "codes": "a_list_of_ours"},
        {"key": "level", "label": "级别", "kind": "text", "pattern": "(a+)+b"},
        {"key": "code", "label": "代码", "kind": "text", "pattern": "^[A-Za-z0-9/_-]{1,64}$"},
    ),
    (
        {**NAME, "label": "信息项名称"},
        {"key": "type", "label": "数据类型", "kind": "choice", "codes": "item_type"},
    ),
    min_rows=1,
    max_rows=3,
)
GOOD: dict[str, Any] = {
    "name": "登记信息",
    "share_type": "有条件共享",
    "day": "2026-03-01",
    "month": "2026-03",
    "size": "12.50",
    "open": "是",
    "uscc": "12100000400000624D",
    "region": "511922",
    "ways": ["无条件共享"],
    "mode": "共享平台方式",
    "mode_type": "接口",
    "system": {"id": "", "code": "", "title": "系统"},
    "local": "什么都行",
    "level": "a" * 60,
    "code": "307/1",
}
ROW = {"id": "r1", "name": "证号", "type": "字符型"}


def strict(number: int = 1, *rows: Mapping[str, Any], **values: Any) -> dict[str, Any]:
    """A good record of the strict definition with some values changed; None takes one out."""
    changed = {key: value for key, value in {**GOOD, **values}.items() if value is not None}
    return record(number, values=changed, groups={"items": list(rows) or [ROW]})


def test_a_record_that_obeys_has_no_findings(tmp_path: Path):
    found = deep(tmp_path, strict(1), tombstone(2), strict(3), by=STRICT)
    assert (found.verdict, codes(found)) == (Verdict.VALID, [])
    assert len(list(OpenedPackage(found).records())) == 3


@pytest.mark.parametrize(
    ("values", "code", "element"),
    [
        ({"colour": "红"}, "E612", "colour"),
        ({"name": ["登记信息"]}, "E613", "名称"),
        ({"size": 12}, "E613", "数据量"),
        ({"size": "12,5"}, "E613", "数据量"),
        ({"day": "2026-02-30"}, "E613", "日期"),
        ({"day": "2026/3/1"}, "E613", "日期"),
        ({"month": "2026-13"}, "E613", "年月"),
        ({"ways": "无条件共享"}, "E613", "方式"),
        ({"ways": [{"title": "x"}]}, "E613", "方式"),
        ({"ways": []}, "E613", "方式"),
        ({"system": {"id": "x"}}, "E613", "系统"),
        ({"system": {"title": "x", "colour": "红"}}, "E613", "系统"),
        ({"file": {"name": "a.pdf", "size": 1}}, "E613", "附件"),
        ({"name": "一二三四五六七八九"}, "E614", "名称"),
        ({"share_type": "有條件共享"}, "E615", "共享类型"),
        ({"ways": ["无条件共享", "x"]}, "E615", "方式"),
        ({"open": "可以"}, "E615", "是否开放"),
        ({"mode": "其他", "mode_type": "随便"}, "E615", "方式类型"),
        ({"uscc": "12100000400000624E"}, "E616", "单位代码"),
        ({"region": "5119"}, "E616", "区划"),
        ({"name": "登记\u0007"}, "E616", "名称"),
        ({"code": "三〇七"}, "E616", "代码"),
        ({"system": "系统"}, "E616", "系统"),
        ({"file": "依据.pdf"}, "E616", "附件"),
        ({"name": None}, "E617", "名称"),
        ({"share_type": "不予共享"}, "E617", "依据"),
    ],
)
def test_a_value_that_does_not_obey(
    tmp_path: Path, values: dict[str, Any], code: str, element: str
):
    found = deep(tmp_path, strict(1, **values), strict(2), by=STRICT)
    reason = one(found)
    assert (reason.code, reason.facts["element"], reason.facts["count"]) == (
        f"CDO-{code}",
        element,
        1,
    )
    assert reason.weight is (Weight.INVALID if code in ("E612", "E613") else Weight.NOTE)
    assert f"“{element}”" in reason.message()
    assert "“不动产登记信息”（307001/000001，resource-001.jsonl 第 1 行）" in reason.message()


@pytest.mark.parametrize(
    ("row", "code", "element"),
    [
        ({"id": "r2", "name": "证号", "colour": "红"}, "E612", "信息项·colour"),
        ({"id": 2, "name": "证号"}, "E613", "信息项·id"),
        ({"id": "r2", "name": "一二三四五六七八九"}, "E614", "信息项·信息项名称"),
        ({"id": "r2", "name": "证号", "type": "C"}, "E615", "信息项·数据类型"),
        ({"id": "r2"}, "E617", "信息项·信息项名称"),
    ],
)
def test_a_row_that_does_not_obey(tmp_path: Path, row: dict[str, Any], code: str, element: str):
    reason = one(deep(tmp_path, strict(1, ROW, row, row), by=STRICT))
    assert (reason.code, reason.facts["element"], reason.facts["count"]) == (
        f"CDO-{code}",
        element,
        1,
    )


@pytest.mark.parametrize("rows", [0, 4])
def test_too_few_or_too_many_rows(tmp_path: Path, rows: int):
    groups = {"items": [{**ROW, "id": f"r{n}"} for n in range(rows)]} if rows else {}
    reason = one(deep(tmp_path, {**strict(1), "groups": groups}, by=STRICT))
    assert (reason.code, reason.facts["rows"]) == ("CDO-E618", rows)
    assert reason.weight is Weight.NOTE


def test_a_group_that_the_definition_does_not_have(tmp_path: Path):
    groups = {"items": [ROW], "tables": [ROW]}
    reason = one(deep(tmp_path, {**strict(1), "groups": groups}, by=STRICT))
    assert (reason.code, reason.facts["element"]) == ("CDO-E612", "tables")


def test_many_bad_lines_are_one_sentence(tmp_path: Path):
    bad = [strict(number, share_type="随便", colour="红") for number in range(1, 400)]
    found = deep(tmp_path, *bad, strict(400, day="昨天"), by=STRICT)
    assert codes(found) == ["E612", "E613", "E615"]
    told = found.reasons[2]
    assert told.facts["count"] == 399
    assert "399 条" in told.message()
    assert told.message().count("第 ") == 3
    assert "（307001/000003，resource-001.jsonl 第 3 行） 等" in told.message()
    assert found.verdict is Verdict.INVALID


def test_more_elements_than_can_be_named_are_counted(tmp_path: Path):
    bad = [strict(number, **{f"k{number}": "x"}) for number in range(1, 251)]
    found = deep(tmp_path, *bad, by=STRICT)
    assert codes(found) == ["E612"] * 200 + ["E609"]
    assert found.reasons[-1].facts["count"] == 50
    assert found.reasons[-1].weight is Weight.INVALID


def test_what_is_shown_of_a_bad_line_does_no_harm_to_a_terminal(tmp_path: Path):
    value = strict(1, share_type="\u001b[2J" + "长" * 500)
    reason = one(deep(tmp_path, {**value, "title": "\u001b]0;x\u0007"}, by=STRICT))
    assert reason.message().isprintable()
    assert len(reason.message()) < 300


def test_a_line_with_another_fault_is_not_judged_by_its_definition(tmp_path: Path):
    named = {"sha256": "a" * 64, "name": "x", "size": 1}
    assert codes(deep(tmp_path, strict(1, file=named, share_type="随便"), by=STRICT)) == ["E606"]
    assert codes(deep(tmp_path, strict(1, file=named), by=STRICT)) == ["E606"]
    assert codes(deep(tmp_path, strict(2), strict(1), by=STRICT)) == ["E602"]


def test_a_receiver_may_weigh_otherwise(tmp_path: Path):
    parts = Parts({"resource": [line(strict(1, share_type="随便", colour="红"))]}, (STRICT,))
    sealed = seal(tmp_path, parts=parts)
    with sealed.path.open("rb") as stream:
        result, container = verified_form(sealed.path, stream, Run())
        assert container is not None and result.manifest is not None
        weights = {"CDO-E612": Weight.NOTE, "CDO-E615": Weight.INVALID}
        found = check_records(container, result.manifest, Run(), weights=weights)
    assert [(reason.code, reason.weight) for reason in found] == [
        ("CDO-E615", Weight.INVALID),
        ("CDO-E612", Weight.NOTE),
    ]


def test_records_of_two_versions_each_obey_their_own(tmp_path: Path):
    newer = definition((NAME, {"key": "colour", "label": "颜色", "kind": "text"}), standard="2")
    old = [strict(n) for n in (1, 3, 5)]
    new = [{**record(n, values={"name": "名", "colour": "红"}), "standard": "2"} for n in (2, 4, 6)]
    lines = sorted([*old, *new], key=lambda value: value["id"])
    parts = Parts({"resource": [line(value) for value in lines]}, (STRICT, newer))
    sealed = seal(tmp_path, parts=parts)
    found = verify_package(sealed.path, receiver(signer_of()), Run(), deep=True)
    assert codes(found) == []
    wrong = {**strict(7), "standard": "2"}
    parts = replace(parts, records={"resource": [line(value) for value in (*lines, wrong)]})
    sealed = seal(tmp_path, parts=parts)
    found = verify_package(sealed.path, receiver(signer_of()), Run(), deep=True)
    assert set(codes(found)) == {"E612"}
    assert all(reason.facts["count"] == 1 for reason in found.reasons)


# --- definitions


def changed(path: str, value: Any) -> DefinitionPart:
    """The definition of this program with one place changed; path such as element.0.kind."""
    source = Library().kinds["resource"].source
    body: Any = {key: [dict(part) for part in source[key]] for key in ("element", "group")}
    body["kind"] = {**source["kind"], "standard": STANDARD}
    body["group"] = [{**group, "element": list(group["element"])} for group in body["group"]]
    spot: Any = body
    *way, last = path.split(".")
    for step in way:
        spot = spot[int(step)] if step.isdigit() else spot[step]
    spot[last] = value
    return DefinitionPart("resource", STANDARD, canonical_bytes(body))


@pytest.mark.parametrize(
    "content",
    [
        b'{"key":"resource"',
        b'{ "kind": {} }',
        b"\xff",
        DEFINITION.content.replace(b'"key":"resource"', b'"key":"system"'),
        definition(standard="2").content,
    ],
)
def test_a_definition_that_is_not_the_one_that_is_named(tmp_path: Path, content: bytes):
    by = DefinitionPart("resource", STANDARD, content)
    found = deep(tmp_path, strict(1), by=by)
    assert codes(found) == ["E610"]
    assert found.verdict is Verdict.INVALID
    assert found.reasons[0].place == "data/standard/resource-001.json"


@pytest.mark.parametrize(
    "by",
    [
        changed("element.0.kind", "hologram"),
        changed("element.0.colour", "红"),
        changed("element.0.max_length", "64"),
        changed("element.0.max_length", -1),
        changed("element.0.required_when", None),
        changed("element.0.required_when", {"element": "nothing", "filled": True}),
        changed("element.0.required_when", {"element": "title"}),
        changed("element.0.severity", {"signing": "fatal"}),
        changed("element.0.key", "Title"),
        changed("element.0.key", "code"),
        changed("element", ["title"]),
        changed("element", {}),
        changed("group.0.element.0.key", "id"),
        changed("group.0.min_rows", True),
        changed("group", [Library().kinds["resource"].source["group"][0]] * 2),
        changed("kind", []),
        changed("kind.colour", "红"),
        changed("more", 1),
        changed("element.0.help", "长" * MAX_DEFINITION),
        definition(tuple({**NAME, "key": f"k{n}"} for n in range(MAX_ELEMENTS))),
        DefinitionPart("resource", STANDARD, b"[]"),
        DefinitionPart("resource", STANDARD, b"5"),
    ],
    ids=lambda part: None,
)
def test_a_definition_that_is_not_understood_leaves_its_records_unchecked(
    tmp_path: Path, by: DefinitionPart
):
    found = deep(tmp_path, strict(1, colour="红"), by=by)
    assert codes(found) == ["E611"]
    assert found.verdict is Verdict.CANNOT_BE_CHECKED
    assert "升级" in found.reasons[0].todo()


def test_a_hostile_pattern_is_not_run(tmp_path: Path):
    """“level” of the strict definition has one that would run for years on this text."""
    assert codes(deep(tmp_path, strict(1, level="a" * 60 + "c"), by=STRICT)) == []


# --- the fast way and the explaining one agree

# without the hostile pattern, which this way of reading would run
KIND = read_kind(json.loads(STRICT.content.replace(b'"pattern":"(a+)+b",', b"")), "test")
READING, EXPLAINER = Reading(KIND, LIBRARY), Explainer(KIND, LIBRARY)
_any = st.one_of(
    st.sampled_from([*GOOD.values(), "随便", "\u0007", "2026-3-1", "0.50", "-1", "", "1.234", 5]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
    st.lists(st.sampled_from(["无条件共享", "x"]), max_size=2),
)
_values = st.dictionaries(st.sampled_from([*KIND.by_key, "colour"]), _any, max_size=4)
_rows = st.lists(
    st.dictionaries(st.sampled_from(["name", "type", "colour"]), _any, max_size=2), max_size=4
)


def texts_in(value: Any) -> str:
    """All texts of a value, one behind the other."""
    if isinstance(value, dict):
        return "".join(map(texts_in, value.values()))
    return "".join(map(texts_in, value)) if isinstance(value, list) else str(value)


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


@settings(deadline=None, max_examples=300)
@given(_values, _rows, st.sets(st.sampled_from([*GOOD])))
def test_what_is_read_fast_is_exactly_what_has_nothing_to_explain(
    values: dict[str, Any], rows: list[dict[str, Any]], left_out: set[str]
):
    kept = {key: value for key, value in GOOD.items() if key not in left_out}
    made = [{**ROW, "id": f"r{n}", **row} for n, row in enumerate(rows)]
    written = line(record(1, values={**kept, **values}, groups={"items": made} if made else {}))
    is_fast = READING.obedient(written) is not None
    try:
        found = read_line(written)
    except BadLine:
        assert not is_fast
    else:
        assert isinstance(found, RecordLine)
        # control characters are looked for in the whole line, though only texts may not have them
        is_quiet = not CONTROL.search(texts_in(found.as_dict()))
        assert is_fast is (is_quiet and not list(EXPLAINER.deviations(found)))
