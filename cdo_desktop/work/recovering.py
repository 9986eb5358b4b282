"""What was typed and not saved, held beside what is saved now; and put back where one wants it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cdo_desktop.domain.record import Record, Row
from cdo_desktop.errors import CdoError, Refused
from cdo_desktop.sentences import sentence
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Kind
from cdo_desktop.tasks import Run
from cdo_desktop.work import notes
from cdo_desktop.work.editing import becomes_draft
from cdo_desktop.work.form_saving import FormSaver
from cdo_desktop.work.items import Rows
from cdo_desktop.work.notes import Spot
from cdo_desktop.work.typed import Entry, typed
from cdo_desktop.work.unsaved import LeftBehind, Unsaved
from cdo_desktop.workbench import Workbench


class Standing(StrEnum):
    """How it stands with something typed."""

    READY = "ready"
    """Nothing has changed there since."""
    REOPENS = "reopens"
    """The record has been submitted or approved: it would become a new draft."""
    MOVED_ON = "moved_on"
    """Something else stands there now."""
    GONE = "gone"
    """The record, the row or the element is not there any more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something typed, beside what is saved in its place."""

    entry: Unsaved
    title: str
    """What the record is called now."""
    label: str
    """Where in the record."""
    now: str
    """What is saved there, as a person reads it."""
    typed: str
    """What was typed, as a person reads it."""
    standing: Standing
    why: str = ""
    """What speaks against simply putting it back; "" for nothing."""
    seen: Record | None = None
    """The record this was said of; None if it is gone."""

    @property
    def can_be_put_back(self) -> bool:
        """Whether there still is a place for it."""
        return self.standing is not Standing.GONE


@dataclass(frozen=True, slots=True)
class PutBack:
    """What became of what was chosen."""

    done: tuple[Unsaved, ...]
    refused: tuple[tuple[Offer, CdoError], ...]
    """What could not be put back, and why."""


def offers(bench: Workbench, entries: Iterable[Unsaved]) -> list[Offer]:
    """What is to be offered of these, in their order; what is saved already is left out."""
    judged = (_offer(bench, entry) for entry in entries)
    return [offer for offer in judged if offer is not None]


def _offer(bench: Workbench, entry: Unsaved) -> Offer | None:
    record = bench.workspace.by_ids([entry.record]).get(entry.record)
    if record is None:
        return _gone(entry, entry.title, "", sentence("CDO-U151").says)
    kind = bench.library.version(record.kind, record.standard)
    label = _label(kind, record, entry)
    if record.deleted:
        return _gone(entry, record.title, label, _deleted())
    if entry.remark:
        ready = Offer(entry, record.title, label, "", entry.text, Standing.READY, "", record)
        return None if _is_written(bench, entry) else ready
    if _place(kind, record, entry) is None:
        return _gone(entry, record.title, label, sentence("CDO-U153").says)
    if _read(bench, kind, entry) == _stored(record, entry):
        return None
    texts = shown(_stored(record, entry)), entry.text
    if entry.is_rows:
        before = record.groups.get(entry.group, ())
        texts = f"{len(before)} 行", _counted(before, entry.rows)
    standing, why = _standing(bench, record, entry)
    return Offer(entry, record.title, label, *texts, standing, why, record)


def _deleted() -> str:
    told = sentence("CDO-U152")
    return told.says + told.todo


def _gone(entry: Unsaved, title: str, label: str, why: str) -> Offer:
    text = _counted((), entry.rows) if entry.is_rows else entry.text
    return Offer(entry, title, label, "", text, Standing.GONE, why)


def _standing(bench: Workbench, record: Record, entry: Unsaved) -> tuple[Standing, str]:
    moved = record.revision_id != entry.revision and not _was_so(bench, record, entry)
    reopens = becomes_draft(bench, record)
    why = [sentence("CDO-U154").says] if moved else []
    if reopens:
        kind = bench.library.version(record.kind, record.standard)
        state = bench.library.flow_of(kind).state(record.review).label
        why.append(sentence("CDO-U155").says.format(state=state))
    standing = Standing.MOVED_ON if moved else Standing.REOPENS if reopens else Standing.READY
    return standing, "".join(why)


def _was_so(bench: Workbench, record: Record, entry: Unsaved) -> bool:
    """Whether the same stood there in the revision it was typed upon."""
    try:
        before = bench.workspace.revision(entry.revision)
    except Refused:  # of a copy of the workspace that went its own way
        return False
    same: bool = _stored(before, entry) == _stored(record, entry)
    return same


def _is_written(bench: Workbench, entry: Unsaved) -> bool:
    """Whether the remark is there: its program ended after it was written."""
    return any(
        (remark.group, remark.row_id, remark.element) == (entry.group, entry.row, entry.element)
        and remark.text == entry.text.strip()
        and datetime.fromisoformat(remark.at) >= entry.at
        for remark in bench.workspace.comments(entry.record)
    )


def _place(kind: Kind, record: Record, entry: Unsaved) -> object | None:
    """What it was typed into, in the definition; None if that is not there, or its row is not."""
    if entry.row and _row(record, entry) is None:
        return None
    if entry.is_rows:
        return kind.groups_by_key.get(entry.group)
    return kind.element_at(entry.element, entry.group)


def _row(record: Record, entry: Unsaved) -> Row | None:
    rows = record.groups.get(entry.group, ())
    return next((row for row in rows if row["id"] == entry.row), None)


def _stored(record: Record, entry: Unsaved) -> Any:
    """What stands in its place: a value, or the rows."""
    if entry.is_rows:
        return tuple(record.groups.get(entry.group, ()))
    if not entry.group:
        return record.values.get(entry.element)
    row = _row(record, entry) if entry.row else None
    return row.get(entry.element) if row else None


def _read(bench: Workbench, kind: Kind, entry: Unsaved) -> Any:
    """What was typed as a value."""
    if entry.is_rows:
        return entry.rows
    element = kind.element_at(entry.element, entry.group)
    try:
        return typed(bench, element, entry.text) if element else None
    except Refused:  # a name that several bear: no value of any record
        return entry.text


def _label(kind: Kind, record: Record, entry: Unsaved) -> str:
    """Where it was typed, as a person says it."""
    words = ["意见"] if entry.remark else []
    if group := kind.groups_by_key.get(entry.group):
        words.append(group.label)
    numbers = [row["id"] for row in record.groups.get(entry.group, ())]
    if entry.row in numbers:
        words.append(f"第 {numbers.index(entry.row) + 1} 行")
    elif group and not entry.row and not entry.is_rows:
        words.append("新的一行")
    if element := kind.element_at(entry.element, entry.group):
        words.append(element.label)
    return " · ".join(words)


def _counted(before: Rows, after: Rows) -> str:
    """How many rows there were to be, and how many of them are other than now."""
    there = {row["id"]: row for row in before}
    added = sum(row["id"] not in there for row in after)
    changed = sum(row["id"] in there and row != there[row["id"]] for row in after)
    dropped = len(there) + added - len(after)
    named = (("新增", added), ("改动", changed), ("删去", dropped))
    words = "、".join(f"{what} {number} 行" for what, number in named if number)
    return f"{len(after)} 行" + (f"：{words}" if words else "，次序不同")


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of what was left behind."""

    put_back: PutBack
    left: LeftBehind
    """What is still to be decided."""


# -- putting back ----------------------------------------------------------------------------------


def put_back(bench: Workbench, chosen: Sequence[Offer], run: Run) -> PutBack:
    """Write what was chosen, as one step for every record; remarks, which are no change of it,
    each for itself.

    A record that has moved on since the offer was made is left as it is; what was not written is
    told, with the reason; what has no place any more is passed over. Raises Cancelled between two
    records.
    """
    done: list[Unsaved] = []
    refused: list[tuple[Offer, CdoError]] = []
    records = {offer.entry.record: offer.seen for offer in chosen if offer.seen is not None}
    for id_, record in run.each("恢复", list(records.items()), len(records)):
        own = [o for o in chosen if o.seen is not None and o.entry.record == id_]
        failed = _put_back(bench, record, own)
        done += [offer.entry for offer in own if offer.entry not in failed]
        refused += [(offer, failed[offer.entry]) for offer in own if offer.entry in failed]
    return PutBack(tuple(done), tuple(refused))


def _put_back(bench: Workbench, record: Record, offers: Sequence[Offer]) -> dict[Unsaved, CdoError]:
    """Write what belongs to one record; gives what was not written, and why."""
    typings = [offer.entry for offer in offers]
    failed = _remark(bench, [typing for typing in typings if typing.remark])
    typings = [typing for typing in typings if not typing.remark]
    groups = {typing.group: typing.rows for typing in typings if typing.is_rows}
    rows = {**record.groups, **groups}
    entries: dict[Unsaved, Entry] = {}
    for typing in (typing for typing in typings if not typing.is_rows):
        try:
            entries[typing] = _entry(rows, typing)
        except Refused as error:
            failed[typing] = error
    try:
        refused = FormSaver(bench, record).put_back(list(entries.values()), groups)
    except CdoError as error:
        return failed | dict.fromkeys(typings, error)
    return failed | {t: refused[entry] for t, entry in entries.items() if entry in refused}


def _remark(bench: Workbench, typings: Sequence[Unsaved]) -> dict[Unsaved, CdoError]:
    failed: dict[Unsaved, CdoError] = {}
    for typing in typings:
        spot = Spot(typing.element, typing.group, typing.row)
        try:
            notes.remark_at(bench, typing.record, spot, typing.text.strip())
        except CdoError as error:
            failed[typing] = error
    return failed


def _entry(rows: dict[str, Rows], typing: Unsaved) -> Entry:
    """The same with the number of its row; a row that is still to come joins `rows`.

    Raises Refused where the row is not there.
    """
    if not typing.group:
        return Entry(typing.element, typing.text)
    if not typing.row:
        rows[typing.group] = (*rows.get(typing.group, ()), {"id": ""})
    ids = [row["id"] for row in rows.get(typing.group, ())]
    if typing.row not in ids:
        raise Refused("CDO-U153")
    number = ids.index(typing.row) + 1 if typing.row else len(ids)
    return Entry(typing.element, typing.text, typing.group, number)


def recover(bench: Workbench, left: LeftBehind, chosen: Sequence[Offer], run: Run) -> Recovered:
    """Put back what was chosen and forget it; the rest stays. Raises Cancelled, DiskTrouble."""
    done = put_back(bench, chosen, run)
    still = [offer.entry for offer in offers(bench, left.entries) if offer.entry not in done.done]
    return Recovered(done, left.keep_only(still))
