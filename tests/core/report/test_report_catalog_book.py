"""The catalog book: one pass, contents first, and memory that does not grow with the pages."""

import io
import tracemalloc

import pypdfium2

from cdo_desktop.report.catalog_book import Book, BookEntry, draw_book
from cdo_desktop.report.page import About
from cdo_desktop.tasks import Run


class Counting(io.RawIOBase):
    """A sink that keeps nothing."""

    size = 0

    def writable(self):
        return True

    def write(self, content):
        self.size += len(content)
        return len(content)


def entries(number, items=6):
    for at in range(number):
        rows = tuple((str(n), f"信息项{n}", "", "字符型C", "50", "") for n in range(items))
        yield BookEntry(
            f"第{at * 5 // number}科",
            f"低保对象信息{at:04d}",
            f"307022/{at:06d}",
            (("代码", f"307022/{at:06d}"), ("摘要", "家庭成员、保障标准和起止月份。" * 4)),
            rows,
        )


def book(about: About, number: int) -> Book:
    head = ("序号", "信息项名称", "英文名称", "数据类型", "长度", "描述")
    return Book(about, about.author, "2026年11月", number, head, (10, 42, 32, 24, 14, 34))


def drawn(faces, about, number, sink):
    return draw_book(book(about, number), entries(number), sink, faces, Run())


def test_the_same_book_gives_the_same_bytes(faces, about):
    first, second = io.BytesIO(), io.BytesIO()
    drawn(faces, about, 30, first)
    drawn(faces, about, 30, second)
    assert first.getvalue() == second.getvalue()


def test_lines_of_the_contents_lead_to_their_pages(faces, about):
    sink = io.BytesIO()
    pages = drawn(faces, about, 40, sink)
    with pypdfium2.PdfDocument(sink.getvalue()) as document:
        assert len(document) == pages
        offices = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
        texts = [page.get_textpage().get_text_bounded() for page in document]
    assert [title for title, _ in offices] == [f"第{n}科" for n in range(5)]
    assert all(texts[at].startswith(title) for title, at in offices)


def test_an_empty_book_says_so(faces, about, page_texts):
    sink = io.BytesIO()
    draw_book(book(about, 0), iter(()), sink, faces, Run())
    assert "没有目录。" in "".join(page_texts(sink.getvalue()))


def test_memory_does_not_grow_with_the_pages(faces, about):
    """Four times the entries: what is kept of a page is its number and place in the file."""
    drawn(faces, about, 20, Counting())
    peaks, sizes = [], []
    for number in (100, 400):
        sink = Counting()
        tracemalloc.start()
        drawn(faces, about, number, sink)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        sizes.append(sink.size)
    assert sizes[1] - sizes[0] > 300_000
    assert peaks[1] - peaks[0] < 1_500_000
