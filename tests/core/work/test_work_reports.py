"""Reports of a workspace: what stands in them, as PDF and as workbook; whole or not at all."""

import re

import pypdfium2
import pytest
from desk_steps import approved, unwritable
from openpyxl import load_workbook

from cdo_desktop.domain.package import short_fingerprint
from cdo_desktop.domain.report_parts import ReportKind
from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.settings import Settings
from cdo_desktop.tasks import Cancelled, Run
from cdo_desktop.work import editing, reports
from cdo_desktop.work.print_settings import FONTS
from cdo_desktop.work.roadmap import between

ITEMS = ("姓名", "身份证件号码")


def kept(bench, record):
    """A draft in the workspace."""
    (only,) = editing.add(bench, [record])
    return only


@pytest.fixture
def report(bench, tmp_path):
    """Writes a report and gives what was told of it."""

    def write(kind, name, package=None, fonts=None):
        path = tmp_path / name
        return reports.write(bench, ReportKind(kind), path, Run(), fonts or {}, package)

    return write


def pages_of(path):
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def text_of(path):
    return "".join("".join(pages_of(path)).split())


def sheets_of(path):
    book = load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book}


@pytest.fixture
def filled(bench, make_record):
    """Three resources of two offices, one of none, all in order."""
    return approved(
        bench,
        [
            make_record(title="殡葬信息", office="社会事务科", items=ITEMS),
            make_record(title="低保对象信息"),
            make_record(title="孤儿信息", office=None),
        ],
    )


def test_the_book_holds_every_entry_by_office(report, filled):
    done = report("catalog-book", "汇编.pdf")
    pages = pages_of(done.path)
    assert (len(pages), done.pages, done.notices) == (done.pages, len(pages), ())
    cover, contents, *body = pages
    assert "数据资源目录汇编" in cover
    assert "共 3 条" in cover
    titles = ["社会事务科", "殡葬信息", "社会救助科", "低保对象信息", "未填科室", "孤儿信息"]
    found = [line for line in re.split(r"[\r\n]+", contents) if line.strip(" .0123456789")]
    assert [line.rstrip(" .0123456789") for line in found if line[0] in "社殡低未孤"] == titles
    text = "".join("".join(body).split())
    for words in ("1.殡葬信息", "身份证件号码", "字符型", "巴中市民政局", "有条件共享"):
        assert words in text


def test_the_contents_name_the_page_of_each_entry(report, bench, make_record):
    approved(bench, [make_record(title=f"目录{n:02d}号", items=ITEMS) for n in range(12)])
    pages = pages_of(report("catalog-book", "汇编.pdf").path)
    front = [page for page in pages if "— " not in page]
    body = pages[len(front) :]
    told = re.findall(r"(目录\d\d号)\s*(\d+)", "".join(front))
    assert len(told) == 12
    for title, page in told:
        assert title in body[int(page) - 1]


def test_the_book_as_a_workbook_has_entries_and_items(report, filled):
    sheets = sheets_of(report("catalog-book", "汇编.xlsx").path)
    head, *rows = sheets["数据资源"]
    assert head[:2] == ["责任科室", "信息资源名称"]
    assert [row[1] for row in rows] == ["殡葬信息", "低保对象信息", "孤儿信息"]
    assert [row[3] for row in sheets["信息项"][1:]] == [*ITEMS, *("姓名", "身份证号") * 2]


def test_what_is_secret_stays_out_and_is_told_of(report, bench, make_record, act):
    kept(bench, make_record(title="不该有的", secret="涉密"))
    for name in ("汇编.pdf", "汇编.xlsx"):
        done = report("catalog-book", name)
        assert [notice.code for notice in done.notices] == ["CDO-U479"]
    assert "不该有的" not in text_of(report("lists", "清单.pdf").path)
    for kind in ("lists", "quality"):
        assert "不该有的" not in str(sheets_of(report(kind, f"{kind}.xlsx").path))


@pytest.mark.parametrize("name", ["清单.pdf", "清单.xlsx"])
def test_the_three_lists_have_a_line_for_each_record(report, filled, name):
    path = report("lists", name).path
    text = text_of(path) if path.suffix == ".pdf" else str(sheets_of(path))
    for words in ("殡葬信息", "低保对象信息", "孤儿信息", "每月"):
        assert words in text
    assert "数据资源目录（3条）" in text.replace(" ", "")
    assert "信息系统清单（0条）" in text.replace(" ", "")


def test_quality_counts_what_the_checks_find(report, bench, make_record):
    kept(bench, make_record(title="缺摘要的目录", summary=None))
    kept(bench, make_record(title="好的目录"))
    sheets = sheets_of(report("quality", "质量.xlsx").path)
    said = dict(row[:2] for row in sheets["说明"][3:])
    assert said["检查的记录"] == "2 条"
    rows = {row[0]: row for row in sheets["各清单情况"][1:]}
    assert rows["数据资源目录"][1:2] == [2]
    assert rows["数据资源目录"][3] == 1
    assert sheets["错误最多的记录（最多列 30 条）"][1][1] == "缺摘要的目录"
    text = text_of(report("quality", "质量.pdf").path)
    assert "缺摘要的目录" in text
    assert "社会救助科" in text


def test_a_slip_names_the_package_and_holds_the_card(report, sent):
    package, records = sent
    text = text_of(report("slip", "交接单.pdf", package).path)
    digest = re.search(r"内容摘要(sha256:[0-9a-f]{64})", text)
    assert digest is not None
    assert short_fingerprint(digest[1]) in text
    assert f"{len(records)}条记录" in text
    assert "接收核验卡" in text
    assert "opensslcms-verify" in text


def test_the_ledger_of_projects_has_the_roadmap(report):
    assert "项目路线图" in text_of(report("projects", "台账.pdf").path)


def test_a_slip_says_the_time_as_an_office_writes_it(report, sent):
    text = text_of(report("slip", "交接单.pdf", sent[0]).path)
    facts, _, card = text.partition("接收核验卡")
    assert re.search(r"制作时间\d{4}年\d\d月\d\d日\d\d:\d\d内容", facts)
    assert re.search(r"制作时间：\d{4}-\d\d-\d\dT", card), "as the package has it"


@pytest.mark.parametrize("kind", ["quality", "slip"])
def test_the_first_sheet_of_a_workbook_is_fit_to_be_printed(report, sent, kind):
    """Its two columns on one page across, long texts wrapped, the time without a zone."""
    book = load_workbook(report(kind, "表.xlsx", sent[0]).path)
    sheet = book.worksheets[0]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in (None, 1), "1 is what it is unless said"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.page_setup.paperSize == 9
    said = [cell for (cell,) in sheet.iter_rows(min_row=4, min_col=2, max_col=2) if cell.value]
    assert said
    assert all(cell.alignment.wrap_text for cell in said)
    assert max(cell.value.count("\n") for cell in said) < 10, "a row is at most 409 points high"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", sheet["B2"].value)


def test_a_slip_needs_a_sound_package(report, sent, tmp_path):
    with pytest.raises(Refused) as caught:
        report("slip", "交接单.pdf")
    assert caught.value.code == "CDO-U477"
    spoilt = tmp_path / "坏.cdopkg"
    spoilt.write_bytes(sent[0].read_bytes()[:-30])
    with pytest.raises(Refused) as caught:
        report("slip", "交接单.pdf", spoilt)
    assert caught.value.code == "CDO-U478"


@pytest.mark.parametrize("name", ["报表.docx", "报表"])
def test_another_ending_is_refused(report, name):
    with pytest.raises(Refused) as caught:
        report("lists", name)
    assert caught.value.code == "CDO-U475"


@pytest.mark.parametrize("kind", ["catalog-book", "lists", "quality"])
@pytest.mark.parametrize("ending", [".pdf", ".xlsx"])
def test_a_file_that_is_there_stays(report, tmp_path, kind, ending):
    there = tmp_path / f"有了{ending}"
    there.write_bytes(b"mine")
    with pytest.raises(Refused) as caught:
        report(kind, there.name)
    assert caught.value.code == "CDO-U102"
    assert there.read_bytes() == b"mine"


@pytest.mark.parametrize("kind", ["catalog-book", "lists"])
@pytest.mark.parametrize("ending", [".pdf", ".xlsx"])
def test_stopped_leaves_nothing(bench, filled, tmp_path, kind, ending):
    run = Run()
    run.stop()
    folder = tmp_path / "报表"
    folder.mkdir()
    with pytest.raises(Cancelled):
        reports.write(bench, ReportKind(kind), folder / f"a{ending}", run, {})
    assert list(folder.iterdir()) == []


def test_a_full_disk_leaves_nothing(report, filled, tmp_path):
    with unwritable("汇编.pdf"), pytest.raises(DiskTrouble):
        report("catalog-book", "汇编.pdf")
    assert not (tmp_path / "汇编.pdf").exists()
    assert not list(tmp_path.glob(".*part"))


def test_a_font_of_the_site_comes_from_the_settings(tmp_path, report, filled):
    settings = Settings(tmp_path / "settings.json")
    settings.set(FONTS, {"song": str(tmp_path / "没有.ttf"), "hei": 3})
    fonts = reports.own_fonts(settings)
    assert fonts == {"song": str(tmp_path / "没有.ttf")}
    done = report("lists", "清单.pdf", fonts=fonts)
    assert [notice.code for notice in done.notices] == ["CDO-U470"]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-03", "2026-05", ("2026-03-01", "2026-05-31")),
        (None, "2028-02", ("2028-02-01", "2028-02-29")),
        ("2026-12", None, ("2026-12-01", "2026-12-31")),
        ("2026-05", "2026-03", None),
        (None, None, None),
        ("春天", "2026-03", None),
    ],
)
def test_a_span_goes_from_the_first_to_the_last_day_of_its_months(start, end, days):
    found = between(start, end)
    assert (tuple(map(str, found)) if found else None) == days
