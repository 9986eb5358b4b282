"""How the window looks, as data: colour tokens for light and dark, type roles, sizes, palette."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor, QFont, QPalette

from cdo_desktop import paths

TOKENS: dict[str, tuple[str, str]] = {
    "window": ("#F1F4F6", "#12171C"),
    "surface": ("#FFFFFF", "#1A2027"),
    "surface-alt": ("#F7F9FB", "#1E252D"),
    "sunken": ("#E8EDF1", "#151B21"),
    "header": ("#EEF2F5", "#202830"),
    "border": ("#D5DCE2", "#323C46"),
    "border-strong": ("#8592A0", "#6F7D8B"),
    "text": ("#18222C", "#E7ECF0"),
    "text-2": ("#44515D", "#B8C3CD"),
    "text-3": ("#596672", "#9FACB8"),
    "text-off": ("#8B96A0", "#6C7884"),
    "accent": ("#175F8A", "#2B7BA8"),
    "accent-hover": ("#124E72", "#246D96"),
    "accent-press": ("#0E405E", "#1E5E82"),
    "on-accent": ("#FFFFFF", "#FFFFFF"),
    "link": ("#155A84", "#74BEEA"),
    "focus": ("#1F80BF", "#5BB2E6"),
    "sel": ("#D8EAF5", "#1E4157"),
    "sel-text": ("#0F3E5B", "#E3F2FB"),
    "hover": ("#EDF4F8", "#242D36"),
    "topbar": ("#123B55", "#0C2230"),
    "topbar-2": ("#1D4C69", "#17364A"),
    "topbar-text": ("#FFFFFF", "#E7F1F7"),
    "topbar-dim": ("#BFD5E3", "#A6C1D2"),
    "topbar-line": ("#3F7392", "#2F566E"),
    "ok": ("#146038", "#83D6A5"),
    "ok-bg": ("#E1F3E8", "#173024"),
    "ok-line": ("#86C5A0", "#2F6848"),
    "ok-solid": ("#1B7645", "#1F7D4B"),
    "warn": ("#7A4A00", "#F0C266"),
    "warn-bg": ("#FFF1D2", "#38290C"),
    "warn-line": ("#DDB057", "#7A5B1C"),
    "warn-icon": ("#B26A00", "#E8AE3C"),
    "err": ("#A01F19", "#FF9F97"),
    "err-bg": ("#FDE7E5", "#3F1D1C"),
    "err-line": ("#E39A94", "#8A3F3A"),
    "err-icon": ("#C4302A", "#F2736A"),
    "info": ("#125A86", "#7FC4EE"),
    "info-bg": ("#E1EFF8", "#15303F"),
    "info-line": ("#8FBFDD", "#2C5F7C"),
    "plum": ("#553A8C", "#C9B4F2"),
    "plum-bg": ("#EEE8F9", "#2B2340"),
    "plum-line": ("#B6A3DD", "#5A4A85"),
    "neutral": ("#44515D", "#B8C3CD"),
    "neutral-bg": ("#EDF1F4", "#28313A"),
    "neutral-line": ("#A9B4BE", "#56636F"),
    "seal": ("#B3261E", "#FF8F86"),
    "c1": ("#1C6FA3", "#4FA3D9"),
    "c2": ("#C47F00", "#E0A93B"),
    "c3": ("#7B4B96", "#B48BD0"),
    "c4": ("#2B8A67", "#56BE96"),
    "c5": ("#83909B", "#75828E"),
}
"""Token -> (light, dark). Contrasts of every pair are those of the design's own table."""

FAMILIES = ("Microsoft YaHei UI", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC")
MONO_FAMILIES = ("Consolas", "Noto Sans Mono CJK SC", "DejaVu Sans Mono", "Noto Sans SC")
TYPE: dict[str, tuple[int, bool]] = {
    "figure": (26, True),
    "page": (18, True),
    "record": (16, True),
    "section": (14, True),
    "strong": (13, True),
    "body": (13, False),
    "small": (12, False),
    "small-strong": (12, True),
    "mono": (13, False),
}
"""Role -> (pixels at 100 %, bold). Only two weights exist everywhere."""
ZOOMS = (1.0, 1.1, 1.25, 1.5, 2.0)

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface-alt",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "header",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "err",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border-strong",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Shadow: "border-strong",
    QPalette.ColorRole.PlaceholderText: "text-3",
    QPalette.ColorRole.Highlight: "sel",
    QPalette.ColorRole.HighlightedText: "sel-text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
}
_OFF = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.PlaceholderText,
)
_COLOUR = re.compile(r"@([a-z0-9-]+)")
_LENGTH = re.compile(r"\b(\d+)dp\b")


@cache
def _colour(name: str) -> QColor:
    return QColor(name)


@cache
def _font(role: str, size: int) -> QFont:
    font = QFont()
    font.setFamilies(list(MONO_FAMILIES if role == "mono" else FAMILIES))
    font.setPixelSize(size)
    font.setBold(TYPE[role][1])
    return font


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: light or dark, how large, how dense."""

    dark: bool = False
    zoom: float = 1.0
    compact: bool = False

    def hex(self, token: str) -> str:
        """The colour of a token as #RRGGBB; KeyError for a token there is not."""
        return TOKENS[token][self.dark]

    def colour(self, token: str) -> QColor:
        """The colour of a token; the same object every time, not to be changed."""
        return _colour(self.hex(token))

    def px(self, length: int) -> int:
        """A length at 100 % in this zoom."""
        return round(length * self.zoom)

    @property
    def row_height(self) -> int:
        """The height of a row of a table."""
        return self.px(28 if self.compact else 32)

    @property
    def control_height(self) -> int:
        """The height of buttons and inputs."""
        return self.px(28 if self.compact else 30)

    def font(self, role: str) -> QFont:
        """The font of a type role; the families are never the desktop's."""
        return QFont(_font(role, self.px(TYPE[role][0])))

    def palette(self) -> QPalette:
        """The palette for Fusion."""
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.colour(token))
        for role in _OFF:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text-off"))
        return palette

    def stylesheet(self) -> str:
        """The style sheet with this theme's colours and lengths."""
        folder = paths.resources() / "style"
        text = (folder / "window.qss").read_text("utf-8")
        arrow = folder / f"arrow-{'dark' if self.dark else 'light'}.svg"
        text = text.replace("@@arrow", arrow.as_posix())
        text = text.replace("@@check", (folder / "check.svg").as_posix())
        text = _COLOUR.sub(lambda found: self.hex(found[1]), text)
        return _LENGTH.sub(lambda found: f"{self.px(int(found[1]))}px", text)
