"""Columns as data: what a table shows of a row, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt

from cdo_desktop.domain.listing import Sort, Summary
from cdo_desktop.standard.flows import Flow
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from ui.tr import tr
from ui.widgets.chips import ChipOption, state_chip
from ui.widgets.marks import SEVERITIES, SHARES, Mark

_STATE, _FEW_SIGNS, _MOST_SIGNS, _SIGN = 86, 3, 7, 12
"""Width of the column of states for words of a few signs, and how it grows with longer ones."""

Row = TypeVar("Row")
PAINTED = Qt.ItemDataRole.UserRole
"""What a delegate paints instead of the text: a ChipOption or a tuple of (Mark, word)."""


class Tone(StrEnum):
    """How strong the text of a cell is."""

    TEXT = "text"
    SECOND = "text-2"
    THIRD = "text-3"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: a label, the text of a row, and what goes with it."""

    key: str
    label: str
    text: Callable[[Row], str]
    width: int = 0
    """At 100 %; 0 = takes what is left."""
    sort: Sort | None = None
    right: bool = False
    tone: Tone = Tone.TEXT
    optional: bool = False
    """Not shown unless somebody chose it."""
    checks: bool = False
    """The column of check boxes."""
    yields: int = 0
    """Where there is no room the column with the highest number goes first; 0 = stays."""
    painted: Callable[[Row], Any] | None = None
    tip: Callable[[Row], str] | None = None

    def tooltip(self, row: Row) -> str:
        """The whole of what the cell may have cut off."""
        return self.tip(row) if self.tip else self.text(row)


def _state_width(flow: Flow) -> int:
    """So wide that most of the flow's words are seen whole; a longer one ends in dots."""
    longest = max(len(state.label) for state in flow.states)
    return _STATE + _SIGN * (min(longest, _MOST_SIGNS) - _FEW_SIGNS)


def record_columns(library: Library, kind: Kind) -> list[Column[Summary]]:
    """The columns of a list, from the definition of its kind."""
    flow = library.flow_of(kind)
    title = kind.roles[Role.TITLE].label

    def chip(summary: Summary) -> ChipOption:
        return state_chip(flow, summary.review, summary.delivery)

    def states(summary: Summary) -> str:
        review = flow.state(summary.review).label
        return tr("审核：{review}").format(review=review) + (
            tr("\n送交：{0}").format(chip(summary).word) if summary.delivery else ""
        )

    columns: list[Column[Summary]] = [
        Column("check", tr("选取"), lambda s: "", 32, checks=True, tip=lambda s: ""),
        Column(
            *("state", tr("状态"), lambda s: chip(s).word, _state_width(flow), Sort.STATE),
            painted=chip,
            tip=states,
        ),
        Column("title", title, lambda s: s.title or tr("（没有名称）"), 0, Sort.TITLE),
    ]
    if Role.SHARE_TYPE in kind.roles:
        columns.append(Column("share", tr("共享类型"), _share_word, 76, yields=1, painted=_share))
    if Role.UPDATE_CYCLE in kind.roles:
        columns.append(
            Column(
                "cycle", tr("更新周期"), lambda s: s.update_cycle, 68, tone=Tone.SECOND, yields=3
            )
        )
    if len(columns) == 3:
        columns.append(
            Column("code", tr("代码"), lambda s: s.code, 150, Sort.CODE, tone=Tone.SECOND, yields=3)
        )
    return [
        *columns,
        Column(
            *("problems", tr("问题"), _problem_words, 78, Sort.PROBLEMS),
            painted=_problems,
            tip=lambda s: tr("错误 {s.errors}，警告 {s.warnings}").format(s=s),
        ),
        Column(
            *("changed", tr("修改"), lambda s: s.updated_at[5:10], 60, Sort.CHANGED),
            right=True,
            tone=Tone.THIRD,
            yields=2,
            tip=lambda s: s.updated_at[:16].replace("T", " "),
        ),
        *_more_columns(kind, {column.key for column in columns}),
    ]


def _more_columns(kind: Kind, there: set[str]) -> list[Column[Summary]]:
    """What a list can also show."""
    more: list[Column[Summary]] = [
        Column(
            *("complete", tr("完整度"), lambda s: f"{s.completeness}%", 68, Sort.COMPLETENESS),
            right=True,
            tone=Tone.SECOND,
            optional=True,
        ),
        Column("org", tr("单位"), lambda s: s.org_name, 150, tone=Tone.SECOND, optional=True),
    ]
    if "code" not in there:
        more.append(
            Column(
                "code",
                tr("代码"),
                lambda s: s.code,
                150,
                Sort.CODE,
                tone=Tone.SECOND,
                optional=True,
            )
        )
    if Role.OFFICE in kind.roles:
        label = kind.roles[Role.OFFICE].label
        more.append(
            Column("office", label, lambda s: s.office, 110, tone=Tone.SECOND, optional=True)
        )
    if (items := kind.group_with(Role.ITEMS)) is not None:
        more.append(
            Column("items", items.label, lambda s: str(s.items), 64, right=True, optional=True)
        )
    return more


def _share_word(summary: Summary) -> str:
    mark = SHARES.get(summary.share_type)
    return mark.word if mark else summary.share_type


def _share(summary: Summary) -> tuple[tuple[Mark, str], ...]:
    mark = SHARES.get(summary.share_type)
    return ((mark, mark.word),) if mark else ()


def _problem_words(summary: Summary) -> str:
    words = [tr("错误 {summary.errors}").format(summary=summary)] if summary.errors else []
    return "，".join(
        words
        + ([tr("警告 {summary.warnings}").format(summary=summary)] if summary.warnings else [])
    )


def _problems(summary: Summary) -> tuple[tuple[Mark, str], ...]:
    return counted_marks(summary.errors, summary.warnings)


def counted_marks(errors: int, warnings: int, hints: int = 0) -> tuple[tuple[Mark, str], ...]:
    """(mark, number) for every severity that occurs."""
    numbers = zip(SEVERITIES.values(), (errors, warnings, hints), strict=True)
    return tuple((mark, str(number)) for mark, number in numbers if number)
