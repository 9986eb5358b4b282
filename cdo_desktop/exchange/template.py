"""The empty form of a kind as a workbook: filled in by a clerk, imported without mapping."""

from __future__ import annotations

from pathlib import Path

from cdo_desktop.exchange.form_sheet import write_head
from cdo_desktop.exchange.guide_sheet import write_guide_sheet
from cdo_desktop.exchange.list_sheet import write_list_sheet
from cdo_desktop.exchange.xlsx_book import new_book, new_sheet, sheet_name
from cdo_desktop.exchange.xlsx_styles import styles_of
from cdo_desktop.standard.element_kinds import Lists
from cdo_desktop.standard.model import Kind


def write_template(path: Path, kind: Kind, library: Lists) -> None:
    """Write the template of a kind; a file of that name is replaced. Raises DiskTrouble.

    Text cells throughout (Excel must not turn 3070220400031 into 3.07E+12), drop-downs from the
    same words the import reads, help as input messages, version in the hidden key row.
    """
    with new_book(path) as book:
        book.set_properties({"title": f"{kind.label}模板", "comments": kind.standard})
        styles = styles_of(book)
        sheet = new_sheet(book, sheet_name(kind.label, set()))
        write_head(sheet, kind, library, styles)
        write_guide_sheet(book, kind, library, styles)
        write_list_sheet(book, [kind], library, styles)
        sheet.activate()
