"""How a new record begins: what the workspace knows of it already need not be typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.work.editing import new_record
from cdo_desktop.workbench import Workbench


def begun(bench: Workbench, kind_key: str) -> Record:
    """An empty record to be filled in, not written yet; a unit that must be named is our own.

    A unit that may be left out (who issued a list) is somebody else's as often: it stays empty.
    """
    kind = bench.library.kind(kind_key)
    name = kind.roles.get(Role.ORG)
    own = own_org(kind, {}, bench.org) if name is not None and name.required else {}
    return new_record(bench, kind_key, own)


def own_org(kind: Kind, values: Mapping[str, Any], org: Org) -> dict[str, str]:
    """Name and code of the unit whose workspace it is, where the values name no other."""
    name, code = kind.roles.get(Role.ORG), kind.roles.get(Role.ORG_CODE)
    if name is None or code is None or code.key in values:
        return {}
    if name_key(str(values.get(name.key, org.name))) != name_key(org.name):
        return {}
    return {name.key: org.name, code.key: org.code}
