"""Keeping a mapping as a layout of the user's own; one of the same name is not lost unasked."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cdo_desktop.errors import Refused
from cdo_desktop.work import layouts
from cdo_desktop.work.importing import Rehearsed
from ui.notify import Choice, Notify, Question
from ui.tr import tr

_REPLACE, _OTHER = "replace", "other"


class LayoutKeeping(QObject):
    """Asks for the name, and again if that is taken."""

    kept = Signal(str)
    """Under this name."""
    refused = Signal(object)
    """It could not be kept."""

    def __init__(self, notify: Notify, parent: QObject) -> None:
        super().__init__(parent)
        self._notify = notify
        self._found: Rehearsed | None = None
        self._name = ""

    def ask_name(self, found: Rehearsed) -> None:
        """Ask under which name the mapping of a rehearsal is to be kept."""
        self._found = found
        suggested = found.rehearsal.path.stem[:40]
        self._ask(suggested)

    def _ask(self, text: str) -> None:
        words = tr("给这个版式起个名字，以后同样的表格选它就行：")
        self._notify.ask_text(tr("存为我的版式"), words, tr("保存"), self._named, text)

    def _named(self, name: str) -> None:
        self._name = name.strip()
        if self._name not in layouts.own_names():
            self._keep()
            return
        choices = (Choice(_REPLACE, tr("替换"), danger=True), Choice(_OTHER, tr("换个名字")))
        title = tr("已经有一个版式叫“{name}”。").format(name=self._name)
        question = Question(title, tr("替换后，原来的对应就没有了。"), choices)
        self._notify.ask(question, self._answered)

    def _answered(self, key: str) -> None:
        if key == _REPLACE:
            self._keep()

    def _keep(self) -> None:
        if self._found is None:
            return
        try:
            layouts.keep_layout(self._name, self._found.rehearsal)
        except Refused as error:
            self.refused.emit(error)
        else:
            self.kept.emit(self._name)
