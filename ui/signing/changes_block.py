"""What has changed since this signer signed last: what it was, what it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from cdo_desktop.work.review_cases import Since
from cdo_desktop.work.review_changes import Change
from ui.exchange.wording import minute
from ui.look import Look
from ui.tr import tr
from ui.widgets.text import label


class ChangesBlock(QWidget):
    """A head, and a table of three columns."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.head = label(look, "", "section")
        self._then = label(look, "", "small", "3")
        self._frame = QFrame()
        self._frame.setProperty("role", "panel")
        self._grid = QGridLayout(self._frame)
        self._grid.setContentsMargins(10, 6, 10, 6)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(5)
        for column, share in enumerate((2, 3, 3)):
            self._grid.setColumnStretch(column, share)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.theme.px(6))
        for part in (self.head, self._then, self._frame):
            down.addWidget(part)
        self.show_since(None)

    def show_since(self, since: Since | None, *, asked: bool = True) -> None:
        """Show the changes; None: there is no signature to compare with.

        `asked` is False while it is not known who signs.
        """
        while (item := self._grid.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        count = len(since.changes) if since else 0
        if since is None:
            self.head.setText(tr("自您上次签署以来的变更"))
            first = tr("首次签署，没有可比较的版本")
            self._then.setText(first if asked else tr("选好密钥后显示"))
        else:
            self.head.setText(tr("自您上次签署以来变更 {count} 项").format(count=count))
            said = tr("上次：{0} 签署“{1}”").format(minute(since.at), since.decision.label)
            self._then.setText(said)
            self._fill(since.changes)
        self._frame.setVisible(count > 0)

    def _fill(self, changes: Sequence[Change]) -> None:
        names = (tr("栏目"), tr("上次签署时"), tr("现在"))
        for column, name in enumerate(names):
            self._grid.addWidget(label(self._look, name, "small", "3"), 0, column)
        for row, one in enumerate(changes, 1):
            cells = (self._cell(one.label), self._cell(one.was, gone=True), self._cell(one.now))
            for column, cell in enumerate(cells):
                self._grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)

    def _cell(self, words: str, *, gone: bool = False) -> QLabel:
        made = label(self._look, words or "—", "body", "err" if gone and words else "")
        made.setWordWrap(True)
        if gone and words:
            font = made.font()
            font.setStrikeOut(True)
            made.setFont(font)
        return made
