"""The columns of the planned catalog: name, share type, items, how far it is."""

from __future__ import annotations

from cdo_desktop.standard.library import Library
from cdo_desktop.work.review_desk import PlannedEntry
from ui.models.columns import Column, counted_marks
from ui.tr import tr
from ui.widgets.chips import ChipOption, state_chip
from ui.widgets.marks import SHARES


def planned_columns(library: Library) -> list[Column[PlannedEntry]]:
    """What is shown of each row."""
    flow = library.flow_of(library.kind("resource"))

    def chip(one: PlannedEntry) -> ChipOption:
        if one.entry is None:
            return ChipOption("", tr("没有编目"))
        return state_chip(flow, one.entry.review, one.entry.delivery)

    def share(one: PlannedEntry) -> str:
        return SHARES[one.share].word if one.share in SHARES else one.share

    def items(one: PlannedEntry) -> str:
        return str(one.entry.items) if one.entry else "—"

    def problems(one: PlannedEntry) -> object:
        if one.entry is None:
            return ()
        return tuple(counted_marks(one.entry.errors, one.entry.warnings))

    return [
        Column("title", tr("资源名称"), lambda one: one.title),
        Column("share", tr("共享类型"), share, 72),
        Column("items", tr("信息项"), items, 58, right=True),
        Column("state", tr("编制情况"), lambda one: chip(one).word, 92, painted=chip),
        Column("problems", tr("问题"), _problem_words, 84, painted=problems, yields=1),
    ]


def _problem_words(one: PlannedEntry) -> str:
    if one.entry is None:
        return ""
    return tr("错误 {0}，警告 {1}").format(one.entry.errors, one.entry.warnings)
