"""Which sheets of a workbook are read, as what, and what is said about those that are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.headers import HEAD_LINES, Found, find_header, header_at, own_form
from cdo_desktop.exchange.headings import text_row
from cdo_desktop.exchange.key_row import ASIDE
from cdo_desktop.exchange.layouts import Layout, shipped_layouts
from cdo_desktop.exchange.mapping import SheetMapping
from cdo_desktop.exchange.vocabulary import Vocabulary
from cdo_desktop.exchange.workbook import Row
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind

_SHOWN_ROWS = 3
_SHOWN_CELLS = 6


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a sheet was taken for."""

    kind: str
    """Key of the kind; "" = not recognised."""
    mapping: SheetMapping | None = None
    aside: bool = False
    """A sheet of ours that holds no records."""
    empty: bool = False


class Recogniser:
    """Recognises sheets; the words of each kind are gathered once."""

    def __init__(self, library: Library, asked: Kind, layout: Layout | None = None) -> None:
        self._library = library
        self._asked = asked
        self._layout = layout

    @cached_property
    def _words(self) -> Mapping[str, Vocabulary]:
        kinds = self._library.kinds
        ordered = {self._asked.key: self._asked, **kinds}
        return {key: Vocabulary(kind) for key, kind in ordered.items()}

    def recognise(self, head: Sequence[Row], name: str) -> Recognised:
        """What the sheet with these first rows is."""
        lines = [text_row(row) for row in head[:HEAD_LINES]]
        if not any(any(line) for line in lines):
            return Recognised("", empty=True)
        if lines[0] and lines[0][0] == ASIDE:
            return Recognised("", aside=True)
        own = own_form(head, self._library.kinds)
        if own is not None:
            return Recognised(own.kind, own)
        return self._by_header(head, name)

    def _by_header(self, head: Sequence[Row], name: str) -> Recognised:
        found: dict[str, Found] = {}
        for key, words in self._words.items():
            one = find_header(head, name, words, self._layouts(key))
            if one is not None and one.has_title:
                found[key] = one
        if not found:
            return Recognised("")
        if self._is_by_own_layout(found.get(self._asked.key)):
            return Recognised(self._asked.key, found[self._asked.key].mapping)
        # the first of equals wins, and the kind that was asked for comes first
        best = max(found, key=lambda key: found[key].weight)
        return Recognised(best, found[best].mapping)

    def _is_by_own_layout(self, found: Found | None) -> bool:
        """Whether a header is that of the layout the user has asked for: then it is his word."""
        return (
            found is not None
            and self._layout is not None
            and found.mapping.layout == self._layout.label
        )

    def as_asked(self, head: Sequence[Row], name: str) -> SheetMapping | None:
        """The sheet as one of the kind that was asked for, whatever else it may be; None without
        a header of any kind."""
        own = own_form(head, self._library.kinds)
        if own is not None and own.kind == self._asked.key:
            return own
        words, layouts = self._words[self._asked.key], self._layouts(self._asked.key)
        found = find_header(head, name, words, layouts)
        if found is not None:
            return found.mapping
        other = self.recognise(head, name).mapping
        return self.with_header_at(head, other.header_line) if other is not None else None

    def with_header_at(self, head: Sequence[Row], line: int) -> SheetMapping | None:
        """The sheet as one of the kind that was asked for, its header in this line (from 1)."""
        words, layouts = self._words[self._asked.key], self._layouts(self._asked.key)
        return header_at(head, line, words, layouts)

    def _layouts(self, kind: str) -> list[Layout]:
        own = [self._layout] if self._layout is not None else []
        return [layout for layout in (*own, *shipped_layouts()) if layout.kind == kind]


def no_header(file: str, kind: Kind, head: Sequence[Row]) -> Refused:
    """The refusal that says what was seen, and how to map by hand."""
    lines = [[text for text in text_row(row) if text] for row in head[:HEAD_LINES]]
    seen = [
        f"第 {number} 行：" + " | ".join(text[:20] for text in line[:_SHOWN_CELLS])
        for number, line in enumerate(lines, 1)
        if line
    ]
    return Refused("CDO-W110", file=file, kind=kind.label, seen="；".join(seen[:_SHOWN_ROWS]))
