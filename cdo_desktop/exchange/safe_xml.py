"""XML read as a stream, with document types and entities refused (no bombs, no outside files)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from cdo_desktop.errors import Refused

Attributes = dict[str, str]


def read_xml(
    chunks: Iterable[bytes],
    file: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call back for every element; names come without their prefix. Raises Refused (W103, W114)."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Refused("CDO-W114", file=file)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    if end is not None:
        closing = end
        parser.EndElementHandler = lambda name: closing(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise Refused("CDO-W103", file=file) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name
