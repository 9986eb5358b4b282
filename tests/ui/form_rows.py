"""Fields and grids of the record that is shown, as somebody finds them: by going to their tab."""

from __future__ import annotations

from ui.forms.field_row import FieldRow
from ui.grid.items_grid import ItemsGrid
from ui.main_window import MainWindow


def field_row(window: MainWindow, key: str) -> FieldRow:
    """The field of an element, on the tab of its section."""
    view = window.page.view
    section = view._kind.element_at(key).section
    view._parts.tabs.show_tab(section)
    form = view._parts._sections[section]
    form.finish()
    return next(row for row in form.rows if row.element.key == key)


def items_grid(window: MainWindow) -> ItemsGrid:
    """The 信息项 of the record, on their tab."""
    view = window.page.view
    view._parts.tabs.show_tab("信息项")
    return view._parts._groups["items"]
