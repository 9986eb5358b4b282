"""What an export would carry, told without writing it: `export --preview`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cdo_desktop.cli.base import reading
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.errors import Refused
from cdo_desktop.work.other_units import OtherUnits
from cdo_desktop.work.surveying import Inspection, Survey, check_survey, survey


def needed(given: Path | None, option: str) -> Path:
    """What only a preview can do without. Raises Refused."""
    if given is None:
        raise Refused("CDO-U125", what=option)
    return given


def preview(out: Output, workspace: Path, scope: ScopeMode) -> int:
    """Tell what an export of this scope would carry; nothing is signed or written.

    Gives the exit code: WANTING where nothing can go, or an error stops it. Raises Cancelled.
    """
    with reading(workspace) as bench:
        found = survey(bench, scope, out.run)
        checked = check_survey(bench, found, out.run)
    out.answer(_document(found, checked), _lines(found, checked))
    return WANTING if checked.errors or found.secrets or not found.items else GOOD


def _document(found: Survey, checked: Inspection) -> dict[str, Any]:
    return {
        "scope": found.scope.value,
        "sequence": found.sequence,
        "records": found.records,
        "tombstones": found.tombstones,
        "unchanged": found.unchanged,
        "errors": checked.errors,
        "warnings": checked.warnings,
        "kinds": {
            key: {
                "label": one.label,
                **{name: getattr(one, name) for name in ("new", "changed", "same", "gone")},
            }
            for key, one in found.kinds.items()
        },
        "otherUnits": other_units_document(found.others),
        "behind": [
            {"id": one.record.id, "title": one.record.title, "reason": one.reason}
            for one in found.behind
        ],
    }


def other_units_document(others: OtherUnits) -> list[dict[str, Any]]:
    """Whose content goes besides the workspace's own, as a script reads it."""
    return [{"name": name, "records": number} for name, number in others.units]


def _lines(found: Survey, checked: Inspection) -> list[str]:
    scope = "增量" if found.scope is ScopeMode.DELTA else "全量"
    counts = "，".join(f"{one.label} {one.records} 条" for one in found.kinds.values())
    gone = f"，删除 {found.tombstones} 条" if found.tombstones else ""
    warning = found.others.warning()
    return [
        *(f"  留下：{one.record.title}：{one.reason}" for one in found.behind),
        *([warning] if warning else []),
        f"预览：目录第 {found.sequence} 号（{scope}），{counts or '没有可以导出的记录'}{gone}；"
        f"错误 {checked.errors} 个，警告 {checked.warnings} 个。没有写出文件。",
    ]
