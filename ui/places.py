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
from ui.pages.settings_page import SettingsPage
from ui.shell import Shell
from ui.tr import tr

HOME, EXCHANGE, SETTINGS = "home", "exchange", "settings"
LISTS, EXCHANGED, BOTTOM = tr("三张清单"), tr("交换与报告"), "-"


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


def _list(kind: str, label: str, icon: str, group: str) -> Place:
    return Place(kind, label, icon, partial(ListPage, kind_key=kind, name=label), group)


PLACES = (
    Place(HOME, tr("工作台"), "layout-dashboard", HomePage, needs_workspace=False),
    _list("resource", tr("数据目录"), "database", LISTS),
    _list("system", tr("信息系统"), "server", LISTS),
    _list("demand", tr("数据需求"), "clipboard-list", LISTS),
    Place(EXCHANGE, tr("交换与回执"), "arrow-left-right", ExchangePage, EXCHANGED),
    _list("organisation", tr("机构"), "building-2", BOTTOM),
    _list("person", tr("人员"), "user-round", BOTTOM),
    _list("appointment", tr("任职"), "briefcase", BOTTOM),
    Place(SETTINGS, tr("设置"), "settings", SettingsPage, BOTTOM, needs_workspace=False),
)


def place_of(key: str, kinds: Mapping[str, Kind]) -> Place:
    """The place of the rail with this key, else the list of this kind, which no place leads to:
    what is found or imported there has its page all the same. KeyError for neither.
    """
    found = next((place for place in PLACES if place.key == key), None)
    return found or _list(key, kinds[key].short_label or kinds[key].label, "list-checks", "")


def keys_of(places: Sequence[Place]) -> dict[str, str]:
    """Key of a place -> the keys that lead there: Ctrl+1 … 9 in order, Ctrl+0 to 设置."""
    keys = {place.key: f"Ctrl+{number}" for number, place in enumerate(places[:9], 1)}
    return keys | {place.key: "Ctrl+0" for place in places if place.key == SETTINGS}
