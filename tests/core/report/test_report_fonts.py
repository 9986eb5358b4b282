"""What is printed can be read out again, by PDFium and by poppler; nothing is left out."""

import io
import subprocess

import pytest

from cdo_desktop.paths import resources
from cdo_desktop.report.fonts import Face, Faces, to_unicode, unreadable
from cdo_desktop.report.page import Paper, Style

RARE = "陈𬱖、王㑇、李𠅤、䶮㸃𬭎"


def printed(faces, about, text, face=Face.FANGSONG):
    sink = io.BytesIO()
    paper = Paper(sink, faces, about)
    paper.text(100, 600, faces.shown(text, face), Style(face, 12))
    paper.finish()
    return sink.getvalue()


@pytest.mark.parametrize("face", list(Face))
def test_rare_names_are_read_out_by_pdfium(faces, about, page_texts, face):
    assert RARE in page_texts(printed(faces, about, RARE, face))[0]


@pytest.mark.parametrize("face", list(Face))
def test_rare_names_are_read_out_by_poppler(faces, about, face, tmp_path):
    file = tmp_path / "rare.pdf"
    file.write_bytes(printed(faces, about, RARE, face))
    done = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True)
    assert RARE in done.stdout.decode()


def test_every_sign_of_many_subsets_is_read_out(faces, about, page_texts):
    """More than 256 signs need a second subset of the font."""
    signs = "".join(map(chr, range(0x4E00, 0x4E00 + 240)))
    beyond = list(map(chr, range(0x20000, 0x2D000)))
    wanting = unreadable(beyond, faces, Face.FANGSONG)
    covered = [sign for sign in beyond if sign not in wanting][:300]
    sink = io.BytesIO()
    paper = Paper(sink, faces, about)
    text = signs + "".join(covered)
    for at in range(0, len(text), 30):
        paper.text(80, 780 - at, text[at : at + 30], Style(Face.FANGSONG, 10))
    paper.finish()
    found = page_texts(sink.getvalue())[0]
    assert len(text) == 540
    assert "".join(found.split()).startswith(text)


def test_a_map_holds_no_more_than_a_hundred_entries_a_block():
    text = to_unicode("AAAAAA+X", [0, *range(0x4E00, 0x4E00 + 150), 0x2CC56])
    assert "100 beginbfchar" in text
    assert "51 beginbfchar" in text
    assert "<97> <D873DC56>" in text


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x07", "\U000e0100", "\U0010ffff", "\ufeff"])
def test_what_nobody_could_see_is_named(faces, sign):
    assert faces.shown(f"甲{sign}乙", Face.SONG) == f"甲〔U+{ord(sign):04X}〕乙"


def test_a_font_of_the_site_is_taken(about):
    own = resources() / "fonts" / "print" / "LXGWWenKai-Regular.ttf"
    with Faces({"fangsong": str(own)}) as faces:
        found = printed(faces, about, "公文")
        assert faces.notices == []
    assert b"LXGWWenKai" in found


def test_a_font_that_is_gone_is_replaced_and_told_of(about, tmp_path):
    with Faces({"fangsong": str(tmp_path / "none.ttf")}) as faces:
        assert b"NotoSerifSC-Regular" in printed(faces, about, "公文")
        assert [notice.code for notice in faces.notices] == ["CDO-U470"]
        assert "仿宋" in faces.notices[0].message()


def test_a_file_that_is_no_font_is_replaced_and_told_of(about, tmp_path):
    wrong = tmp_path / "wrong.ttf"
    wrong.write_bytes(b"OTTO" + bytes(200))
    with Faces({"title": str(wrong)}) as faces:
        faces.widths(Face.TITLE)
        assert [notice.code for notice in faces.notices] == ["CDO-U471"]
