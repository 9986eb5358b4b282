"""The columns of our own form for a kind: the order, the group headers, the widths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from unicodedata import east_asian_width

from cdo_desktop.exchange.key_row import column_key, hidden_keys
from cdo_desktop.standard.model import Element, ElementKind, Kind
from cdo_desktop.standard.roles import Role

HIDDEN = len(hidden_keys("", ""))
"""How many hidden columns stand before the first visible one."""

_WIDTHS: Mapping[ElementKind, float] = {
    ElementKind.TEXT: 18,
    ElementKind.LONGTEXT: 34,
    ElementKind.CHOICE: 15,
    ElementKind.MULTI_CHOICE: 20,
    ElementKind.CASCADE: 15,
    ElementKind.TREE: 14,
    ElementKind.DATE: 13,
    ElementKind.MONTH: 11,
    ElementKind.NUMBER: 12,
    ElementKind.MONEY: 14,
    ElementKind.YES_NO: 10,
    ElementKind.USCC: 23,
    ElementKind.REGION: 14,
    ElementKind.PHONE: 16,
    ElementKind.REFERENCE: 18,
    ElementKind.CODE: 22,
}

_TITLE_WIDTH = 32


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One visible column: an element of the record or of one of its groups."""

    index: int
    """Column of the sheet, counted from 0."""
    section: str
    """The word of the group header above it."""
    group: str
    element: Element
    optional: bool
    """Whether nothing in its whole section is ever obligatory."""

    @property
    def key(self) -> str:
        """Its cell in the hidden key row."""
        return column_key(self.group, self.element.key)

    @property
    def label(self) -> str:
        """Its header: “*” = required, “△” = required in certain cases."""
        mark = "*" if self.element.required else "△" if self.element.required_when else ""
        return self.element.label + mark

    @property
    def width(self) -> float:
        """In characters of the standard font; the label fits in two lines."""
        if self.element.role is Role.TITLE:
            return _TITLE_WIDTH
        return max(_WIDTHS[self.element.kind], text_width(self.label) / 2 + 4)


def columns_of(kind: Kind) -> tuple[SheetColumn, ...]:
    """Every element one can fill in a sheet (all but attachments), section by section."""
    found = list(_in_order(kind))
    binding = {section for section, _, e in found if e.required or e.required_when}
    return tuple(
        SheetColumn(HIDDEN + place, section, group, element, section not in binding)
        for place, (section, group, element) in enumerate(found)
    )


def text_width(text: str) -> int:
    """How wide a text is in half-width characters."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


def _in_order(kind: Kind) -> Iterator[tuple[str, str, Element]]:
    for section in kind.sections:
        for element in kind.elements:
            if element.section == section and _fits_a_cell(element):
                yield section, "", element
        for group in kind.groups:
            if group.section == section:
                yield from ((group.label, group.key, e) for e in group.elements if _fits_a_cell(e))


def _fits_a_cell(element: Element) -> bool:
    return element.kind is not ElementKind.ATTACHMENT
