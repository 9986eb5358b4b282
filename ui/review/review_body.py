"""Form, checks and opinion side by side; where text is large, what has no room is scrolled to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget

from ui.review.checks_pane import ChecksPane
from ui.review.following_area import FollowingArea
from ui.review.form_pane import FormPane
from ui.review.opinion_pane import OpinionPane
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.empty_state import EmptyState

_SIZES = [506, 520, 352]
_LEAST_FORM, _LEAST_CHECKS = 320, 340


class ReviewBody(FollowingArea):
    """The three panes of the review page."""

    def __init__(self, shell: Shell) -> None:
        self._look = shell.look
        self.form = FormPane(shell)
        self.checks = ChecksPane(shell.look)
        self.opinion = OpinionPane(shell)
        self._closed = EmptyState(shell.look)
        self._left = QStackedWidget()
        self._left.addWidget(self.form)
        self._left.addWidget(self._closed)
        split = QSplitter(Qt.Orientation.Horizontal)
        for pane in (self._left, self.checks, self.opinion):
            split.addWidget(pane)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes(_SIZES)
        super().__init__(split, tr("申报表、检查和意见"))
        self._look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        px = self._look.theme.px
        self._left.setMinimumWidth(px(_LEAST_FORM))
        self.checks.setMinimumWidth(px(_LEAST_CHECKS))

    def open_form(self) -> None:
        """Show the form."""
        self._left.setCurrentIndex(0)

    def close_form(self, icon: str, words: str) -> None:
        """Show why there is no form."""
        self._closed.say(icon, words)
        self._left.setCurrentIndex(1)
