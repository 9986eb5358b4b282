"""What stands on a printed review form of the record itself: values, tables, checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cdo_desktop.domain.project_check import Outcome
from cdo_desktop.domain.report_parts import Facts, Table
from cdo_desktop.domain.roles import role_label
from cdo_desktop.report.form_parts import CheckLine
from cdo_desktop.standard.element_kinds import shown as shown_value
from cdo_desktop.standard.model import Element, Group
from cdo_desktop.work.review_reading import ShownForm
from cdo_desktop.work.review_sheet import in_full

_NARROW, _WIDE = 6, 18
"""A column counts for so many signs at least and at most, however short or long its words are."""
_NUMBER = 0.07
"""The part of the width that the running number gets."""
DAY = "%Y年%m月%d日 %H:%M"
"""How a print writes a time: of a signature, of a package."""


def filled_in(shown: ShownForm) -> Iterator[Facts | Table]:
    """Every value of the record in the order of its definition, and what goes with it."""
    kind = shown.kind_of(shown.form)
    values, groups = shown.form["values"], shown.form["groups"]
    for section in kind.sections if kind else ():
        assert kind is not None  # it has sections
        elements = [one for one in kind.elements if one.section == section]
        if pairs := tuple(_pairs(values, elements)):
            yield Facts(section, pairs)
        for group in kind.groups:
            if group.section == section and groups.get(group.key):
                yield _rows(group.label, groups[group.key], group)
    known = kind.by_key if kind else {}
    rest = tuple((key, in_full(values[key])) for key in sorted(values.keys() - known.keys()))
    if rest:
        yield Facts("其他内容", rest)
    of_kind = kind.groups_by_key if kind else {}
    for key in sorted(groups.keys() - of_kind.keys()):
        yield _rows(key, groups[key], None)
    if shown.linked:
        yield _linked(shown)
    if shown.voids:
        yield _voids(shown)


def _pairs(values: Mapping[str, Any], elements: Sequence[Element]) -> Iterator[tuple[str, str]]:
    """What is filled in, and what is wanting though it should be."""
    for element in elements:
        if element.key in values:
            yield element.label, _words(values[element.key], element.unit)
        elif element.is_required(values) and element.is_visible(values):
            yield element.label, ""


def _words(value: Any, unit: str = "") -> str:
    """A value as an office reads it: references with their code, numbers with their unit."""
    text = shown_value(value)
    if isinstance(value, dict) and "title" in value and value.get("code"):
        return f"{text}（{value['code']}）"
    return f"{text} {unit}" if unit and text else text


def _rows(title: str, rows: Sequence[Mapping[str, Any]], group: Group | None) -> Table:
    """A group as a table of the columns that are used in it."""
    used = {key for row in rows for key in row} - {"id"}
    known = [element for element in group.elements if element.key in used] if group else []
    columns = [(one.key, f"{one.label}（{one.unit}）" if one.unit else one.label) for one in known]
    columns += [(key, key) for key in sorted(used - {key for key, _ in columns})]
    lines = [
        (str(number), *(_words(row.get(key)) for key, _ in columns))
        for number, row in enumerate(rows, 1)
    ]
    head = ("序号", *(label for _, label in columns))
    return Table(title, head, _shares(head, lines), lines, len(lines))


def _shares(head: Sequence[str], lines: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """The width of each column by its longest words, within bounds."""
    longest = [max(len(line[at]) for line in (head, *lines)) for at in range(len(head))]
    wide = [min(_WIDE, max(_NARROW, signs)) for signs in longest[1:]]
    return (_NUMBER, *((1 - _NUMBER) * each / sum(wide) for each in wide))


def _linked(shown: ShownForm) -> Table:
    """The records it refers to: which, and at which revision."""
    lines = []
    for number, line in enumerate(shown.linked, 1):
        kind = shown.kind_of(line)
        label = kind.short_label if kind else line["kind"]
        revision = f"第 {line['revision']} 次修订\n{line['revisionId'][:16]}"
        lines.append((str(number), label, line["title"], line["code"], revision))
    head = ("序号", "种类", "名称", "编号", "签署时的内容")
    return Table("关联的目录记录", head, (10, 20, 52, 36, 38), lines, len(lines))


def _voids(shown: ShownForm) -> Table:
    lines = [
        (one.name, role_label(one.role), one.decision.label, f"{one.at:{DAY}}")
        for one in shown.voids
    ]
    head = ("签名人", "身份", "意见", "签署时间")
    return Table("上一版已作废的签名", head, (30, 46, 30, 50), lines, len(lines))


# -- checks


def check_lines(checks: Mapping[str, Any]) -> Iterator[CheckLine]:
    """The checks as they are signed, whoever wrote them; what we do not know stands there whole."""
    for key, value in sorted(checks.items()):
        for part in value if isinstance(value, list) else [value]:
            yield _check(part) if _is_ours(part) else CheckLine(key, "", in_full(part))


def _is_ours(part: Any) -> bool:
    """Whether it is what `check_document` writes."""
    if not isinstance(part, dict):
        return False
    said, evidence = part.get("overrule"), part.get("evidence")
    texts = ("label", "result", "sentence", "clause")
    return (
        all(isinstance(part.get(key), str) for key in texts)
        and part["result"] in {one.value for one in Outcome}
        and (said is None or _has_texts(said, "reason", "by", "on"))
        and isinstance(evidence, list)
        and all(_has_texts(one, "label", "mine", "theirs") for one in evidence)
    )


def _has_texts(value: Any, *keys: str) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(key), str) for key in keys)


def _check(part: Mapping[str, Any]) -> CheckLine:
    result = Outcome(part["result"])
    seen = [] if result is Outcome.PASS else [_seen(one) for one in part["evidence"]]
    said = part.get("overrule")
    return CheckLine(
        part["label"],
        result.label,
        "\n".join((part["sentence"], *seen)),
        part["clause"],
        _overruled(said) if said else "",
    )


def _seen(one: Mapping[str, Any]) -> str:
    sides = " ↔ ".join(filter(None, (one["mine"], one["theirs"])))
    like = f"（相似 {one['percent']}%）" if isinstance(one.get("percent"), int) else ""
    return f"· {one['label']}{f'：{sides}' if sides else ''}{like}"


def _overruled(said: Mapping[str, Any]) -> str:
    still = "" if said.get("holds") else "（结论已变，不再算数）"
    return f"{said['reason']}\n{said['by']}，{said['on']}{still}"
