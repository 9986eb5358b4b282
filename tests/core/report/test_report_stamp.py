"""What is seen of a signature stays inside its field, also beside a seal."""

import io
import struct
import zlib
from datetime import UTC, datetime

import pypdfium2
import pytest

from cdo_desktop.report.stamp import StampWords, draw_stamp

FIELD = (236.0, 71.0)
"""As large as the field of a signature on the form is."""
AT = datetime(2026, 11, 22, 19, 56, tzinfo=UTC)
ORG = "通江县教育科技和体育局（通江县教育局、通江县科学技术局）"


def chunk(name: bytes, content: bytes) -> bytes:
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


SEAL = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    + chunk(b"IEND", b"")
)


@pytest.mark.parametrize("seal", [None, SEAL], ids=["bare", "sealed"])
@pytest.mark.parametrize("org", ["巴中市民政局", ORG])
@pytest.mark.parametrize("opinion", ["", "同意。"])
def test_every_line_of_a_stamp_is_inside_its_field(faces, seal, org, opinion):
    number = "e524bde70074791c4c8b451424344ddd"
    words = StampWords("何教授", "部门首席数据官", org, AT, number, opinion)
    field = (FIELD[0], FIELD[1] * (2 if opinion else 1))
    with pypdfium2.PdfDocument(io.BytesIO(draw_stamp(words, field, faces, seal))) as stamp:
        text = stamp[0].get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        said = "".join(text.get_text_bounded().split())
    assert min(bottom for _, bottom, _, _ in boxes) >= 2
    edge = 230 if seal is None else 236 - 22 / 25.4 * 72 - 4
    signed = [right for _, _, right, _ in boxes]
    assert max(signed) <= edge
    for word in ("何教授", org, "部门首席数据官", "2026-11-22", number):
        assert word in said
