"""What this site prints with: its own fonts for the faces, and the picture of its seal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cdo_desktop.domain.verdict import Reason
from cdo_desktop.settings import Settings

FONTS, SEAL = "report.fonts", "report.seal"
"""Settings: key of a face (report/fonts.py) -> path of the site's own TrueType file; a path."""


@dataclass(frozen=True, slots=True)
class PrintFace:
    """A face of GB/T 9704-2012 and what it is drawn with here."""

    key: str
    label: str
    own: str
    """Path of the site's own file; "" = the font that is shipped."""
    trouble: tuple[Reason, ...]
    """Why the own file cannot be taken: the shipped one is."""


def chosen_fonts(settings: Settings) -> Mapping[str, str]:
    """The site's own fonts by face, as this user has set them."""
    given = settings.get(FONTS, dict[str, object]())
    return {face: path for face, path in given.items() if isinstance(path, str)}


def print_faces(settings: Settings) -> list[PrintFace]:
    """Every face; the own file of each is opened to see whether it can be printed with."""
    from cdo_desktop.report.fonts import Face, Faces  # reportlab takes 0.15 s to load

    own = chosen_fonts(settings)
    found = []
    for face in Face:
        with Faces(own) as faces:
            if own.get(face):
                faces.widths(face)
            found.append(PrintFace(face.value, face.label, own.get(face, ""), (*faces.notices,)))
    return found


def choose_font(settings: Settings, face: str, path: Path | None) -> tuple[Reason, ...]:
    """Print a face with this file, or None = with the shipped font again.

    A file that cannot be printed with is not taken: the reasons say why. The caller saves.
    """
    from cdo_desktop.report.fonts import Face, Faces  # as above

    own = {key: value for key, value in chosen_fonts(settings).items() if key != face}
    if path is not None:
        with Faces({face: str(path)}) as faces:
            faces.widths(Face(face))
            if faces.notices:
                return tuple(faces.notices)
        own[face] = str(path)
    settings.set(FONTS, dict(own))
    return ()


def own_seal(settings: Settings) -> Path | None:
    """The picture of the seal that is set beside visible signatures; None = none.

    It is only a picture: no signature depends on it, and it makes none.
    """
    text = settings.get(SEAL, "")
    return Path(text) if text else None


def seal_picture(settings: Settings) -> bytes | None:
    """The chosen picture itself; None = none. Raises Refused CDO-U101, CDO-U474."""
    from cdo_desktop.report.stamp import read_seal  # as above

    path = own_seal(settings)
    return read_seal(path) if path else None


def choose_seal(settings: Settings, path: Path | None) -> None:
    """Set this picture beside visible signatures; None = none any more. The caller saves.

    Raises Refused CDO-U101, CDO-U474: no picture that can be printed; nothing is changed then.
    """
    from cdo_desktop.report.stamp import read_seal  # as above

    if path is not None:
        read_seal(path)
    settings.set(SEAL, str(path or ""))
