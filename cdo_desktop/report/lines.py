"""Text into lines: no line begins or ends with a sign that may not stand there.

The rules are those of GB/T 15834-2011 §5.1: marks that close are never first in a line, marks that
open are never last, —— and …… are not torn. Words and numbers in Latin letters stay whole where a
line can hold them. What does not fit is carried to the next line (追出); nothing is squeezed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

NO_START = frozenset("，。、；：？！）》〉」』】〕］｝’”…—～·‥％‰℃°,.;:?!)]}%々ー／")
NO_END = frozenset("《〈（「『【〔［｛“‘([{")
_WHOLE = frozenset("—…")
_WORD = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-/:@+%&=~#*'\"")


def broken(
    text: str, widths: Mapping[str, float], limit: float, indent: float = 0.0
) -> Iterator[str]:
    """The lines of a text; each of its own lines begins a new one.

    `widths` and `limit` are in one unit; the first line of each paragraph is `indent` shorter.
    A sign wider than the limit gets a line of its own.
    """
    for paragraph in text.split("\n"):
        if sum(map(widths.__getitem__, paragraph)) <= limit - indent:
            yield paragraph
        else:
            yield from _paragraph(paragraph, widths, limit, indent)


def _paragraph(
    text: str, widths: Mapping[str, float], limit: float, indent: float
) -> Iterator[str]:
    start, legal, used, before = 0, 0, indent, ""
    for at, sign in enumerate(text):
        width = widths[sign]
        if at > start and _may_part(before, sign):
            legal = at
        if used + width > limit and at > start and sign != " ":
            cut = legal if legal > start else _forced(text, start, at)
            yield text[start:cut].rstrip(" ")
            start = cut + (len(text[cut:at]) - len(text[cut:at].lstrip(" ")))
            used = sum(widths[each] for each in text[start:at])
        used += width
        before = sign
    yield text[start:].rstrip(" ")


def _may_part(before: str, sign: str) -> bool:
    """Whether a line may end between two signs."""
    if sign in NO_START or before in NO_END:
        # two of them in a row are torn only by force; a space is the end of its word anyhow
        return False
    if sign == " ":
        return False
    return not (before in _WORD and sign in _WORD) and not (before == sign and sign in _WHOLE)


def _forced(text: str, start: int, at: int) -> int:
    """Where to cut what has no legal place: as far right as the marks allow, else anywhere."""
    for cut in range(at, start, -1):
        if text[cut] not in NO_START and text[cut - 1] not in NO_END:
            return cut
    return at
