"""What is to be known first of a rehearsal: what waits, whose records, which sheets are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cdo_desktop.sentences import sentence
from cdo_desktop.standard.model import Kind
from cdo_desktop.work.import_trying import SheetLeft
from cdo_desktop.work.other_units import IMPORTED, OtherUnits
from ui.importing.refusals import AS_KIND
from ui.importing.sheet_at_hand import SheetAtHand
from ui.tr import tr

PENDING = "pending-columns"
"""Key of the link to the columns that wait to be confirmed."""
Links = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Next:
    """What of a workbook is still to be imported after one of its sheets was written."""

    file: Path
    words: str
    links: tuple[tuple[str, str], ...]
    """(AS_KIND and the key of a list, verb)."""


def notice(hand: SheetAtHand, first: str, kinds: Mapping[str, Kind]) -> tuple[str, str, Links]:
    """(level, words, links) of the banner; `first`: what is to be said before. No words: none."""
    found = hand.found
    words, links, level = first, [], "info"
    if hand.pending:
        words += tr("有 {pending} 列匹配程度不高，选定是什么、或选“不导入”之后才能写入。").format(
            pending=hand.pending
        )
        links.append((PENDING, tr("去确认")))
    if found is not None and found.others.units:
        words += others_words(found.others)
    if words != first:
        level = "warn"
    words += left_words(hand.left)
    if found is not None and not found.writes:
        links += next_links(hand.left, kinds)
    return level, words, links


def others_words(others: OtherUnits) -> str:
    """Whose records come besides those of the own organisation."""
    told = sentence(IMPORTED)
    return (told.says + told.todo).format_map(others.facts)


def left_words(left: Sequence[SheetLeft]) -> str:
    """Which sheets of the workbook are not imported; "" for none."""
    if not left:
        return ""
    names = "、".join(one.name for one in left)
    return tr("这个文件还有 {0} 张工作表没有导入：{names}。").format(len(left), names=names)


def next_links(left: Iterable[SheetLeft], kinds: Mapping[str, Kind]) -> Links:
    """To import next what was recognised as a list, one link for each list."""
    first: dict[str, str] = {}
    for one in left:
        if one.kind in kinds:
            first.setdefault(one.kind, one.name)
    return [(f"{AS_KIND}{kind}", tr("接着导入“{0}”").format(name)) for kind, name in first.items()]


def next_of(hand: SheetAtHand, kinds: Mapping[str, Kind]) -> Next:
    """What is left of a workbook once this is written."""
    links = tuple(next_links(hand.left, kinds))
    return Next(hand.file, left_words(hand.left), links)
