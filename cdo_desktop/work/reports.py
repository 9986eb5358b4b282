"""Reports: what an office prints and files, as pages or as a workbook, written whole or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cdo_desktop import paths
from cdo_desktop.domain.report_parts import Report, ReportKind
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.errors import Refused
from cdo_desktop.exchange.report_book import write_report
from cdo_desktop.files import writing
from cdo_desktop.settings import Settings
from cdo_desktop.tasks import Run
from cdo_desktop.work.print_settings import chosen_fonts
from cdo_desktop.work.report_lists import lists_report
from cdo_desktop.work.report_projects import projects_report
from cdo_desktop.work.report_quality import quality_report
from cdo_desktop.work.report_slip import slip_report
from cdo_desktop.workbench import Workbench

PDF, XLSX = ".pdf", ".xlsx"


@dataclass(frozen=True, slots=True)
class Written:
    """A report that stands on the disk."""

    path: Path
    kind: ReportKind
    pages: int
    """0 for a workbook."""
    rows: int
    """Rows of the tables of a workbook; 0 for a PDF."""
    notices: tuple[Reason, ...]
    """What is to be told: fonts that could not be taken, records that were left out."""


def own_fonts(settings: Settings | None = None) -> Mapping[str, str]:
    """The site's own fonts by face, as this user has set them."""
    return chosen_fonts(settings or Settings(paths.settings_file()))


def write(
    bench: Workbench,
    kind: ReportKind,
    path: Path,
    run: Run,
    fonts: Mapping[str, str],
    package: Path | None = None,
) -> Written:
    """Write a report as .pdf or .xlsx; `package` is the file that a slip is for.

    Raises Refused (CDO-U102 the name is taken, CDO-U475 another ending, and what the kind
    raises), DiskTrouble, Cancelled; then nothing has been written.
    """
    ending = path.suffix.lower()
    if ending not in (PDF, XLSX):
        raise Refused("CDO-U475", file=path.name)
    if path.exists():
        raise Refused("CDO-U102", file=path.name)
    if kind is ReportKind.CATALOG_BOOK:
        return _catalog(bench, path, run, fonts, is_pdf=ending == PDF)
    report, left_out = _made(bench, kind, package, run)
    if ending == XLSX:
        rows = write_report(report, path, run)
        return Written(path, kind, 0, rows, _left_out(left_out()))
    from cdo_desktop.report.fonts import Faces  # reportlab takes 0.15 s and 10 MB
    from cdo_desktop.report.printed import draw_report  # as above

    with Faces(fonts) as faces:
        with writing(path) as stream:
            pages = draw_report(report, stream, faces, run)
        return Written(path, kind, pages, 0, (*faces.notices, *_left_out(left_out())))


def _catalog(
    bench: Workbench, path: Path, run: Run, fonts: Mapping[str, str], *, is_pdf: bool
) -> Written:
    from cdo_desktop.report.fonts import Faces  # as in write()
    from cdo_desktop.work.report_catalog import draw_catalog, write_catalog  # as in write()

    kind = ReportKind.CATALOG_BOOK
    if not is_pdf:
        rows, listing = write_catalog(bench, path, run)
        return Written(path, kind, 0, rows, _left_out(listing.secrets))
    with Faces(fonts) as faces:
        with writing(path) as stream:
            pages, listing = draw_catalog(bench, stream, faces, run)
        return Written(path, kind, pages, 0, (*faces.notices, *_left_out(listing.secrets)))


def _made(
    bench: Workbench, kind: ReportKind, package: Path | None, run: Run
) -> tuple[Report, Callable[[], int]]:
    """The report, and how many 涉密 records it left out, once it is written."""
    if kind is ReportKind.LISTS:
        return lists_report(bench, run)
    if kind is ReportKind.QUALITY:
        return quality_report(bench, run), _none
    if kind is ReportKind.PROJECTS:
        report, secrets = projects_report(bench, run)
        return report, lambda: secrets
    return slip_report(bench, package, run), _none


def _none() -> int:
    return 0


def _left_out(number: int) -> tuple[Reason, ...]:
    return (Reason("CDO-U479", "", {"number": number}, Weight.NOTE),) if number else ()
