"""Finding the header of a sheet nobody has described, and the kind of list the sheet holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdo_desktop.exchange.columns import Assignment
from cdo_desktop.exchange.headings import (
    MAX_HEADING,
    Heading,
    heading_key,
    headings_of,
    text_row,
)
from cdo_desktop.exchange.key_row import HEAD_ROWS, KeyRow, read_key_row
from cdo_desktop.exchange.layouts import Layout
from cdo_desktop.exchange.mapping import RECORD_ID, ROW_ID, Column, How, SheetMapping
from cdo_desktop.exchange.vocabulary import LABEL, Vocabulary
from cdo_desktop.exchange.workbook import Row

HEAD_LINES = 60
"""How far down a header is looked for."""
_DEEPEST = 3
_LEAST_WEIGHT = 2.5
_LEAST_SHARE = 0.25
_NAMED = 3.0
"""What it weighs when the sheet's name or a title above the header names the list."""

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_RULES = frozenset(
    map(heading_key, ("必填", "选填", "非必填", "可选", "条件必填", "可不填", "自动生成", "必填项"))
)
_NOTES = ("填写说明", "填表说明", "示例", "样例", "填写示例", "说明", "填报说明", "举例")


@dataclass(frozen=True, slots=True)
class Found:
    """A header that was found: how surely it is one, and the mapping it gives."""

    weight: float
    mapping: SheetMapping
    has_title: bool


@dataclass(frozen=True, slots=True)
class _Block:
    """One, two or three lines taken as a header."""

    weight: float
    bottom: int
    """The lowest of them, counted from 0."""
    headings: list[Heading]
    layout: Layout | None


def find_header(
    head: Sequence[Row], sheet: str, words: Vocabulary, layouts: Sequence[Layout]
) -> Found | None:
    """The best header of one kind in the first rows of a sheet; None if nothing looks like one."""
    lines = [text_row(row) for row in head[:HEAD_LINES]]
    likely = [place for place, line in enumerate(lines) if _may_be_header(line, words, layouts)]
    best = _best(lines, likely, _LEAST_WEIGHT, words, layouts)
    if best is None or best.weight / len(best.headings) < _LEAST_SHARE:
        return None
    return _found(best, lines, sheet, words)


def header_at(
    head: Sequence[Row], line: int, words: Vocabulary, layouts: Sequence[Layout]
) -> SheetMapping | None:
    """The mapping of a header whose lowest line (from 1) a person has named, however little of it
    is understood; None if that line is not there or empty."""
    lines = [text_row(row) for row in head]
    if line > len(lines) or not any(lines[line - 1]):
        return None
    block = _best(lines, [line - 1], -1, words, layouts)
    return _found(block, lines, "", words).mapping if block else None


def _may_be_header(line: Sequence[str], words: Vocabulary, layouts: Sequence[Layout]) -> bool:
    texts = [text for text in line if 0 < len(text) <= MAX_HEADING]
    return words.knows_any(texts) or any(layout.knows_any(texts) for layout in layouts)


def _best(
    lines: Sequence[Sequence[str]],
    bottoms: Sequence[int],
    least: float,
    words: Vocabulary,
    layouts: Sequence[Layout],
) -> _Block | None:
    """The block with the most weight above `least` that ends in one of these lines."""
    best: _Block | None = None
    for bottom in bottoms:
        for depth in range(1, min(_DEEPEST, bottom + 1) + 1):
            headings = headings_of(lines[bottom - depth + 1 : bottom + 1])
            weight, layout = _weigh(headings, words, layouts)
            # the same weight with one more line above means that line was only a title
            if weight > (best.weight + 0.001 if best else least):
                best = _Block(weight, bottom, headings, layout)
    return best


def _found(block: _Block, lines: Sequence[Sequence[str]], sheet: str, words: Vocabulary) -> Found:
    above = [text for line in lines[: block.bottom] for text in line]
    first = _first_data_line(lines, block.bottom, words)
    columns, has_title = _mapped(block, words, lines[first - 1 :])
    layout = block.layout.label if block.layout else ""
    mapping = SheetMapping(words.kind.key, block.bottom + 1, first, columns, layout)
    return Found(block.weight + _named(words, [sheet, *above]), mapping, has_title)


def _weigh(
    headings: list[Heading], words: Vocabulary, layouts: Sequence[Layout]
) -> tuple[float, Layout | None]:
    layout = next((one for one in layouts if one.fits(headings)), None)
    assignment = Assignment(words, headings)
    if layout is not None:
        assignment.by_layout(layout)
    assignment.by_words()
    return assignment.weight, layout


def _mapped(
    block: _Block, words: Vocabulary, below: Sequence[Sequence[str]]
) -> tuple[tuple[Column, ...], bool]:
    assignment = Assignment(words, block.headings)
    if block.layout is not None:
        assignment.by_layout(block.layout)
    assignment.by_words()
    assignment.by_place()
    assignment.by_cells(_samples(below))
    assignment.by_likeness()
    return assignment.columns(), assignment.has_title


def _samples(lines: Sequence[Sequence[str]]) -> dict[int, list[str]]:
    """Column (from 1) -> the texts that stand in it."""
    found: dict[int, list[str]] = {}
    for line in lines:
        for number, text in enumerate(line, 1):
            if text:
                found.setdefault(number, []).append(text)
    return found


def _named(words: Vocabulary, texts: Sequence[str]) -> float:
    names = [heading_key(name) for name in (words.kind.label, words.kind.short_label) if name]
    keys = [heading_key(text) for text in texts if text]
    return _NAMED if any(name in key for name in names for key in keys) else 0.0


def _first_data_line(lines: Sequence[Sequence[str]], bottom: int, words: Vocabulary) -> int:
    """The line below the header and below machine names, 必填 marks, column numbers, examples."""
    line = bottom + 1
    while line < len(lines) and _is_no_data(lines[line]):
        line += 1
    return line + 1


def _is_no_data(line: Sequence[str]) -> bool:
    texts = [text for text in line if text]
    if not texts:
        return False
    if texts[0].rstrip("：:") in _NOTES:
        return True
    if len(texts) < 3:
        return False
    if sum(_IDENTIFIER.fullmatch(text) is not None for text in texts) >= 0.8 * len(texts):
        return True
    if sum(heading_key(text) in _RULES for text in texts) >= 0.6 * len(texts):
        return True
    return texts == [str(number) for number in range(1, len(texts) + 1)]


def own_form(head: Sequence[Row], kinds: Mapping[str, object]) -> SheetMapping | None:
    """The mapping of a sheet this program made, by its key row; None if there is none."""
    for number, row in enumerate(head[:HEAD_LINES]):
        line = text_row(row)
        keys = read_key_row(line)
        if keys is not None and keys.kind in kinds:
            labels = (
                text_row(head[number + HEAD_ROWS - 1]) if len(head) >= number + HEAD_ROWS else []
            )
            return _of_keys(keys, labels, number)
    return None


def _of_keys(keys: KeyRow, labels: Sequence[str], number: int) -> SheetMapping:
    named = dict(enumerate(labels))
    places = {place: address for place, address in keys.columns.items()}
    if keys.record is not None:
        places[keys.record] = ("", RECORD_ID)
    if keys.row is not None:
        places[keys.row] = ("", ROW_ID)
    columns = tuple(
        Column(place + 1, named.get(place, ""), group, element, 0, LABEL, How.KEY)
        for place, (group, element) in sorted(places.items())
    )
    first = number + HEAD_ROWS
    return SheetMapping(keys.kind, first, first + 1, columns, "", keys.standard, own_form=True)
