"""What opens in a cell of the mapping: a line, and below it what the column can be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cdo_desktop.standard.codes import CodeList, CodeValue
from cdo_desktop.work.import_trying import Target
from ui.grid.cell_editors import ListedEditor
from ui.grid.word_list import WordList
from ui.look import Look
from ui.tr import tr


class TargetList(WordList):
    """Everything a column can be, narrowed by what is typed."""

    def __init__(self, look: Look, window: QWidget, targets: Sequence[Target]) -> None:
        words = [target.label for target in targets]
        values = tuple(CodeValue(word) for word in words)
        super().__init__(look, window, CodeList("targets", tr("对应字段"), "", values), words)

    def offer(self, typed: str, present: str = "") -> None:
        super().offer(typed, present)
        if not self.words:
            self._foot.setText(tr("没有这样的字段，换几个字或首字母试试"))


class TargetEditor(ListedEditor):
    """Only what is in the list can be entered; anything else leaves the column as it was."""

    def __init__(self, look: Look, parent: QWidget, targets: Sequence[Target]) -> None:
        super().__init__(look, parent, TargetList(look, parent.window(), targets))
        self._targets = {target.label: target for target in targets}
        self.setAccessibleName(tr("对应字段，输入文字或拼音首字母筛选"))

    @property
    def target(self) -> Target | None:
        """What is marked; None if nothing is."""
        return self._targets.get(self.list.marked)
