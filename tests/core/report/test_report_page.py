"""The sheet: margins, page numbers, the same bytes again, nothing in a font that is not inside."""

import io
import re

import pypdfium2
import pytest

from cdo_desktop.report.flow import Flow, cells
from cdo_desktop.report.page import (
    BODY,
    BOTTOM,
    CEILING,
    CELL,
    LABEL,
    LEFT,
    MM,
    WIDTH,
    Paper,
)


def made(faces, about, pages=1, foot=""):
    sink = io.BytesIO()
    paper = Paper(sink, faces, about, foot)
    flow = Flow(paper)
    for number in range(1, pages + 1):
        flow.paragraph(f"第{number}张纸上的一段话。" * 3)
        if number < pages:
            flow.next_page()
    paper.finish()
    return sink.getvalue()


def test_the_same_input_gives_the_same_bytes(faces, about):
    assert made(faces, about, 3) == made(faces, about, 3)


def test_other_content_has_another_identity(faces, about):
    identities = [re.search(rb"/ID\s*\[<(\w+)>", made(faces, about, n)) for n in (1, 2)]
    assert identities[0] and identities[1]
    assert identities[0][1] != identities[1][1]


def test_every_font_is_inside(faces, about):
    pdf = made(faces, about)
    assert b"Helvetica" not in pdf
    assert pdf.count(b"/FontFile2") == len(re.findall(rb"/Type /FontDescriptor", pdf)) > 0


def test_time_and_title_stand_in_the_document(faces, about):
    with pypdfium2.PdfDocument(made(faces, about)) as document:
        facts = document.get_metadata_dict()
    assert facts["CreationDate"] == "D:20261122093000+08'00'"
    assert (facts["Title"], facts["Author"]) == ("试印", "巴中市民政局")


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_page_numbers_stand_outside_and_below_the_block(faces, about, pages):
    with pypdfium2.PdfDocument(made(faces, about, pages)) as document:
        text = document[pages - 1].get_textpage()
        words = f"— {pages} —"
        start = text.get_text_bounded().index(words)
        first, last = text.get_charbox(start), text.get_charbox(start + len(words) - 1)
    assert first[3] < BOTTOM - 4 * MM
    if pages % 2:
        assert last[2] == pytest.approx(LEFT + WIDTH - 14, abs=2)
    else:
        assert first[0] == pytest.approx(LEFT + 14, abs=2)


def test_text_stays_within_the_margins(faces, about):
    sink = io.BytesIO()
    paper = Paper(sink, faces, about)
    flow = Flow(paper)
    flow.paragraph("政务数据共享条例第十三条规定，目录应当经部门负责人批准；" * 60)
    paper.finish()
    with pypdfium2.PdfDocument(sink.getvalue()) as document:
        assert len(document) > 1
        text = document[0].get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars() - 12)]
    assert min(box[0] for box in boxes) >= LEFT - 0.5
    assert max(box[2] for box in boxes) <= LEFT + WIDTH + 0.5
    assert max(box[3] for box in boxes) <= CEILING + 0.5
    assert min(box[1] for box in boxes) >= BOTTOM - 0.5


def test_a_page_of_the_standard_holds_22_lines_of_28_signs(faces, about, page_texts):
    sink = io.BytesIO()
    paper = Paper(sink, faces, about)
    Flow(paper).paragraph("政" * 28 * 22, BODY, 0.0)
    paper.finish()
    (only,) = page_texts(sink.getvalue())
    assert only.count("政" * 28 + "\r\n") == 22


def test_front_matter_comes_first_and_bears_no_number(faces, about, page_texts):
    sink = io.BytesIO()
    paper = Paper(sink, faces, about)
    flow = Flow(paper)
    flow.paragraph("正文")
    body = paper.front_matter()
    paper.text(LEFT, CEILING - 20, "封面", BODY)
    assert paper.finish(body) == 2
    front, text = page_texts(sink.getvalue())
    assert (front.strip(), "正文" in text, "— 1 —" in text) == ("封面", True, True)


def test_the_head_of_a_table_stands_on_every_page(faces, about, page_texts):
    sink = io.BytesIO()
    paper = Paper(sink, faces, about)
    flow = Flow(paper)
    with flow.under(cells(("序号", "信息项"), (1, 5), LABEL, shaded=True)):
        for number in range(120):
            flow.row(cells((str(number), f"第{number}项"), (1, 5), CELL))
    flow.paragraph("表后的话")
    paper.finish()
    pages = page_texts(sink.getvalue())
    assert len(pages) > 2
    assert all("信息项" in page for page in pages)
    found = re.findall(r"第(\d+)项", "".join(pages))
    assert found == [str(number) for number in range(120)]
