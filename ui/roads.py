"""Where a page's wish leads: from one page of the window to another, with what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from cdo_desktop.domain.listing import ListQuery, Summary
from ui.exchange.diagnostics_dialog import DiagnosticsDialog
from ui.exchange.fields import PACKAGES
from ui.frame import Frame
from ui.importing.notices import Next
from ui.pages.backups_page import BackupsPage
from ui.pages.exchange_page import ExchangePage
from ui.pages.export_page import ExportPage
from ui.pages.import_page import ImportPage
from ui.pages.items_page import ItemsPage
from ui.pages.keys_page import KeysPage
from ui.pages.list_page import ITEMS, REVIEW, ListPage
from ui.pages.page import Page
from ui.pages.printing_page import PrintingPage
from ui.pages.verify_page import VerifyPage
from ui.places import EXCHANGE, HOME, SETTINGS
from ui.review.review_page import ReviewPage
from ui.signing.deeds import SigningDeeds
from ui.tr import tr

IMPORT, EXPORT, VERIFY, KEYS, BACKUPS = "import", "export", "verify", "keys", "backups"
FIRST_LIST = "resource"

P = TypeVar("P", bound=Page)


class Roads:
    """Pages below those of the rail are made when somebody first goes there."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._shell = frame.shell
        self._left: Next | None = None
        self.signing = SigningDeeds(frame.shell, frame, frame.notice)
        self.signing.file_changed.connect(self._verify_again)
        self._roads: Mapping[str, Callable[[object], None]] = {
            IMPORT: self._to_import,
            "record": self._to_record,
            "list": self._to_list,
            REVIEW: self._to_review,
            ITEMS: self._to_items,
            EXPORT: self._to_export,
            VERIFY: self._to_verify,
            EXCHANGE: self._to_package,
            "handover": self._to_handover,
            KEYS: self._to_keys,
            BACKUPS: self._to_backups,
            "diagnostics": self._to_diagnostics,
            "printing": self._to_printing,
            "receipt": self._to_receipt,
            "back": self._back,
            "written": self._written,
            "save_all": self._save_all,
            "notice": self._notice,
            "sign": self._to_sign,
            "sign_batch": self._to_sign_batch,
            "sign_file": self._to_form(self.signing.sign_file),
            "take_form": self._to_form(self.signing.take_form),
            "export_form": lambda subject: self.signing.export_form(str(subject)),
            "print_form": lambda subject: self.signing.print_form(str(subject)),
        }

    def follow(self, what: str, subject: object) -> None:
        """Do what a page wishes for; `what` is one of the keys above."""
        self._roads[what](subject)

    # -- lists and records ---------------------------------------------------------------------

    def record(self, summary: Summary) -> None:
        """Show a record in its list."""
        self._frame.go(summary.kind)
        page = self._frame.page
        if isinstance(page, ListPage):
            page.go_to(summary.n)

    def listing(self, query: ListQuery) -> None:
        """Show what a query finds, in the list of its kind."""
        self._frame.go(query.kind)
        page = self._frame.page
        if isinstance(page, ListPage):
            page.show_query(query)

    def sheet(self, kind: str, sheet: Path | None) -> None:
        """Rehearse a sheet into a list; None asks for one."""
        self._below(kind, IMPORT, ImportPage).begin(kind, sheet)

    def files(self, paths: Sequence[Path]) -> None:
        """Verify these packages."""
        self._below(EXCHANGE, VERIFY, VerifyPage).take(paths)

    def _below(self, place: str, key: str, make: type[P]) -> P:
        """Show a page that stands below a place of the rail ("" = below the one that is shown)."""
        page = self._frame.made(key, partial(make, self._shell))
        self._frame.show_page(key, place)
        if not isinstance(page, make):
            raise TypeError(key)
        return page

    def _to_import(self, subject: object) -> None:
        self.sheet(str(subject), None)

    def _to_record(self, subject: object) -> None:
        """A summary, or the id of a record."""
        found = subject if isinstance(subject, Summary) else self._summary(str(subject))
        if found is not None:
            self.record(found)

    def _summary(self, record_id: str) -> Summary | None:
        bench = self._shell.session.bench
        number = bench.workspace.number_of(record_id) if bench else 0
        return bench.workspace.summaries([number])[number] if bench and number else None

    def _to_list(self, subject: object) -> None:
        if isinstance(subject, ListQuery):
            self.listing(subject)

    def _to_review(self, subject: object) -> None:
        """The id of a project; those before and after it are those of the list it stands in."""
        found = self._summary(str(subject))
        if found is None:
            return
        self._frame.go(found.kind)
        page = self._frame.page
        numbers = page.pane.model.numbers if isinstance(page, ListPage) else ()
        self._below(found.kind, REVIEW, ReviewPage).begin(found.id, numbers)

    def _to_items(self, subject: object) -> None:
        if isinstance(subject, tuple):
            self._below("", ITEMS, ItemsPage).begin(*subject)

    # -- exchange ------------------------------------------------------------------------------

    def _to_export(self, subject: object) -> None:
        if self._shell.session.writable:
            self._below(EXCHANGE, EXPORT, ExportPage)

    def _to_verify(self, subject: object) -> None:
        if isinstance(subject, list):
            self.files(subject)
        else:
            self._below(EXCHANGE, VERIFY, VerifyPage).choose_files()

    def _to_receipt(self, subject: object) -> None:
        if self._shell.session.writable:
            self._exchange().import_receipt()

    def _to_package(self, subject: object) -> None:
        if self._shell.session.bench is None:
            self._frame.go(HOME)
            return
        page = self._exchange()
        if subject:
            page.go_to_package(str(subject))

    def _to_handover(self, subject: object) -> None:
        self._to_package(subject)
        self._exchange().hand_over()

    def _exchange(self) -> ExchangePage:
        self._frame.go(EXCHANGE)
        page = self._frame.page
        if not isinstance(page, ExchangePage):
            raise TypeError(EXCHANGE)
        return page

    # -- review forms ----------------------------------------------------------------------------

    def _to_sign(self, subject: object) -> None:
        """(record id, Opinion): what was typed is saved before."""
        if isinstance(subject, tuple) and self._frame.all_saved():
            self.signing.sign_record(*subject)

    def _to_sign_batch(self, subject: object) -> None:
        """A list of (record id, Opinion)."""
        if isinstance(subject, list) and self._frame.all_saved():
            self.signing.sign_batch(subject)

    def _to_form(self, act: Callable[[Path], None]) -> Callable[[object], None]:
        """A path; what is no path asks for one."""

        def follow(subject: object) -> None:
            if isinstance(subject, Path):
                act(subject)
            else:
                self._shell.notify.choose_file(tr("选择审查表"), PACKAGES, act)

        return follow

    def _verify_again(self, path: Path) -> None:
        page = self._frame.page
        if isinstance(page, VerifyPage):
            page.take([path])

    # -- settings ------------------------------------------------------------------------------

    def _to_keys(self, subject: object) -> None:
        self._below(SETTINGS, KEYS, KeysPage)

    def _to_backups(self, subject: object) -> None:
        self._below(SETTINGS, BACKUPS, BackupsPage)

    def _to_printing(self, subject: object) -> None:
        self._below(SETTINGS, "printing", PrintingPage)

    def _to_diagnostics(self, subject: object) -> None:
        DiagnosticsDialog(self._shell, self._frame).open()

    # -- back ----------------------------------------------------------------------------------

    def _back(self, subject: object) -> None:
        self._frame.go(str(subject))

    def _written(self, subject: object) -> None:
        """(kind, how many, what of the workbook is left): an import was written."""
        if isinstance(subject, tuple):
            kind, written, self._left = subject
            self._frame.go(kind)
            words = tr("已写入 {written} 条。").format(written=written) + self._left.words
            self._frame.page.banner.say("ok", words, [("undo", tr("撤销")), *self._left.links])

    def next_sheet(self, kind: str) -> None:
        """Rehearse what is left of the workbook that was imported last, into this list."""
        if self._left is not None:
            self.sheet(kind, self._left.file)

    # -- the whole window ----------------------------------------------------------------------

    def _save_all(self, subject: object) -> None:
        """Save what was typed on any page; whoever asks is called with whether all of it is."""
        if callable(subject):
            subject(self._frame.all_saved())

    def _notice(self, subject: object) -> None:
        """(level, words): said above the pages, whichever of them is shown."""
        if isinstance(subject, tuple):
            self._frame.notice.say(*subject)
