"""Bringing a workspace file to the program's own schema; the file is copied first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from cdo_desktop.errors import Refused
from cdo_desktop.store.engine import APPLICATION_ID

SCHEMA_VERSION = 3
"""Stands in user_version; one higher with every migration."""


def make_schema(engine: Engine) -> None:
    """Give a new, empty file the program's schema."""
    _upgrade(engine)


def migrate(engine: Engine, path: Path, before: Callable[[], None]) -> None:
    """Upgrade the file if it is older; `before` is called (to copy it) only then.

    Raises Refused if the file is newer than the program or is not a workspace.
    """
    if schema_version(engine, path) < SCHEMA_VERSION:
        before()
        _upgrade(engine)


def schema_version(engine: Engine, path: Path) -> int:
    """The version of a workspace's schema; looks only.

    Raises Refused if the file is newer than the program or is not a workspace: a database of
    somebody else must never be given our tables.
    """
    with engine.connect() as connection:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if application != APPLICATION_ID:
        raise Refused("CDO-S309", file=path.name)
    if version > SCHEMA_VERSION:
        raise Refused("CDO-S308", file=path.name, version=version, known=SCHEMA_VERSION)
    return int(version)


def _upgrade(engine: Engine) -> None:
    """On a connection of its own, foreign keys off before BEGIN, checked before COMMIT."""
    # imported here: alembic takes a tenth of a second, and most files are up to date
    from cdo_desktop.store.upgrading import upgrade

    with engine.connect() as connection:
        raw = connection.connection
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                upgrade(connection)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise Refused("CDO-S303", file="", reason=str(broken[0]), who="")
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        finally:
            raw.execute("PRAGMA foreign_keys = ON")
