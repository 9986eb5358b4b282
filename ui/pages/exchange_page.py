"""交换与回执: the packages that left, what the platform does not have, and whom we trust."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cdo_desktop.domain.ledger import LedgerEntry, LedgerItem
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.work import trusting
from cdo_desktop.work.ledger_rows import LedgerRow, ledger_rows
from cdo_desktop.work.listed import newest_step
from cdo_desktop.work.reconciling import Reconciled, reconcile
from cdo_desktop.workbench import Workbench
from ui.exchange.deed_buttons import Deed, DeedButtons
from ui.exchange.ledger_view import LedgerView
from ui.exchange.package_deeds import PackageDeeds
from ui.exchange.reconcile_view import ReconcileView
from ui.exchange.trust_deeds import TrustDeeds
from ui.exchange.trust_view import TrustView
from ui.pages.page import Page, PageHeader
from ui.remembered import Remembered
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.segmented import Segmented

LEDGER, RECONCILE, TRUST = "ledger", "reconcile", "trust"
EXPORT, VERIFY, RECORD, LIST = "export", "verify", "record", "list"
"""What this page wishes for: other pages, a record by its id, a list by a query."""
HANDOVER, RECEIPT = "handover", "receipt"
_SIZES = "sizes.exchange"
_READ_ONLY = tr("只读打开，不能修改")
_DEEDS = (
    Deed(VERIFY, tr("核验…"), "shield-check", tip=tr("核验包或回执（F9）")),
    Deed(HANDOVER, tr("登记交接…"), "handshake"),
    Deed(RECEIPT, tr("导入回执…"), "inbox", tip=tr("先核验，再导入（Ctrl+R）")),
    Deed(EXPORT, tr("导出签名包"), "package-plus", kind="primary", tip="Ctrl+E"),
)


class ExchangePage(Page):
    """签名包 | 对账 | 信任清单."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._bench: Workbench | None = None
        self._rows: dict[str, LedgerRow] = {}
        self._compared: tuple[Workbench, int] | None = None
        self.segments = Segmented(
            look,
            tr("交换与回执"),
            ((LEDGER, tr("签名包")), (RECONCILE, tr("对账")), (TRUST, tr("信任清单"))),
        )
        self.segments.chosen.connect(self._show_segment)
        self.ledger = LedgerView(look)
        self.reconciled = ReconcileView(look)
        self._trust: TrustView | None = None
        self.trust_deeds = TrustDeeds(shell, self)
        self.package_deeds = PackageDeeds(shell, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.ledger)
        self._stack.addWidget(self.reconciled)
        self._header = PageHeader(look, tr("交换与回执"))
        self._header.layout().insertWidget(2, self.segments)
        self.buttons = DeedButtons(look, _DEEDS)
        self._header.add(self.buttons)
        self._connect()
        self.put(self._header, self._stack)

    def _connect(self) -> None:
        self.buttons.pressed.connect(partial(self._do, subject=None))
        self.ledger.asked.connect(self._do)
        self.ledger.items_wanted.connect(self._read_items)
        self.ledger.counted.connect(self._tell_counts)
        self.ledger.splitter.splitterMoved.connect(self._keep_sizes)
        self.reconciled.asked.connect(self._do)
        self.trust_deeds.done.connect(self._trust_changed)
        self.trust_deeds.failed.connect(self.banner.say_error)
        self.package_deeds.handed_over.connect(self._handed)
        self.package_deeds.redrafted.connect(self._redrafted)
        self.package_deeds.files_chosen.connect(partial(self.wished.emit, VERIFY))
        self.package_deeds.failed.connect(self.banner.say_error)
        self.shell.look.changed.connect(self._fit_header)
        for view in (self.ledger, self.reconciled):
            view.record_wished.connect(partial(self.wished.emit, RECORD))
            view.redraft_wished.connect(self.package_deeds.redraft)

    @property
    def trust(self) -> TrustView:
        """The list of whom we trust; made when it is first looked at."""
        if self._trust is None:
            self._trust = TrustView(self.shell.look)
            self._trust.asked.connect(self._do)
            self._stack.addWidget(self._trust)
            self._show_trust()
        return self._trust

    # -- what is shown -------------------------------------------------------------------------

    def refresh(self) -> None:
        bench = self.shell.session.bench
        if bench is None:
            return
        if bench is not self._bench:
            self._bench, self._rows = bench, {}
            self.reconciled.show_found(None, bench.library.kinds, writable=False)
            self.banner.hide()
            self._restore_sizes()
        writable = self.shell.session.writable
        for key in (HANDOVER, RECEIPT, EXPORT):
            self.buttons.allow(key, writable, _READ_ONLY)
        known, start = dict(self._rows), self.shell.jobs.start
        job = start(tr("读取台账"), lambda run: ledger_rows(bench, run, known), quiet=True)
        job.done.connect(self._show_ledger)
        job.failed.connect(self.banner.say_error)
        self._compare(bench)
        self._show_trust()

    def _show_trust(self) -> None:
        bench, writable = self.shell.session.bench, self.shell.session.writable
        if bench is not None and self._trust is not None:
            found = trusting.trust_here(bench)
            self._trust.show_trust(found, bench.clock.now(), writable=writable)

    def _compare(self, bench: Workbench) -> None:
        """Compare all records with the ledger, unless nothing was done since."""
        newest = newest_step(bench)
        if self._compared == (bench, newest):
            return
        self._compared = (bench, newest)
        job = self.shell.jobs.start(tr("对账"), lambda run: reconcile(bench, run), quiet=True)
        job.done.connect(self._show_reconciled)
        job.failed.connect(self.banner.say_error)
        job.failed.connect(self._not_compared)
        job.stopped.connect(self._not_compared)

    @Slot()
    def _not_compared(self, error: object = None) -> None:
        """The next time this is shown it is compared again."""
        self._compared = None

    @Slot(object)
    def _show_ledger(self, rows: list[LedgerRow]) -> None:
        bench = self._bench
        if bench is None:
            return
        self._rows = {row.entry.package_id: row for row in rows if not row.is_being_written}
        writable = self.shell.session.writable
        self.ledger.show_rows(rows, bench.library.kinds, writable=writable)
        self.segments.show_count(LEDGER, len(rows))

    @Slot(object)
    def _show_reconciled(self, found: Reconciled) -> None:
        bench = self._bench
        if bench is None:
            return
        writable = self.shell.session.writable
        self.reconciled.show_found(found, bench.library.kinds, writable=writable)
        self.segments.show_count(RECONCILE, len(found.missing))

    def _read_items(self, package_id: str) -> None:
        bench = self.shell.session.bench
        if bench is None:
            return
        job = self.shell.jobs.start(
            tr("读取逐条结果"),
            lambda run: (package_id, bench.workspace.package_items(package_id)),
            quiet=True,
        )
        job.done.connect(self._show_items)
        job.failed.connect(self.banner.say_error)

    @Slot(object)
    def _show_items(self, found: tuple[str, list[LedgerItem]]) -> None:
        self.ledger.show_items(*found)

    def _show_segment(self, key: str) -> None:
        before = self._stack.currentWidget()
        typed_there = before.isAncestorOf(self.window().focusWidget() or self)
        made = {LEDGER: self.ledger, RECONCILE: self.reconciled}
        self._stack.setCurrentWidget(made.get(key) or self.trust)
        if typed_there:
            self.panes()[1].setFocus()

    def show_segment(self, key: str) -> None:
        """Show 签名包, 对账 or 信任清单."""
        self.segments.choose(key)
        self._show_segment(key)

    def go_to_package(self, package_id: str) -> None:
        """Show one package in the ledger."""
        self.show_segment(LEDGER)
        self.ledger.go_to(package_id)

    def _tell_counts(self, everything: int, shown: int) -> None:
        self.status.emit(
            tr("签名包 {everything:,}，显示 {shown:,}").format(everything=everything, shown=shown)
        )
        late = sum(row.is_overdue for row in self._rows.values())
        self._header.say(tr("{late} 个包交接后没有回执").format(late=late) if late else "")

    def _restore_sizes(self) -> None:
        sizes = self._remembered().usual(_SIZES, [])
        if len(sizes) == 2 and all(type(size) is int for size in sizes):
            self.ledger.splitter.setSizes(sizes)

    def _keep_sizes(self) -> None:
        self._remembered().keep_usual(_SIZES, self.ledger.splitter.sizes())

    def _remembered(self) -> Remembered:
        """What is remembered of the workspace that is shown."""
        bench = self._bench
        return Remembered(self.shell.settings, bench.workspace.info.id if bench else "")

    # -- what is done --------------------------------------------------------------------------

    def _do(self, key: str, subject: object) -> None:
        deeds: Mapping[str, Callable[[], object]] = {
            EXPORT: self.export,
            VERIFY: partial(self.package_deeds.verify, subject),
            RECEIPT: self.import_receipt,
            HANDOVER: partial(self.hand_over, subject),
            "slip": partial(self.package_deeds.print_slip, subject),
            LIST: partial(self._wish_list, subject),
            "import": self.trust_deeds.import_trust,
            "pin": self.trust_deeds.pin,
            "unpin": partial(self.trust_deeds.ask_unpin, subject),
        }
        deeds[key]()

    def acts(self) -> Mapping[str, Callable[[], object]]:
        return {"check_all": self.refresh}

    def export(self) -> None:
        """Wish for the page that exports (Ctrl+E)."""
        if self.shell.session.writable:
            self.wished.emit(EXPORT, None)

    def import_receipt(self) -> None:
        """Have receipts chosen; they are verified before anything else (Ctrl+R)."""
        self.package_deeds.choose_receipts()

    def hand_over(self, subject: object = None) -> None:
        """Ask to whom a package was given: that of a row or a gap, or the current one."""
        entry = getattr(subject, "entry", None)
        if subject is None and (current := self.ledger.current) is not None:
            entry = current.entry if current.entry.state == Delivery.EXPORTED else None
        self.package_deeds.hand_over(entry, list(self._rows.values()))

    @Slot(object)
    def _handed(self, entry: LedgerEntry) -> None:
        self.shell.session.changed.emit()
        self.banner.say(
            "ok",
            tr("已登记交接“{entry.file_name}”。状态是“已交接”；“已接收”要等平台的回执。").format(
                entry=entry
            ),
        )
        self.go_to_package(entry.package_id)

    def _wish_list(self, gap: object) -> None:
        """The list in which the records of this gap wait."""
        query = self.package_deeds.waiting_list(gap)
        if query is not None:
            self.wished.emit(LIST, query)

    @Slot(object, int)
    def _redrafted(self, ids: list[str], drafts: int) -> None:
        if drafts:
            self.shell.session.changed.emit()
        if len(ids) == 1:
            self.wished.emit(RECORD, ids[0])
            return
        begun = len(ids) - drafts
        said = (
            tr("已把 {drafts:,} 条转为草稿。").format(drafts=drafts)
            if drafts
            else tr("没有要转的。")
        )
        said += tr("{begun:,} 条已在修改或已删除，没有动。").format(begun=begun) if begun else ""
        self.banner.say("ok", said, [("undo", tr("撤销"))] if drafts else [])

    @Slot(str)
    def _trust_changed(self, words: str) -> None:
        self.refresh()
        self.banner.say("ok", words)

    # -- what the frame asks -------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_header()

    def _fit_header(self) -> None:
        """The buttons give up their words before anything else is cut."""
        title, spaces = self._header.layout().itemAt(0).widget(), self.shell.look.theme.px(96)
        taken = title.sizeHint().width() + self.segments.sizeHint().width() + spaces
        self.buttons.fit(self.width() - taken)

    def find(self) -> None:
        self.show_segment(LEDGER)
        self.ledger.filters.find_box.setFocus()

    def step(self, by: int) -> None:
        table = self.ledger.table
        table.choose_row(table.currentIndex().row() + by)

    def next_section(self) -> None:
        keys = (LEDGER, RECONCILE, TRUST)
        self.show_segment(keys[(keys.index(self.segments.key) + 1) % len(keys)])

    def panes(self) -> list[QWidget]:
        if self.segments.key == RECONCILE:
            return [self.segments, self.reconciled.table]
        if self.segments.key == TRUST:
            return [self.segments, self.trust.signer_table, self.trust.pin_table]
        return [self.ledger.filters.find_box, self.ledger.main_pane, self.ledger.results.table]
