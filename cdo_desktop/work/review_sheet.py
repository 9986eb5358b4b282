"""The confirmation sheet in words: every value of what is signed, none left out.

A form may have been written by anybody: what a value says never looks like a line of the sheet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cdo_desktop.domain.canonical import canonical_text
from cdo_desktop.domain.project_check import Outcome
from cdo_desktop.domain.roles import role_label
from cdo_desktop.package.definitions import renamed
from cdo_desktop.standard.model import Element
from cdo_desktop.work.review_reading import ShownForm, ShownOpinion

_WORDS = ("check", "label", "result", "sentence", "code", "clause")
_EVIDENCE = ("label", "record", "mine", "theirs")
_OVERRULE = ("reason", "by", "on")
_GOES_ON = "　　｜"
"""Before the further lines of a value of several."""
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""What is not seen but breaks lines or turns their direction; it is shown by its number."""


def sheet_lines(shown: ShownForm) -> list[str]:
    """The sheet, line by line; the same before signing and from the signed package."""
    return [
        *form_lines(shown),
        *_told(_attachments(shown)),
        *linked_lines(shown),
        *check_lines(shown),
        *(line for one in shown.opinions for line in opinion_lines(one)),
    ]


def form_lines(shown: ShownForm) -> list[str]:
    """What form it is, whose, in place of what; and the record with all its values."""
    return [*_told(_head(shown)), *_told(_record(shown, shown.form))]


def _told(lines: Iterable[str]) -> Iterator[str]:
    """Each as one line, and what is in it of several lines as such."""
    for line in lines:
        first, *more = line.split("\n")
        yield in_sight(first)
        yield from (f"{_GOES_ON}{in_sight(part)}" for part in more)


def in_sight(text: str) -> str:
    """A text with the signs that would not be seen, or make others be seen elsewhere, by their
    numbers, as prints have them."""
    return "".join(f"〔U+{ord(sign):04X}〕" if _is_hidden(sign) else sign for sign in text)


def _is_hidden(sign: str) -> bool:
    return sign != "\t" and unicodedata.category(sign) in _HIDDEN


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
    for theirs, ours in renamed(kind) if kind else ():
        yield f"注意：它带来的标准把“{ours}”改叫“{theirs}”，请向申报单位核实"
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


def linked_lines(shown: ShownForm) -> Iterator[str]:
    """The records it refers to, as they are signed with it."""
    yield f"—— 关联的目录记录 {len(shown.linked)} 条（签署时的内容）"
    for line in shown.linked:
        yield from _told(_record(shown, line))


def check_lines(shown: ShownForm) -> Iterator[str]:
    """What the checks say: those of this program in words, whatever else as it is, a line each."""
    if not shown.checks:
        return
    yield "—— 自动检查"
    for key, value in sorted(shown.checks.items()):
        for part in value if isinstance(value, list) else [value]:
            yield from _told(_check(part) if is_check(part) else [f"  {key}：{in_full(part)}"])


def is_check(value: Any) -> bool:
    """Whether it is what domain.project_check.check_document writes; a form may bring anything."""
    if not _has(value, _WORDS, ("evidence", "stops", "open", "overrule")):
        return False
    evidence, over = value["evidence"], value["overrule"]
    return (
        isinstance(evidence, list)
        and all(_has(one, _EVIDENCE, ("percent",)) for one in evidence)
        and (over is None or _has(over, _OVERRULE, ("holds",)))
    )


def _has(value: Any, words: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Whether it is an object of exactly these members, the first of them texts."""
    if not isinstance(value, dict) or value.keys() != {*words, *more}:
        return False
    return all(isinstance(value[key], str) for key in words)


def _check(said: Mapping[str, Any]) -> Iterator[str]:
    known = {one.value: one.label for one in Outcome}
    result = known.get(said["result"], said["result"])
    state = "，没有解决" if said["open"] else ""
    stops = "，不再往下检查" if said["stops"] else ""
    yield f"  {said['label']}（{said['check']}）：{result}{state}{stops}"
    yield f"    {said['sentence']}（{said['code']}，依据：{said['clause']}）"
    for one in said["evidence"]:
        facts = [one[key] for key in ("mine", "theirs", "record") if one[key]]
        facts += [f"{one['percent']}%"] if one["percent"] is not None else []
        yield f"    {one['label']}：{'；'.join(facts)}"
    over = said["overrule"]
    if over:
        now = "" if over["holds"] else "（检查结果已变，改判不再算数）"
        yield f"    改判：{over['reason']}（{over['by']}，{over['on']}）{now}"


def opinion_lines(one: ShownOpinion) -> Iterator[str]:
    """What somebody has said, or is about to sign, and who he is."""
    yield from _told(_opinion(one))


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
