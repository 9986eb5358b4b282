"""A form on its way out, with the receiver's card and its print; and the print that stays here.

Prints of what was signed here lie in a folder beside the workspace, for the office to file. They
are copies: the workspace keeps the packages, and a print that is lost is made anew, with the
earlier signatures in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from unicodedata import category

from cdo_desktop.domain.record import Record
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.errors import CdoError, Refused
from cdo_desktop.files import copy_file, made_folder, write_bytes
from cdo_desktop.package.drafting import SealedPackage
from cdo_desktop.report.form_parts import ReviewForm
from cdo_desktop.tasks import Run
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.prints import check_print, print_form
from cdo_desktop.work.project_checks import signed_checks
from cdo_desktop.work.review_beside import (
    PDF,
    SOUND,
    PrintDone,
    code_of,
    is_print_of,
    print_beside,
)
from cdo_desktop.work.review_conditions import all_conditions
from cdo_desktop.work.review_forms import form_here
from cdo_desktop.work.review_making import linked_records, newest_form, stored_content, stored_file
from cdo_desktop.work.review_print import review_form_of, unsigned_print
from cdo_desktop.work.review_reading import ShownForm, shown_content, shown_from
from cdo_desktop.work.review_taking import TakenForm, export, take, verify_here
from cdo_desktop.workbench import Workbench

_FOLDER = "审查表打印件"
_UNFIT = '\\/:*?"<>|'
_HIDDEN = ("Cc", "Cf", "Cs")
_LONGEST = 120
"""Bytes of a title in a name: systems take 255 in all, and what is being written has more in it."""


def fit_for_a_file(title: str) -> str:
    """A title as part of a file's name: without what no name may have, and not too long."""
    fit = "".join("_" if sign in _UNFIT or category(sign) in _HIDDEN else sign for sign in title)
    return fit.encode()[:_LONGEST].decode(errors="ignore")


def kept_print(bench: Workbench, record: Record, version: int) -> Path | None:
    """Where the print of a version of a record's form is kept, under a name that no other record
    gets though it is called the same; the folder is made when needed.

    None for an encrypted workspace: nothing of it is written in clear beside it.
    """
    if bench.workspace.encrypted:
        return None
    path = bench.workspace.path
    folder = path.with_name(f"{path.stem}-{_FOLDER}")
    return folder / _print_name(record, version)


def _print_name(record: Record, version: int) -> str:
    return f"{fit_for_a_file(record.title)}-第{version}版-{record.id[-8:]}{PDF}"


def export_printed(
    bench: Workbench, record: Record, target: Path, fonts: Mapping[str, str], run: Run
) -> tuple[SealedPackage, Path, PrintDone]:
    """Write the newest form of a record with its card, and the print beside: the one that is kept
    here if it shows every signature, else a new one with the signatures in words and fields for
    those still wanted. A print of this very form that lies there already stays.

    Raises as `export`; also Refused (CDO-U102) if another file has the print's name.
    """
    path = print_beside(target)
    newest = newest_form(bench, record.id, run)
    shown = shown_content(newest[1]) if newest else None
    if shown and path.exists() and not is_print_of(path, code_of(shown)):
        raise Refused("CDO-U102", file=path.name)
    sealed, card = export(bench, record, target, run)
    if path.exists():
        kept = Reason("CDO-E783", path.name, {}, Weight.NOTE)
        return sealed, card, PrintDone(path, False, None, (kept,))
    assert shown is not None  # it was exported
    try:
        done = _laid_beside(bench, record, shown, target, fonts)
    except CdoError as error:
        why = Reason("CDO-E780", path.name, {"reason": error.happened + error.todo}, Weight.NOTE)
        done = PrintDone(None, False, None, (why,))
    return sealed, card, done


def print_here(
    bench: Workbench, record: Record, folder: Path, fonts: Mapping[str, str], run: Run
) -> Path:
    """The print of the form that the next signature goes on: the kept one where it shows every
    signature, else one drawn into `folder`; where there is no such form, the unsigned draft.

    Raises Refused, DiskTrouble, Cancelled.
    """
    entry = form_here(bench, record, run)
    if entry is None:
        linked, checks = linked_records(bench, record), signed_checks(bench, record, run)
        draft = unsigned_print(bench, record, linked, checks, fonts, run)
        path = folder / draft.name
        write_bytes(path, draft.body)
        return path
    shown = shown_content(stored_content(bench, entry, run))
    kept = kept_print(bench, record, shown.version)
    if kept and shows_all(kept, shown, bench):
        return kept
    package = folder / entry.file_name
    write_bytes(package, stored_file(bench, entry))
    name = _print_name(record, shown.version)
    return print_form(_in_words(bench, record, package), folder / name, fonts).path


def _laid_beside(
    bench: Workbench, record: Record, shown: ShownForm, package: Path, fonts: Mapping[str, str]
) -> PrintDone:
    """The package is out already: nothing breaks this off."""
    path = print_beside(package)
    kept = kept_print(bench, record, shown.version)
    if kept and shows_all(kept, shown, bench):
        copy_file(kept, path)
        return PrintDone(path, True)
    made = print_form(_in_words(bench, record, package), path, fonts)
    return PrintDone(path, False, None, made.notices)


def _in_words(bench: Workbench, record: Record, package: Path) -> ReviewForm:
    """The form with every signature in words, and which conditions were met since."""
    verdict = verify_here(bench, package, TrustGiven(), Run())
    conditions = all_conditions(bench, record, Run())
    met = {(one.signature, one.number): one.met_words for one in conditions}
    return review_form_of(shown_from(package, Run()), verdict.opinions, verdict.wanted, met=met)


def take_printed(
    bench: Workbench, package: Path, given: TrustGiven, run: Run
) -> tuple[TakenForm, tuple[Reason, ...]]:
    """Take in a form that came back, and keep the print beside it: as `take`, and what is to be
    told where the print could not be kept. The form is taken in all the same.
    """
    taken = take(bench, package, given, run)
    try:
        take_print(bench, package, taken.record)
    except CdoError as error:
        facts = {"reason": error.happened + error.todo}
        return taken, (Reason("CDO-E786", print_beside(package).name, facts, Weight.NOTE),)
    return taken, ()


def take_print(bench: Workbench, package: Path, record: Record) -> Path | None:
    """Keep the print that came back beside a form; None where there is none that shows all of it.

    What was kept of the same form before shows fewer signatures and makes room.
    """
    shown, path = shown_from(package, Run()), print_beside(package)
    kept = kept_print(bench, record, shown.version)
    if kept is None or not path.exists() or not shows_all(path, shown, bench):
        return None
    made_folder(kept.parent)
    copy_file(path, kept)
    return kept


def shows_all(path: Path, shown: ShownForm, bench: Workbench) -> bool:
    """Whether a file is a sound print of this form, signed by the last of its signers."""
    if not path.exists() or not is_print_of(path, code_of(shown)):
        return False
    certificates = [opinion.certificate for opinion in shown.opinions]
    try:
        check = check_print(path, certificates, bench.clock.now())
    except Refused:
        return False
    if check.verdict not in SOUND or not check.signatures:
        return False
    return check.signatures[-1].certificate == certificates[-1]
