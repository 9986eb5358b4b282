"""What the page says where a workbook cannot be rehearsed: what was seen, what to do here."""

from __future__ import annotations

from dataclasses import dataclass

from cdo_desktop.errors import Refused
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind
from cdo_desktop.work.import_trying import Attempt
from ui.tr import tr

AS_KIND, AS_ASKED = "as-kind:", "as-asked"
"""Keys of links: import it as the kind named behind the colon; map it as the kind asked for."""
_OTHER_KIND = "CDO-W111"
_HERE = {
    "CDO-W110": tr("请在下面点选表头那一行，再在左边逐列指定是什么。"),
    _OTHER_KIND: tr("请改为导入到那一种清单；也可以就按“{kind}”，在左边逐列指定。"),
    "CDO-W113": tr("请在左边指定哪一列是它；表头认错了，就点选另一行。"),
    "CDO-W115": tr("请在左边另选一张工作表。"),
    "CDO-W116": tr("请在下面点选表头最下面的一行。"),
    "CDO-W117": tr("请在左边选一张工作表。"),
}
"""Code -> what to do in the window; the sentences themselves speak to the command line too."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The words of the banner and its links as (key, verb)."""

    text: str
    links: tuple[tuple[str, str], ...] = ()


def refusal(error: Refused, tried: Attempt, kind: Kind, library: Library) -> Refusal:
    """How a refusal is told where something can be put right by hand."""
    todo = _HERE.get(error.code, error.todo).format(kind=kind.label)
    text = f"{error.happened}{todo}"
    if error.code != _OTHER_KIND:
        return Refusal(text)
    named = str(error.facts.get("others", "")).split("、")
    links = [
        (f"{AS_KIND}{key}", tr("导入到{one.label}").format(one=one))
        for key, one in library.kinds.items()
        if one.label in named
    ]
    if tried.mapping:
        links.append((AS_ASKED, tr("就按{kind.label}").format(kind=kind)))
    return Refusal(text, tuple(links))
