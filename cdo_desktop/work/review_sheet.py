"""The confirmation sheet in words: every value of what is signed, none left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cdo_desktop.domain.canonical import canonical_text
from cdo_desktop.domain.roles import role_label
from cdo_desktop.standard.model import Element
from cdo_desktop.work.review_reading import ShownForm, ShownOpinion


def sheet_lines(shown: ShownForm) -> list[str]:
    """The sheet, line by line; the same before signing and from the signed package."""
    return [
        *_head(shown),
        *_record(shown, shown.form),
        *_attachments(shown),
        *_linked(shown),
        *_checks(shown),
        *(line for one in shown.opinions for line in _opinion(one)),
    ]


def _head(shown: ShownForm) -> Iterator[str]:
    practice = "（练习）" if shown.practice else ""
    yield f"审查表{practice}：{shown.form['title']}  第 {shown.version} 版"
    yield f"申报单位：{shown.sender.name}（{shown.sender.code}）"
    if shown.recipient:
        yield f"报送：{shown.recipient.name}（{shown.recipient.code}）"
    yield f"形成时间：{shown.created_at:%Y-%m-%d %H:%M}"
    yield f"包编号：{shown.package_id}"
    yield f"内容摘要：{shown.content_digest}（电话核对：{shown.fingerprint}）"
    if shown.previous:
        yield f"取代：{shown.previous.package_id}"
    for one in shown.voids:
        said = f"{one.decision.label}，{one.at:%Y-%m-%d %H:%M}"
        yield f"  上一版的签名作废：{one.name}（{role_label(one.role)}）{said}"


def _record(shown: ShownForm, line: Mapping[str, Any]) -> Iterator[str]:
    """A record with all its values, in the order of its definition; the rest after them."""
    kind = shown.kind_of(line)
    named = f"{line['title']}（{line['code'] or line['id']}）"
    yield f"—— {kind.label if kind else line['kind']}：{named}"
    yield f"修订 {line['revision']}（{line['revisionId'][:16]}），依据 {line['standard']}"
    yield from _values(line["values"], kind.elements if kind else (), "  ")
    groups = {group.key: group for group in kind.groups} if kind else {}
    order = [*(key for key in groups if key in line["groups"])]
    for key in [*order, *(key for key in line["groups"] if key not in groups)]:
        group = groups.get(key)
        for number, row in enumerate(line["groups"][key], 1):
            yield f"  {group.label if group else key} {number}"
            cells = {name: value for name, value in row.items() if name != "id"}
            yield from _values(cells, group.elements if group else (), "    ")


def _values(values: Mapping[str, Any], elements: tuple[Element, ...], margin: str) -> Iterator[str]:
    labels = {element.key: element.label for element in elements}
    order = [key for key in labels if key in values]
    for key in [*order, *sorted(values.keys() - labels.keys())]:
        yield f"{margin}{labels.get(key, key)}：{in_full(values[key])}"


def in_full(value: Any) -> str:
    """A value with all that is signed of it: the id of a reference, the digest of a file."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "、".join(in_full(part) for part in value)
    if isinstance(value, dict) and "sha256" in value:
        return f"{value.get('name', '')}（{value.get('size', '')} 字节，SHA-256 {value['sha256']}）"
    if isinstance(value, dict) and "title" in value:
        known = " ".join(str(value[key]) for key in ("code", "id") if value.get(key))
        return f"{value['title']}（{known}）" if known else str(value["title"])
    return canonical_text(value)


def _attachments(shown: ShownForm) -> Iterator[str]:
    yield f"—— 附件 {len(shown.attachments)} 件"
    for file in shown.attachments:
        yield f"  {in_full(file.as_json())}"


def _linked(shown: ShownForm) -> Iterator[str]:
    yield f"—— 关联的目录记录 {len(shown.linked)} 条（签署时的内容）"
    for line in shown.linked:
        yield from _record(shown, line)


def _checks(shown: ShownForm) -> Iterator[str]:
    """The checks as they are, whoever wrote them: one line a piece."""
    if not shown.checks:
        return
    yield "—— 自动检查"
    for key, value in sorted(shown.checks.items()):
        for part in value if isinstance(value, list) else [value]:
            yield f"  {key}：{in_full(part)}"


def _opinion(one: ShownOpinion) -> Iterator[str]:
    said = one.statement
    yield f"—— 意见 {one.number}：{said.decision.label}"
    yield f"  签名人：{one.name}（{role_label(said.role)}，{one.org.name} {one.org.code}）"
    yield f"  时间：{said.at:%Y-%m-%d %H:%M:%S %z}"
    yield f"  证书 SHA-256：{one.cert_sha256}"
    for number, part in enumerate(said.text.split("\n")):
        yield f"  意见：{part}" if number == 0 else f"  　　　{part}"
    for number, condition in enumerate(said.conditions, 1):
        yield f"  条件 {number}：{condition}"
