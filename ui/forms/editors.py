"""Which editor an element gets: one table over the kinds of element."""

from __future__ import annotations

from collections.abc import Callable

from cdo_desktop.standard.model import Element, ElementKind
from ui.forms.choice_editors import ChoiceEditor, MultiEditor, ReferenceEditor
from ui.forms.chooser_editors import FileEditor, TreeEditor
from ui.forms.editor import Editor
from ui.forms.line_editors import CodeEditor, DateEditor, LineEditor, TextEditor, UsccEditor
from ui.shell import Shell

_MANY_LINES_FROM = 200
"""Texts that may be longer are written on several lines."""
EDITORS: dict[ElementKind, Callable[[Shell, Element], Editor]] = {
    ElementKind.TEXT: LineEditor,
    ElementKind.LONGTEXT: TextEditor,
    ElementKind.CHOICE: ChoiceEditor,
    ElementKind.MULTI_CHOICE: MultiEditor,
    ElementKind.CASCADE: ChoiceEditor,
    ElementKind.TREE: TreeEditor,
    ElementKind.DATE: DateEditor,
    ElementKind.MONTH: LineEditor,
    ElementKind.NUMBER: LineEditor,
    ElementKind.MONEY: LineEditor,
    ElementKind.YES_NO: ChoiceEditor,
    ElementKind.USCC: UsccEditor,
    ElementKind.REGION: TreeEditor,
    ElementKind.PHONE: LineEditor,
    ElementKind.REFERENCE: ReferenceEditor,
    ElementKind.ATTACHMENT: FileEditor,
    ElementKind.CODE: CodeEditor,
}


def editor_for(shell: Shell, element: Element) -> Editor:
    """A fresh editor for an element."""
    if element.kind is ElementKind.TEXT and element.max_length >= _MANY_LINES_FROM:
        return TextEditor(shell, element)
    return EDITORS[element.kind](shell, element)
