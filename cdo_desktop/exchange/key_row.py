"""The hidden key row of our own workbooks: what each column is, whatever its visible label says.

Every sheet this program writes for filling in starts so (`HEAD_ROWS` rows, data right below):

    row 1  hidden   cdo:_record | cdo:_row | cdo:_standard=… | cdo:_kind=… | cdo:title | …
    row 2  visible  group headers (sections), merged sideways
    row 3  visible  labels, “*” behind those that are required

The key row stands above the header so that sorting or filtering below the labels cannot move it.
Sheets without records (填写说明, 可选值, 检查结果) carry `cdo:_aside` in A1 and are to be skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PREFIX = "cdo:"
RECORD = "cdo:_record"
"""Hidden column: the id of the record."""
ROW = "cdo:_row"
"""Hidden column: the id of the group's row."""
STANDARD = "cdo:_standard"
"""Hidden column: its key cell names the definition, `cdo:_standard=<version>`."""
KIND = "cdo:_kind"
"""Hidden column: its key cell names the kind, `cdo:_kind=<key>`."""
ASIDE = "cdo:_aside"
HEAD_ROWS = 3
"""Key row, group headers, labels."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What a key row says: places are column numbers counted from 0."""

    kind: str
    """The kind's key, "" if the marker is missing."""
    standard: str
    """The definition the sheet was made from."""
    columns: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Column -> (key of the group or "", key of the element)."""
    record: int | None = None
    row: int | None = None


def column_key(group: str, element: str) -> str:
    """The key cell of a column."""
    return f"{PREFIX}{group}.{element}" if group else f"{PREFIX}{element}"


def hidden_keys(kind: str, standard: str) -> tuple[str, ...]:
    """The key cells of the hidden columns, which come first."""
    return (RECORD, ROW, f"{STANDARD}={standard}", f"{KIND}={kind}")


def read_key_row(cells: Iterable[str]) -> KeyRow | None:
    """A row of a sheet as a key row; None if it is not one."""
    places = {i: text.strip() for i, text in enumerate(cells) if text.startswith(PREFIX)}
    if not places or ASIDE in places.values():
        return None
    named = {text.partition("=")[0]: (i, text.partition("=")[2]) for i, text in places.items()}
    return KeyRow(
        named.get(KIND, (0, ""))[1],
        named.get(STANDARD, (0, ""))[1],
        {i: _address(text) for i, text in places.items() if not text.startswith(f"{PREFIX}_")},
        named.get(RECORD, (None,))[0],
        named.get(ROW, (None,))[0],
    )


def _address(text: str) -> tuple[str, str]:
    group, _, element = text.removeprefix(PREFIX).rpartition(".")
    return group, element
