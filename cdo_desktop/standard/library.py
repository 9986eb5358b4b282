"""The definitions a workspace works by: kinds under a profile, code lists, flows; read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from cdo_desktop.errors import Refused
from cdo_desktop.standard.codes import CodeList, read_codes
from cdo_desktop.standard.flows import Flow, overlaid_flow, read_flow
from cdo_desktop.standard.loading import invalid, read_kind
from cdo_desktop.standard.model import ElementKind, Kind
from cdo_desktop.standard.profiles import Profile, overlaid, read_profile
from cdo_desktop.standard.regions import Regions

KIND_ORDER = (
    "resource",
    "system",
    "demand",
    "project",
    "joint_build",
    "negative",
    "organisation",
    "person",
    "appointment",
)


class Library:
    """All definitions under one profile, plus older versions that a workspace brings along.

    `older` holds stored definitions (the JSON form of a kind) that records may still carry.
    Raises DefinitionInvalid for a definition that breaks its own rules, Refused for a name
    that does not exist.
    """

    def __init__(
        self, profile: str = "national", older: tuple[Mapping[str, Any], ...] = ()
    ) -> None:
        self.profile = read_named_profile(profile)
        self._older = older

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The newest definition of every kind, by key, in the order of the product."""
        found = {kind.key: kind for kind in self._kinds()}
        for kind in found.values():
            self._targets_exist(kind, set(found))
        if unknown := self.profile.kinds.keys() - found.keys():
            raise invalid(f"{self.profile.key}.toml", f"no kind {sorted(unknown)}")
        rest = [key for key in found if key not in KIND_ORDER]
        return {key: found[key] for key in (*KIND_ORDER, *rest)}

    @cached_property
    def codes(self) -> Mapping[str, CodeList]:
        """Every code list by key."""
        lists = (read_codes(body, name) for name, body in _tomls("codes"))
        return {codes.key: codes for codes in lists}

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        """Every flow by key."""
        found = {flow.key: flow for flow in self._flows()}
        if unknown := self.profile.flows.keys() - found.keys():
            raise invalid(f"{self.profile.key}.toml", f"no flow {sorted(unknown)}")
        return found

    @cached_property
    def regions(self) -> Regions:
        """GB/T 2260 and the towns we have."""
        return Regions()

    def kind(self, key: str) -> Kind:
        """The newest definition of a kind. Raises Refused."""
        if key not in self.kinds:
            raise Refused("CDO-S102", kind=key, choices="、".join(self.kinds))
        return self.kinds[key]

    def version(self, key: str, standard: str) -> Kind:
        """The definition a record names, also an old one. Raises Refused."""
        newest = self.kind(key)
        if newest.standard == standard:
            return newest
        found = self._old_kinds.get((key, standard))
        if found is None:
            raise Refused("CDO-S103", kind=newest.label, standard=standard)
        return found

    def flow_of(self, kind: Kind) -> Flow:
        """The moves of a kind."""
        return self.flows[kind.flow]

    @cached_property
    def _old_kinds(self) -> Mapping[tuple[str, str], Kind]:
        kinds = [read_kind(body, "workspace") for body in self._older]
        return {(kind.key, kind.standard): kind for kind in kinds}

    def _kinds(self) -> Iterator[Kind]:
        for name, body in _tomls("kinds"):
            kind = read_kind(overlaid(body, self.profile, name), name)
            self._lists_exist(kind, name)
            yield kind

    def _flows(self) -> Iterator[Flow]:
        for name, body in _tomls("flows"):
            over = self.profile.flows.get(body.get("key", ""))
            yield read_flow(overlaid_flow(body, over, name), name)

    def _targets_exist(self, kind: Kind, keys: set[str]) -> None:
        for _, element in kind.all_elements():
            if element.target and element.target not in keys:
                raise invalid(f"{kind.key}.toml", f"{element.key}: no kind “{element.target}”")

    def _lists_exist(self, kind: Kind, where: str) -> None:
        for _, element in kind.all_elements():
            if element.codes and element.codes not in self.codes:
                raise invalid(where, f"{element.key}: no code list “{element.codes}”")
            if element.kind is ElementKind.CASCADE and not element.codes:
                raise invalid(where, f"{element.key}: a cascade needs codes")
        if kind.flow not in self.flows:
            raise invalid(where, f"no flow “{kind.flow}”")


def read_named_profile(key: str) -> Profile:
    """A profile that ships with the program. Raises Refused."""
    found = {name.removesuffix(".toml"): body for name, body in _tomls("profiles")}
    if key not in found:
        raise Refused("CDO-S104", profile=key, choices="、".join(found))
    return read_profile(found[key], f"{key}.toml")


def profile_keys() -> tuple[str, ...]:
    """The keys of the profiles that ship with the program."""
    return tuple(name.removesuffix(".toml") for name, _ in _tomls("profiles"))


def data_file(name: str) -> Traversable:
    """A data file that ships with the standard (regions, holidays, synonyms)."""
    return resources.files(__package__).joinpath("data", name)


def _tomls(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    files = resources.files(__package__).joinpath(folder).iterdir()
    for file in sorted(files, key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            yield file.name, _parsed(file)


def _parsed(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise invalid(file.name, str(error)) from error
