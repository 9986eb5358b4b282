"""Why a record stands in a list no more, in the words of its filters."""

from __future__ import annotations

from cdo_desktop.domain.lifecycle import state_word
from cdo_desktop.domain.listing import ListQuery, Summary
from cdo_desktop.standard.flows import Flow
from ui.tr import tr


def why_left(flow: Flow, query: ListQuery, now: Summary) -> str:
    """What it is now that it was not when the list was asked for this."""
    if query.states and (now.delivery or now.review) not in query.states:
        state = state_word(flow, now.review, now.delivery)
        return tr("现在是“{state}”").format(state=state)
    if query.with_problems and not now.errors + now.warnings:
        return tr("已没有错误和警告")
    if query.with_errors and not now.errors:
        return tr("已没有错误")
    if query.with_warnings and not now.warnings:
        return tr("已没有警告")
    return tr("的内容变了")


def left_words(flow: Flow, query: ListQuery, now: Summary) -> str:
    """The sentence that says which record is out of sight, and why."""
    return tr("“{title}”{why}，不在当前筛选里了。").format(
        title=now.title or tr("（没有名称）"), why=why_left(flow, query, now)
    )
