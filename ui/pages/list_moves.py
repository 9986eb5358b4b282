"""The moves of the review as a list page makes them: asked about where that is due, and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.listing import Summary
from cdo_desktop.standard.flows import Flow, Move
from cdo_desktop.work import reviewing
from cdo_desktop.work.reviewing import Moved, StayedBehind
from cdo_desktop.workbench import Workbench
from ui.dialogs.stayed_behind import StayedDialog, title_of
from ui.notify import Choice, Question
from ui.pages.step_notice import UNDO, Notice, to_record
from ui.shell import Shell
from ui.tr import tr

STAYED = "stayed"
"""The link that shows what was left where it was."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """A move of these records, asked for by somebody."""

    bench: Workbench
    move: Move
    ids: Sequence[str]
    note: str = ""

    @property
    def flow(self) -> Flow:
        record = self.bench.workspace.record(self.ids[0])
        return self.bench.library.flow_of(self.bench.library.kind(record.kind))


class ListMoves(QObject):
    """Asks, moves on the worker, and says what came of it."""

    told = Signal(object, object)
    """(Notice, what of it lasts: a Notice or None)."""
    failed = Signal(object)
    wished = Signal(str)
    """The id of a record that is to be shown."""

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell, self._page = shell, page
        self._stayed: tuple[StayedBehind, ...] = ()

    def move(self, bench: Workbench, move: Move, ids: Sequence[str]) -> None:
        """Submit, return or approve; a note is asked for where the move wants one."""
        wish = _Wish(bench, move, ids)
        if not move.needs_note:
            self._with_right(wish)
            return
        self._shell.notify.ask_text(
            tr("{move.label} {0} 条").format(len(ids), move=move),
            tr("{move.label}要写明原因：").format(move=move),
            move.label,
            lambda note: self._with_right(_Wish(bench, move, ids, note)),
        )

    # -- by what right -------------------------------------------------------------------------

    def _with_right(self, wish: _Wish) -> None:
        """What freezes a record is asked about where nothing says who may do it."""
        frozen = wish.flow.state(wish.move.target).frozen
        if not frozen or reviewing.knows_appointments(wish.bench):
            self._go(wish)
            return
        job = self._shell.jobs.start(
            tr("核对"), lambda run: reviewing.unhindered(wish.bench, wish.move.key, wish.ids, run)
        )
        job.done.connect(partial(self._ask, wish))
        job.failed.connect(self.failed)

    def _ask(self, wish: _Wish, awaiting: Sequence[Summary]) -> None:
        """Of those that can go; where there is none, what is told says why, at once."""
        if not awaiting:
            self._go(wish)
            return
        move, number, flow = wish.move, len(awaiting), wish.flow
        do = tr("{move.label} {number:,} 条").format(move=move, number=number)
        words = tr(
            "本工作区没有登记您的任职，程序无法核对您有没有“{move.label}”的职责。"
            "办理后内容固定为“{state}”，再改就是新的草稿。"
        ).format(move=move, state=flow.state(move.target).label)
        warned = sum(line.warnings > 0 for line in awaiting)
        if warned:
            words += tr("其中 {warned:,} 条还有警告。").format(warned=warned)
        question = Question(
            tr("以“{who}”的名义{do}？").format(who=wish.bench.who.name, do=do),
            words,
            (Choice("move", do, danger=True), Choice("stay", tr("不办理"))),
        )
        self._shell.notify.ask(question, lambda answer: answer == "move" and self._go(wish))

    # -- what came of it -----------------------------------------------------------------------

    def _go(self, wish: _Wish) -> None:
        bench, key, by = wish.bench, wish.move.key, wish.bench.who.name
        job = self._shell.jobs.start(
            wish.move.label,
            lambda run: reviewing.move(bench, key, wish.ids, by, wish.note, run),
        )
        job.done.connect(partial(self._moved, wish.move))
        job.failed.connect(self.failed)

    def _moved(self, move: Move, moved: Moved) -> None:
        self._shell.session.changed.emit()
        self._stayed = moved.stayed
        done = len(moved.moved)
        words = tr("已{move.label} {done:,} 条。").format(move=move, done=done) if done else ""
        undo = ((UNDO, tr("撤销")),) if done else ()
        lasting = self._behind()
        if lasting is None:
            self.told.emit(Notice("ok", words, undo), None)
        else:
            told = Notice("warn", words + lasting.words, (*lasting.links, *undo))
            self.told.emit(told, lasting)

    def _behind(self) -> Notice | None:
        """What was left: one with its reason, several with the way to all of them."""
        if not self._stayed:
            return None
        if len(self._stayed) == 1:
            (one,) = self._stayed
            title, reason = title_of(one.record), one.reason.removesuffix("。")
            words = tr("“{title}”没有办理：{reason}。").format(title=title, reason=reason)
            all_of_it = ((STAYED, tr("看全部原因")),)
            cut_off = len(one.findings) > reviewing.TOLD
            return Notice("warn", words, all_of_it if cut_off else to_record(one.record.id))
        words = tr("{0:,} 条没有办理。").format(len(self._stayed))
        return Notice("warn", words, ((STAYED, tr("看是哪些")),))

    @Slot()
    def show_stayed(self) -> None:
        """Show what was left, each with its reasons."""
        dialog = StayedDialog(self._shell.look, self._stayed, self._page)
        dialog.wished.connect(self.wished)
        dialog.open()
