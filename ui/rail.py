"""The rail at the left: the places of the product, in groups; narrow where the window is narrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.look import Look
from ui.places import LISTS, Place, keys_of, on_rail
from ui.rail_button import NARROW, WIDE, RailButton
from ui.tr import tr
from ui.widgets.buttons import line
from ui.widgets.text import label


class Rail(QFrame):
    """Made from the table of places."""

    chosen = Signal(str)
    """The key of a place."""
    folded = Signal()
    """The user folded or unfolded it by hand."""

    def __init__(self, look: Look, places: Sequence[Place]) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "rail")
        self._places = {place.key: place for place in places}
        self._buttons: dict[str, RailButton] = {}
        self._heads: list[QWidget] = []
        self._between: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 8, 8, 8)
        self._layout.setSpacing(2)
        group = ""
        keys = keys_of(places)
        for place in on_rail(places):
            if place.group != group:
                group = place.group
                self._begin_group(group)
            made = RailButton(
                look, place.icon, place.together or place.label, keys.get(place.key, "")
            )
            made.clicked.connect(partial(self.chosen.emit, place.key))
            self._buttons[place.key] = made
            self._layout.addWidget(made)
        self._fold = RailButton(look, "panel-left-close", tr("收起侧栏"), "Ctrl+B")
        self._fold.setCheckable(False)
        self._fold.clicked.connect(self.toggle)
        self._layout.addWidget(line())
        self._layout.addWidget(self._fold)
        self._narrow = False
        self.set_narrow(False)
        look.changed.connect(self._fit)

    def _begin_group(self, group: str) -> None:
        if group.startswith("-"):
            self._layout.addStretch()
            self._layout.addWidget(line())
            return
        head = label(self._look, group, "small", "3")
        head.setContentsMargins(10, 8, 0, 2)
        head.setToolTip(_GROUP_TIPS.get(group, ""))
        between = line()
        self._heads.append(head)
        self._between.append(between)
        self._layout.addWidget(head)
        self._layout.addWidget(between)

    @property
    def narrow(self) -> bool:
        """Whether only icons are shown."""
        return self._narrow

    def set_narrow(self, narrow: bool) -> None:
        """Show only icons, or icons with words."""
        self._narrow = narrow
        for head in self._heads:
            head.setVisible(not narrow)
        for between in self._between:
            between.setVisible(narrow)
        for made in self._buttons.values():
            made.set_narrow(narrow)
        self._fold.setText(tr("展开侧栏") if narrow else tr("收起侧栏"))
        self._fold.set_narrow(narrow)
        self._fold.show_icon("panel-left-open" if narrow else "panel-left-close")
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(self._look.theme.px(NARROW if self._narrow else WIDE))

    def toggle(self) -> None:
        """Fold or unfold by hand; from then on the width of the window does not matter."""
        self.set_narrow(not self._narrow)
        self.folded.emit()

    def show_place(self, key: str) -> None:
        """Mark the place that is shown, or beside which it stands."""
        key = self._places[key].beside or key
        for known, made in self._buttons.items():
            made.setChecked(known == key)

    def show_counts(self, counts: Mapping[str, tuple[int, str]]) -> None:
        """Key of a place -> how much work waits there, and what it is; the others have none."""
        for key, made in self._buttons.items():
            made.show_count(*counts.get(key, (0, "")))

    def set_open(self, is_open: bool) -> None:
        """Whether there is a workspace: without one most places are closed."""
        for key, made in self._buttons.items():
            made.setEnabled(is_open or not self._places[key].needs_workspace)


_GROUP_TIPS = {LISTS: tr("信息系统清单、数据资源清单、数据需求清单")}
