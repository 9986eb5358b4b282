"""The sheet: A4 with the margins and page numbers of GB/T 9704-2012, and what is drawn on it.

Text and rules are written as PDF operators (ISO 32000-1 §8.5, §9.4) into the page that reportlab
keeps: by its own drawing calls a catalog of a thousand entries takes three times as long.

Lengths are points from the lower left corner, as PDF has them; the text block of §5.2 is 156 by
225 mm. Nothing is written in a font that is not embedded: not even the canvas begins with one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Literal

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from cdo_desktop.report.document import StreamedDocument
from cdo_desktop.report.fonts import Face, Faces

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
TOP, BOTTOM, LEFT, RIGHT = 37 * MM, 35 * MM, 28 * MM, 26 * MM
WIDTH = PAGE_WIDTH - LEFT - RIGHT
CEILING = PAGE_HEIGHT - TOP
"""The upper edge of the text block."""
_NUMBER_DROP = 7 * MM
"""The dashes of the page number stand so far below the text block (GB/T 9704-2012 §7.5)."""
Align = Literal["left", "centre", "right"]
Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
GREY: Colour = (0.35, 0.35, 0.35)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: face, size in points, distance of the lines in sizes."""

    face: Face
    size: float
    spacing: float = 1.35
    colour: Colour = BLACK

    @property
    def leading(self) -> float:
        """From one base line to the next, in points."""
        return self.size * self.spacing


# the sizes of GB/T 9704 by their Chinese names
TITLE = Style(Face.TITLE, 22, 1.45)  # 2号
HEADING = Style(Face.HEI, 16, 1.5)  # 3号
BODY = Style(Face.FANGSONG, 15.75, 1.835)  # 3号: 28 signs in 156 mm, 22 lines in 225 mm
LABEL = Style(Face.HEI, 10.5)  # 五号
CELL = Style(Face.FANGSONG, 10.5)
FINE = Style(Face.SONG, 9, 1.4)  # 小五
NUMBER = Style(Face.SONG, 14)  # 4号


@dataclass(frozen=True, slots=True)
class About:
    """What the document says of itself; the same again gives the same bytes."""

    title: str
    author: str
    created: datetime
    subject: str = ""


class Paper:
    """The pages of one document, the last of which is being drawn."""

    def __init__(
        self,
        sink: IO[bytes],
        faces: Faces,
        about: About,
        foot: str = "",
        size: tuple[float, float] | None = None,
    ) -> None:
        """`foot`: small words below the text block of every page, beside the page number.

        With a `size` of its own the sheet is none of A4: it has no margins and no page number.
        """
        self.faces = faces
        self._foot = foot
        self._number = 0
        self._numbered = size is None
        self._fields: list[pdfdoc.PDFDictionary] = []
        first = faces.widths(Face.SONG).chain[0].fontName
        size = size or (PAGE_WIDTH, PAGE_HEIGHT)
        self._canvas = Canvas(sink, pagesize=size, initialFontName=first)
        self.document = StreamedDocument(sink, about.created)
        self._canvas._doc = self.document
        self._canvas.setTitle(about.title)
        self._canvas.setAuthor(about.author)
        self._canvas.setSubject(about.subject)
        self._canvas.setCreator("首席数据官工作台")
        self._colour: Colour | None = None
        self.begun = False
        """Whether something was drawn on the present page."""

    @property
    def page(self) -> int:
        """The number of the page being drawn, from 1."""
        return self._number + 1

    def text(self, x: float, y: float, text: str, style: Style, align: Align = "left") -> None:
        """Draw one line with its base line at y; x is its left end, middle or right end."""
        widths = self.faces.widths(style.face)
        if align != "left":
            whole = widths.of(text) * style.size / 1000
            x -= whole if align == "right" else whole / 2
        self.begun = True
        self._use(style.colour)
        document, shown = self.document, [f"BT {x:.2f} {y:.2f} Td"]
        for font, part in widths.runs(text):
            for subset, codes in font.splitString(part, document):
                name = font.getSubsetInternalName(subset, document)
                shown.append(f"{name} {style.size:g} Tf <{codes.hex()}> Tj")
        shown.append("ET")
        self._canvas._code.append(" ".join(shown))

    def width_of(self, text: str, style: Style) -> float:
        """How wide a line of text is, in points."""
        return self.faces.widths(style.face).of(text) * style.size / 1000

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5) -> None:
        """Draw a straight line."""
        self.begun = True
        self._canvas._code.append(f"{width:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def lines(self, segments: Iterable[tuple[float, float, float, float]], width: float) -> None:
        """Draw many straight lines of one width at once."""
        self.begun = True
        path = " ".join([f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l" for a, b, c, d in segments])
        self._canvas._code.append(f"{width:g} w {path} S")

    def leader(self, x1: float, x2: float, y: float) -> None:
        """The dots between a title and its page number in a table of contents."""
        self._canvas._code.append("[0.7 2.4] 0 d")
        self.line(x1, y, x2, y, 0.7)
        self._canvas._code.append("[] 0 d")

    def fill(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self.begun = True
        self._use(colour)
        self._canvas._code.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def _use(self, colour: Colour) -> None:
        """Set the colour that text and areas are filled with, if it is another one."""
        if colour != self._colour:
            self._colour = colour
            self._canvas._code.append("{:g} {:g} {:g} rg".format(*colour))

    def with_canvas(self, draw: Callable[[Canvas], None]) -> None:
        """Let something draw by itself (a chart); the state of the canvas is kept."""
        self.begun = True
        self._canvas.saveState()
        draw(self._canvas)
        self._canvas.restoreState()
        self._colour = None

    def signature_field(
        self, name: str, x: float, y: float, width: float, height: float, hint: str
    ) -> None:
        """Make an empty visible signature field (ISO 32000-1 §12.7.4.5), to be filled later."""
        kind = pdfdoc.PDFName
        field = pdfdoc.PDFDictionary(
            {
                "Type": kind("Annot"),
                "Subtype": kind("Widget"),
                "FT": kind("Sig"),
                "T": pdfdoc.PDFString(name),
                "TU": pdfdoc.PDFString(hint),
                "Rect": pdfdoc.PDFArray([f"{n:.2f}" for n in (x, y, x + width, y + height)]),
                "F": 132,  # printed, and not to be moved
                "P": self.document.thisPageRef(),
            }
        )
        self._fields.append(field)
        self.document.links.append(self.document.Reference(field))

    def link(self, x: float, y: float, width: float, height: float, page_name: str) -> None:
        """Make a rectangle lead to the page with this name (see `page_name`)."""
        kind = pdfdoc.PDFName
        target = [pdfdoc.PDFObjectReference(page_name), kind("Fit")]
        self.document.links.append(
            pdfdoc.PDFDictionary(
                {
                    "Type": kind("Annot"),
                    "Subtype": kind("Link"),
                    "Rect": pdfdoc.PDFArray([f"{n:.1f}" for n in (x, y, x + width, y + height)]),
                    "Border": pdfdoc.PDFArray([0, 0, 0]),
                    "Dest": pdfdoc.PDFArray(target),
                }
            )
        )

    def page_name(self) -> str:
        """What the page being drawn is called inside the document."""
        return str(self.document.thisPageName())

    def bookmark(self, title: str) -> None:
        """Put the page being drawn into the outline that a reader shows beside the pages."""
        key = f"{self.page_name()}-{title}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key)

    def next_page(self) -> None:
        """Finish the page being drawn and begin another."""
        self._number += 1
        if self._numbered:
            self._draw_number()
        if self._foot:
            self.text(LEFT + WIDTH / 2, BOTTOM - 11.5 * MM, self._foot, FOOT, "centre")
        self._canvas.showPage()
        self.begun, self._colour = False, None

    def front_matter(self) -> int:
        """What is drawn from here on comes before all pages so far, and bears no page number.

        Gives the number of pages so far, for `finish`.
        """
        if self.begun:
            self.next_page()
        self._numbered = False
        return len(self.document.Pages.pages)

    def finish(self, body: int = 0) -> int:
        """Write the rest of the document; gives the number of pages.

        `body`: so many pages were drawn before `front_matter` was asked for.
        """
        if self.begun or not self.document.Pages.pages:
            self.next_page()
        pages = self.document.Pages.pages
        if body:
            pages[:] = [*pages[body:], *pages[:body]]
        if self._fields:
            fields = [self.document.Reference(field) for field in self._fields]
            # there are signature fields, and who adds to the file only appends: else the first
            # signature would have to change more than its field (ISO 32000-1, table 219)
            facts = {"Fields": pdfdoc.PDFArray(fields), "SigFlags": 3}
            form = pdfdoc.PDFDictionary(facts)
            self.document.Catalog.AcroForm = form
        self._canvas.save()
        return len(pages)

    def _draw_number(self) -> None:
        words, y = f"— {self._number} —", BOTTOM - _NUMBER_DROP
        if self._number % 2:
            self.text(LEFT + WIDTH - NUMBER.size, y, words, NUMBER, "right")
        else:
            self.text(LEFT + NUMBER.size, y, words, NUMBER)


FOOT = Style(Face.SONG, 7.5, colour=GREY)
