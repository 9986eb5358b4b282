"""The faces of GB/T 9704 and the files they are drawn with; text that comes out as it went in.

Only TrueType outlines can be embedded (reportlab). The shipped fonts cover 通用规范汉字表 whole; an
office that owns 仿宋_GB2312 or 方正小标宋 names its own files. What no font has is shown by its
code point, never left out: a form that hides a sign shows something else than what is signed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFError, TTFont

from cdo_desktop.closing import Closes
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.paths import resources

_BLOCK = 100
"""Entries of one bfchar block: ISO 32000-1 §9.10.3 (Adobe Technical Note #5014) allows no more."""


class Face(StrEnum):
    """A face of GB/T 9704-2012; the value is its key in the settings."""

    TITLE = "title"
    SONG = "song"
    HEI = "hei"
    KAI = "kai"
    FANGSONG = "fangsong"

    @property
    def label(self) -> str:
        """The face as an office calls it."""
        return _LABELS[self]


_LABELS = {
    Face.TITLE: "小标宋",
    Face.SONG: "宋体",
    Face.HEI: "黑体",
    Face.KAI: "楷体",
    Face.FANGSONG: "仿宋",
}
_SERIF, _SANS, _KAI = (
    "print/NotoSerifSC-Regular.ttf",
    "NotoSansSC-Regular.ttf",
    "print/LXGWWenKai-Regular.ttf",
)
_SHIPPED = {
    Face.TITLE: "print/NotoSerifSC-Black.ttf",
    Face.SONG: _SERIF,
    Face.HEI: "NotoSansSC-Bold.ttf",
    Face.KAI: _KAI,
    Face.FANGSONG: _SERIF,  # there is no free 仿宋 that covers the table
}
_SPARE = (_SERIF, _SANS, _KAI)
"""Asked in this order for what the face itself does not have."""


class PrintFont(TTFont):  # type: ignore[misc]
    """A TrueType font whose text can be taken out of the PDF again, beyond the BMP too.

    reportlab 5.1 writes U+2CC56 as <2CC56>; a ToUnicode map holds UTF-16BE: <D873DC56>.
    """

    def addObjects(self, doc: Any) -> None:
        """Put the font's subsets into a document that is being finished."""
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            prefix = SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX
            name = prefix.decode("pdfdoc")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(name, subset)


def to_unicode(name: str, subset: list[int]) -> str:
    """The ToUnicode map of a subset: position -> the code point drawn there."""
    pairs = [(at, code) for at, code in enumerate(subset) if code]
    lines = [
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def\n/CMapType 2 def",
        "1 begincodespacerange\n<00> <FF>\nendcodespacerange",
    ]
    for start in range(0, len(pairs), _BLOCK):
        block = pairs[start : start + _BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [
            f"<{at:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for at, code in block
        ]
        lines.append("endbfchar")
    lines.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
    return "\n".join(lines)


class Widths(dict[str, float]):
    """Sign -> its width in thousandths of the size, in the first font of a chain that has it."""

    def __init__(self, chain: list[PrintFont]) -> None:
        super().__init__()
        self.chain = chain
        self.fonts: dict[str, PrintFont] = {}
        """Sign -> the font it is drawn with, for those not in the first of the chain."""
        self.shown: dict[int, str | int] = _Shown(chain)
        self.first = frozenset(map(chr, chain[0].face.charToGlyph))

    def __missing__(self, sign: str) -> float:
        code = ord(sign)
        font = next((f for f in self.chain if code in f.face.charToGlyph), self.chain[0])
        if font is not self.chain[0]:
            self.fonts[sign] = font
        width = float(font.face.getCharWidth(code))
        self[sign] = width
        return width

    def of(self, text: str) -> float:
        """The width of a text, in thousandths of the size."""
        return sum(map(self.__getitem__, text))

    def runs(self, text: str) -> Iterator[tuple[PrintFont, str]]:
        """(font, part of the text): one part where the first font has all of it."""
        if self.first.issuperset(text):
            yield self.chain[0], text
            return
        self.of(text)  # so that every sign knows its font
        first = self.chain[0]
        for font, signs in groupby(text, lambda sign: self.fonts.get(sign, first)):
            yield font, "".join(signs)


class _Shown(dict[int, str | int]):
    """For str.translate: what stands on the paper for each code point."""

    def __init__(self, chain: list[PrintFont]) -> None:
        super().__init__({0x0A: 0x0A, 0x09: "  ", 0xA0: 0x20, 0x0D: ""})
        self._chain = chain

    def __missing__(self, code: int) -> str | int:
        known = any(code in font.face.charToGlyph for font in self._chain)
        hidden = unicodedata.category(chr(code)) in ("Cc", "Cf", "Co", "Cs", "Mn", "Zl", "Zp")
        self[code] = shown = code if known and not hidden else f"〔U+{code:04X}〕"
        return shown


class Faces(Closes):
    """The fonts of one piece of printing, loaded when first wanted and given back at the end.

    Not to be used for two documents at the same time in two threads (reportlab's fonts are not).
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        """`own`: face key -> path of the site's own TrueType file (setting report.fonts)."""
        self._own = {face: own[face.value] for face in Face if own and own.get(face.value)}
        self._loaded: dict[Path, PrintFont] = {}
        self._widths: dict[Face, Widths] = {}
        self.notices: list[Reason] = []
        """What is to be told of the fonts: an own one that could not be taken (CDO-U470, U471)."""

    def widths(self, face: Face) -> Widths:
        """The fonts and widths of a face. Raises FileNotFoundError if a shipped font is gone."""
        if face not in self._widths:
            self._widths[face] = Widths(self._chain(face))
        return self._widths[face]

    def shown(self, text: str, face: Face) -> str:
        """The text as it stands on the paper: signs nobody could see are named by their code."""
        return text.translate(self.widths(face).shown)

    def _chain(self, face: Face) -> list[PrintFont]:
        shipped = [_SHIPPED[face], *_SPARE]
        chain = [self._load(resources() / "fonts" / name) for name in dict.fromkeys(shipped)]
        own = self._own_font(face)
        return [own, *chain] if own else chain

    def _own_font(self, face: Face) -> PrintFont | None:
        given = self._own.get(face)
        if given is None:
            return None
        path = Path(given)
        facts = {"face": face.label, "file": path.name}
        try:
            return self._load(path)
        except OSError:
            self.notices.append(Reason("CDO-U470", path.name, facts, Weight.NOTE))
        except TTFError:  # PostScript outlines, or no font at all
            self.notices.append(Reason("CDO-U471", path.name, facts, Weight.NOTE))
        return None

    def _load(self, path: Path) -> PrintFont:
        if path not in self._loaded:
            path.open("rb").close()  # reportlab would speak of a TTFError
            font = PrintFont(f"{path.stem}-{uuid4().hex[:8]}", str(path), shapable=False)
            pdfmetrics.registerFont(font)
            self._loaded[path] = font
        return self._loaded[path]

    def close(self) -> None:
        """Give the fonts back: each holds its whole file."""
        for font in self._loaded.values():
            font.unregister()
        self._loaded.clear()
        self._widths.clear()


def unreadable(texts: Iterable[str], faces: Faces, face: Face) -> set[str]:
    """The signs in these texts that are shown by their code, because no font can draw them."""
    shown = faces.widths(face).shown
    signs = set().union(*texts) - {"\n", "\t", "\r"}
    return {sign for sign in signs if "".join(sign).translate(shown).startswith("〔U+")}
