"""Rows becoming records: repeated rows, merged cells and fill-down alike.

Adjacent rows with the same provider and normalised name are one resource whatever their codes;
else the code decides; else provider and normalised name. Rows that disagree are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cdo_desktop.domain.names import name_key
from cdo_desktop.exchange.cells import cell_text
from cdo_desktop.exchange.drafts import Draft
from cdo_desktop.exchange.filling import Filling
from cdo_desktop.exchange.plan import Cells, Plan
from cdo_desktop.exchange.sheet_xml import Patches
from cdo_desktop.exchange.workbook import Row
from cdo_desktop.standard.element_kinds import half_width
from cdo_desktop.tasks import Run

_FOOTER = re.compile(r"(?:注|备注|说明|填[表报写]|制表|审[核批]|单位负责人|联系人|合计|总计|小计)")
_STRIDE = 2_000


class Grouping:
    """One pass over the rows of a sheet; `drafts` are the records in the order they begin."""

    def __init__(self, plan: Plan, headings: frozenset[str], covered: frozenset[int]) -> None:
        """`headings`: how the name column is headed, to pass over repeated headers. `covered`: the
        lines whose name cell is the lower part of a merged one."""
        self.drafts: list[Draft] = []
        self.left_out: list[int] = []
        """Lines of notes and totals."""
        self.filling = Filling(plan)
        self._plan = plan
        self._headings = headings
        self._covered = covered
        self._item_places = {number - 1 for group in plan.groups for number in group.columns}
        self._current: Draft | None = None
        self._by_id: dict[str, Draft] = {}
        self._by_code: dict[str, Draft] = {}
        self._by_name: dict[tuple[str, str], Draft] = {}

    def collect(self, rows: Iterable[Row], first_line: int, patches: Patches, run: Run) -> None:
        """Take in the rows from `first_line` on (`rows` begins with line 1)."""
        plan, add_row = self._plan, self.filling.add_row
        previous: Cells | None = None
        draft: Draft | None = None
        for line, row in _prepared(rows, first_line, plan.width, patches, run):
            own = plan.pick(row)
            if own != previous:  # most rows repeat what stands above them
                previous = own
                draft = self._enter(line, own, row)
            elif draft is not None and not plan.groups:
                draft.repeated.append(line)
            if draft is None or (own == plan.blank and self._is_note_below(line, row)):
                continue
            for group in plan.groups:
                cells = group.pick(row)
                if cells != group.blank:
                    add_row(draft, group, cells, line, row)

    def _enter(self, line: int, own: Cells, row: Row) -> Draft | None:
        """The draft a row belongs to, whose own cells differ from those of the row above."""
        if own == self._plan.blank:
            return self._current if self._plan.groups else None
        if self._is_left_out(line, own, row):
            return None
        draft = self._known(line, own)
        if draft is None:
            draft = self.filling.opened(line, own)
            self.drafts.append(draft)
        elif self.filling.compare(draft, line, own) and not self._plan.groups:
            draft.repeated.append(line)
        self._remember(draft, own)
        self._current = draft
        return draft

    def _is_left_out(self, line: int, own: Cells, row: Row) -> bool:
        """Whether the row is the header once more, or a note or total below the table."""
        title = self.filling.text(own, self._plan.title)
        if name_key(title) in self._headings:
            return True
        if title and len(own) - own.count("") > 1:
            return False
        texts = [text for text in (cell_text(cell).strip() for cell in row) if text]
        alone = len(texts) == 1 or not title
        if not (alone and texts and _FOOTER.match(texts[0])) or self._has_items(row):
            return False
        self.left_out.append(line)
        return True

    def _is_note_below(self, line: int, row: Row) -> bool:
        """Whether a row without cells of the record begins, left of the items, with a note."""
        for place, cell in enumerate(row):
            if cell == "":
                continue
            if place in self._item_places or not _FOOTER.match(cell_text(cell).strip()):
                return False
            self.left_out.append(line)
            return True
        return False

    def _has_items(self, row: Row) -> bool:
        return any(group.pick(row) != group.blank for group in self._plan.groups)

    def _known(self, line: int, own: Cells) -> Draft | None:
        text, plan = self.filling.text, self._plan
        record_id = text(own, plan.record)
        if record_id:
            return self._by_id.get(record_id)
        title_key = name_key(text(own, plan.title))
        code = half_width(text(own, plan.code))
        if not title_key:
            return self._continued(line, own, code)
        org_key = name_key(text(own, plan.org))
        current = self._current
        if current is not None and current.title_key == title_key and _one_org(current, org_key):
            return current
        if code and code in self._by_code:
            return self._by_code[code]
        named = self._by_name.get((org_key, title_key))
        return named if named is not None and not (code and named.code) else None

    def _continued(self, line: int, own: Cells, code: str) -> Draft | None:
        """Where a row without a name belongs: below a merged or only once filled name cell."""
        current = self._current
        if current is None or not self._plan.groups:
            return current if line in self._covered else None
        if line in self._covered or code in ("", current.code):
            return current
        if code in self._by_code:
            return self._by_code[code]
        return current if self.filling.agrees(current, own) else None

    def _remember(self, draft: Draft, own: Cells) -> None:
        """Under its first id, code and name; a code that only a later row gives is taken too."""
        if not draft.code:
            draft.code = half_width(self.filling.text(own, self._plan.code))
        if draft.record_id:
            self._by_id.setdefault(draft.record_id, draft)
        if draft.code:
            self._by_code.setdefault(draft.code, draft)
        if draft.title_key:
            self._by_name.setdefault((draft.org_key, draft.title_key), draft)


def _one_org(draft: Draft, org_key: str) -> bool:
    return not org_key or not draft.org_key or org_key == draft.org_key


def _prepared(
    rows: Iterable[Row], first_line: int, width: int, patches: Patches, run: Run
) -> Iterator[tuple[int, Row]]:
    """Lines with their rows, wide enough and with what calamine could not tell put in."""
    for line, row in enumerate(rows, 1):
        if line < first_line:
            continue
        if line % _STRIDE == 0:
            run.step("读取表格", line)
        if len(row) < width:
            row = [*row, *[""] * (width - len(row))]
        if line in patches:
            for place, cell in patches[line].items():
                row[place] = cell
        yield line, row
