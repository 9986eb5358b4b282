"""The order of signing as the timeline draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdo_desktop.domain.statement import Decision
from cdo_desktop.work.review_chain import ChainStep, Turn
from ui.exchange.ledger_words import Happening
from ui.exchange.wording import whole_minute
from ui.tr import tr
from ui.widgets.marks import Mark

_LOOKS = {
    Turn.DONE: ("check", "ok-solid"),
    Turn.NOW: ("pen-line", "accent"),
    Turn.LATER: ("clock", ""),
    Turn.REFUSED: ("x", "err-icon"),
}


def chain_happenings(steps: Sequence[ChainStep], marks: Mapping[int, Mark]) -> list[Happening]:
    """One for each step, in their order; `marks`: what is to be said of a signature, by number."""
    return [
        Happening(
            *_look(one),
            _title(one),
            tuple(_lines(one)),
            marks.get(one.signature) if one.signature else None,
        )
        for one in steps
    ]


def _look(one: ChainStep) -> tuple[str, str]:
    if one.decision is Decision.AGREE_IF and one.turn is Turn.DONE:
        return "check", "warn-icon"
    return _LOOKS[one.turn]


def _title(one: ChainStep) -> str:
    said = one.decision.label if one.decision else ""
    words = {Turn.NOW: tr("等待办理"), Turn.DONE: said, Turn.REFUSED: said or tr("没有通过")}
    word = words.get(one.turn, "")
    return f"{one.label}　{word}" if word else one.label


def _lines(one: ChainStep) -> list[str]:
    if one.turn in (Turn.DONE, Turn.REFUSED):
        when = whole_minute(one.at)
        if one.decision is None:
            return [f"{one.who}　{when}"]
        return [tr("{one.who}（{one.roles}）　{when}").format(one=one, when=when)]
    lines = [one.roles] if one.roles else []
    if one.turn is Turn.NOW and one.at:
        lines.append(_clock(one))
    return lines


def _clock(one: ChainStep) -> str:
    since = tr("{0} 收到，已用 {one.used} 个工作日").format(one.at[5:10], one=one)
    if not one.allowed:
        return since
    left = one.allowed - one.used
    rest = (
        tr("，还有 {left} 个").format(left=left) if left >= 0 else tr("，超过 {0} 个").format(-left)
    )
    return since + rest + one.mark
