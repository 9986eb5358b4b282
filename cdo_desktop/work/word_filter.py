"""Whether a word of a list is meant by the letters or characters somebody types."""

from __future__ import annotations

from collections.abc import Sequence

from cdo_desktop.standard.codes import CodeList, folded
from cdo_desktop.store.initials import initials


def is_meant(word: str, typed: str, spellings: Sequence[str] = ()) -> bool:
    """Whether what was typed stands in the word or one of its spellings, or begins its initials."""
    wanted = folded(typed)
    if not wanted:
        return True
    if any(wanted in folded(text) for text in (word, *spellings)):
        return True
    return wanted.isascii() and any(text.startswith(wanted) for text in initials(word))


def words_meant(codes: CodeList, words: Sequence[str], typed: str) -> list[str]:
    """Those of the words that may be meant; the one that is spelled exactly so first."""
    spellings: dict[str, tuple[str, ...]] = {}
    for value in codes.values:
        spellings[value.word] = (*spellings.get(value.word, ()), *value.synonyms)
    exact = codes.word(typed) if typed else None
    meant = [word for word in words if is_meant(word, typed, spellings.get(word, ()))]
    return sorted(meant, key=lambda word: word != exact)
