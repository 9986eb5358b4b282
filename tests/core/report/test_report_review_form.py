"""项目审查表: everything given stands on it, however long; fields wait where opinions are."""

import re

import pypdfium2
import pytest

from cdo_desktop.domain.package import short_fingerprint
from cdo_desktop.domain.report_parts import Facts
from cdo_desktop.report.form_parts import AttachmentLine, OpinionBox
from cdo_desktop.report.lines import NO_END, NO_START
from cdo_desktop.sentences import sentence


def squeezed(pages):
    return "".join("".join(pages).split())


def test_the_same_form_gives_the_same_bytes(make_form, drawn):
    assert drawn(make_form()) == drawn(make_form())


@pytest.mark.parametrize(
    "words",
    [
        *("政务信息化项目前置审查表", "基层治理数据平台", "陈𬱖", "低保对象信息", "功能重合72%。"),
        *(
            "王㑇：服务对象不同。",
            "□同意■修改后同意□不同意",
            "1.补充接口清单2.通过测评（2026年12月1日，王芳核实已落实）",
        ),
        *("签名人：王𠅤（部门首席数据官）", "2026年11月22日", "证书编号：5a3f0c9d", "建设方案.pdf"),
        *("1,234,567", "手写签名（盖章）：", "3F2A-9C0D-4E5B-6A77-3F2A"),
        *(sentence("CDO-U472").says, sentence("CDO-E901").says),
    ],
)
def test_what_is_given_can_be_read_on_the_form(make_form, drawn, page_texts, words):
    assert words in squeezed(page_texts(drawn(make_form())))


def test_the_whole_digest_and_the_short_fingerprint_on_every_page(make_form, drawn, page_texts):
    form = make_form(parts=(Facts("内容", (("说明", "很长。" * 2000),)),))
    pages = page_texts(drawn(form))
    short = short_fingerprint(form.package.content_digest)
    assert len(pages) > 3
    assert all(short in page for page in pages)
    assert form.package.content_digest in squeezed(pages)


def test_a_draft_says_that_it_is_one(make_form, drawn, page_texts):
    found = squeezed(page_texts(drawn(make_form(package=None))))
    assert "草稿" in found
    assert sentence("CDO-U472").says not in found


def test_ten_thousand_signs_and_fifty_attachments(make_form, drawn, page_texts):
    text = "".join(f"第{n}条，数据应当共享；" for n in range(1000))
    files = tuple(AttachmentLine(f"附件{n}.pdf", n, f"{n:064x}") for n in range(1, 51))
    form = make_form(
        parts=(Facts("建设内容", (("业务功能", text),)),),
        attachments=files,
        opinions=(OpinionBox("意见", "opinion-1", "同意", text),),
    )
    pages = page_texts(drawn(form))
    found = squeezed(re.sub(r"XM-2026-0012.*|— \d+ —", "", page) for page in pages)
    assert len(text) > 10_000
    for each in files:
        assert each.name in found
    numbers = re.findall(r"第(\d+)条", re.sub("(业务功能|意见)（续）", "", found))
    assert numbers == [str(n) for n in range(1000)] * 2
    assert found.count("业务功能（续）") >= 3
    assert all("SHA-256" in page for page in pages if ".pdf" in page)


def test_no_line_begins_or_ends_with_a_forbidden_mark(make_form, drawn, page_texts):
    text = "《政务数据共享条例》（国务院令第809号）规定：“目录”应当“及时”更新，逾期的，通报！" * 40
    form = make_form(parts=(Facts("内容", (("说明", text),)),), checks=())
    lines = [line for page in page_texts(drawn(form)) for line in page.splitlines() if line]
    lines = [line for line in lines if not re.fullmatch(r"— \d+ —", line)]
    assert len(lines) > 60
    assert not [line for line in lines if line[0] in NO_START]
    assert not [line for line in lines if line[-1] in NO_END]


def test_each_open_box_has_a_signature_field_and_a_verified_one_has_words(make_form, drawn):
    boxes = (
        OpinionBox("部门意见", "opinion-1", "同意", verified="王𠅤于2026年签名，经核验有效。"),
        OpinionBox("数据局意见", "opinion-2"),
    )
    pdf = drawn(make_form(opinions=boxes))
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_formtype() == pypdfium2.raw.FORMTYPE_ACRO_FORM
    assert re.findall(rb"/T \((opinion-\d)\)", pdf) == [b"opinion-2"]


def test_a_long_name_of_an_office_leaves_room_to_sign_by_hand(make_form, drawn):
    """The words beside the field push the line for the hand down instead of standing on it."""
    office = "四川省巴中市通江县教育科技和体育局教育资助管理中心（事业单位）办公室　部门首席数据官"
    box = OpinionBox("意见", "opinion-1", "同意", "好。", (), "王𠅤", office * 2, "某日", "5a")
    pdf = drawn(make_form(parts=(), checks=(), attachments=(), opinions=(box,)))
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        lower = page.get_charbox(page.search("某日").get_next()[0])[1]
        upper = page.get_charbox(page.search("手写签名").get_next()[0])[3]
    assert lower > upper + 6
