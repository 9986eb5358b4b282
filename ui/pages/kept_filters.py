"""Filters that somebody keeps under a name, per kind of record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QToolButton

from cdo_desktop.settings import Settings
from cdo_desktop.standard.model import Kind
from ui.look import Look
from ui.notify import Notify
from ui.pages.filter_terms import filter_from, kept_filter
from ui.pages.list_filters import ListFilters
from ui.tr import tr
from ui.widgets.buttons import icon_button


class KeptFilters:
    """A button whose menu offers the kept filters, and to keep the one that is set."""

    def __init__(
        self, look: Look, settings: Settings, notify: Notify, filters: ListFilters
    ) -> None:
        self._settings, self._notify, self._filters = settings, notify, filters
        self._kind: Kind | None = None
        self.button: QToolButton = icon_button(look, "funnel", tr("保存的筛选"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)

    def show_kind(self, kind: Kind) -> None:
        """Offer the filters kept for this kind."""
        self._kind = kind

    @property
    def _key(self) -> str:
        return f"filters.{self._kind.key}"

    def kept(self) -> dict[str, Mapping[str, Any]]:
        """Name -> filter as settings keep it."""
        return self._settings.get(self._key, {})

    def _fill(self) -> None:
        self.menu.clear()
        for name, kept in self.kept().items():
            self.menu.addAction(name).triggered.connect(partial(self._take, kept))
        if self.kept():
            removing = self.menu.addMenu(tr("删除保存的筛选"))
            for name in self.kept():
                removing.addAction(name).triggered.connect(partial(self._remove, name))
            self.menu.addSeparator()
        keep = self.menu.addAction(tr("保存现在的筛选…"))
        keep.setEnabled(self._filters.is_set)
        keep.setToolTip("" if self._filters.is_set else tr("现在没有筛选"))
        keep.triggered.connect(self.ask_name)

    def ask_name(self) -> None:
        """Ask under which name the filter that is set is to be kept."""
        self._notify.ask_text(tr("保存筛选"), tr("给这个筛选起个名字："), tr("保存"), self.keep)

    def keep(self, name: str) -> None:
        """Keep the filter that is set; one of the same name is replaced."""
        if name.strip():
            kept = {**self.kept(), name.strip(): kept_filter(self._filters.query)}
            self._settings.set(self._key, kept)

    def _remove(self, name: str) -> None:
        self._settings.set(self._key, {k: v for k, v in self.kept().items() if k != name})

    def _take(self, kept: Mapping[str, Any]) -> None:
        self._filters.take(filter_from(self._kind, kept))
