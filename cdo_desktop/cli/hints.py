"""What the command line adds to a sentence that the window shows too: what one types for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.sentences import sentence


def typed(code: str, facts: Mapping[str, Any]) -> str:
    """（命令行：--sheet 名称）, or "" where nothing is typed for it."""
    words = sentence(code).typed.format_map(facts)
    return f"（命令行：{words}）" if words else ""


def todo(reason: Reason) -> str:
    """What to do about a reason of a verification, and what one types for it."""
    return reason.todo() + typed(reason.code, {"place": reason.place, **reason.facts})


def message(finding: Finding) -> str:
    """The sentence of a finding, and what one types for it."""
    return finding.message() + typed(finding.code, finding.facts)
