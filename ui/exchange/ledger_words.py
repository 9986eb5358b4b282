"""What the ledger says of a package: columns, the word for its result, what happened to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from cdo_desktop.domain.ledger import LedgerEvent, LedgerItem
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.standard.model import Kind
from cdo_desktop.work.ledger import series_label, state_label
from cdo_desktop.work.ledger_rows import LedgerRow, Stop
from ui.exchange.track_cells import Node
from ui.exchange.wording import minute, whole_minute
from ui.models.columns import Column, Tone
from ui.tr import tr
from ui.widgets.chips import ChipOption
from ui.widgets.marks import Mark

SCOPES = {ScopeMode.FULL: tr("全量"), ScopeMode.DELTA: tr("增量")}
WRITING = Mark("pen-line", "warn-icon", tr("正在写出"))
WAITS = Mark("usb", "text-2", tr("待移交"))
OVERDUE = Mark("clock-alert", "warn-icon", tr("没有回执"))
_NOT_ENTERED = tr("没有登记")


def number_words(row: LedgerRow) -> str:
    """目录第 3 号."""
    return tr("{0}第 {row.entry.sequence} 号").format(series_label(row.entry.series), row=row)


def scope_words(scope: str) -> str:
    """全量 or 增量."""
    return SCOPES.get(ScopeMode(scope), scope)


def content_words(row: LedgerRow, kinds: Mapping[str, Kind]) -> str:
    """30 条数据目录，2 条删除."""
    parts = [
        tr("{number:,} 条{0}").format(kinds[kind].label, number=number)
        for kind, number in row.counts.kinds.items()
    ]
    parts += (
        [tr("{row.counts.tombstones:,} 条删除").format(row=row)] if row.counts.tombstones else []
    )
    return "，".join(parts) or (tr("写完后才知道") if row.is_being_written else tr("空"))


def result_of(row: LedgerRow) -> tuple[Mark, str]:
    """The mark and the words for how far it is: never more than is proven."""
    states = row.counts.states
    if row.is_being_written:
        return WRITING, tr("没有写完，或正在写")
    if row.is_overdue:
        return OVERDUE, tr("交接 {row.waited} 天没有回执").format(row=row)
    rejected, accepted = states.get(Delivery.REJECTED, 0), states.get(Delivery.ACCEPTED, 0)
    if rejected:
        words = (
            tr("{accepted:,} 受理，{rejected:,} 退回").format(accepted=accepted, rejected=rejected)
            if accepted
            else tr("{rejected:,} 退回").format(rejected=rejected)
        )
        return Mark("undo-2", "warn-icon", tr("有退回")), words
    if accepted:
        return Mark("circle-check", "ok-solid", tr("已受理")), tr("{accepted:,} 受理").format(
            accepted=accepted
        )
    if row.entry.state == Delivery.RECEIVED:
        return Mark("clock", "text-2", tr("已接收")), tr("已接收，待受理")
    if row.entry.state == Delivery.HANDED:
        return Mark("clock", "text-2", tr("已交接")), tr("已交接，没有回执")
    return WAITS, tr("待移交")


def nodes(row: LedgerRow) -> list[Node]:
    """The four nodes of its way."""
    track = row.track
    last = max((place for place, stop in enumerate(track) if stop.reached), default=-1)
    found = []
    for place, stop in enumerate(track):
        found.append(
            Node(
                minute(stop.at),
                stop.reached,
                None if place == 0 else place <= last,
                None if place == len(track) - 1 else place < last,
                *_end_look(stop),
            )
        )
    return found


def _end_look(stop: Stop) -> tuple[str, str]:
    if stop.state is Delivery.ACCEPTED:
        return "ok-solid", "check"
    if stop.state is Delivery.REJECTED:
        return "warn-icon", "undo-2"
    return "accent", "check"


def stop_words(row: LedgerRow, place: int) -> str:
    """One stop in words, for the tooltip and whoever cannot see the node."""
    stop = row.track[place]
    if stop.reached:
        return f"{stop.state.label} {whole_minute(stop.at)}".strip()
    later = any(one.reached for one in row.track[place + 1 :])
    return f"{stop.state.label}：{_NOT_ENTERED if later else tr('还没有')}"


def ledger_columns(kinds: Mapping[str, Kind]) -> list[Column[LedgerRow]]:
    """The columns of the ledger."""
    stops = (Delivery.EXPORTED, Delivery.HANDED, Delivery.RECEIVED, Delivery.ACCEPTED)
    return [
        Column("file", tr("文件"), lambda r: r.entry.file_name, tip=_entry_tip),
        Column("number", tr("编号"), number_words, 96, tone=Tone.SECOND, yields=4),
        Column(
            "scope",
            tr("类型"),
            lambda r: scope_words(r.entry.scope),
            52,
            tone=Tone.SECOND,
            yields=3,
        ),
        Column(
            *("content", tr("内容"), lambda r: content_words(r, kinds), 184),
            tone=Tone.SECOND,
            yields=1,
        ),
        *(
            Column[LedgerRow](
                state.value,
                state.label,
                partial(_stop_text, place),
                80,
                painted=partial(_node, place),
            )
            for place, state in enumerate(stops)
        ),
        Column(
            "result", tr("结果"), lambda r: result_of(r)[1], 164, painted=lambda r: (result_of(r),)
        ),
        Column("who", tr("经手人"), lambda r: r.who, 76, tone=Tone.SECOND, yields=2),
    ]


def _stop_text(place: int, row: LedgerRow) -> str:
    return stop_words(row, place)


def _node(place: int, row: LedgerRow) -> Node:
    return nodes(row)[place]


def _entry_tip(row: LedgerRow) -> str:
    entry = row.entry
    lines = [
        entry.file_name,
        f"{number_words(row)} · {scope_words(entry.scope)}",
        tr("包编号 {entry.package_id}").format(entry=entry),
        tr("内容摘要 {entry.content_digest}").format(entry=entry) if entry.content_digest else "",
        tr("文件摘要 {entry.container_digest}").format(entry=entry)
        if entry.container_digest
        else "",
    ]
    return "\n".join(line for line in lines if line)


# -- what happened to it ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, as the timeline draws it."""

    icon: str
    token: str
    title: str
    lines: tuple[str, ...]
    mark: Mark | None = None
    """What stands at the right of the title."""


def happenings(row: LedgerRow) -> list[Happening]:
    """What happened to a package, in order; receipts with what they count for."""
    return [_happening(row, event) for event in row.events] + list(_waiting(row))


def _happening(row: LedgerRow, event: LedgerEvent) -> Happening:
    who = f"{event.who}，{whole_minute(event.at)}"
    match event.state:
        case Delivery.EXPORTED:
            signed = tr("{0} 个签名，复读校验一致").format(len(row.entry.signatures))
            return Happening("package", "accent", tr("导出并签名"), (who, signed))
        case Delivery.HANDED:
            return Happening(
                "handshake",
                "accent",
                tr("交接"),
                (tr("{who}登记").format(who=who), tr("交给 {event.note}").format(event=event)),
            )
        case "writing":
            return Happening("pen-line", "warn-icon", tr("开始写出"), (who, event.note))
    return _receipt_taken(row, event)


def _receipt_taken(row: LedgerRow, event: LedgerEvent) -> Happening:
    label = state_label(event.state)
    taken = next(
        (r for r in row.receipts if (r.receipt_no, r.taken_at) == (event.note, event.at)), None
    )
    received = tr("平台写明收到于 {0}").format(whole_minute(taken.received_at)) if taken else ""
    counts = taken is not None and taken is row.receipt
    lines = (
        tr("回执 {event.note}").format(event=event) + ("" if counts else tr("（不算数）")),
        received,
        tr("{event.who}导入，{0}").format(whole_minute(event.at), event=event),
    )
    token = {"accepted": "ok-solid", "received": "accent"}.get(event.state, "warn-icon")
    icon = {"accepted": "badge-check", "received": "inbox"}.get(event.state, "undo-2")
    return Happening(
        icon, token, tr("平台：{label}").format(label=label), tuple(line for line in lines if line)
    )


def _waiting(row: LedgerRow) -> Iterator[Happening]:
    """What comes next, and since when it is waited for."""
    if row.is_being_written or row.receipts:
        return
    if row.track[1].reached:
        words = tr("已等 {row.waited} 天").format(row=row) if row.waited else tr("今天交接")
        more = (tr("请向接收单位查询，或重新交接。"),) if row.is_overdue else ()
        token = "warn-icon" if row.is_overdue else ""
        yield Happening(
            "clock-alert" if row.is_overdue else "clock", token, tr("等待回执"), (words, *more)
        )
    else:
        yield Happening("usb", "", tr("待移交"), (tr("交给对方后，请登记交接。"),))


# -- item by item ----------------------------------------------------------------------------------

ACTS = {Delivery.REJECTED: Mark("file-pen", "link", tr("转为草稿修改"))}
LOOK = Mark("external-link", "link", tr("查看"))


def item_columns(kinds: Mapping[str, Kind]) -> list[Column[LedgerItem]]:
    """The columns of what a package carried."""
    return [
        Column("state", tr("结果"), lambda i: i.state.label, 92, painted=_item_chip),
        Column("title", tr("名称"), lambda i: i.title or tr("（没有名称）")),
        Column("kind", tr("清单"), lambda i: kinds[i.kind].label, 108, tone=Tone.SECOND, yields=2),
        Column("code", tr("代码"), lambda i: i.code or "—", 150, tone=Tone.SECOND, yields=3),
        Column("reason", tr("平台意见"), lambda i: i.reason or "—", 220, tone=Tone.SECOND),
        Column(
            *("act", tr("处理"), lambda i: _act(i).word, 124),
            painted=lambda i: ((_act(i), _act(i).word),),
            yields=1,
        ),
    ]


def _item_chip(item: LedgerItem) -> ChipOption:
    return ChipOption(item.state, item.state.label + (tr("（删除）") if item.tombstone else ""))


def _act(item: LedgerItem) -> Mark:
    return ACTS.get(item.state, LOOK)


def counted(items: Sequence[LedgerItem], state: Delivery) -> int:
    """How many of this state."""
    return sum(item.state is state for item in items)
