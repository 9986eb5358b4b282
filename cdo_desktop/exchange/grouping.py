"""Rows becoming records: repeated rows, merged cells and fill-down alike.

Adjacent rows with the same provider and normalised name are one resource whatever their codes;
else the code decides; else provider and normalised name, on whatever sheets of the workbook they
stand. A code that has lost digits decides nothing. Rows that disagree are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cdo_desktop.domain.names import name_key
from cdo_desktop.exchange.cells import cell_text
from cdo_desktop.exchange.drafts import Draft
from cdo_desktop.exchange.entries import Source
from cdo_desktop.exchange.filling import Filling
from cdo_desktop.exchange.footers import is_note, is_total, is_total_of
from cdo_desktop.exchange.gathered import Gathered
from cdo_desktop.exchange.plan import Cells, Plan
from cdo_desktop.exchange.sheet_xml import Patches
from cdo_desktop.exchange.workbook import Row
from cdo_desktop.tasks import Run

_STRIDE = 2_000


class Grouping:
    """One pass over the rows of a sheet; `drafts` are the records that begin on it, in order."""

    def __init__(
        self,
        plan: Plan,
        source: Source,
        gathered: Gathered,
        headings: frozenset[str],
        covered: frozenset[int],
    ) -> None:
        """`gathered`: the records of the sheets before, to which new ones are added. `headings`:
        how the name column is headed, to pass over repeated headers. `covered`: the lines whose
        name cell is the lower part of a merged one."""
        self.drafts: list[Draft] = []
        self.left_out: list[int] = []
        """Lines of notes and totals."""
        self.filling = Filling(plan, source)
        self._source = source
        self._gathered = gathered
        self._plan = plan
        self._headings = headings
        self._covered = covered
        self._item_places = {number - 1 for group in plan.groups for number in group.columns}
        self._current: Draft | None = None

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
            elif draft is not None:
                self._again(draft, line)
            if draft is None or (own == plan.blank and self._is_note_below(line, row)):
                continue
            for group in plan.groups:
                cells = group.pick(row)
                if cells != group.blank:
                    add_row(draft, group, cells, line, row)

    def _enter(self, line: int, own: Cells, row: Row) -> Draft | None:
        """The draft a row belongs to, whose own cells differ from those of the row above."""
        self.filling.disagreed.clear()
        if own == self._plan.blank:
            return self._current if self._plan.groups else None
        if self._is_left_out(line, own, row):
            return None
        draft = self._known(line, own)
        if draft is None:
            draft = self.filling.opened(line, own)
            self.drafts.append(draft)
            self._gathered.drafts.append(draft)
        else:
            if draft.source is not self._source:
                draft.others[self._source.sheet] = self._source
            if self.filling.compare(draft, line, own) and not self._plan.groups:
                self._repeat(draft, line)
        draft.code = draft.code or self.filling.code(own)  # one that only a later row gives
        self._gathered.remember(draft, self._plan.org >= 0)
        self._current = draft
        return draft

    def _again(self, draft: Draft, line: int) -> None:
        """A row whose own cells are those of the row above."""
        for rows in self.filling.disagreed:
            rows.append((line, rows[-1][1]))
        if not self._plan.groups:
            self._repeat(draft, line)

    def _repeat(self, draft: Draft, line: int) -> None:
        """A row that says nothing new; of other sheets that is said once for all their records."""
        if draft.source is self._source:
            draft.repeated.append(line)

    def _is_left_out(self, line: int, own: Cells, row: Row) -> bool:
        """Whether the row is the header once more, or a note or total below the table."""
        title = self.filling.text(own, self._plan.title)
        if name_key(title) in self._headings:
            return True
        if not (self._is_total(title, row) or self._is_note(title, own, row)):
            return False
        self.left_out.append(line)
        return True

    def _is_total(self, title: str, row: Row) -> bool:
        """Whether the name, or what stands first left of the items, is the word for a total."""
        first = self._leading(row)
        return is_total(title) or is_total(first) or (not title and is_total_of(first))

    def _is_note(self, title: str, own: Cells, row: Row) -> bool:
        if title and len(own) - own.count("") > 1:
            return False
        texts = [text for text in (cell_text(cell).strip() for cell in row) if text]
        alone = len(texts) == 1 or not title
        return alone and bool(texts) and is_note(texts[0]) and not self._has_items(row)

    def _is_note_below(self, line: int, row: Row) -> bool:
        """Whether a row without cells of the record begins, left of the items, with a note."""
        if not is_note(self._leading(row)):
            return False
        self.left_out.append(line)
        return True

    def _leading(self, row: Row) -> str:
        """The text of the leftmost cell that holds something, "" if an item begins there."""
        for place, cell in enumerate(row):
            if cell != "":
                return "" if place in self._item_places else cell_text(cell).strip()
        return ""

    def _has_items(self, row: Row) -> bool:
        return any(group.pick(row) != group.blank for group in self._plan.groups)

    def _known(self, line: int, own: Cells) -> Draft | None:
        text, plan = self.filling.text, self._plan
        record_id = text(own, plan.record)
        if record_id:
            return self._gathered.with_id(record_id)
        title_key = name_key(text(own, plan.title))
        code = self.filling.code(own)
        if not title_key:
            return self._continued(line, own, code)
        org_key = name_key(text(own, plan.org))
        current = self._current
        if current is not None and current.title_key == title_key and _one_org(current, org_key):
            return current
        coded = self._gathered.with_code(code)
        return coded or self._gathered.named(org_key, title_key, code, plan.org >= 0)

    def _continued(self, line: int, own: Cells, code: str) -> Draft | None:
        """Where a row without a name belongs: below a merged or only once filled name cell."""
        current = self._current
        if current is None or not self._plan.groups:
            return current if line in self._covered else None
        if line in self._covered or code in ("", current.code):
            return current
        coded = self._gathered.with_code(code)
        return coded or (current if self.filling.agrees(current, own) else None)


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
