"""Who does a thing, for which organisation, at which machine."""

from __future__ import annotations

import getpass
import platform
from dataclasses import dataclass
from datetime import datetime

from cdo_desktop.clock import timestamp


@dataclass(frozen=True, slots=True)
class Org:
    """An organisation as records and packages name it."""

    code: str
    """统一社会信用代码, 18 characters (GB 32100-2015)."""
    name: str

    def as_json(self) -> dict[str, str]:
        """{"code", "name"}."""
        return {"code": self.code, "name": self.name}


@dataclass(frozen=True, slots=True)
class Person:
    """A person; `id` is that of a person record, or "" for somebody known by name only."""

    name: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """The who, when, where and why of a change."""

    who: Person
    at: datetime
    machine: str
    why: str = ""

    def as_json(self) -> dict[str, object]:
        """The part of a revision's identity that says who made it."""
        return {
            "who": {"id": self.who.id, "name": self.who.name},
            "at": timestamp(self.at),
            "machine": self.machine,
            "why": self.why,
        }


def this_machine() -> str:
    """The name of this computer."""
    return platform.node() or "localhost"


def this_user() -> Person:
    """The person logged in to this computer."""
    try:
        return Person(getpass.getuser())
    except (
        OSError,
        KeyError,
        ImportError,
    ):  # no login name in the environment or the password file
        return Person("本机用户")
