"""What the tests of signing share: an office with filed projects, and keys of two roles."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from exchange_steps import BUREAU, PLATFORM, at_rest, desk_of, words
from project_samples import project
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from cdo_desktop.domain.people import Act
from cdo_desktop.domain.project_check import Outcome
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, issuing, keys, notes, review_forms, reviewing, trusting
from cdo_desktop.work.project_checks import check_project, overrule
from cdo_desktop.work.review_cases import Case, HereCase, sign
from cdo_desktop.work.review_forms import Opinion
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Workbench
from ui.exchange.known_files import KnownFiles
from ui.shell import Shell
from ui.signing.sign_sheet import SignSheet

AGREE = Opinion(Decision.AGREE, "同意报送数据局复核。\n第二行 𠮷𩸽")
AGREE_IF = Opinion(Decision.AGREE_IF, "原则同意。", ("补交密码应用方案", "核减 12 万元"))
D = TypeVar("D", bound=QDialog)
TITLES = ("社会救助平台升级", "养老服务平台", "婚姻登记智能终端")


@dataclass(frozen=True, slots=True)
class Chamber:
    """A folder with a closed workspace, two keys, a trust list."""

    folder: Path
    project: str
    """Id of a project with a PDF, a text and another file."""
    others: tuple[str, ...]
    """Ids of two more, bare ones."""

    @property
    def workspace(self) -> Path:
        return self.folder / "民政局.cdo"

    @property
    def cdo_key(self) -> Path:
        return self.folder / "首席数据官.cdokey"

    @property
    def bureau_key(self) -> Path:
        return self.folder / "首席数据执行官.cdokey"

    def copied(self, to: Path) -> Chamber:
        shutil.copytree(self.folder, to, dirs_exist_ok=True)
        return Chamber(to, self.project, self.others)


def made_chamber(folder: Path, new_workspace: Path, act: Act) -> Chamber:
    """Three projects, filed; the workspace goes by a list of both signers."""
    chamber = Chamber(folder, "", ())
    shutil.copy(new_workspace, chamber.workspace)
    desk, root = desk_of(act), folder / "根.cdokey"
    keys.make_key(desk, chamber.cdo_key, "p256", "李文涛", "dept_cdo", BUREAU, words)
    keys.make_key(desk, chamber.bureau_key, "p256", "周敏", "cdo_executive", PLATFORM, words)
    keys.make_key(desk, root, "p256", "根", "root", PLATFORM, words)
    draft, roots, bundle = folder / "草稿.json", folder / "root.json", folder / "信任清单.cdopkg"
    issuing.new_trust(desk, draft, roots, [root], 1)
    for key in (chamber.cdo_key, chamber.bureau_key):
        certificate = keys.read_certificate(key)
        issuing.add_signer(draft, certificate, certificate.role)
    issuing.sign_trust(desk, draft, root, words, bundle, Run(), roots)
    with desk.open(chamber.workspace) as bench:
        trusting.import_trust(bench, bundle, roots, Run())
        files = _files(folder)
        ids = tuple(
            filed_with(bench, title, [] if number else files) for number, title in enumerate(TITLES)
        )
        answered(bench, ids)
    return Chamber(folder, ids[0], ids[1:])


def filed_with(bench: Workbench, title: str, files: Sequence[Path]) -> str:
    """A project that was put forward, with these files."""
    rows = tuple({"type": "建设方案"} for _ in files)
    (record,) = editing.add(bench, [project(bench.library, {"files": rows}, title=title)])
    for number, file in enumerate(files, 1):
        notes.attach(bench, record.id, Entry("file", "", "files", number), file)
    done = reviewing.move(bench, "file", [record.id], "王芳", "", Run())
    assert done.moved, done.stayed
    return record.id


def answered(bench: Workbench, ids: Sequence[str]) -> None:
    """What the checks hold against these projects is overruled: they can be agreed to."""
    for id_ in ids:
        for check in check_project(bench, bench.workspace.record(id_), Run()):
            if check.is_open and check.result is Outcome.FAIL:
                overrule(bench, id_, check.key, "业务不同，目录随后补编。", "王芳", Run())


def _files(folder: Path) -> list[Path]:
    pdf, text, other = (folder / name for name in ("建设方案.pdf", "说明.txt", "清单.zip"))
    canvas = Canvas(str(pdf), invariant=1)
    for number in (1, 2):
        canvas.drawString(100, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    text.write_text("建设内容说明\n第二行", "utf-8")
    other.write_bytes(b"PK\x05\x06" + bytes(18))
    return [pdf, text, other]


def signed_at(bench: Workbench, record_id: str, key: Path, opinion: Opinion = AGREE) -> None:
    """Signed without any window."""
    with HereCase(bench, record_id, opinion) as case:
        case.lay_out(Run())
        offer = case.offer(key, Run())
        sign(case, offer, offer.shown.token, key, words, Run())


def exported_form(bench: Workbench, record_id: str, target: Path) -> Path:
    """The newest form of a record, written out."""
    review_forms.export(bench, bench.workspace.record(record_id), target, Run())
    return target


def record_of(bench: Workbench, record_id: str) -> Record:
    return bench.workspace.record(record_id)


# -- the sheet -------------------------------------------------------------------------------------


def sheet_for(
    qtbot: QtBot,
    shell: Shell,
    parent: QWidget,
    case: Case,
    key: Path | None,
    opinion: Opinion = AGREE,
) -> SignSheet:
    """The sheet, open, with the key that signed last; everything is read."""
    if key is not None:
        KnownFiles(shell.settings).signed_with(key)
    made = SignSheet(shell, parent, case, opinion)
    made.open()
    at_rest(qtbot, shell)
    return made


def look_at_all(qtbot: QtBot, sheet: Any) -> None:
    """Open every part, as a person does; what the program cannot show is saved."""
    for number in range(len(sheet.body.rows.rows)):
        row = sheet.body.rows.rows[number]
        row.open.click()
        at_rest(qtbot, sheet.shell)
        look_through(qtbot, sheet)
        if row.part in sheet.body.unseen:
            sheet.view.save.click()
            at_rest(qtbot, sheet.shell)
        sheet.view.way_back.click()


def look_through(qtbot: QtBot, sheet: Any) -> None:
    """Go to the end of what is shown, page by page, with the keys."""
    view = sheet.view
    qtbot.wait(1)
    if view._stack.currentWidget() is view.words:
        qtbot.keyClick(view.words, Qt.Key.Key_End)
        qtbot.wait(1)
    for _ in range(view.pdf.pages if view._stack.currentWidget() is view.pdf else 0):
        qtbot.keyClick(view.pdf.area, Qt.Key.Key_PageDown)
        at_rest(qtbot, sheet.shell)


def made_ready(qtbot: QtBot, sheet: Any, passphrase: str = words()) -> None:
    """Everything is opened, ticked, typed."""
    look_at_all(qtbot, sheet)
    sheet.body.ticked.setChecked(True)
    sheet.pane.passphrase.line.setText(passphrase)


def press(qtbot: QtBot, sheet: Any) -> None:
    """Press the button, and wait."""
    assert sheet.pane.go.isEnabled(), sheet.pane.go.toolTip()
    sheet.pane.go.click()
    at_rest(qtbot, sheet.shell)


def titles(parts: Sequence[Any]) -> list[str]:
    return [part.title for part in parts]


def front(ground: QWidget, kind: type[D]) -> D:
    """The dialog of this kind that is open."""
    return next(one for one in ground.findChildren(kind) if one.isVisible())
