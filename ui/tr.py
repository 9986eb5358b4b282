"""The words of the window in another language, from a file that Qt Linguist makes.

The words in the code are Chinese; a translation is chosen once, before the window is made, since
tables of words are read when their modules are. How a translation is made: docs/translating.md.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from PySide6.QtCore import QTranslator

from cdo_desktop import paths

LANGUAGE = "CDO_LANGUAGE"
"""Environment variable: the name of a language, or a .qm file that is being worked on."""
CONTEXT = "ui"


def tr(text: str) -> str:
    """A text of the window in the language of the user; as it stands where there is no other."""
    translator = _translator()
    return (translator.translate(CONTEXT, text) or text) if translator else text


@cache
def _translator() -> QTranslator | None:
    language = os.environ.get(LANGUAGE, "")
    named = paths.resources() / "translations" / f"{language}.qm"
    file = Path(language) if language.endswith(".qm") else named
    made = QTranslator()
    return made if language and made.load(str(file)) else None
