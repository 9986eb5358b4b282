"""One value into many records: first a preview of what would change, then one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.tasks import Run
from cdo_desktop.work.bulk import fit_for_all
from cdo_desktop.work.editing import becomes_draft, save_all
from cdo_desktop.work.typed import find_element, typed
from cdo_desktop.workbench import Workbench

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What setting an element of several records would change; nothing is written yet."""

    label: str
    """Of the element."""
    typed: str
    """The new value as it was typed."""
    value: str
    """As a person reads it; "" = the element is emptied."""
    changed: tuple[tuple[Record, str], ...]
    """The changed record and the revision it was made from."""
    before: Mapping[str, int]
    """What stood there -> in how many of those that change; most first."""
    unchanged: int
    """How many have the value already, or do not show the element."""
    reopened: int
    """How many had been submitted or approved and would be drafts again."""

    @property
    def sentence(self) -> str:
        """What would happen, in one sentence."""
        to = f"“{self.value}”" if self.value else "空"
        return f"{len(self.changed)} 条的“{self.label}”将改为{to}"


def plan_edit(
    bench: Workbench, kind_key: str, element_name: str, text: str, ids: Sequence[str], run: Run
) -> BulkEdit:
    """Work out what setting an element to what was typed would change; writes nothing.

    Records of another kind, in the recycle bin, or whose form does not show the element are left
    alone. Raises Refused for an element the kind has not, or a value that would be an error in
    every record; Cancelled.
    """
    kind = bench.library.kind(kind_key)
    element = find_element(kind, element_name)
    value = typed(bench, element, text)
    if value is not None:
        fit_for_all(bench, element, value)
    changed: list[tuple[Record, str]] = []
    before: Counter[str] = Counter()
    for start in range(0, len(ids), _CHUNK):
        run.step("预览", start, len(ids))
        for record in bench.workspace.by_ids(ids[start : start + _CHUNK]).values():
            if record.kind != kind.key or record.deleted or record.values.get(element.key) == value:
                continue
            if value is not None and not element.is_visible(record.values):
                continue
            better = replace(record.with_value(element.key, value), standard=kind.standard)
            changed.append((better, record.revision_id))
            before[shown(record.values.get(element.key))] += 1
    return BulkEdit(
        element.label,
        text,
        shown(value),
        tuple(changed),
        dict(before.most_common()),
        len(ids) - len(changed),
        sum(becomes_draft(bench, record) for record, _ in changed),
    )


def make_edit(bench: Workbench, edit: BulkEdit, run: Run) -> int:
    """Write what was previewed as one step; how many changed.

    Raises Conflict if one of them has been changed since the preview, Cancelled; then nothing is
    written.
    """
    if edit.changed:
        to = f"“{edit.value}”" if edit.value else "空"
        name = f"批量修改：{edit.label} 改为{to}（{len(edit.changed)} 条）"
        save_all(bench, edit.changed, name, run=run)
    return len(edit.changed)
