"""How it looks: tokens, themes, zoom, icons, fonts; and that one can tell it without seeing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cdo_desktop import paths
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.errors import Refused
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Severity
from ui.actions import ACTIONS
from ui.look import DARK, LIGHT, MODES, Look
from ui.main_window import MainWindow
from ui.notify import Choice, Notify, Question, told
from ui.places import PLACES
from ui.theme import TOKENS, TYPE, ZOOMS, Theme
from ui.widgets.chips import LOOKS, ChipOption, chip_size, paint_chip
from ui.widgets.flow import FlowLayout
from ui.widgets.marks import SEVERITIES

UI = Path(__file__).parents[2] / "ui"


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(theme: Theme, ink: str, ground: str) -> float:
    lights = sorted(_luminance(theme.colour(token)) for token in (ink, ground))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *(("text", ground) for ground in ("surface", "window", "hover", "sel")),
        *(("text-2", ground) for ground in ("surface", "window", "header", "sunken")),
        *(("text-3", ground) for ground in ("surface", "window", "header", "sunken")),
        ("on-accent", "accent"),
        ("link", "surface"),
        ("sel-text", "sel"),
        ("topbar-text", "topbar-2"),
        ("topbar-dim", "topbar"),
        *((chip.text, chip.fill or "surface") for chip in LOOKS.values()),
    ],
)
def test_text_can_be_read(dark: bool, ink: str, ground: str) -> None:
    assert _contrast(Theme(dark), ink, ground) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("mark", SEVERITIES.values(), ids=lambda mark: mark.word)
def test_marks_can_be_seen(dark: bool, mark: object) -> None:
    assert _contrast(Theme(dark), mark.token, "surface") >= 3.0


def test_the_style_sheet_is_filled_in() -> None:
    for theme in (Theme(), Theme(dark=True, zoom=1.5)):
        sheet = theme.stylesheet()
        assert "@" not in sheet
        assert not re.search(r"\ddp\b", sheet)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_nothing_is_smaller_than_twelve_pixels(zoom: float) -> None:
    theme = Theme(zoom=zoom)
    assert min(theme.font(role).pixelSize() for role in TYPE) >= 12 * zoom - 0.5
    assert theme.row_height == round(32 * zoom)


def test_the_programs_own_font_has_two_weights(dressed_app: QApplication) -> None:
    styles = set(QFontDatabase.styles("Noto Sans SC"))
    assert {"Regular", "Bold"} <= styles


def test_changing_the_theme_reaches_everything(window: MainWindow, look: Look) -> None:
    button = next(b for b in window.findChildren(QPushButton) if b.text() == "打开已有工作区…")
    before = button.icon().pixmap(16, 16).toImage()
    look.set_mode(DARK)
    assert look.theme.dark
    assert window.palette().window().color().name().upper() == TOKENS["window"][1]
    assert button.icon().pixmap(16, 16).toImage() != before
    look.set_mode(LIGHT)
    assert button.icon().pixmap(16, 16).toImage() == before


def test_zoom_has_ends(window: MainWindow, look: Look) -> None:
    for _ in range(10):
        window.larger()
    assert look.theme.zoom == ZOOMS[-1]
    for _ in range(10):
        window.smaller()
    assert look.theme.zoom == ZOOMS[0]


def test_a_low_window_is_dense_and_a_narrow_one_folds_the_rail(window: MainWindow) -> None:
    window.resize(1440, 900)
    assert (window.shell.look.theme.compact, window.rail.narrow) == (False, False)
    window.resize(1366, 698)
    assert (window.shell.look.theme.compact, window.rail.narrow) == (True, True)
    window.fold_rail()
    window.resize(1360, 698)
    assert not window.rail.narrow


def test_columns_give_way_before_names_do(opened: MainWindow) -> None:
    opened.resize(1440, 900)
    table = opened.page.pane.table

    def shown() -> list[str]:
        columns = enumerate(opened.page.pane.model.columns)
        return [column.key for place, column in columns if not table.isColumnHidden(place)]

    assert {"cycle", "changed"} <= set(shown())
    opened.shell.look.set_zoom(2.0)
    assert shown() == ["check", "state", "title", "problems"]
    assert table.columnWidth(1) >= 150
    opened.shell.look.set_zoom(1.0)
    assert {"cycle", "changed"} <= set(shown())


def test_a_flow_goes_on_in_the_next_line_and_one_may_grow(dressed_app: QApplication) -> None:
    ground = QWidget()
    flow = FlowLayout(ground, gap=10)
    parts = [QWidget() for _ in range(3)]
    for part in parts:
        part.setMinimumSize(100, 20)
        part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        flow.addWidget(part)
    parts[0].setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    flow.setGeometry(QRect(0, 0, 250, 100))
    assert [part.geometry().getRect() for part in parts] == [
        (0, 0, 140, 20),
        (150, 0, 100, 20),
        (0, 30, 100, 20),
    ]
    assert flow.heightForWidth(250) == 50
    assert flow.heightForWidth(320) == 20


def _strings_of_the_ui() -> set[str]:
    texts = (file.read_text("utf-8") for file in UI.rglob("*.py"))
    return {word for text in texts for word in re.findall(r'"([a-z][a-z0-9-]*)"', text)}


def test_every_icon_file_is_used() -> None:
    files = {file.stem for file in (paths.resources() / "icons").glob("*.svg")}
    assert files - _strings_of_the_ui() == set()


@pytest.mark.parametrize(
    "name",
    sorted(
        {place.icon for place in PLACES}
        | {row.icon for row in ACTIONS if row.icon}
        | {chip.icon for chip in LOOKS.values()}
        | {mark.icon for mark in SEVERITIES.values()}
    ),
)
def test_every_icon_named_in_a_table_can_be_drawn(look: Look, name: str) -> None:
    image: QImage = look.icons.pixmap(name, "text", 16).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16))


def test_every_state_has_a_look_of_its_own() -> None:
    library = Library("national")
    states = {state.key for flow in library.flows.values() for state in flow.states}
    assert states | set(Delivery) <= LOOKS.keys()
    shapes = [(LOOKS[key].icon, LOOKS[key].dashed) for key in states | {*Delivery} - {"returned"}]
    assert len(set(shapes)) == len(shapes)
    assert set(SEVERITIES) == set(Severity)


def test_a_chip_stays_in_its_place(look: Look) -> None:
    image = QImage(120, 32, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    chip = ChipOption("returned", "已退回")
    paint_chip(painter, image.rect(), look, chip)
    painter.end()
    width = chip_size(look, chip).width()
    assert image.pixelColor(width // 2, 16).alpha() > 0
    assert all(image.pixelColor(x, 16).alpha() == 0 for x in range(width + 1, 120))


def test_no_shortcut_is_given_twice_or_belongs_to_input_methods() -> None:
    keys = [row.shortcut for row in ACTIONS if row.shortcut]
    assert len(keys) == len(set(keys))
    taken = re.compile(r"Ctrl\+Shift\+[A-Z]|Ctrl\+Space|Shift\+Space|Ctrl\+[.,]|Ctrl\+Alt\+.*")
    assert not [key for key in keys if taken.fullmatch(key)]


def test_every_action_is_done_by_the_window_or_by_a_page(opened: MainWindow) -> None:
    acts = {key for page in opened._pages.values() for key in page.acts()}
    windows = [row.key for row in ACTIONS if not row.on_page]
    assert [key for key in windows if not callable(getattr(MainWindow, key, None))] == []
    assert {row.key for row in ACTIONS if row.on_page} - acts == set()


# -- the one who speaks ------------------------------------------------------------------------


def test_one_module_opens_boxes() -> None:
    speaking = re.compile(r"\b(QMessageBox|QFileDialog|QInputDialog)\b")
    files = [f.name for f in UI.rglob("*.py") if speaking.search(f.read_text("utf-8"))]
    assert files == ["notify.py"]
    assert not [
        f.name
        for f in UI.rglob("*.py")
        if ".exec()" in f.read_text("utf-8").replace("app.exec()", "")
    ]


def test_a_question_is_answered_by_the_button_with_the_verb(
    qtbot: QtBot, dressed_app: QApplication
) -> None:
    window, answers = QWidget(), []
    qtbot.addWidget(window)
    notify = Notify()
    notify.speak_before(window)
    choices = (Choice("stop", "停止并退出", danger=True), Choice("stay", "继续等待"))
    notify.ask(Question("正在导入。", "", choices), answers.append)
    [box] = window.findChildren(QMessageBox)
    assert {button.text() for button in box.buttons()} == {"停止并退出", "继续等待"}
    next(b for b in box.buttons() if b.text() == "停止并退出").click()
    assert answers == ["stop"]


def test_an_error_is_told_in_words_with_its_code() -> None:
    words = told(Refused("CDO-U101", file="目录.xlsx"))
    assert words.text == "找不到文件“目录.xlsx”。请检查文件名和所在文件夹。"
    assert words.code == "CDO-U101"
    assert "KeyError" not in told(KeyError("x")).text


def test_there_are_words_for_every_mode() -> None:
    assert set(MODES) >= {LIGHT, DARK}
