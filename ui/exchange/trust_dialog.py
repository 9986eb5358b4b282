"""导入信任清单: the file, and the first time the roots, compared by telephone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from cdo_desktop.errors import CdoError
from cdo_desktop.work import trusting
from ui.exchange.ask_dialog import AskDialog
from ui.exchange.fields import PACKAGES, ROOTS, FileField, rows
from ui.exchange.wording import grouped
from ui.notify import told
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.text import label

_FIRST = tr(
    "第一次导入要同时给出根清单（root.json）。请用电话等另一条途径，向发放单位核对下面的指纹；"
    "核对一致后，本工作区固定这份根清单，以后的清单都按它核对。"
)
_NOT_READ = tr("选择根清单后显示")
_LATER = tr("信任清单要有本工作区已固定的根密钥签名，旧的版本不能退回。")


class TrustDialog(AskDialog):
    """Asks for the bundle and, where none are pinned, for the roots."""

    taken = Signal(object)
    """The TrustBundle the workspace goes by now."""

    def __init__(self, shell: Shell, parent: QWidget, file: Path | None = None) -> None:
        super().__init__(shell, parent, tr("导入信任清单"), tr("导入信任清单"))
        look, bench = shell.look, shell.session.bench
        self._is_read = False
        self._needs_roots = bench is not None and trusting.stored_roots(bench) is None
        self.say(_FIRST if self._needs_roots else _LATER)
        title = tr("选择信任清单")
        self.file = FileField(look, shell.notify, tr("信任清单，必填"), title, PACKAGES)
        self.roots = FileField(look, shell.notify, tr("根清单，必填"), tr("选择根清单"), ROOTS)
        self.print = label(look, _NOT_READ, "mono")  # whole: all of it is compared
        self.print.setAccessibleName(tr("根清单的指纹"))
        self.print.setWordWrap(True)
        self.print.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.compared = QCheckBox(tr("我已向发放单位电话核对，指纹一致"))
        lines: list[tuple[str, QWidget]] = [(tr("* 信任清单"), self.file)]
        if self._needs_roots:
            lines += [(tr("* 根清单"), self.roots), (tr("指纹"), self.print), ("", self.compared)]
        self.put(rows(look, lines))
        self.file.changed.connect(self._judge)
        self.roots.changed.connect(self._read_roots)
        self.compared.toggled.connect(self._judge)
        self.file.set_path(file)
        beside = file.with_name(trusting.ROOTS_NAME) if file else None
        if self._needs_roots and beside is not None and beside.is_file():
            self.roots.set_path(beside)
        self._judge()
        self.file.setFocus()

    def _read_roots(self) -> None:
        """Show the fingerprint of what was chosen; another file has to be compared anew."""
        self.compared.setChecked(False)
        self.print.setText(_NOT_READ)
        self._is_read = False
        path = self.roots.path
        if path is not None and path.is_file():
            try:
                self.print.setText(grouped(trusting.read_roots(path).fingerprint))
                self._is_read = True
                self.banner.hide()
            except CdoError as error:
                self.banner.say("err", told(error).text)
        self._judge()
        self.fit()

    def _judge(self) -> None:
        roots_wanted = self._needs_roots and not self._is_read
        self.compared.setEnabled(self._is_read)
        uncompared = self._needs_roots and not roots_wanted and not self.compared.isChecked()
        self.want(
            "" if self.file.path else tr("信任清单"),
            tr("根清单") if roots_wanted else "",
            tr("核对指纹") if uncompared else "",
        )

    def act(self) -> None:
        bench, path = self.shell.session.bench, self.file.path
        if bench is None or path is None:
            return
        roots = self.roots.path if self._needs_roots else None
        self.verb.setEnabled(False)
        job = self.shell.jobs.start(
            tr("导入“{path.name}”").format(path=path),
            lambda run: trusting.import_trust(bench, path, roots, run)[0],
        )
        job.done.connect(self._taken)
        job.failed.connect(self.refuse)

    @Slot(object)
    def _taken(self, bundle: object) -> None:
        self.taken.emit(bundle)
        self.accept()
