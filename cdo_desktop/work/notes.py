"""What hangs on records: attached files, and remarks that somebody makes and somebody settles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.comment import Comment
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.people import Person
from cdo_desktop.domain.record import Head, Record
from cdo_desktop.errors import Refused
from cdo_desktop.files import write_bytes
from cdo_desktop.standard.model import Element, ElementKind
from cdo_desktop.store.attachments import add_comment, close_comment, keep, read_file
from cdo_desktop.store.names import SHORTEST, short_forms
from cdo_desktop.work.checking import assess
from cdo_desktop.work.editing import drafted, in_the_list, settled
from cdo_desktop.work.typed import Entry, place_of, placed, record_called
from cdo_desktop.workbench import Workbench

LONGEST = 2000
"""So many characters a remark may have; what is longer is a document to attach."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


# -- attached files --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that hangs on a record."""

    label: str
    """Of its element."""
    group: str
    row: int
    """Row of the group, counted from 1; 0 = the record itself."""
    element: str
    name: str
    sha256: str
    size: int


def attach(bench: Workbench, word: str, entry: Entry, path: Path) -> Record:
    """Hang a file on a record, as one step that can be undone; the record as it is now.

    `entry` names the element. If the same file hangs there already, nothing is written. Raises
    Refused for an element that takes no file, a file that is not there or larger than 50 MB.
    """
    record = record_called(bench, word)
    in_the_list(record)
    if not entry.element:
        raise Refused("CDO-U105", what=f"{entry.group}[{entry.row}]")
    file = read_file(path)
    changed = placed(bench, record, entry, lambda element: _taken(element, file.as_value()))
    if changed == record:
        return record
    draft = drafted(bench, settled(bench, changed))
    with bench.step(f"给“{record.title}”添加附件“{file.name}”") as unit:
        keep(unit, file.body)
        return unit.save(draft, assess(bench, draft), record.revision_id)


def _taken(element: Element, value: dict[str, object]) -> dict[str, object]:
    if element.kind is not ElementKind.ATTACHMENT:
        raise Refused("CDO-S225", label=element.label)
    return value


def attached_to(bench: Workbench, record: Record) -> Iterator[Attached]:
    """The files that hang on a record; one that a sheet only named is not here."""
    kind = bench.library.version(record.kind, record.standard)
    for element in kind.elements:
        yield from _attached(element, "", 0, record.values.get(element.key))
    for group in kind.groups:
        for number, row in enumerate(record.groups.get(group.key, ()), 1):
            for element in group.elements:
                yield from _attached(element, group.key, number, row.get(element.key))


def _attached(element: Element, group: str, row: int, value: Any) -> Iterator[Attached]:
    if element.kind is ElementKind.ATTACHMENT and isinstance(value, dict) and value.get("sha256"):
        facts = (value["name"], value["sha256"], value["size"])
        yield Attached(element.label, group, row, element.key, *facts)


def fetch(bench: Workbench, word: str, entry: Entry | None, target: Path) -> tuple[str, int]:
    """Write a kept file to a new name; gives its SHA-256 and size.

    `word` is its SHA-256, or the record it hangs on; `entry` says where, needed only if several
    do. Raises Refused, DiskTrouble.
    """
    if target.exists():
        raise Refused("CDO-U102", file=target.name)
    sha256 = word.lower() if _SHA256.fullmatch(word.lower()) else _one(bench, word, entry).sha256
    body = bench.workspace.attachment(sha256)
    write_bytes(target, body)
    return sha256, len(body)


def _one(bench: Workbench, word: str, entry: Entry | None) -> Attached:
    record = record_called(bench, word)
    found = list(attached_to(bench, record))
    if entry is not None:
        kind = bench.library.version(record.kind, record.standard)
        group, _, element = place_of(kind, record, entry)
        place = (group, entry.row, element)
        found = [one for one in found if (one.group, one.row, one.element) == place]
    if not found:
        raise Refused("CDO-S226", title=record.title)
    if len(found) > 1:
        names = "、".join(f"{one.label}（{one.name}）" for one in found)
        raise Refused("CDO-S228", title=record.title, count=len(found), names=names)
    return found[0]


# -- remarks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spot:
    """What a remark hangs on, by keys and ids that stay when rows move; all "" = the record."""

    element: str = ""
    group: str = ""
    row_id: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark, with what a list shows of it."""

    comment: Comment
    record: Head
    short: str
    """The beginning of its id by which it can be named; the window names it by the whole id."""
    label: str
    """The element it hangs on, with the row; "" = the record as a whole."""
    row: int
    """Row of the group, counted from 1; 0 = none, or that row is no longer there."""

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it yet."""
        return not self.comment.closed_at

    def hangs_on(self, element: str) -> bool:
        """Whether it hangs on this element of the record itself, not on one of a row."""
        return self.comment.element == element and not self.comment.group


def remark(
    bench: Workbench, word: str, entry: Entry | None, text: str, by: Person | None = None
) -> Remark:
    """Make a remark on a record, or on what the entry names in it; the record does not change.

    Raises Refused for a place there is not, a record in the recycle bin, a text that is too long.
    """
    record = record_called(bench, word)
    kind = bench.library.version(record.kind, record.standard)
    group, row_id, element = place_of(kind, record, entry) if entry else ("", "", "")
    comment = _written(bench, record, Spot(element, group, row_id), text, by)
    return _shown(bench, [comment])[0]


def remark_at(bench: Workbench, record_id: str, spot: Spot, text: str) -> None:
    """Make a remark where somebody pointed, also on a row that has moved or gone since.

    Raises as `remark`.
    """
    _written(bench, record_called(bench, record_id), spot, text, None)


def _written(bench: Workbench, record: Record, spot: Spot, text: str, by: Person | None) -> Comment:
    in_the_list(record)
    if len(text) > LONGEST:
        raise Refused("CDO-S229", length=len(text), limit=LONGEST)
    act = bench.done_by(by or bench.who).act()
    comment = Comment(
        id=new_id(),
        record_id=record.id,
        revision_id=record.revision_id,
        element=spot.element,
        group=spot.group,
        row_id=spot.row_id,
        text=text,
        who=act.who.name,
        at=timestamp(act.at),
    )
    with bench.workspace.unit(act, f"批注“{record.title}”", kind="note") as unit:
        add_comment(unit, comment)
        unit.tell({"comment": comment.id, "record": record.id, "text": text})
    return comment


def remarks_on(bench: Workbench, record: Record) -> list[Remark]:
    """The remarks on one record that is at hand, open ones first, then oldest first.

    Reads nothing else, so that it can be asked at every step through a list of 100 000.
    """
    comments = bench.workspace.comments(record.id)
    head = bench.workspace.heads([record.id])[record.id] if comments else None
    found = [_placed(bench, one, head, record, one.id) for one in comments if head is not None]
    return sorted(found, key=lambda one: not one.is_open)


def remarks(bench: Workbench, word: str = "", *, only_open: bool = False) -> list[Remark]:
    """The remarks on a record ("" = on all), oldest first. Raises Refused."""
    every = bench.workspace.comments(record_called(bench, word).id if word else "")
    return _shown(bench, [one for one in every if not (only_open and one.closed_at)])


def _shown(bench: Workbench, comments: Sequence[Comment]) -> list[Remark]:
    short = short_forms(bench.workspace.comment_ids())
    heads = bench.workspace.heads([one.record_id for one in comments])
    whole = bench.workspace.by_ids([one.record_id for one in comments if one.row_id])
    return [
        _placed(bench, one, heads[one.record_id], whole.get(one.record_id), short[one.id])
        for one in comments
    ]


def _placed(
    bench: Workbench, comment: Comment, head: Head, record: Record | None, short: str
) -> Remark:
    """`record` is needed for a remark on a row only."""
    kind = bench.library.version(head.kind, head.standard)
    rows = [row["id"] for row in record.groups.get(comment.group, ())] if record else []
    number = rows.index(comment.row_id) + 1 if comment.row_id in rows else 0
    element = kind.element_at(comment.element, comment.group)
    label = element.label if element else comment.element
    if group := kind.groups_by_key.get(comment.group):
        where = f"{group.label}[{number}]" if number else f"{group.label}（已删去的一行）"
        label = f"{where}.{label}" if label else where
    return Remark(comment, head, short, label, number)


def settle(bench: Workbench, words: Sequence[str], by: Person | None = None) -> list[Remark]:
    """Mark remarks as settled, as one step; gives those that were open until now.

    Raises Refused for an id, or the beginning of one, that no remark or several have.
    """
    known = bench.workspace.comment_ids()
    named = dict.fromkeys(_called(known, word) for word in words)
    every = _shown(bench, [bench.workspace.comment(id_) for id_ in named])
    going = [one for one in every if one.is_open]
    if not going:
        return []
    act = bench.done_by(by or bench.who).act()
    name = f"解决批注“{going[0].record.title}”" if len(going) == 1 else f"解决批注 {len(going)} 条"
    with bench.workspace.unit(act, name, kind="note") as unit:
        for one in going:
            close_comment(unit, one.comment.id, act)
        unit.tell({"settled": [one.comment.id for one in going]})
    closed = timestamp(act.at)
    return [replace(one, comment=replace(one.comment, closed_at=closed)) for one in going]


def _called(known: Sequence[str], word: str) -> str:
    start = word.lower()
    found = [id_ for id_ in known if id_.startswith(start)]
    if len(start) < SHORTEST or not found:
        raise Refused("CDO-S224", what=word)
    if len(found) > 1:
        short = short_forms(known)
        raise Refused("CDO-S218", what=word, candidates="、".join(short[id_] for id_ in found[:5]))
    return found[0]
