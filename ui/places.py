"""The places of the rail, as data; a new page is one more line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from cdo_desktop.standard.model import Kind
from ui.pages.exchange_page import ExchangePage
from ui.pages.home_page import HomePage
from ui.pages.list_page import ListPage
from ui.pages.page import Page
from ui.pages.reports_page import ReportsPage
from ui.pages.settings_page import SettingsPage
from ui.shell import Shell
from ui.tr import tr

HOME, EXCHANGE, SETTINGS = "home", "exchange", "settings"
LISTS, REVIEWED, EXCHANGED, BOTTOM = tr("三张清单"), tr("审查与纠错"), tr("交换与报告"), "-"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail and how its page is made."""

    key: str
    label: str
    icon: str
    make: Callable[[Shell], Page]
    group: str = ""
    """Heading above it; "-…" = at the bottom, below a line."""
    needs_workspace: bool = True
    beside: str = ""
    """The place of the rail beside whose list this one stands; "" = it is on the rail itself."""
    together: str = ""
    """What the rail calls a place that other lists stand beside."""


def _list(kind: str, label: str, icon: str, group: str) -> Place:
    return Place(kind, label, icon, partial(ListPage, kind_key=kind, name=label), group)


def _lists(
    group: str, together: str, icon: str, *members: tuple[str, str, str]
) -> tuple[Place, ...]:
    """One entry of the rail for several lists; from each, the others are one step away."""
    (first, _, _), *_ = members
    names = tuple((kind, label) for kind, label, _ in members)
    return tuple(
        Place(
            kind,
            label,
            own if kind != first else icon,
            partial(ListPage, kind_key=kind, name=label, beside=names),
            group,
            beside=first if kind != first else "",
            together=together if kind == first else "",
        )
        for kind, label, own in members
    )


PLACES = (
    Place(HOME, tr("工作台"), "layout-dashboard", HomePage, needs_workspace=False),
    _list("resource", tr("数据目录"), "database", LISTS),
    _list("system", tr("信息系统"), "server", LISTS),
    _list("demand", tr("数据需求"), "clipboard-list", LISTS),
    *_lists(
        REVIEWED,
        tr("项目审查"),
        "clipboard-check",
        ("project", tr("项目"), "clipboard-check"),
        ("joint_build", tr("统建清单"), "list-checks"),
        ("negative", tr("负面清单"), "ban"),
    ),
    Place(EXCHANGE, tr("交换与回执"), "arrow-left-right", ExchangePage, EXCHANGED),
    Place("reports", tr("统计报告"), "chart-column", ReportsPage, EXCHANGED),
    *_lists(
        BOTTOM,
        tr("机构与人员"),
        "building-2",
        ("organisation", tr("机构"), "building-2"),
        ("person", tr("人员"), "user-round"),
        ("appointment", tr("任职"), "briefcase"),
    ),
    Place(SETTINGS, tr("设置"), "settings", SettingsPage, BOTTOM, needs_workspace=False),
)


def place_of(key: str, kinds: Mapping[str, Kind]) -> Place:
    """The place of the rail with this key, else the list of this kind, which no place leads to:
    what is found or imported there has its page all the same. KeyError for neither.
    """
    found = next((place for place in PLACES if place.key == key), None)
    return found or _list(key, kinds[key].short_label or kinds[key].label, "list-checks", "")


def on_rail(places: Sequence[Place]) -> list[Place]:
    """Those that have an entry of their own on the rail."""
    return [place for place in places if not place.beside]


def keys_of(places: Sequence[Place]) -> dict[str, str]:
    """Key of a place -> the keys that lead there: Ctrl+1 … 9 in order, Ctrl+0 to 设置."""
    places = on_rail(places)
    keys = {place.key: f"Ctrl+{number}" for number, place in enumerate(places[:9], 1)}
    return keys | {place.key: "Ctrl+0" for place in places if place.key == SETTINGS}
