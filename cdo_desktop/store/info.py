"""Facts about a workspace: whose it is, under which profile, by which definitions it was made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, insert, select

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.people import Act, Org
from cdo_desktop.errors import Refused
from cdo_desktop.store.tables import Definition, Meta, table

META, DEFINITION = table(Meta), table(Definition)
_FACTS = {"id", "org_code", "org_name", "region", "profile", "created_at"}
_PRACTICE = "practice"
"""Stands in a practice workspace only; nothing takes it out again."""


@dataclass(frozen=True, slots=True)
class WorkspaceInfo:
    """Facts about a workspace."""

    id: str
    org: Org
    region: str
    profile: str
    created_at: str
    practice: bool = False
    """Whether it is only to practise in. It stands in the file: a copy of it is practice too."""


def write_info(
    engine: Engine, org: Org, region: str, profile: str, act: Act, practice: bool
) -> None:
    """Write the facts of a new workspace; it gets its id."""
    facts = {
        "id": new_id(),
        "org_code": org.code,
        "org_name": org.name,
        "region": region,
        "profile": profile,
        "created_at": timestamp(act.at),
    } | ({_PRACTICE: "1"} if practice else {})
    with engine.execution_options(writes=True).begin() as connection:
        rows = [{"key": key, "value": value} for key, value in facts.items()]
        connection.execute(insert(META), rows)


def read_info(connection: Connection, path: Path) -> WorkspaceInfo:
    """The facts of a workspace. Raises Refused if one is missing."""
    facts = {key: value for key, value in connection.execute(select(META))}
    if missing := sorted(_FACTS - facts.keys()):
        raise Refused("CDO-S303", file=path.name, reason=f"meta: {missing}")
    return WorkspaceInfo(
        facts["id"],
        Org(facts["org_code"], facts["org_name"]),
        facts["region"],
        facts["profile"],
        facts["created_at"],
        _PRACTICE in facts,
    )


def known_definitions(connection: Connection) -> tuple[dict[str, Any], ...]:
    """Every definition that a record here was ever made by. Raises msgspec.DecodeError."""
    bodies = connection.scalars(select(DEFINITION.c.body)).all()
    return tuple(msgspec.json.decode(body, type=dict[str, Any]) for body in bodies)
