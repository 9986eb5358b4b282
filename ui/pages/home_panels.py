"""The panels of 工作台: deadlines, the three lists, what changed last, offices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal

from cdo_desktop.domain.tallies import Changed
from cdo_desktop.standard.library import Library
from cdo_desktop.work.counts import ListStanding, Part
from cdo_desktop.work.deadlines import ComingDay, Deadline
from cdo_desktop.work.overview import Overview
from ui.charts.bar_list import Bar, BarList
from ui.charts.data_view import DataView
from ui.charts.day_strip import WEEK, DayStrip, StripDay
from ui.charts.donut import Donut, Slice
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import line
from ui.widgets.chips import ChipOption, state_chip
from ui.widgets.marks import Mark
from ui.widgets.panel import Panel
from ui.widgets.short_table import ShortTable
from ui.widgets.text import label

SHOWN_DUE, SHOWN_OFFICES = 5, 7
SHARE_TOKENS = {"无条件共享": "c1", "有条件共享": "c2", "不予共享": "c3"}
_DOTS = {"overdue": "err-icon", "due_today": "warn-icon", "due_soon": "warn-icon"}
KIND_MARKS = {
    "resource": Mark("database", "text-3", tr("目录")),
    "system": Mark("server", "text-3", tr("系统")),
    "demand": Mark("clipboard-list", "text-3", tr("需求")),
    "organisation": Mark("building-2", "text-3", tr("机构")),
    "person": Mark("user-round", "text-3", tr("人员")),
    "appointment": Mark("briefcase", "text-3", tr("任职")),
}
_OTHER = Mark("database", "text-3", "")


def due_chip(due: Deadline) -> ChipOption:
    """How near a day is, in working days."""
    if due.left < 0:
        return ChipOption("overdue", tr("超 {0} 日").format(-due.left))
    if due.left == 0:
        return ChipOption("due_today", tr("今天"))
    key = "due_soon" if due.left <= 2 else "due_near" if due.left <= 5 else "due_later"
    return ChipOption(key, tr("剩 {due.left} 日").format(due=due))


class DeadlinePanel(Panel):
    """期限: sixteen days, and the five that come first."""

    chosen = Signal(object)
    """The Deadline that was chosen."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("期限"), tr("按工作日计，已扣除法定节假日和调休"), tr("全部"))
        self._look = look
        self._due: Sequence[Deadline] = ()
        self._days: Sequence[ComingDay] = ()
        self.strip = DayStrip(look)
        self.strip.chosen.connect(self._choose_day)
        self.banner = Banner(look)
        self._model = TableModel(_due_columns(), self)
        self.table = ShortTable(look, self._model, tr("期限"))
        self.table.chosen.connect(self._choose)
        self._none = label(look, tone="3")
        self._none.setWordWrap(True)
        self.put(self.banner, 12, 0, 12, 0)
        self.put(self.strip, 12, 4, 12, 8)
        self.put(line())
        self.put(self.table, 5, 0, 8, 0)
        self.put(self._none, 13, 10, 13, 10)
        self.fill()
        self.link.clicked.connect(self.show_all)

    def show_due(self, shown: Overview) -> None:
        """Show what is due."""
        self._due, self._days = shown.deadlines, shown.days
        self.strip.show_days([_strip_day(day, shown.today) for day in shown.days])
        self._model.show_rows(self._due[:SHOWN_DUE])
        self.table.setVisible(bool(self._due))
        self._none.setVisible(not self._due)
        self._none.setText(
            tr(
                "近期没有到期的事项。期限来自数据需求的申请、答复和共享日期，任职和证书的结束日期，"
                "以及还没有回执的签名包。"
            )
        )
        self.link.setVisible(len(self._due) > SHOWN_DUE)
        self.link.setText(tr("全部 {0} 项").format(len(self._due)))
        if shown.mark:
            self.banner.say("warn", shown.mark, stays=True)
        else:
            self.banner.hide()

    def _choose(self, row: int) -> None:
        self.chosen.emit(self._due[row])

    def _choose_day(self, place: int) -> None:
        self.chosen.emit(self._days[place].due[0])

    def show_all(self) -> DataView:
        """Every deadline as a table."""
        rows = [
            (one.what, f"{one.day:%Y-%m-%d}（{due_chip(one).word}，{one.rule}）")
            for one in self._due
        ]
        view = DataView(self._look, tr("期限"), tr("到期"), rows, self, wide=True)
        view.open()
        return view


def _due_columns() -> list[Column[Deadline]]:
    return [
        Column("tag", tr("剩余"), lambda one: due_chip(one).word, 96, painted=due_chip),
        Column("what", tr("事项"), lambda one: one.what),
        Column("rule", tr("依据"), lambda one: one.rule, 302, tone=Tone.THIRD, yields=1),
        Column(
            *(
                "day",
                tr("到期"),
                lambda one: tr("{one.day:%m-%d} 周{0}").format(WEEK[one.day.weekday()], one=one),
                92,
            ),
            right=True,
            tip=lambda one: f"{one.day:%Y-%m-%d}{'，' if one.mark else ''}{one.mark}",
        ),
    ]


def _strip_day(coming: ComingDay, today: date) -> StripDay:
    keys = [due_chip(one).key for one in coming.due]
    token = _DOTS.get(keys[0], "info") if keys else ""
    is_today = coming.day == today
    return StripDay(coming.day, coming.is_working, is_today, len(keys), token)


class ListsPanel(Panel):
    """三张清单: how complete each is, and the catalog by share type."""

    chosen = Signal(object)
    """The ListQuery of what was chosen."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("三张清单"), tr("必填项的完整度"))
        self._lists: Sequence[ListStanding] = ()
        self._shares: Sequence[Part] = ()
        self.bars = BarList(look, tr("三张清单的完整度"), "ok-solid", 92, 33)
        self.donut = Donut(look, tr("数据资源的共享类型"), tr("数据资源的共享类型"), tr("条目录"))
        self.bars.chosen.connect(self._choose_list)
        self.donut.chosen.connect(self._choose_share)
        self.put(self.bars, 9, 8, 9, 8)
        self.put(line())
        self.put(self.donut, 13, 8, 13, 8)
        self.fill()

    def show_lists(self, lists: Sequence[ListStanding], shares: Sequence[Part]) -> None:
        """Show how they stand."""
        self._lists, self._shares = lists, shares
        self.bars.show_bars(
            [
                Bar(one.label, one.completeness, tr("{one.records:,} 条").format(one=one))
                for one in lists
            ]
        )
        self.donut.show_slices(
            [
                Slice(one.word, one.number, SHARE_TOKENS.get(one.word, "c5"), one.query is not None)
                for one in shares
            ]
        )

    def _choose_list(self, place: int) -> None:
        self.chosen.emit(self._lists[place].query)

    def _choose_share(self, place: int) -> None:
        self.chosen.emit(self._shares[place].query)


class OfficePanel(Panel):
    """科室进度: of each office's entries, how many are approved or further."""

    chosen = Signal(object)
    """The ListQuery of the office that was chosen."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("科室进度"), tr("数据目录中已审核及以后的占比"), tr("全部"))
        self._look = look
        self._offices: Sequence[Part] = ()
        self.bars = BarList(look, tr("科室进度"), "c1", 92, 33)
        self.bars.chosen.connect(self._choose)
        self._none = label(look, tr("还没有数据目录。"), tone="3")
        self.put(self.bars, 9, 8, 9, 8)
        self.put(self._none, 13, 4, 13, 10)
        self.fill()
        self.link.clicked.connect(self.show_all)

    def show_offices(self, offices: Sequence[Part]) -> None:
        """Show these, the largest first."""
        self._offices = offices
        self.bars.show_bars([_office_bar(one) for one in offices[:SHOWN_OFFICES]])
        self.bars.setVisible(bool(offices))
        self._none.setVisible(not offices)
        self.link.setVisible(len(offices) > SHOWN_OFFICES)
        self.link.setText(tr("全部 {0} 个").format(len(offices)))

    def _choose(self, place: int) -> None:
        self.chosen.emit(self._offices[place].query)

    def show_all(self) -> DataView:
        """Every office as a table."""
        rows = [(one.word, f"{one.percent}%，{one.number:,} / {one.of:,}") for one in self._offices]
        view = DataView(self._look, tr("科室进度"), tr("已审核及以后"), rows, self)
        view.open()
        return view


def _office_bar(one: Part) -> Bar:
    return Bar(one.word, one.percent, f"{one.number:,} / {one.of:,}", one.query is not None)


class RecentPanel(Panel):
    """最近记录: what changed last, who did it and when."""

    chosen = Signal(object)
    """The Summary of the record that was chosen."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("最近记录"))
        self._rows: Sequence[Changed] = ()
        self._model = TableModel((), self)
        self.table = ShortTable(look, self._model, tr("最近记录"))
        self.table.chosen.connect(self._choose)
        self._none = label(
            look, tr("还没有记录。导入表格或新建后，最近改过的会列在这里。"), tone="3"
        )
        self._none.setWordWrap(True)
        self.put(self.table, 5, 0, 8, 0)
        self.put(self._none, 13, 10, 13, 10)
        self.fill()

    def show_recent(self, rows: Sequence[Changed], library: Library, today: date) -> None:
        """Show these, newest first."""
        self._rows = rows
        self._model.show_rows(rows, _recent_columns(library, today))
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)

    def _choose(self, row: int) -> None:
        self.chosen.emit(self._rows[row].record)


def _recent_columns(library: Library, today: date) -> list[Column[Changed]]:
    def chip(one: Changed) -> ChipOption:
        flow = library.flow_of(library.kind(one.record.kind))
        return state_chip(flow, one.record.review, one.record.delivery)

    def mark(one: Changed) -> tuple[tuple[Mark, str], ...]:
        found = KIND_MARKS.get(one.record.kind, _OTHER)
        return ((found, found.word),)

    def word(one: Changed) -> str:
        return library.kind(one.record.kind).label

    def when(one: Changed) -> str:
        return when_word(one.record.updated_at, today)

    return [
        Column("kind", tr("清单"), word, 68, painted=mark),
        Column("title", tr("名称"), lambda one: one.record.title or tr("（没有名称）")),
        Column("state", tr("状态"), lambda one: chip(one).word, 84, painted=chip),
        Column("who", tr("谁"), lambda one: one.who, 64, tone=Tone.SECOND, yields=1),
        Column(
            *("when", tr("时间"), when, 88),
            right=True,
            tone=Tone.THIRD,
            tip=lambda one: one.record.updated_at[:16].replace("T", " "),
        ),
    ]


def when_word(at: str, today: date) -> str:
    """10:31, 昨天 17:02, 11-12 11:05, 2025-11-12."""
    moment = datetime.fromisoformat(at)
    days = (today - moment.date()).days
    if days == 0:
        return f"{moment:%H:%M}"
    if days == 1:
        return tr("昨天 {moment:%H:%M}").format(moment=moment)
    return f"{moment:%m-%d %H:%M}" if moment.year == today.year else f"{moment:%Y-%m-%d}"
