"""Which record of the workspace an entry of the sheet is, and what it would change there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from cdo_desktop.domain.changes import changes
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record, org_of, title_of
from cdo_desktop.exchange.drafts import Draft
from cdo_desktop.exchange.entries import Entry, Outcome, Source
from cdo_desktop.exchange.entry_findings import draft_findings, refused, with_finding
from cdo_desktop.exchange.known import Known, name_pair
from cdo_desktop.exchange.matching_rows import MatchedRows, match_rows
from cdo_desktop.exchange.share_ground import ground_moved
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element, Kind, Severity
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run

_CHUNK = 512


@dataclass(frozen=True, slots=True)
class _Counterpart:
    """The record of the workspace a draft is, and how that is known."""

    record: Record | None
    by_id: bool


class Matching:
    """The comparison of one import with the workspace.

    Known by the hidden record id of our own export, then by code, then by provider and name.
    """

    def __init__(self, kind: Kind, own: Org, known: Known) -> None:
        self._kind = kind
        self._own = own
        self._known = known
        self._taken: dict[str, tuple[str, int]] = {}
        """Record id -> the sheet and line that already changes it."""
        self._code = kind.roles[Role.CODE].key if Role.CODE in kind.roles else ""

    def entries(self, drafts: Sequence[Draft], run: Run) -> Iterator[Entry]:
        """The entries of the drafts, in their order."""
        waiting = iter(drafts)
        done = 0
        while chunk := list(islice(waiting, _CHUNK)):
            run.step("与工作区比对", done, len(drafts))
            done += len(chunk)
            for draft in chunk:
                ground_moved(draft, self._kind)
            for draft, other in zip(chunk, self._counterparts(chunk), strict=True):
                yield self._entry(draft, other)

    def _counterparts(self, chunk: Sequence[Draft]) -> list[_Counterpart]:
        key = self._kind.key
        pairs = [
            name_pair(org_of(self._kind, d.values, self._own), title_of(self._kind, d.values))
            for d in chunk
        ]
        codes_given = [str(draft.values.get(self._code, "")) for draft in chunk]
        ids = self._known.by_ids(key, {draft.record_id for draft in chunk} - {""})
        codes = self._known.by_codes(key, set(codes_given) - {""})
        names = self._known.by_names(key, {pair for pair in pairs if pair[1]})
        return [
            _Counterpart(
                ids.get(draft.record_id) or codes.get(code) or names.get(pair),
                draft.record_id in ids,
            )
            for draft, code, pair in zip(chunk, codes_given, pairs, strict=True)
        ]

    def _entry(self, draft: Draft, other: _Counterpart) -> Entry:
        draft.title = title_of(self._kind, draft.values)
        if not draft.title:
            label = self._kind.roles[Role.TITLE].label
            return refused(self._new(draft), "CDO-W219", {"label": label})
        if other.record is None:
            entry = self._new(draft)
            if draft.record_id:
                return with_finding(entry, "CDO-W224", Severity.HINT, {"title": draft.title})
            return entry
        first = self._taken.get(other.record.id)
        if first is not None:
            facts = {"sheet": first[0], "first": first[1], "title": draft.title}
            return refused(self._new(draft), "CDO-W221", facts)
        self._taken[other.record.id] = (draft.source.sheet, draft.line)
        return self._compared(draft, other.record, other.by_id)

    def _new(self, draft: Draft) -> Entry:
        defaults = self._defaults(draft)
        values = {**defaults, **draft.values} if defaults else draft.values
        rows = {group: match_rows((), given, "") for group, given in draft.rows.items()}
        record = Record(
            new_id(),
            self._kind.key,
            self._kind.standard,
            org_of(self._kind, values, self._own),
            str(values.get(self._code, "")),
            draft.title,
            values,
            {group: matched.rows for group, matched in rows.items()},
        )
        return self._assembled(record, None, draft, rows)

    def _defaults(self, draft: Draft) -> dict[str, str]:
        """The workspace's own organisation, where the sheet has no column for the provider."""
        source = draft.source
        org, code = self._kind.roles.get(Role.ORG), self._kind.roles.get(Role.ORG_CODE)
        found: dict[str, str] = {}
        if _is_missing(org, source) and org is not None and self._own.name:
            found[org.key] = self._own.name
        is_own = org is None or draft.values.get(org.key, self._own.name) == self._own.name
        if is_own and _is_missing(code, source) and code is not None and self._own.code:
            found[code.key] = self._own.code
        return found

    def _compared(self, draft: Draft, base: Record, by_id: bool) -> Entry:
        """The record of the workspace with what the sheet says laid over it.

        One whose code alone is another counts as changed, though nothing of it changes: it is for
        a person to say which of both is right (`changes` is empty then).
        """
        complete = by_id and all(source.mapping.own_form for source in draft.sources)
        values = _overlaid(base.values, draft.values)
        if complete:
            erasable = _elements_of(draft, "") - draft.values.keys() - {self._code}
            values = {key: value for key, value in values.items() if key not in erasable}
        given_code = self._keep_code(values, base)
        rows = self._rows(draft, base, complete)
        org = org_of(self._kind, values, self._own)
        record = replace(
            base,
            values=values,
            groups={**base.groups, **{group: matched.rows for group, matched in rows.items()}},
            title=title_of(self._kind, values),
            org=base.org if org == org_of(self._kind, base.values, self._own) else org,
            code=str(values.get(self._code, base.code)),
        )
        entry = self._assembled(record, base, draft, rows)
        if given_code:
            entry = replace(entry, outcome=Outcome.CHANGED)
            facts = {"title": draft.title, "value": given_code, "kept": base.code}
            entry = with_finding(entry, "CDO-W220", Severity.WARNING, facts, self._code)
        return self._with_kept(entry, rows)

    def _keep_code(self, values: dict[str, Any], base: Record) -> str:
        """The workspace's code stays whatever the sheet says; the sheet's other one is returned."""
        kept = base.values.get(self._code)
        given = values.get(self._code)
        if kept is None or given == kept:
            return ""
        values[self._code] = kept
        return str(given or "")

    def _rows(self, draft: Draft, base: Record, complete: bool) -> dict[str, MatchedRows]:
        """The groups the sheet speaks of; in our own form all those it has columns for."""
        columns = (column for source in draft.sources for column in source.columns)
        mapped = dict.fromkeys(group for group, _ in columns if group)
        return {
            group: match_rows(
                base.groups.get(group, ()),
                draft.rows.get(group, []),
                self._item_key(group),
                _elements_of(draft, group) if complete else None,
            )
            for group in mapped
            if complete or draft.rows.get(group)
        }

    def _item_key(self, group: str) -> str:
        """The element by which rows are known where no id is given: the item's name."""
        named = self._kind.groups_by_key[group]
        element = named.roles.get(Role.ITEM_NAME) or named.elements[0]
        return element.key

    def _with_kept(self, entry: Entry, rows: Mapping[str, MatchedRows]) -> Entry:
        for group, matched in rows.items():
            if matched.kept:
                label = self._kind.groups_by_key[group].label
                facts = {"label": label, "count": matched.kept, "title": entry.record.title}
                entry = with_finding(entry, "CDO-W222", Severity.HINT, facts)
        return entry

    def _assembled(
        self,
        record: Record,
        base: Record | None,
        draft: Draft,
        rows: Mapping[str, MatchedRows],
    ) -> Entry:
        found = changes(base, record) if base is not None else ()
        outcome = Outcome.NEW
        if base is not None:
            outcome = Outcome.CHANGED if found else Outcome.UNCHANGED
        lines = {
            group: tuple(draft.lines[group][p] if p >= 0 else 0 for p in matched.places)
            for group, matched in rows.items()
        }
        findings = tuple(draft_findings(draft, record.id, self._kind, rows))
        revision = base.revision_id if base is not None else ""
        entry = Entry(outcome, record, revision, found, findings, draft.source, draft.line, lines)
        return replace(entry, elsewhere=_elsewhere(draft, rows)) if draft.elsewhere else entry


def _elements_of(draft: Draft, group: str) -> frozenset[str]:
    """The elements that the sheets of a draft have columns for."""
    return frozenset().union(*(source.elements_of(group) for source in draft.sources))


def _elsewhere(draft: Draft, rows: Mapping[str, MatchedRows]) -> dict[tuple[str, int], Source]:
    """(group, row of the record from 1) -> its sheet, where that is not the draft's first one."""
    return {
        (group, row): draft.others[draft.elsewhere[group, place]]
        for group, matched in rows.items()
        for row, place in enumerate(matched.places, 1)
        if (group, place) in draft.elsewhere
    }


def _is_missing(element: Element | None, source: Source) -> bool:
    return element is not None and ("", element.key) not in source.columns


def _overlaid(base: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet's values on top of the workspace's; a reference or attachment that reads the same
    keeps what it points to."""
    same = {
        key: base[key] for key, v in given.items() if key in base and shown(base[key]) == shown(v)
    }
    return {**base, **given, **same}
