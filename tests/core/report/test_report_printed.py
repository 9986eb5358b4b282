"""Any report as pages: every part stands there, charts too, in embedded fonts only."""

import io
import re
from datetime import date

import pypdfium2
import pytest
from pypdfium2 import raw
from reportlab.graphics.shapes import Drawing

from cdo_desktop.domain.report_parts import (
    Bars,
    Code,
    Facts,
    Plain,
    Report,
    Roadmap,
    Span,
    Table,
    Words,
)
from cdo_desktop.report.charts import _INK, _PLANNED, _spans
from cdo_desktop.report.printed import draw_report
from cdo_desktop.tasks import Run

SPAN = Span(
    "建设",
    (date(2026, 3, 1), date(2026, 8, 31)),
    (date(2026, 4, 1), date(2026, 6, 30)),
)


@pytest.fixture
def printed(faces, about):
    """The bytes of a report of these parts."""

    def draw(*parts):
        sink = io.BytesIO()
        draw_report(Report("报告", "巴中市民政局", about.created, parts), sink, faces, Run())
        return sink.getvalue()

    return draw


def test_the_same_report_gives_the_same_bytes(printed):
    parts = (Words("话"), Bars("图", "条", (("甲", 3), ("乙", 1))))
    assert printed(*parts) == printed(*parts)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Words("一段话。"), ["一段话。"]),
        (Facts("总体情况", (("错误", "3 处"),)), ["总体情况", "错误", "3 处"]),
        (Table("表", ("名称", "条数"), (3, 1), [("殡葬", 12345)], 1), ["名称", "殡葬", "12,345"]),
        (Table("空表", ("名称",), (1,), [], 0), ["空表", "没有内容。"]),
        (Bars("分布", "条", (("无条件共享", 7), ("不予共享", 0))), ["无条件共享", "7 条", "0 条"]),
        (Bars("空图", "条", ()), ["空图", "没有内容。"]),
        (Roadmap("路线", (("平台二期", (SPAN,)),), date(2026, 5, 1)), ["平台二期", "2026.3", "8"]),
        (Roadmap("空路线", (), date(2026, 5, 1)), ["没有填报进度计划。"]),
        (Plain("卡", "openssl cms\n    -verify"), ["openssl cms", "-verify"]),
        (Code("cdo-package/1", ("短指纹",)), ["短指纹"]),
    ],
)
def test_each_part_stands_on_the_page(printed, page_texts, part, words):
    (page,) = page_texts(printed(part))
    for one in words:
        assert one in page


def test_the_title_of_a_table_never_stands_alone_at_the_foot_of_a_page(printed, page_texts):
    table = Table("数据需求清单", ("需求编号", "名称"), (1, 3), [("XQ-1", "户籍")] * 3, 3)
    pages_of_titles = set()
    for rows in range(12, 60):
        facts = Facts("总体情况", tuple((f"第{n}项", "一") for n in range(rows)))
        pages = page_texts(printed(facts, table))
        [place] = [number for number, page in enumerate(pages) if "数据需求清单" in page]
        assert "XQ-1" in pages[place], rows
        pages_of_titles.add(place)
    assert len(pages_of_titles) > 1  # both sides of a break were met


def test_charts_use_no_font_that_is_not_inside(printed):
    lines = (("项目", (SPAN,)),)
    pdf = printed(Bars("图", "条", (("甲", 3),)), Roadmap("路线", lines, date(2026, 5, 1)))
    assert not re.search(rb"Helvetica|Times|Courier", pdf)


def test_a_bar_is_as_long_as_its_number(printed):
    pdf = printed(Bars("图", "条", (("甲", 100), ("乙", 50), ("丙", 25))))
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        paths = [one for one in page.get_objects() if one.type == raw.FPDF_PAGEOBJ_PATH]
        wide = [one.get_bounds() for one in paths]
    long = sorted((right - left for left, low, right, high in wide if high - low > 3), reverse=True)
    long = [one for one in long if one > 5]  # the axis has a width of its own
    assert len(long) == 3
    assert long[1] / long[0] == pytest.approx(0.5, abs=0.02)
    assert long[2] / long[0] == pytest.approx(0.25, abs=0.02)


def test_a_heading_stands_with_its_chart(printed, page_texts):
    """Never a title at the foot of one page and the bars on the next."""
    bars = Bars("科室条数", "条", tuple((f"第{n}科", n) for n in range(1, 21)))
    for filling in range(20, 44, 3):
        pages = page_texts(printed(Words("\n".join(["行"] * filling)), bars))
        assert [("科室条数" in page) for page in pages] == [("第20科" in page) for page in pages]


def test_ninety_projects_go_on_over_the_page(printed, page_texts):
    lines = tuple((f"项目{n:02d}号", (SPAN,)) for n in range(90))
    text = "".join(page_texts(printed(Roadmap("路线", lines, date(2026, 5, 1)))))
    assert re.findall(r"项目\d\d号", text) == [f"项目{n:02d}号" for n in range(90)]


def test_a_roadmap_without_a_bar_does_not_explain_bars(printed, page_texts):
    def words(*lines) -> str:
        return "".join(page_texts(printed(Roadmap("路线", lines, date(2026, 5, 1)))))

    assert "深色是实际" in words(("平台", (SPAN,)))
    assert "深色是实际" not in words(("平台", ()))


def test_no_plan_lies_on_what_happened_and_no_long_one_on_a_short_one():
    """立项 and 采购 begin in one month: both are to be seen."""
    month = (date(2026, 3, 1), date(2026, 3, 31))
    year = (date(2026, 3, 1), date(2027, 2, 28))
    drawing = Drawing(100, 100)
    _spans(drawing, (Span("立项", month, month), Span("采购", year, None)), 0, 0, 1)
    plan, short, happened = drawing.contents
    assert (plan.fillColor, short.fillColor) == (_PLANNED, _PLANNED)
    assert plan.width > short.width
    assert happened.fillColor == _INK
