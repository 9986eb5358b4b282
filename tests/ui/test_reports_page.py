"""统计报告: reports are made, kept in sight, shown page by page, made again, copied and printed."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cdo_desktop.domain.people import Org
from cdo_desktop.domain.report_parts import ReportKind
from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Cancelled, Run
from cdo_desktop.work import editing
from cdo_desktop.workbench import Desk
from ui.main_window import MainWindow
from ui.pages.reports_page import ReportsPage
from ui.reports.pdf_printing import PdfPrinting, printed
from ui.reports.pdf_view import PdfView
from ui.reports.report_preview import AGAIN, FORGET, OPEN, PRINT, SAVE
from ui.reports.report_work import PDF, XLSX, free_name

BUREAU = ("11511900MB0000019E", "巴中市民政局")


@pytest.fixture
def few(tmp_path: Path, new_workspace: Path, make_record, desk: Desk) -> Path:
    """A closed workspace with three entries."""
    path = tmp_path / "三条.cdo"
    path.write_bytes(new_workspace.read_bytes())
    with desk.open(path) as bench:
        titles = ("低保对象信息", "殡葬信息", "孤儿信息")
        editing.add(bench, [make_record(title=title) for title in titles])
    return path


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, few: Path) -> ReportsPage:
    """The page of a workspace of which no report was made yet."""
    with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
        window.open_path(few)
    window.resize(1366, 768)
    window.go("reports")
    assert isinstance(window.page, ReportsPage)
    idle(qtbot, window.page)
    return window.page


def idle(qtbot: QtBot, page: ReportsPage) -> None:
    """The worker has done everything, also what a change of size has asked for."""
    soon = page.preview.view._soon
    qtbot.waitUntil(lambda: not soon.isActive() and not page.shell.jobs.live, timeout=20_000)


def make(qtbot: QtBot, page: ReportsPage, kind: ReportKind, path: Path) -> None:
    """Choose a kind in the menu, and where it goes."""
    page.shell.notify.files.append(path)
    page.deeds.ask_for(kind, path.suffix)
    idle(qtbot, page)


def rows(page: ReportsPage) -> list[str]:
    model = page.reports.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def made(qtbot: QtBot, page: ReportsPage, tmp_path: Path) -> ReportsPage:
    """The page with one report."""
    make(qtbot, page, ReportKind.LISTS, tmp_path / "清单.pdf")
    return page


# -- making ----------------------------------------------------------------------------------------


def test_without_a_report_it_says_so_and_offers_to_make_one(page: ReportsPage) -> None:
    verbs = [b.text() for b in page.reports.findChildren(QPushButton) if b.isVisible()]
    assert verbs == ["生成报告"]
    assert page.reports._empty.words == "还没有报告。"
    assert page.preview.view.says == "选一份报告，在这里预览。"
    assert not any(page.preview[key].isEnabled() for key in (OPEN, PRINT, SAVE, AGAIN, FORGET))


def test_a_report_is_written_listed_and_shown(made: ReportsPage, tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(tmp_path / "清单.pdf") as document:
        pages = len(document)
    assert rows(made) == ["清单.pdf"]
    one = made.reports.current
    assert one is not None
    assert (one.kind, one.pages, one.who, one.at[:10]) == ("lists", pages, "王芳", "2026-03-12")
    assert made.banner.words == "已生成“清单.pdf”。"
    view = made.preview.view
    assert (view.page, view.pages, view.says) == (1, pages, "")
    shown = view.image.convertToFormat(QImage.Format.Format_Grayscale8)
    points = bytes(shown.constBits())
    assert (min(points) < 128, max(points)) == (True, 255)


def test_every_kind_can_be_chosen_as_pages_and_as_a_workbook(page: ReportsPage) -> None:
    words = [action.text() for action in page.menu.actions() if action.text()]
    assert len(words) == len(set(words)) == 2 * len(ReportKind)
    assert words[0] == "数据资源目录汇编（PDF）…"


def test_a_workbook_has_rows_but_no_preview(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path
) -> None:
    make(qtbot, page, ReportKind.LISTS, tmp_path / "清单.xlsx")
    one = page.reports.current
    assert one is not None
    assert (one.pages, one.rows, one.paper) == (0, 3, "")
    assert page.preview.view.says == "Excel 工作簿没有预览，请用“打开”查看。"
    assert not page.preview[PRINT].isEnabled()
    assert page.preview[OPEN].isEnabled()


def test_a_name_that_is_taken_is_said_in_place(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path
) -> None:
    taken = tmp_path / "清单.pdf"
    taken.write_bytes(b"mine")
    make(qtbot, page, ReportKind.LISTS, taken)
    assert "清单.pdf" in page.banner.words
    assert page.banner.property("level") == "err"
    assert (rows(page), taken.read_bytes()) == ([], b"mine")


def test_what_is_stopped_leaves_nothing(qtbot: QtBot, page: ReportsPage, tmp_path: Path) -> None:
    page.shell.notify.files.append(tmp_path / "汇编.pdf")
    page.deeds.ask_for(ReportKind.CATALOG_BOOK, PDF)
    assert page.banner.offers == ["stop"]
    page.banner.chosen.emit("stop")
    idle(qtbot, page)
    assert page.banner.words == "已取消，没有写出“汇编.pdf”。"
    assert (rows(page), (tmp_path / "汇编.pdf").exists()) == ([], False)


def test_the_name_suggested_says_kind_and_day_and_is_free(
    page: ReportsPage, tmp_path: Path
) -> None:
    bench = page.shell.session.bench
    assert bench is not None
    day = bench.clock.now().date()
    first = free_name(tmp_path, "三张清单", day, XLSX)
    first.touch()
    names = (first.name, free_name(tmp_path, "三张:清单", day, XLSX).name)
    assert names == ("三张清单 2026-03-12.xlsx", "三张清单 2026-03-12 (2).xlsx")


# -- what becomes of it ----------------------------------------------------------------------------


def test_what_was_changed_since_is_said_and_made_anew_beside_it(
    qtbot: QtBot, made: ReportsPage, make_record, tmp_path: Path
) -> None:
    assert made.preview.note == ""
    bench = made.shell.session.bench
    assert bench is not None
    editing.add(bench, [make_record(title="新的目录")])
    made.refresh()
    assert made.preview.note == "生成后又有 1 步改动，内容可能已不是最新。"
    before = (tmp_path / "清单.pdf").read_bytes()
    made.preview[AGAIN].click()
    idle(qtbot, made)
    assert rows(made) == ["三张清单 2026-03-12.pdf", "清单.pdf"]
    assert made.preview.made is not None
    assert made.preview.made.path.name == "三张清单 2026-03-12.pdf"
    assert made.preview.note == ""
    assert (tmp_path / "清单.pdf").read_bytes() == before


def test_a_file_that_is_gone_is_said_and_can_be_forgotten(
    qtbot: QtBot, made: ReportsPage, tmp_path: Path
) -> None:
    (tmp_path / "清单.pdf").unlink()
    made.refresh()
    assert rows(made) == ["清单.pdf（文件不在了）"]
    assert str(tmp_path) in made.preview.view.says
    allowed = [key for key in (OPEN, PRINT, SAVE, AGAIN, FORGET) if made.preview[key].isEnabled()]
    assert allowed == [AGAIN, FORGET]
    made.preview[FORGET].click()
    assert rows(made) == []


def test_another_workspace_has_reports_of_its_own(
    qtbot: QtBot, made: ReportsPage, window: MainWindow, tmp_path: Path
) -> None:
    session = window.shell.session
    with qtbot.waitSignal(session.opened, timeout=10_000):
        session.create(tmp_path / "新.cdo", Org(*BUREAU), "511900", "bazhong")
    window.go("reports")
    assert rows(made) == []
    idle(qtbot, made)


def test_a_copy_is_written_where_it_is_wished_for(
    qtbot: QtBot, made: ReportsPage, tmp_path: Path
) -> None:
    made.shell.notify.files.append(tmp_path / "副本.pdf")
    made.preview[SAVE].click()
    idle(qtbot, made)
    copy, source = tmp_path / "副本.pdf", tmp_path / "清单.pdf"
    assert copy.read_bytes() == source.read_bytes()
    assert rows(made) == ["清单.pdf"]


def test_the_system_opens_it(made: ReportsPage, monkeypatch, tmp_path: Path) -> None:
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    made.preview[OPEN].click()
    assert [url.toLocalFile() for url in asked] == [str(tmp_path / "清单.pdf")]


def test_settings_that_somebody_spoilt_are_left_out(made: ReportsPage) -> None:
    bench = made.shell.session.bench
    assert bench is not None
    key = f"reports.made.{bench.workspace.info.id}"
    (good,) = made.shell.settings.get(key, [])
    made.shell.settings.set(key, ["x", {**good, "pages": "3"}, {"file": "y"}, good])
    made.refresh()
    assert rows(made) == ["清单.pdf"]


# -- pages -----------------------------------------------------------------------------------------


@pytest.fixture
def book(qtbot: QtBot, page: ReportsPage, tmp_path: Path) -> PdfView:
    """The preview of a book of several pages."""
    make(qtbot, page, ReportKind.CATALOG_BOOK, tmp_path / "汇编.pdf")
    assert page.preview.view.pages >= 4
    return page.preview.view


def test_keys_turn_the_pages_and_stop_at_the_ends(
    qtbot: QtBot, page: ReportsPage, book: PdfView
) -> None:
    before = book.image.copy()
    told: list[tuple[int, int]] = []
    book.turned.connect(lambda *place: told.append(place))
    qtbot.keyClick(book.area, Qt.Key.Key_PageUp)
    assert book.page == 1
    qtbot.keyClick(book.area, Qt.Key.Key_PageDown)
    idle(qtbot, page)
    assert book.page == 2
    assert book.image != before
    qtbot.keyClick(book.area, Qt.Key.Key_End)
    qtbot.keyClick(book.area, Qt.Key.Key_PageDown)
    idle(qtbot, page)
    assert told[-1] == (book.pages, book.pages)
    assert f"第 {book.pages} 页，共 {book.pages} 页" in book.area.accessibleName()


def test_a_page_can_be_as_wide_as_there_is_room(
    qtbot: QtBot, page: ReportsPage, book: PdfView
) -> None:
    whole = book.image.size()
    book._wider.click()
    idle(qtbot, page)
    wide = book.image.size()
    assert whole.height() <= book.area.height() < wide.height()
    assert whole.width() < wide.width() <= book.area.width()


def test_what_is_no_pdf_is_said_in_place_of_the_page(
    qtbot: QtBot, page: ReportsPage, book: PdfView, tmp_path: Path
) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    with qtbot.waitSignal(book.failed) as failed:
        book.show_file(tmp_path / "坏.pdf")
    assert isinstance(failed.args[0], Refused)
    assert "坏.pdf" in book.says
    assert (book.page, book.pages, book.image.isNull()) == (0, 0, True)
    idle(qtbot, page)


def test_only_the_newest_wish_is_drawn(
    qtbot: QtBot, page: ReportsPage, book: PdfView, tmp_path: Path
) -> None:
    other = tmp_path / "另一份.pdf"
    other.write_bytes((tmp_path / "汇编.pdf").read_bytes())
    for path in (other, tmp_path / "没有.pdf", other):
        book.show_file(path)
    idle(qtbot, page)
    assert (book.path, book.page, book.says) == (other, 1, "")


# -- paper -----------------------------------------------------------------------------------------


def _printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(150)
    printer.setFullPage(True)
    return printer


def _ink(page: pypdfium2.PdfPage) -> tuple[int, int]:
    """The first and the last line (of a point each) on which anything is printed."""
    drawn = page.render(scale=1, grayscale=True)
    lines = [
        at
        for at in range(drawn.height)
        if min(bytes(drawn.buffer)[at * drawn.stride : at * drawn.stride + drawn.width]) < 200
    ]
    return lines[0], lines[-1]


def test_every_page_goes_to_the_printer_in_its_own_size(
    qtbot: QtBot, page: ReportsPage, book: PdfView, tmp_path: Path
) -> None:
    printing = PdfPrinting(page.shell.jobs, page)
    with qtbot.waitSignal(printing.done, timeout=20_000) as done:
        printing.start(tmp_path / "汇编.pdf", "汇编", _printer(tmp_path / "纸.pdf"))
    with (
        pypdfium2.PdfDocument(tmp_path / "纸.pdf") as paper,
        pypdfium2.PdfDocument(tmp_path / "汇编.pdf") as source,
    ):
        assert done.args == [len(paper)] == [len(source)]
        for ours, theirs in zip(paper, source, strict=True):
            assert ours.get_size() == pytest.approx(theirs.get_size(), abs=2)
            assert _ink(ours) == pytest.approx(_ink(theirs), abs=2)
    idle(qtbot, page)


def test_only_the_pages_asked_for_are_printed(book: PdfView, tmp_path: Path) -> None:
    printer = _printer(tmp_path / "纸.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert printed(tmp_path / "汇编.pdf", printer, Run()) == 2


@pytest.mark.parametrize(
    ("collated", "order"), [(True, [1, 2, 1, 2, 1, 2]), (False, [1, 1, 1, 2, 2, 2])]
)
def test_as_many_copies_as_were_asked_for(
    book: PdfView, tmp_path: Path, collated: bool, order: list[int]
) -> None:
    """Also where the printer knows of one copy only, as a file does."""
    printer = _printer(tmp_path / "纸.pdf")
    assert not printer.supportsMultipleCopies()
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 2)
    printer.setCopyCount(3)
    printer.setCollateCopies(collated)
    assert printed(tmp_path / "汇编.pdf", printer, Run()) == 6
    with pypdfium2.PdfDocument(tmp_path / "纸.pdf") as paper:
        inks = [_ink(page) for page in paper]
    assert inks[0] != inks[order.index(2)]
    assert [inks.index(ink) for ink in inks] == [order.index(one) for one in order]


def test_printing_that_is_stopped_is_given_up(book: PdfView, tmp_path: Path) -> None:
    run = Run()
    run.stop()
    with pytest.raises(Cancelled):
        printed(tmp_path / "汇编.pdf", _printer(tmp_path / "纸.pdf"), run)
    assert not (tmp_path / "纸.pdf").exists()


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_takes_nothing_is_named(book: PdfView, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        printed(tmp_path / "汇编.pdf", _printer(tmp_path / "没有这个文件夹" / "纸.pdf"), Run())
    assert refused.value.code == "CDO-U500"


def test_a_file_is_never_printed_over_itself(book: PdfView, tmp_path: Path) -> None:
    source = tmp_path / "汇编.pdf"
    before = source.read_bytes()
    with pytest.raises(Refused) as refused:
        printed(source, _printer(source), Run())
    assert refused.value.code == "CDO-U102"
    assert source.read_bytes() == before
