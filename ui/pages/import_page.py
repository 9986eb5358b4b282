"""Importing a sheet: read as recognised or as one says, rehearsed, looked at, then written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.findings import Finding
from cdo_desktop.errors import Conflict
from cdo_desktop.standard.model import Kind
from cdo_desktop.work.import_choices import spot_of
from cdo_desktop.work.import_trying import Attempt
from cdo_desktop.work.importing import Imported
from ui.importing.decisions import Decisions
from ui.importing.hindrance import hindrance
from ui.importing.import_header import CHOOSE, HEADER, REHEARSAL, WRITING
from ui.importing.import_view import OTHER, ImportView
from ui.importing.import_writing import ImportWriting
from ui.importing.layout_keeping import LayoutKeeping
from ui.importing.notices import PENDING, next_of, notice
from ui.importing.refusals import AS_ASKED, AS_KIND, refusal
from ui.importing.sheet_at_hand import SheetAtHand, counts_of, facts_of
from ui.importing.sheet_reading import SheetReading
from ui.notify import SHEETS, WORKBOOK
from ui.pages.page import Page
from ui.shell import Shell
from ui.tr import tr

BACK = "back"
_AGAIN = "rehearse-again"


class ImportPage(Page):
    """A sheet on its way into a list. Until it is written nothing happens to the workspace."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.decisions = Decisions(self)
        self.reading = SheetReading(shell.jobs, self)
        self.writing = ImportWriting(shell.jobs, self)
        self.keeping = LayoutKeeping(shell.notify, self)
        self.view = ImportView(shell, self.decisions)
        self._connect_view()
        self._connect_work()
        key = QShortcut(QKeySequence("Ctrl+Return"), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.write)
        self.put(self.view.header, self.view)
        self._show()

    def _connect_view(self) -> None:
        view, form = self.view, self.view.mapping.form
        view.header.up.clicked.connect(self._go_back)
        view.header.kind_chosen.connect(self._change_kind)
        view.header.choose.clicked.connect(self.choose_file)
        view.mapping.mapped.connect(self.reading.map_column)
        view.mapping.wished.connect(self.reading.read_as)
        form.raw_wished.connect(self._show_raw)
        form.keeping_wished.connect(self._keep_layout)
        view.empty.chosen.connect(self._answer)
        view.raw.header_chosen.connect(self.reading.header_at)
        view.detail.finding_chosen.connect(self._go_to_finding)
        view.foot.back.clicked.connect(self._go_back)
        view.foot.annotate.clicked.connect(self.annotate)
        view.foot.write.clicked.connect(self.write)
        self.banner.chosen.connect(self._answer)

    def _connect_work(self) -> None:
        self.decisions.changed.connect(self._show_foot)
        self.reading.begun.connect(self._show_foot)
        self.reading.tried.connect(self._tried)
        self.reading.mapped.connect(self._show_mapping)
        self.reading.looked.connect(self._show_looks)
        self.reading.failed.connect(self._failed)
        self.reading.stopped.connect(self._stopped)
        self.writing.written.connect(self._written)
        self.writing.failed.connect(self._not_written)
        self.writing.stopped.connect(self._stopped)
        self.writing.annotated.connect(self._annotated)
        self.writing.not_annotated.connect(self.banner.say_error)
        self.keeping.kept.connect(self._kept)
        self.keeping.refused.connect(self.banner.say_error)

    # -- which sheet ---------------------------------------------------------------------------

    def begin(self, kind: str, file: Path | None = None) -> None:
        """Begin with a sheet for a list; without a sheet the one at hand, else one is asked for."""
        reading, hand = self.reading, self.reading.hand
        if self.shell.session.bench is None:
            return
        if file is not None:
            self._take(kind, file)
        elif hand is not None and hand.kind == kind:
            if not self.banner.isVisible():
                words = tr("这是先前预演的“{hand.file.name}”，还没有写入。").format(hand=hand)
                self.banner.say("info", words, [(OTHER, tr("换一个表格…"))])
        else:
            reading.kind = hand.kind if hand else kind
            self._show()
            self._ask_file(kind)

    def choose_file(self) -> None:
        """Have another sheet chosen for the same list."""
        self._ask_file(self.reading.kind)

    def _ask_file(self, kind: str) -> None:
        def chosen(file: Path) -> None:
            self._take(kind, file)

        self.shell.notify.choose_file(tr("选择要导入的表格"), SHEETS, chosen)

    def _take(self, kind: str, file: Path) -> None:
        if self.writing.is_busy:
            return
        self.banner.hide()
        self.decisions.forget()
        self.view.results.show_all()
        self.view.show_raw(False)
        self.reading.take(kind, file)
        self._show()

    @Slot(str)
    def _change_kind(self, kind: str) -> None:
        hand = self.reading.hand
        if hand is None:
            self.reading.kind = kind
            self._show()
        elif kind != hand.kind:
            self._take(kind, hand.file)

    # -- reading it ----------------------------------------------------------------------------

    @Slot(object)
    def _tried(self, tried: Attempt) -> None:
        bench, hand = self.reading.bench, self.reading.hand
        if bench is None or hand is None:
            return
        self.view.show_raw(tried.refused is not None)
        if tried.refused is not None:
            told = refusal(tried.refused, tried, bench.library.kind(hand.kind), bench.library)
            self.banner.say("warn", told.text, told.links)
        elif tried.rehearsed is not None:
            self.decisions.fit(tried.rehearsed)
            self._say_what_matters(hand, bench.library.kinds)
        self._show()
        if hand.pending and hand.wish.mapping is None:
            self.view.mapping.go_to_pending()

    def _say_what_matters(self, hand: SheetAtHand, kinds: Mapping[str, Kind]) -> None:
        """What is to be known first of a rehearsal that came to be."""
        first, self.reading.notice = self.reading.notice, ""
        level, words, links = notice(hand, first, kinds)
        if words:
            self.banner.say(level, words, links)
        else:
            self.banner.hide()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._show()
        self.banner.say_error(error, [(_AGAIN, tr("重试")), (OTHER, tr("换一个表格…"))])

    @Slot()
    def _stopped(self) -> None:
        self._show()
        self.banner.say("info", tr("已停止，什么都没有改动。"), [(_AGAIN, tr("重新预演"))])

    def _keep_layout(self) -> None:
        if self.reading.found is not None:
            self.keeping.ask_name(self.reading.found)

    @Slot(str)
    def _kept(self, name: str) -> None:
        self._show_mapping()
        self.banner.say(
            "ok", tr("已存为版式“{name}”。以后同样的表格，在左下角选这个版式。").format(name=name)
        )

    # -- writing -------------------------------------------------------------------------------

    def write(self) -> None:
        """Write what is ticked as one step, on the worker thread."""
        bench, found = self.reading.bench, self.reading.found
        if bench is not None and found is not None and self.view.foot.write.isEnabled():
            self.banner.hide()
            self.writing.write(bench, found, self.decisions.choices)
            self._show_foot()

    @Slot(object)
    def _written(self, done: Imported) -> None:
        bench, hand, kind = self.reading.bench, self.reading.hand, self.reading.kind
        if bench is None or hand is None:
            return
        after = next_of(hand, bench.library.kinds)
        self.reading.written()
        self.decisions.forget()
        self._show()
        self.shell.session.changed.emit()
        self.wished.emit("written", (kind, done.written, after))

    @Slot(object)
    def _not_written(self, error: BaseException) -> None:
        self._show_foot()
        links = [(_AGAIN, tr("重新预演"))] if isinstance(error, Conflict) else []
        self.banner.say_error(error, links)

    def annotate(self) -> None:
        """Have a place chosen and write the user's own sheet with the findings beside the cells."""
        if self.reading.hand is not None:
            file = self.reading.hand.file
            suggested = file.with_name(tr("{file.stem}_批注.xlsx").format(file=file))
            choose = self.shell.notify.choose_target
            choose(tr("导出批注表格"), suggested, WORKBOOK, self._annotate_to)

    def _annotate_to(self, target: Path) -> None:
        if self.reading.found is not None:
            self.writing.annotate(self.reading.found, target)

    @Slot(object)
    def _annotated(self, path: Path) -> None:
        self.banner.say("ok", tr("已写出批注表格“{path}”。").format(path=path))

    # -- what is shown -------------------------------------------------------------------------

    def _show(self) -> None:
        """Everything there is now, and what can be done with it."""
        reading = self.reading
        if reading.bench is not None and reading.kind:
            self.view.show_hand(reading.bench, reading.kind, reading.hand)
        self._show_foot()

    @Slot()
    def _show_mapping(self) -> None:
        reading = self.reading
        if reading.bench is not None and reading.kind:
            self.view.show_mapping(reading.bench, reading.kind, reading.hand)

    @Slot()
    def _show_looks(self) -> None:
        if self.reading.bench is not None:
            self.view.show_looks(self.reading.bench, self.reading.hand)
        self.status.emit(counts_of(self.reading.hand))

    @Slot()
    def _show_foot(self) -> None:
        reading, busy = self.reading, self.reading.is_busy
        going = reading.found.going(self.decisions.choices) if reading.found else None
        why = hindrance(reading.hand, going or (), busy, self.shell.session.writable)
        goes_with = reading.found.goes_with if reading.found else (0, 0)
        self.view.foot.show_going(going, why, busy or self.writing.is_busy, goes_with)
        self.view.lock(self.writing.is_busy)
        self.view.header.facts.setText(facts_of(reading.hand, busy))
        self.status.emit(counts_of(reading.hand))
        self._show_step()

    @Slot(bool)
    def _show_raw(self, shown: bool) -> None:
        self.view.show_raw(shown)
        self._show_step()

    def _show_step(self) -> None:
        step = CHOOSE if self.reading.hand is None else HEADER
        if self.reading.found is not None and not self.view.is_raw:
            step = REHEARSAL
        self.view.header.steps.show_step(WRITING if self.writing.is_busy else step)

    @Slot(str)
    def _answer(self, key: str) -> None:
        """A link of the banner."""
        hand = self.reading.hand
        if key == OTHER:
            self.choose_file()
        elif hand is None:
            return
        elif key == _AGAIN:
            self.reading.again()
        elif key == PENDING:
            self.view.mapping.go_to_pending()
            self.view.mapping.table.setFocus()
        elif key == AS_ASKED:
            self.reading.as_proposed()
        elif key.startswith(AS_KIND):
            self._take(key.removeprefix(AS_KIND), hand.file)

    # -- what the frame asks -------------------------------------------------------------------

    def refresh(self) -> None:
        """Another workspace forgets the sheet; a changed file or workspace rehearses it again."""
        bench = self.shell.session.bench
        if bench is not self.reading.bench:
            self.reading.forget(bench)
            self.banner.hide()
            self.decisions.forget()
            self._show()
        elif not self.writing.is_busy:
            self.reading.catch_up()

    @Slot(object)
    def _go_to_finding(self, finding: Finding) -> None:
        place, found = finding.place, self.reading.found
        entries = found.rehearsal.entries if found else ()
        entry = next((one for one in entries if one.record.id == place.record), None)
        if entry is not None:
            self.view.results.go_to(spot_of(entry))
        elif place.column:
            self.view.mapping.go_to_column(place.sheet, place.column)

    def next_problem(self, back: bool = False) -> None:
        if self.reading.found is not None:
            self.view.show_raw(False)
            self.view.detail.next_problem(back)
            self._show_step()

    def step(self, by: int) -> None:
        self.view.results.step(by)

    def find(self) -> None:
        self.view.results.search.setFocus()
        self.view.results.search.selectAll()

    def panes(self) -> list[QWidget]:
        return self.view.panes()

    def leave(self) -> bool:
        """Esc: the raw sheet first, then the filters, then the page; the rehearsal stays."""
        if self.view.is_raw and self.reading.found is not None:
            self._show_raw(False)
        elif self.view.results.is_filtered:
            self.view.results.show_all()
        else:
            self._go_back()
        return False

    def _go_back(self) -> None:
        self.wished.emit(BACK, self.reading.kind)
