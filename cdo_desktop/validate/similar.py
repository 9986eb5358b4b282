"""Names that are nearly the same: candidates by their rarest shared bigrams, never all pairs."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import chain

from rapidfuzz import fuzz, process

from cdo_desktop.domain.names import name_key
from cdo_desktop.tasks import Run

THRESHOLD = 85
"""Likeness in per cent (indel similarity) from which names count as nearly the same."""
_MOST_HOLDERS = 100
"""Of a bigram that many names hold among their rarest, so many are compared: the latest ones,
as sheets keep like names together."""
_SHORTEST = 4
_TAIL = re.compile(r"(.*?\D)(\d{1,9})(?:号|期|批|次|版)?")
_DIGITS = re.compile(r"[\d零一二三四五六七八九十]+")


def stem_and_tail(key: str) -> tuple[str, int | None]:
    """A name without the number at its end, and that number: 路灯台账12 -> 路灯台账, 12."""
    found = _TAIL.fullmatch(key)
    return (found[1], int(found[2])) if found else (key, None)


def near_pairs(keys: Sequence[str], run: Run) -> Iterator[tuple[int, int, int]]:
    """(place, place of an earlier one, likeness in per cent) for names nearly the same.

    Each name is paired with the most like of the earlier ones at most. Names that differ in
    numbers only (years, districts by number, drag-filled series) are one series, not a pair.
    """
    masked = [_DIGITS.sub("0", key).rstrip("0") for key in keys]
    frequency = Counter(chain.from_iterable(map(bigrams, masked)))
    holders: dict[str, deque[str]] = {}
    places: dict[str, int] = {}
    for place, key in enumerate(run.each("比较名称", masked, len(masked), 256)):
        if len(key) < _SHORTEST or key in places:
            continue
        places[key] = place
        rarest = _rarest(key, frequency)
        pair = _most_like(key, rarest, holders)
        if pair is not None:
            yield place, places[pair[0]], pair[1]
        for bigram in rarest:
            holders.setdefault(bigram, deque(maxlen=_MOST_HOLDERS)).append(key)


def _most_like(
    key: str, rarest: Sequence[str], holders: dict[str, deque[str]]
) -> tuple[str, int] | None:
    """The earlier name most like this one, with its likeness, if it reaches the threshold.

    No loop of Python's own over the candidates: there may be hundreds for each of 100 000 names.
    """
    held = [holders[bigram] for bigram in rarest if bigram in holders]
    candidates = dict.fromkeys(chain.from_iterable(held))
    found = process.extractOne(key, list(candidates), scorer=fuzz.ratio, score_cutoff=THRESHOLD)
    return (found[0], int(found[1])) if found else None


def bigrams(key: str) -> set[str]:
    """Every two signs that stand beside each other."""
    return {key[at : at + 2] for at in range(len(key) - 1)}


def _rarest(key: str, frequency: Counter[str]) -> list[str]:
    """The rarer half of a name's bigrams and one more.

    Two names above the threshold share at least one of these: an edit spoils two bigrams at most,
    and the threshold allows edits of a sixth of both lengths together.
    """
    rarest = sorted(bigrams(key), key=lambda bigram: (frequency[bigram], bigram))
    return rarest[: len(rarest) // 2 + 1]


def likeness_of_names(one: str, other: str) -> int:
    """Likeness of two names in per cent, whatever numbers stand in them: 一期 is as 二期."""
    keys = [_DIGITS.sub("", name_key(name)) for name in (one, other)]
    return int(fuzz.ratio(*keys))


def in_simplified(titles: Sequence[str]) -> list[str]:
    """The titles in simplified characters.

    What GB 2312 can write is simplified already; only the rest is looked up, and the library
    is loaded only if there is any.
    """
    doubtful = [place for place, title in enumerate(titles) if not _is_gb2312(title)]
    result = list(titles)
    if doubtful:
        # one call for all: each call costs more than its characters
        texts = "\n".join(titles[place].replace("\n", " ") for place in doubtful)
        for place, text in zip(doubtful, _converted(texts).split("\n"), strict=True):
            result[place] = text
    return result


def _is_gb2312(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _converted(text: str) -> str:
    # imported here: loading the dictionaries takes a while, and most workspaces never need them
    from opencc import OpenCC

    return str(OpenCC("t2s").convert(text))
