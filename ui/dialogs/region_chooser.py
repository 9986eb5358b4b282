"""Choosing a region: province, city, county."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cdo_desktop.standard.regions import Regions
from ui.tr import tr
from ui.widgets.quiet_combo import QuietCombo

_LEVELS = (tr("省"), tr("市"), tr("县"))


class RegionChooser(QWidget):
    """Province, city, county; each list follows from the one before."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._regions = Regions()
        self._boxes = [QuietCombo(tr("行政区划：{level}").format(level=level)) for level in _LEVELS]
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        for place, box in enumerate(self._boxes):
            box.setMinimumContentsLength(6)
            box.currentIndexChanged.connect(self._follower(place))
            across.addWidget(box, 1)
        self._fill(0, "")

    @property
    def code(self) -> str:
        """The code of the narrowest region chosen, "" for none."""
        codes = [box.currentData() for box in self._boxes if box.currentData()]
        return codes[-1] if codes else ""

    @property
    def name(self) -> str:
        """The own name of the region chosen, such as 通江县; "" for none."""
        return (self._regions.name(self.code) or "") if self.code else ""

    def choose(self, code: str) -> None:
        """Choose a region by its code; "" for none."""
        above = {code[:digits].ljust(6, "0") for digits in (2, 4, 6) if digits <= len(code)}
        for box in self._boxes:  # a county may stand right below a province: 重庆市渝北区
            at = next((n for n in range(box.count()) if box.itemData(n) in above), 0)
            box.setCurrentIndex(at)

    def _follower(self, place: int) -> object:
        def follow(index: int) -> None:
            if place + 1 < len(self._boxes):
                self._fill(place + 1, self._boxes[place].currentData() or "")
            self.chosen.emit(self.code)

        return follow

    def _fill(self, place: int, above: str) -> None:
        box = self._boxes[place]
        box.blockSignals(True)
        box.clear()
        box.addItem(f"（{_LEVELS[place]}）", "")
        if above or place == 0:
            for code in self._regions.children(above):
                box.addItem(self._regions.name(code) or code, code)
        box.setEnabled(box.count() > 1)
        box.blockSignals(False)
        if place + 1 < len(self._boxes):
            self._fill(place + 1, "")
