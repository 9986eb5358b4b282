"""Why a new workspace goes by this profile: what is said below the list of profiles."""

from __future__ import annotations

from cdo_desktop.standard.profiles import Profile
from cdo_desktop.work.starting import fits, profile_for, profiles_within
from ui.tr import tr


def is_elsewhere(chosen: Profile, region: str) -> bool:
    """Whether the profile is made for another place than the one chosen."""
    return bool(region) and not fits(chosen, region)


def profile_words(chosen: Profile, region: str, place: str) -> str:
    """What is so with `chosen` in a region whose name is `place`; no region: what will be."""
    if not region:
        return tr("选好行政区划，会自动选用当地的规定；没有当地的，用全国通用的。")
    if is_elsewhere(chosen, region):
        words = tr("{place}不在“{0}”以内，请核对行政区划或适用的地方规定。")
        return words.format(chosen.label, place=place)
    if chosen.region:
        return tr("{place}用“{0}”的地方规定。").format(chosen.label, place=place)
    return _national_words(region, place)


def _national_words(region: str, place: str) -> str:
    """Why the national one: there is a local one and it was not taken, there are some, or none."""
    local = profile_for(region)
    within = "、".join(f"“{one.label}”" for one in profiles_within(region))
    if local.region:
        words = tr("{place}有当地的规定“{0}”，现在选的是全国通用的。")
        return words.format(local.label, place=place)
    if within:
        words = tr(
            "{place}没有统一的规定，其中有：{within}。本单位在那里的，请把行政区划选到市、县。"
        )
        return words.format(place=place, within=within)
    return tr("本程序还没有收入{place}当地的规定，用全国通用的。").format(place=place)
