"""Findings in the words of a workbook: lines of the sheet 检查结果, and comments on cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from cdo_desktop.domain.findings import Finding, Place, by_weight, count
from cdo_desktop.exchange.sheet_columns import text_width
from cdo_desktop.exchange.xlsx_styles import SEVERITY_WORDS
from cdo_desktop.sentences import sentence
from cdo_desktop.standard.model import SEVERITY_ORDER, Severity

FINDINGS_SHEET = "检查结果"
AUTHOR = "首席数据官工作台"
HEADS = (("序号", 7), ("级别", 8), ("位置", 24), ("问题", 58), ("代码", 12), ("建议", 46))
FIRST_ROW = 5
"""Row of the first finding, counted from 0: below marker, title, counts, legend and heads."""
COMMENT_WIDTH = 320
"""In pixels."""
MAX_LINKS = 60_000
"""Excel takes 65 530 hyperlinks in a sheet."""
Marks = Mapping[tuple[str, int, int], list[Finding]]
"""(sheet, line, column) -> the findings there; column 0 = the whole line."""
_SHOWN_IN_COMMENT = 8
_LONGEST = 2_000
"""Characters of a sentence that quotes a whole cell."""
_VISIBLE = {code: chr(0x2400 + code) for code in range(32) if code not in (9, 10)} | {
    0x7F: "␡",
    0xFFFE: "�",
    0xFFFF: "�",
}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One line of the sheet, in words."""

    number: int
    severity: Severity
    place: Place
    where: str
    problem: str
    code: str
    advice: str

    @property
    def height(self) -> int:
        """The height of its row, in points: as many lines as its longest text takes."""
        texts = {3: self.problem, 5: self.advice, 2: self.where}
        lines = (text_width(text) // (HEADS[column][1] - 3) for column, text in texts.items())
        return 18 + 13 * min(max(lines), 20)


def finding_lines(
    findings: Iterable[Finding], sheet_names: Mapping[str, str]
) -> Iterator[FindingLine]:
    """The findings by weight; `sheet_names` says what a sheet of the source is called here."""
    for number, finding in enumerate(by_weight(findings), start=1):
        problem, advice = _words(finding)
        place = finding.place
        where = visible(_where(place, sheet_names.get(place.sheet, place.sheet)))
        yield FindingLine(number, finding.severity, place, where, problem, finding.code, advice)


def comment_text(findings: list[Finding]) -> str:
    """All findings on one cell as one comment; the first few, and how many more there are."""
    parts = [
        f"【{SEVERITY_WORDS[finding.severity]}】{_sentence(finding)}（{finding.code}）"
        for finding in by_weight(findings)[:_SHOWN_IN_COMMENT]
    ]
    if more := len(findings) - len(parts):
        parts.append(sentence("CDO-W517").says.format(more=more))
    return "\n".join(parts)


def comment_height(text: str) -> int:
    """In pixels, for a comment of the usual width."""
    return 24 + 18 * sum(1 + len(line) // 24 for line in text.split("\n"))


def heaviest(findings: Iterable[Finding]) -> Severity:
    """The severity a cell with these findings is coloured by."""
    return by_weight(findings)[0].severity


def visible(text: str) -> str:
    """Control characters as the signs that stand for them, so that every file can hold the text."""
    return text.translate(_VISIBLE)


def summary(findings: list[Finding]) -> str:
    """How many of each severity."""
    errors, warnings, hints = (count(findings, severity) for severity in SEVERITY_ORDER)
    return sentence("CDO-W516").says.format(
        total=len(findings), errors=errors, warnings=warnings, hints=hints
    )


def cell_link(sheet: str, place: Place) -> str:
    """Where a hyperlink leads to inside the book; "" if the finding has no cell."""
    if not sheet or not place.line:
        return ""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{xl_col_to_name(max(place.column, 1) - 1)}{place.line}"


def _words(finding: Finding) -> tuple[str, str]:
    """What is wrong (with the clause), and what to do."""
    text = sentence(finding.code)
    clause = finding.facts.get("clause")
    says = text.says.format_map(finding.facts).rstrip("，")  # the sentence goes on in its advice
    problem = says + (f"（{clause}）" if clause else "")
    advice = text.todo.format_map(finding.facts) + _offer(finding)
    return visible(problem)[:_LONGEST], visible(advice)[:_LONGEST]


def _sentence(finding: Finding) -> str:
    return visible(finding.message() + _offer(finding))[:_LONGEST]


def _offer(finding: Finding) -> str:
    if finding.fix is None:
        return ""
    return sentence("CDO-W518").says.format(label=finding.fix.label)


def _where(place: Place, sheet: str) -> str:
    """The place as a person looks for it: sheet and cell, sheet and row, or nothing."""
    if not place.line:
        return sheet
    cell = (
        f"{xl_col_to_name(place.column - 1)}{place.line}" if place.column else f"第{place.line}行"
    )
    return f"{sheet} {cell}" if sheet else cell
