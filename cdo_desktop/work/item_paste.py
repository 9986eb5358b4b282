"""A block of cells pasted into the rows of a group, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdo_desktop.domain.names import name_key
from cdo_desktop.standard.model import Group
from cdo_desktop.work.cell_blocks import Block
from cdo_desktop.work.items import MOST_ROWS, Area, Cell, CellReader, Rows, with_cells

_LEAST_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste made of the rows."""

    rows: Rows
    area: Area
    """Where the block stands now."""
    overwritten: int
    """Rows that were there and are different now."""
    added: int
    not_understood: tuple[Cell, ...]
    rows_left_out: int = 0
    """Beyond the most rows a group may have."""
    columns_left_out: int = 0
    """Beyond the last column, or under a heading that names none."""
    by_headings: bool = False
    """Whether the first line was taken for headings, and told the columns."""

    @property
    def changed(self) -> int:
        """How many rows are different or new."""
        return self.overwritten + self.added


def paste(
    rows: Rows, reader: CellReader, columns: Sequence[str], area: Area, block: Block
) -> Pasted:
    """Put a block into the rows with its first cell at the first cell of the area.

    `columns` are the keys of the columns shown, in their order. A block that fits an area several
    times fills it. A first line of headings is not pasted: it tells which column goes where.
    """
    targets = _headed(reader.group, block)
    by_headings = targets is not None
    if targets is None:
        block = _tiled(block, area)
        start = columns.index(area.columns[0])
        width = len(block[0]) if block else 0
        targets = [*columns[start : start + width]]
        targets += [""] * (width - len(targets))
    else:
        block = block[1:]
    lines = [line for n, line in enumerate(block) if any(line) or area.top + n < len(rows)]
    room = _most(reader.group, rows) - area.top
    left_out, lines = max(0, len(lines) - room), lines[: max(0, room)]
    cells = {
        (area.top + number, key): reader.value(key, text)
        for number, line in enumerate(lines)
        for key, text in zip(targets, line, strict=True)
        if key
    }
    after = with_cells(rows, cells).rows
    keys = tuple(key for key in targets if key)
    return Pasted(
        after,
        Area(area.top, area.top + max(1, len(lines)) - 1, keys or area.columns),
        sum(old is not new for old, new in zip(rows, after, strict=False)),
        len(after) - len(rows),
        tuple(
            cell
            for cell, value in cells.items()
            if value and reader.problem(after[cell[0]], cell[1])
        ),
        left_out,
        targets.count(""),
        by_headings,
    )


def _most(group: Group, rows: Rows) -> int:
    return max(len(rows), group.max_rows or MOST_ROWS)


def _headed(group: Group, block: Block) -> list[str] | None:
    """Which column stands under which heading ("" = none), if the first line is headings."""
    if len(block) < _LEAST_HEADINGS:
        return None
    names = {
        name_key(name): element.key
        for element in reversed(group.elements)
        for name in (*element.synonyms, element.label)
    }
    found = [names.get(name_key(text), "") for text in block[0]]
    known = [key for key in found if key]
    given = sum(1 for text in block[0] if text.strip())
    if len(known) < _LEAST_HEADINGS or len(set(known)) < len(known) or len(known) * 2 < given:
        return None
    return found


def _tiled(block: Block, area: Area) -> Block:
    """The block as often as it fits the area without a rest; else once."""
    if not block or not block[0]:
        return block
    down, rest_down = divmod(area.height, len(block))
    across, rest_across = divmod(len(area.columns), len(block[0]))
    if rest_down or rest_across or not down or not across:
        return block
    return tuple(line * across for line in block) * down
