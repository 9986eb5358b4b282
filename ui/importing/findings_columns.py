"""What was found in a sheet, as columns: the sentence, and where in the sheet it is."""

from __future__ import annotations

from collections.abc import Mapping

from cdo_desktop.domain.findings import Finding
from cdo_desktop.work import layouts
from ui.models.columns import Column, Tone
from ui.tr import tr
from ui.widgets.marks import SEVERITIES


def cell_name(finding: Finding) -> str:
    """C12; only the part that is known."""
    place = finding.place
    return f"{layouts.letters(place.column)}{place.line or ''}"


def _tip(finding: Finding) -> str:
    return f"{SEVERITIES[finding.severity].word}：{finding.message()}\n{finding.code}"


def finding_columns(titles: Mapping[str, str]) -> list[Column[Finding]]:
    """The columns; `titles`: record id -> its name."""
    return [
        Column(
            *("message", tr("问题"), lambda f: f.message()),
            painted=lambda f: ((SEVERITIES[f.severity], f.message()),),
            tip=_tip,
        ),
        Column(
            *("title", tr("记录"), lambda f: titles.get(f.place.record, ""), 170),
            tone=Tone.SECOND,
            yields=1,
        ),
        Column("sheet", tr("工作表"), lambda f: f.place.sheet, 110, tone=Tone.SECOND),
        Column("cell", tr("单元格"), cell_name, 74, tone=Tone.SECOND, right=True),
    ]
