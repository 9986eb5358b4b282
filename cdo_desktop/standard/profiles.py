"""Overlays: a province or city adds elements, tightens rules and names its platform."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cdo_desktop.standard.loading import built, invalid, known, needs

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Platform:
    """Who receives packages by default."""

    name: str = ""
    org_code: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """One overlay file."""

    key: str
    label: str
    region: str = ""
    platform: Platform = Platform()
    settings: Mapping[str, Any] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What is laid over each kind, by its key."""
    flows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What is laid over each flow, by its key."""

    @property
    def catalog_prefix(self) -> str:
        """类, 项, 目 of the own province's catalogs, six digits; "" where it is not known."""
        return str(self.settings.get("catalog_prefix", ""))


def read_profile(body: Mapping[str, Any], where: str) -> Profile:
    """A profile from its file. Raises DefinitionInvalid."""
    known(body, {"key", "label", "region", "platform", "settings", "kind", "flow"}, where)
    kinds, flows = body.get("kind", ()), body.get("flow", ())
    for block in (*kinds, *flows):
        needs(block, {"key"}, f"{where}: kind or flow")
    prefix = body.get("settings", {}).get("catalog_prefix", "")
    if not re.fullmatch(r"(?:[123]\d{5})?", str(prefix), re.ASCII):
        raise invalid(where, f"catalog_prefix “{prefix}”: 类, 项 and 目 are six digits")
    rest = {key: value for key, value in body.items() if key not in ("kind", "flow")}
    made = {
        "platform": built(Platform, body.get("platform", {}), f"{where}: platform"),
        "kinds": {kind["key"]: kind for kind in kinds},
        "flows": {flow["key"]: flow for flow in flows},
    }
    return built(Profile, {**rest, **made}, where)


def overlaid(kind: Body, profile: Profile, where: str) -> Body:
    """The definition of a kind with a profile laid over it; if changed, under a name of its own."""
    over = profile.kinds.get(kind["kind"]["key"])
    head = {**kind["kind"], "profile": profile.key}
    if over is None:
        return {**kind, "kind": head}
    known(over, {"key", "element", "group", "sections"}, where)
    head["standard"] = f"{head['standard']}+{profile.key}"
    head["sections"] = [*head["sections"], *over.get("sections", [])]
    return {
        "kind": head,
        "element": _merged(kind.get("element", []), over.get("element", []), where),
        "group": _groups(kind.get("group", []), over.get("group", []), where),
    }


def _groups(base: list[Body], over: list[Body], where: str) -> list[Body]:
    rows = {group.get("key"): group.get("element", []) for group in over}
    heads = [{k: v for k, v in group.items() if k != "element"} for group in over]
    merged = _merged(base, heads, where)
    return [
        {**group, "element": _merged(group.get("element", []), rows.get(group["key"], []), where)}
        for group in merged
    ]


def _merged(base: list[Body], over: list[Body], where: str) -> list[Body]:
    result = [dict(block) for block in base]
    places = {block["key"]: index for index, block in enumerate(result)}
    for block in over:
        needs(block, {"key"}, where)
        patch = {key: value for key, value in block.items() if key != "after"}
        if block["key"] in places:
            result[places[block["key"]]] |= patch
            continue
        after = block.get("after", result[-1]["key"] if result else "")
        if result and after not in places:
            raise invalid(where, f"{block['key']}: no element “{after}” to stand after")
        result.insert(places[after] + 1 if result else 0, patch)
        places = {b["key"]: index for index, b in enumerate(result)}
    return result
