"""What the tests of printing share: faces, a way to read a PDF back, and a filled form."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

import pypdfium2
import pytest

from cdo_desktop.domain.package import PackageRef
from cdo_desktop.domain.report_parts import Facts, Table
from cdo_desktop.report.fonts import Faces
from cdo_desktop.report.form_parts import (
    AttachmentLine,
    CheckLine,
    ConditionLine,
    OpinionBox,
    ReviewForm,
)
from cdo_desktop.report.page import About
from cdo_desktop.report.review_form import draw_review_form

MADE = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=8)))
DIGEST = "sha256:" + "3f2a9c0d4e5b6a77" * 4


@pytest.fixture(scope="module")
def faces() -> Iterator[Faces]:
    with Faces() as found:
        yield found


@pytest.fixture
def about() -> About:
    return About("试印", "巴中市民政局", MADE)


@pytest.fixture
def page_texts() -> Callable[[bytes], list[str]]:
    """The text of each page as PDFium takes it out."""

    def read(pdf: bytes) -> list[str]:
        with pypdfium2.PdfDocument(pdf) as document:
            return [page.get_textpage().get_text_bounded() for page in document]

    return read


@pytest.fixture
def make_form() -> Callable[..., ReviewForm]:
    """A filled form; fields may be given otherwise."""

    def make(**changes: object) -> ReviewForm:
        given: dict[str, object] = {
            "title": "政务信息化项目前置审查表",
            "org": "巴中市民政局",
            "number": "XM-2026-0012",
            "created": MADE,
            "parts": (
                Facts(
                    "项目基本情况",
                    (("项目名称", "基层治理数据平台"), ("项目负责人", "陈𬱖")),
                ),
                Table("预编目录", ("序号", "名称"), (1, 6), [("1", "低保对象信息")], 1),
            ),
            "checks": (
                CheckLine("重复建设", "不通过", "功能重合 72%。", "", "王㑇：服务对象不同。"),
            ),
            "opinions": (
                OpinionBox(
                    *("部门首席数据官意见", "opinion-1", "修改后同意", "请补充接口清单。"),
                    (
                        ConditionLine("补充接口清单"),
                        ConditionLine("通过测评", "2026年12月1日，王芳核实已落实"),
                    ),
                    *("王𠅤", "部门首席数据官", "2026年11月22日", "5a3f0c9d"),
                ),
                OpinionBox("市数据局意见", "opinion-2"),
            ),
            "attachments": (AttachmentLine("建设方案.pdf", 1234567, DIGEST[7:]),),
            "package": PackageRef("urn:uuid:0192f0c4-7c1e-7d3a-9b7e-0a1b2c3d4e5f", DIGEST),
        }
        return ReviewForm(**{**given, **changes})  # type: ignore[arg-type]

    return make


@pytest.fixture
def drawn(faces: Faces) -> Callable[[ReviewForm], bytes]:
    """The PDF of a form."""

    def draw(form: ReviewForm) -> bytes:
        sink = io.BytesIO()
        draw_review_form(form, sink, faces)
        return sink.getvalue()

    return draw
