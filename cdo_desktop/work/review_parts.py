"""The parts of a form that a signature covers, each to be opened before it is signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from cdo_desktop.domain.canonical import canonical_bytes, sha256_hex
from cdo_desktop.domain.project_check import Outcome
from cdo_desktop.domain.review_form import AttachedFile
from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import Refused
from cdo_desktop.files import existing, write_bytes
from cdo_desktop.package.statement_json import statement_bytes
from cdo_desktop.package.verifying import read_trouble, verified_form
from cdo_desktop.tasks import Run
from cdo_desktop.work.review_reading import ShownForm, ShownOpinion
from cdo_desktop.work.review_sheet import check_lines, form_lines, in_sight, is_check, linked_lines
from cdo_desktop.work.review_sheet import opinion_lines as opinion_lines

TEXTS = (".txt", ".csv", ".json", ".xml", ".md", ".log")
"""Files that are shown as the text they are."""
LONGEST_TEXT = 1024 * 1024
"""A longer one is no text for people."""


class PartKind(StrEnum):
    """What a part is."""

    OPINION = "opinion"
    EARLIER = "earlier"
    FORM = "form"
    LINKED = "linked"
    CHECKS = "checks"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Part:
    """One part; two are the same if their bytes are."""

    kind: PartKind
    title: str
    says: str
    size: int
    digest: str
    """SHA-256 of the bytes that stand in the package, 64 hex digits."""
    lines: tuple[str, ...] = field(default=(), repr=False)
    """All of it, in words; of a file nothing."""
    file: AttachedFile | None = None


def parts_of(shown: ShownForm) -> tuple[Part, ...]:
    """Everything that the signature would cover; the opinion first, if there is one to sign."""
    return (*_said(shown), *_content(shown), *map(_file, shown.attachments))


def _said(shown: ShownForm) -> Iterator[Part]:
    earlier = shown.opinions[:-1] if shown.token else shown.opinions
    if shown.token:
        own = shown.opinions[-1]
        said = own.statement
        more = f"，条件 {len(said.conditions)} 条" if said.conditions else ""
        words = f"{said.decision.label}，文字 {len(said.text)} 字{more}"
        yield _part(PartKind.OPINION, "您的意见", words, [own])
    if earlier:
        names = "、".join(f"{one.name}（{role_label(one.statement.role)}）" for one in earlier)
        yield _part(PartKind.EARLIER, "前面的意见", names, earlier)


def _part(kind: PartKind, title: str, words: str, said: list[ShownOpinion] | Any) -> Part:
    body = b"\n".join(statement_bytes(one.statement) for one in said)
    lines = tuple(line for one in said for line in opinion_lines(one))
    return Part(kind, title, words, len(body), sha256_hex(body), lines)


def _content(shown: ShownForm) -> Iterator[Part]:
    definition = shown.kind_of(shown.form)
    label = definition.label if definition else shown.form["kind"]
    rows = sum(map(len, shown.form["groups"].values()))
    words = f"{label}，填报 {len(shown.form['values'])} 项，明细 {rows} 行"
    yield _plain(PartKind.FORM, "申报内容", words, shown.form, form_lines(shown))
    if shown.linked:
        words = f"{len(shown.linked)} 条，签署时的内容"
        yield _plain(PartKind.LINKED, "关联的目录记录", words, shown.linked, linked_lines(shown))
    if shown.checks:
        words = f"{len(_checks(shown))} 项"
        yield _plain(PartKind.CHECKS, "自动检查结果", words, shown.checks, check_lines(shown))


def _plain(kind: PartKind, title: str, words: str, value: Any, lines: Any) -> Part:
    body = canonical_bytes([*value] if isinstance(value, tuple) else value)
    return Part(kind, title, words, len(body), sha256_hex(body), tuple(lines))


def _file(one: AttachedFile) -> Part:
    return Part(PartKind.FILE, in_sight(one.name), "附件", one.size, one.sha256, (), one)


def _checks(shown: ShownForm) -> list[Any]:
    values = shown.checks.values()
    return [part for one in values for part in (one if isinstance(one, list) else [one])]


def open_checks(shown: ShownForm) -> list[str]:
    """The checks that speak against the form, or ask, and that nobody has answered."""
    return [str(one["label"]) for one in _checks(shown) if is_check(one) and one["open"]]


def failed_checks(shown: ShownForm) -> list[str]:
    """The checks that speak against the form and that nobody has overruled."""
    ours = [one for one in _checks(shown) if is_check(one) and one["open"]]
    return [str(one["label"]) for one in ours if one["result"] == Outcome.FAIL]


def copy_file(path: Path, shown: ShownForm, file: AttachedFile, target: Path, run: Run) -> Path:
    """Write a file of the form to `target`, from the very package that is shown.

    Raises Refused (CDO-U101, CDO-E752 the package is another one by now), DiskTrouble, Cancelled.
    """
    existing(path)
    try:
        with path.open("rb") as stream:
            _, container = verified_form(path, stream, run)
            if container is None or container.digest != shown.container_digest:
                raise Refused("CDO-E752", file=path.name)
            body = container.read(f"data/attachments/{file.sha256}")
    except OSError as error:
        raise read_trouble(error, path) from error
    write_bytes(target, body)
    return target


def text_of(path: Path) -> str | None:
    """The text of a file that is one, with what is hidden in it in sight; None for any other."""
    if path.suffix.lower() not in TEXTS or path.stat().st_size > LONGEST_TEXT:
        return None
    body = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return "\n".join(map(in_sight, body.decode(encoding).splitlines()))
        except UnicodeDecodeError:
            continue
    return None
