"""Sheets from before the regulation have one column for conditions and for grounds of refusal."""

from __future__ import annotations

from cdo_desktop.domain.names import name_key
from cdo_desktop.exchange.drafts import Draft, Told
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Kind, Severity
from cdo_desktop.standard.roles import Role


def ground_moved(draft: Draft, kind: Kind) -> None:
    """Move what stands under 共享条件 to 不予共享依据, where the record is not shared and the sheet
    has no column for the ground (1272号, 核心元数据9: “3” cites the ground there; 条例第十五条)."""
    condition = kind.roles.get(Role.SHARE_CONDITION)
    ground = kind.roles.get(Role.SHARE_BASIS)
    if condition is None or ground is None:
        return
    if any(("", ground.key) in source.columns for source in draft.sources):
        return
    text = draft.values.get(condition.key)
    if text is None or condition.is_visible(draft.values) or not ground.is_visible(draft.values):
        return
    del draft.values[condition.key]
    if not name_key(shown(text)):
        return
    draft.values[ground.key] = text
    title = kind.role_value(draft.values, Role.TITLE)
    facts = {"title": title, "label": condition.label, "target": ground.label}
    column = draft.source.columns.get(("", condition.key), 0)
    draft.notes.append(Told("CDO-W226", Severity.HINT, facts, draft.line, column, ground.key))
