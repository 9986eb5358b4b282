"""Names counted up by dragging the fill handle: 名称1, 名称2, 名称3 (浪潮指引, 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.exchange.drafts import Draft, counted_up
from cdo_desktop.exchange.entries import Source
from cdo_desktop.exchange.plan import Plan
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Severity

_ENDS_IN_NUMBER = re.compile(r"\d{1,9}\D?$")


def drag_findings(drafts: Sequence[Draft], plan: Plan, source: Source) -> Iterator[Finding]:
    """One finding for each run of neighbouring records whose names count up while all else stays
    the same or counts up with them."""
    title = plan.columns[plan.title]
    for run in _runs(drafts, title.element):
        names = [shown(draft.values[title.element]) for draft in run]
        facts = {
            "label": title.heading.rpartition("·")[2],
            "first": names[0],
            "last": names[-1],
            "count": len(run),
            "line": run[0].line,
            "until": run[-1].line,
        }
        place = Place("", title.element, "", 0, source.sheet, run[1].line, title.number)
        yield Finding("CDO-W217", Severity.WARNING, place, facts)


def _runs(drafts: Sequence[Draft], title: str) -> Iterator[list[Draft]]:
    run: list[Draft] = []
    for before, after in pairwise(drafts):
        if _follows(before, after, title):
            run = [*run, after] if run else [before, after]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _follows(before: Draft, after: Draft, title: str) -> bool:
    first, second = shown(before.values.get(title, "")), shown(after.values.get(title, ""))
    if not (_ENDS_IN_NUMBER.search(first) and counted_up([first, second])):
        return False
    keys = (before.values.keys() | after.values.keys()) - {title}
    return all(
        before.values.get(key) == after.values.get(key)
        or counted_up([shown(before.values.get(key, "")), shown(after.values.get(key, ""))])
        for key in keys
    )
