"""What a 项目审查表 is made of, as plain data: whoever gathers it knows records, this does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cdo_desktop.domain.statement import Decision

DECISIONS = tuple(decision.label for decision in Decision)


@dataclass(frozen=True, slots=True)
class FormSection:
    """A headed part of the form: labels with what was filled in."""

    title: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FormTable:
    """A headed table of the form, such as the sources of money."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    shares: tuple[float, ...] = ()
    """How the width is shared among the columns; equally if empty."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One automatic check, its outcome, and why somebody decided otherwise."""

    name: str
    result: str
    """The word that is printed: 通过, 提示, 不通过, 待人工判断."""
    sentence: str
    clause: str = ""
    overruled: str = ""
    """By whom and why the outcome was set aside; printed with the check."""


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition that an opinion makes."""

    text: str
    met: str = ""
    """When and by whom it was found fulfilled; "" while it is open."""


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
class PackageMark:
    """Which package the print was made from."""

    package_id: str
    content_digest: str
    """"sha256:" and 64 hex digits."""


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """Everything that stands on a 项目审查表."""

    title: str
    org: str
    number: str
    created: datetime
    """When the package was made: the same package gives the same bytes."""
    sections: tuple[FormSection, ...]
    tables: tuple[FormTable, ...] = ()
    checks: tuple[CheckLine, ...] = ()
    opinions: tuple[OpinionBox, ...] = ()
    attachments: tuple[AttachmentLine, ...] = ()
    package: PackageMark | None = None
    """None for a draft: then the print says that it is one."""
    notes: tuple[str, ...] = ()
    """Further sentences at the end, such as that of practice or of an SM2 signature."""
