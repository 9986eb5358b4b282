"""What a 项目审查表 is made of, as plain data: whoever gathers it knows records, this does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdo_desktop.domain.package import PackageRef
from cdo_desktop.domain.report_parts import Facts, Table
from cdo_desktop.domain.statement import Decision

DECISIONS = tuple(decision.label for decision in Decision)


def decision_line(decision: str) -> str:
    """The answers with a mark before the one that was given; with "" none is marked."""
    return "　　".join(f"{'■' if one == decision else '□'} {one}" for one in DECISIONS)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One automatic check, its outcome, and why somebody decided otherwise."""

    name: str
    result: str
    """The word that is printed, as `Outcome.label` has it."""
    sentence: str
    clause: str = ""
    overruled: str = ""
    """By whom and why the outcome was set aside; printed with the check."""


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition that an opinion makes."""

    text: str
    met: str = ""
    """When and by whom it was found fulfilled; "" where nothing is known of it, as in a package."""


@dataclass(frozen=True, slots=True)
class OpinionBox:
    """The box of one opinion, filled or still empty."""

    title: str
    """Such as 部门首席数据官意见."""
    field: str
    """The name of its signature field; unique, without a full stop (ISO 32000-1 §12.7.3.2)."""
    decision: str = ""
    """One of DECISIONS, or "" for a box that is still empty."""
    text: str = ""
    conditions: tuple[ConditionLine, ...] = ()
    name: str = ""
    role: str = ""
    """In which office, with the organisation where it matters."""
    date: str = ""
    certificate: str = ""
    """The number of the certificate it is signed with."""
    verified: str = ""
    """The signature in words, as it was verified in the package: then there is no field."""


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A file that hangs on the form."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """Everything that stands on a 项目审查表."""

    title: str
    org: str
    number: str
    created: datetime
    """When the package was made: the same package gives the same bytes."""
    parts: tuple[Facts | Table, ...]
    """What was filled in, in its order: labels with values, and tables."""
    checks: tuple[CheckLine, ...] = ()
    opinions: tuple[OpinionBox, ...] = ()
    attachments: tuple[AttachmentLine, ...] = ()
    package: PackageRef | None = None
    """None for a draft: then the print says that it is one."""
    notes: tuple[str, ...] = ()
    """Further sentences at the end, such as that of practice or of an SM2 signature."""
