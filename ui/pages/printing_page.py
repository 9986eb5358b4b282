"""打印字体与印章: the site's own fonts for what is printed, and the picture of its seal."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cdo_desktop.errors import CdoError
from cdo_desktop.tasks import Run
from cdo_desktop.work import print_settings
from cdo_desktop.work.print_settings import PrintFace
from ui.exchange.sub_header import SubHeader
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.pages.settings_part import SettingsPart
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.marks import Mark
from ui.widgets.panel import Panel
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

FONT_FILES = tr("TrueType 字体 (*.ttf)")
PICTURES = tr("图片 (*.png *.jpg *.jpeg)")
_SHIPPED = tr("随程序的字体")
_GOOD, _BAD = Mark("mark-passed", "ok-solid", ""), Mark("mark-warning", "warn-icon", "")
_SEAL, _TABLE = 120, 214
_HINT = tr(
    "审查表、报表按 GB/T 9704 排版。单位有仿宋_GB2312、方正小标宋等字体的，在这里选字体文件"
    "（TrueType 轮廓，多为 .ttf）；没有选的用随程序的字体。"
)
_ONLY_PICTURE = tr(
    "印章图片只是图片，不是签名，不能证明任何事：签名是否有效只看电子签名本身。图片只放在可见签名旁边；没有签名的地方不会印出来。"
)


def _file(face: PrintFace) -> str:
    if not face.own:
        return _SHIPPED
    return face.trouble[0].message() if face.trouble else face.own


def _marked(face: PrintFace) -> tuple[tuple[Mark, str], ...]:
    return ((_BAD if face.trouble else _GOOD, _file(face)),)


_COLUMNS: tuple[Column[PrintFace], ...] = (
    Column("face", tr("字体"), lambda one: one.label, 110),
    Column("file", tr("打印用的文件"), _file, tone=Tone.SECOND, painted=_marked),
)


class PrintingPage(SettingsPart):
    """Fonts above, the seal below."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.header = SubHeader(look, tr("设置"), tr("打印字体与印章"))
        self.header.back.connect(self.go_back)
        self._model = TableModel(_COLUMNS, self)
        self.table = RowTable(look, self._model, tr("打印字体"))
        self.table.row_chosen.connect(self._allow)
        self.table.opened.connect(self.choose_font)
        self.choose = button(look, tr("选择字体文件…"), icon="type")
        self.reset = button(look, tr("改用随程序的字体"), icon="rotate-ccw")
        self.seal = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.seal_words = label(look, "", tone="2")
        self.seal_words.setWordWrap(True)
        self.choose_seal = button(look, tr("选择印章图片…"), icon="stamp")
        self.drop_seal = button(look, tr("不用印章图片"), icon="x")
        self.choose.clicked.connect(self.choose_font)
        self.reset.clicked.connect(self.reset_font)
        self.choose_seal.clicked.connect(self.ask_seal)
        self.drop_seal.clicked.connect(partial(self._take_seal, None))
        self.put(self.header, self._scrolling())
        look.changed.connect(self._fit)
        self._fit()

    def _scrolling(self) -> QScrollArea:
        ground = QWidget()
        ground.setProperty("role", "ground")
        down = QVBoxLayout(ground)
        down.setContentsMargins(16, 16, 16, 16)
        down.setSpacing(12)
        down.addWidget(self._fonts())
        down.addWidget(self._seal())
        down.addStretch()
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        area.setAccessibleName(tr("打印字体与印章"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(ground)
        return area

    def _fonts(self) -> Panel:
        panel = Panel(self.shell.look, tr("打印字体"))
        panel.put(self._hint(_HINT), 14, 8, 14, 8)
        panel.put(self.table)
        panel.put(_row(self.choose, self.reset), 14, 10, 14, 12)
        return panel

    def _seal(self) -> Panel:
        panel = Panel(self.shell.look, tr("印章图片"))
        panel.put(self._hint(_ONLY_PICTURE), 14, 8, 14, 8)
        beside = QWidget()
        across = QHBoxLayout(beside)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        across.addWidget(self.seal)
        across.addWidget(self.seal_words, 1)
        panel.put(beside, 14, 0, 14, 8)
        panel.put(_row(self.choose_seal, self.drop_seal), 14, 2, 14, 12)
        return panel

    def _hint(self, words: str) -> QLabel:
        made = label(self.shell.look, words, tone="2")
        made.setWordWrap(True)
        return made

    def _fit(self) -> None:
        px = self.shell.look.theme.px
        self.table.setFixedHeight(px(_TABLE))
        self.seal.setFixedSize(px(_SEAL), px(_SEAL))
        self._show_seal()

    # -- what is shown -------------------------------------------------------------------------

    def refresh(self) -> None:
        self.status.emit("")
        self._show_seal()
        settings = self.shell.settings

        def work(run: Run) -> list[PrintFace]:
            return print_settings.print_faces(settings)

        job = self.shell.jobs.start(tr("读取字体"), work, quiet=True)
        job.done.connect(self._show_faces)
        job.failed.connect(self.banner.say_error)

    @Slot(object)
    def _show_faces(self, faces: list[PrintFace]) -> None:
        before = max(0, self.table.currentIndex().row())
        self._model.show_rows(faces)
        self.table.choose_row(before)
        self._allow(before)

    @property
    def current(self) -> PrintFace | None:
        """The face that is current."""
        row = self.table.currentIndex().row()
        return self._model.row(row) if 0 <= row < self._model.rowCount() else None

    def _allow(self, row: int) -> None:
        face = self.current
        self.choose.setEnabled(face is not None)
        self.reset.setEnabled(face is not None and bool(face.own))
        self.reset.setToolTip("" if self.reset.isEnabled() else tr("用的就是随程序的字体"))

    def _show_seal(self) -> None:
        path, content = print_settings.own_seal(self.shell.settings), b""
        words = tr("没有选印章图片。")
        try:
            content = print_settings.seal_picture(self.shell.settings) or b""
            words = str(path) if path else words
        except CdoError as error:
            words = f"{error.happened}{error.todo}"
        picture = QPixmap()
        picture.loadFromData(content)
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown = picture if picture.isNull() else picture.scaled(self.seal.size(), keep, smooth)
        self.seal.setPixmap(shown)
        self.seal.setVisible(not shown.isNull())
        self.seal.setAccessibleName(tr("印章图片"))
        self.seal_words.setText(words)
        self.drop_seal.setEnabled(path is not None)

    # -- what is done --------------------------------------------------------------------------

    def choose_font(self) -> None:
        """Have a file chosen for the face that is current."""
        face = self.current
        if face is not None:
            title = tr("选择{face.label}的字体文件").format(face=face)
            self.shell.notify.choose_file(title, FONT_FILES, partial(self._take_font, face))

    def reset_font(self) -> None:
        """Print the face that is current with the shipped font again."""
        if self.current is not None:
            self._take_font(self.current, None)

    def _take_font(self, face: PrintFace, path: Path | None) -> None:
        reasons = print_settings.choose_font(self.shell.settings, face.key, path)
        if reasons:
            words = tr("没有采用“{0}”：{1}").format(path.name if path else "", reasons[0].todo())
            self.banner.say("warn", words)
        else:
            self.banner.hide()
            self._save()
        self.refresh()

    def ask_seal(self) -> None:
        """Have a picture chosen."""
        self.shell.notify.choose_file(tr("选择印章图片"), PICTURES, self._take_seal)

    def _take_seal(self, path: Path | None) -> None:
        try:
            print_settings.choose_seal(self.shell.settings, path)
        except CdoError as error:
            self.banner.say_error(error)
            return
        self.banner.hide()
        self._save()
        self._show_seal()

    def _save(self) -> None:
        """The command line reads the same file."""
        try:
            self.shell.settings.save()
        except CdoError as error:
            self.banner.say_error(error)

    def panes(self) -> list[QWidget]:
        return [self.header.up, self.table, self.choose_seal]


def _row(*buttons: QWidget) -> QWidget:
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(8)
    for one in buttons:
        across.addWidget(one)
    across.addStretch()
    return made
