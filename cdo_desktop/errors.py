"""Errors the user can act on: a stable code, what happened, what to do.

Anything that is not a CdoError is our bug and goes to the crash report.
"""

from __future__ import annotations

from cdo_desktop.sentences import sentence


class CdoError(Exception):
    """Something went wrong that the user can do something about."""

    exit_code = 2

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code)

    @property
    def happened(self) -> str:
        """What happened, in one sentence."""
        return sentence(self.code).says.format_map(self.facts)

    @property
    def todo(self) -> str:
        """What the user can do about it; may be empty."""
        return sentence(self.code).todo.format_map(self.facts)

    def __str__(self) -> str:
        return f"{self.happened}{self.todo}（{self.code}）"


class Refused(CdoError):
    """The request or the input cannot be taken; nothing was changed."""


class Conflict(Refused):
    """Somebody changed the record since it was read; nothing was overwritten."""


class Busy(Refused):
    """Another program holds what we need."""


class DiskTrouble(Refused):
    """The disk is full, read-only or gone; the file under its final name is as it was."""


class Wanting(CdoError):
    """What was found does not allow it yet; nothing was changed."""

    exit_code = 1


class Unproven(CdoError):
    """It could not be fully checked, so nothing was changed."""

    exit_code = 3


class DefinitionInvalid(CdoError):
    """A definition file of ours or of a profile breaks its own rules."""
