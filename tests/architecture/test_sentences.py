"""Every code the program says has a sentence, and every sentence is said."""

from pathlib import Path

from cdo_desktop.sentences import CODE, table

PROGRAM = Path(__file__).parents[2]
SOURCES = [
    PROGRAM / "main.py",
    *(path for room in ("cdo_desktop", "ui") for path in (PROGRAM / room).rglob("*.py")),
]


def said():
    """Code -> the files that say it."""
    found: dict[str, list[str]] = {}
    for path in SOURCES:
        for code in CODE.findall(path.read_text("utf-8")):
            found.setdefault(code, []).append(path.name)
    return found


def test_every_code_that_is_said_has_a_sentence():
    assert {code: files for code, files in said().items() if code not in table()} == {}


def test_every_sentence_is_said():
    """A sentence nobody says is a rule that nobody checks."""
    assert sorted(table().keys() - said().keys()) == []
