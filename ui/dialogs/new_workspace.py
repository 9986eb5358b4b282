"""A new workspace: whose work it is, where, and in which file. The code is checked as typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.domain.people import Org
from cdo_desktop.standard.uscc import check_uscc
from cdo_desktop.work.starting import profile_for, profiles, region_of
from ui.dialogs.profile_words import is_elsewhere, profile_words
from ui.dialogs.region_chooser import RegionChooser
from ui.folders import documents
from ui.look import restyle
from ui.notify import WORKSPACES
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.dim import Dim
from ui.widgets.quiet_combo import QuietCombo
from ui.widgets.text import label

_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    """What was entered."""

    path: Path
    org: Org
    region: str
    profile: str


class NewWorkspaceDialog(QDialog):
    """Asks for organisation, code, region, profile and file."""

    entered = Signal(object)
    """A NewWorkspace, when everything is there."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        look = shell.look
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("新建工作区"))
        self.setMinimumWidth(look.theme.px(620))
        self._folder = documents()
        self._own_path = self._own_region = False
        self.name = QLineEdit(
            placeholderText=tr("例：巴中市民政局"), accessibleName=tr("单位名称，必填")
        )
        self.code = QLineEdit(
            placeholderText=tr("18 位"), maxLength=24, accessibleName=tr("统一社会信用代码，必填")
        )
        look.put_type(self.code, "mono")
        self._code_says = label(look, role="small", tone="3")
        self._code_says.setWordWrap(True)
        self._banner = Banner(look)
        self.region = RegionChooser()
        self.profile = QuietCombo(tr("适用的地方规定"))
        self._profiles = {profile.key: profile for profile in profiles()}
        for key, profile in self._profiles.items():
            self.profile.addItem(profile.label, key)
        self.profile_says = label(look, role="small", tone="3")
        self.profile_says.setWordWrap(True)
        self.path = QLineEdit(accessibleName=tr("工作区文件，必填"))
        self._make = button(look, tr("新建工作区"), kind="primary")
        self._make.setDefault(True)
        self._cancel = button(look, tr("取消"))
        self._build()
        self.name.textChanged.connect(self._judge)
        self.name.textChanged.connect(self._follow_name)
        self.code.textChanged.connect(self._judge)
        self.path.textEdited.connect(self._keep_path)
        self.region.chosen.connect(self._keep_region)
        self.profile.currentIndexChanged.connect(self._say_profile)
        self._cancel.clicked.connect(self.reject)
        self._make.clicked.connect(self._enter)
        self._judge()
        self._say_profile()
        Dim(parent, self)

    def _build(self) -> None:
        look = self._shell.look
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(9)
        change = button(look, tr("更改…"))
        change.clicked.connect(self._choose_path)
        file_line = QHBoxLayout()
        file_line.setSpacing(8)
        file_line.addWidget(self.path, 1)
        file_line.addWidget(change)
        rows = (
            (tr("* 单位名称"), self.name),
            (tr("* 统一社会信用代码"), self.code),
            ("", self._code_says),
            (tr("行政区划"), self.region),
            (tr("适用的地方规定"), self.profile),
            ("", self.profile_says),
            (tr("* 工作区文件"), file_line),
        )
        for place, (words, field) in enumerate(rows):
            name = label(look, words, tone="2")
            grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignRight)
            if isinstance(field, QWidget):
                grid.addWidget(field, place, 1)
            else:
                grid.addLayout(field, place, 1)
        grid.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        hint = label(look, tr("科室和人员可以以后再补。"), "small", "3")
        foot.addWidget(hint, 1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(label(look, tr("新建工作区"), "page"))
        layout.addWidget(self._banner)
        layout.addLayout(grid)
        layout.addLayout(foot)

    def _follow_name(self, name: str) -> None:
        """A unit's name says where it is, until somebody has said it himself."""
        code = region_of(name)
        if self._own_region or code == self.region.code:
            return
        self.region.blockSignals(True)
        self.region.choose(code)
        self.region.blockSignals(False)
        self._follow_region()

    def _keep_region(self) -> None:
        self._own_region = True
        self._follow_region()

    def _follow_region(self) -> None:
        """The profile made for the place; and why, also where it stays the same."""
        self.profile.setCurrentIndex(self.profile.findData(profile_for(self.region.code).key))
        self._say_profile()

    def _say_profile(self) -> None:
        """Why this profile, which others there are, and whether it is one of another place."""
        chosen, region = self._profiles[self.profile.currentData()], self.region.code
        self.profile_says.setText(profile_words(chosen, region, self.region.name))
        restyle(self.profile_says, "tone", "warn" if is_elsewhere(chosen, region) else "3")

    def _judge(self) -> None:
        code = self.code.text().strip().upper()
        found = check_uscc(code)
        if not code:
            self._say_code("", tr("在法人证书或机关赋码证明上。"), "3")
        elif not found.ok:
            self._say_code(
                "error", tr("{0}（已填 {1} 位）。").format(found.errors[0], len(code)), "err"
            )
        elif found.warnings:
            self._say_code("warn", tr("{0}。可以继续。").format(found.warnings[0]), "warn")
        else:
            self._say_code("", tr("校验通过。"), "ok")
        name = self.name.text().strip()
        if not self._own_path:
            file = _UNFIT.sub("", name) or tr("工作区")
            self.path.setText(str(self._folder / f"{file}.cdo"))
        missing = [] if name else [tr("单位名称")]
        missing += [] if found.ok else [tr("正确的统一社会信用代码")]
        missing += [] if self.path.text().strip() else [tr("工作区文件")]
        self._make.setEnabled(not missing)
        self._make.setToolTip(tr("还缺：{0}").format("、".join(missing)) if missing else "")

    def _say_code(self, state: str, words: str, tone: str) -> None:
        restyle(self.code, "state", state)
        self._code_says.setText(words)
        restyle(self._code_says, "tone", tone)

    def _keep_path(self) -> None:
        self._own_path = True
        self._judge()

    def _choose_path(self) -> None:
        self._shell.notify.choose_target(
            tr("工作区放在哪里"), Path(self.path.text()), WORKSPACES, self._take_path
        )

    def _take_path(self, path: Path) -> None:
        self._own_path = True
        self.path.setText(str(path))
        self._judge()

    def _enter(self) -> None:
        org = Org(self.code.text().strip().upper(), self.name.text().strip())
        path = Path(self.path.text().strip())
        self._make.setEnabled(False)
        self.entered.emit(NewWorkspace(path, org, self.region.code, self.profile.currentData()))

    @Slot(object)
    def refuse(self, error: BaseException) -> None:
        """Say why the workspace could not be made; what was typed is still there."""
        self._banner.say_error(error)
        self._judge()
