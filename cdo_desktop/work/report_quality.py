"""完整度与质量报告: how complete the three lists are, what the checks found, where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.report_parts import Bars, Facts, Report, ReportPart, Shown, Table, Words
from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Run
from cdo_desktop.work.checking import Checked, check_workspace
from cdo_desktop.work.choosing import SECRET, holds_secret
from cdo_desktop.work.counts import LISTS, Counts
from cdo_desktop.workbench import Workbench

TITLE = "数据资源目录完整度与质量报告"
_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.HINT: "提示"}
_WORST = 30
_NOTE = "完整度是已填的必填要素占应填的百分比；问题按检查当时的规定和日期判断。"
_NO_WORD_OF_THE_LIST = "CDO-V103"
_HIDDEN = "涉及涉密记录，不举例。"
_MOST = 15
"""So many of the most frequent findings are charted; all are in the table."""


def quality_report(bench: Workbench, run: Run) -> Report:
    """Check everything once and count. Raises Cancelled."""
    checked = check_workspace(bench, run)
    counts = Counts(bench, bench.workspace.tallies())
    secrets = _secrets(bench, checked.findings, run)
    by_sort = _by_sort(checked.findings, secrets)
    parts: tuple[ReportPart, ...] = (
        _summary(bench, counts, checked),
        _standings(counts),
        Bars("各清单必填要素完整度", "%", _completeness(counts)),
        Bars("共享类型分布", "条", tuple((one.word, one.number) for one in counts.shares())),
        Bars("各科室目录条数", "条", tuple((one.word, one.of) for one in counts.offices())),
        Bars("出现最多的问题", "处", _most(by_sort)),
        _sorts(by_sort),
        _worst(bench, secrets),
        Words(_NOTE, is_fine=True),
    )
    return Report(TITLE, bench.org.name, bench.clock.now(), parts)


def _summary(bench: Workbench, counts: Counts, checked: Checked) -> Facts:
    resources = counts.of(["resource"])
    records = sum(one.records for one in resources)
    faulty = sum(one.faulty for one in resources)
    return Facts(
        "总体情况",
        (
            ("单位", f"{bench.org.name}（{bench.org.code}）"),
            ("检查的记录", f"{checked.records:,} 条"),
            ("错误", f"{checked.errors:,} 处"),
            ("警告", f"{checked.warnings:,} 处"),
            ("有错误的目录", f"{faulty:,} 条，占目录的 {_share(faulty, records)}"),
        ),
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def _standings(counts: Counts) -> Table:
    rows: list[tuple[Shown, ...]] = []
    for key in LISTS:
        lines, standing = counts.of([key]), counts.standing(key)
        percent = "—" if standing.completeness is None else f"{standing.completeness}%"
        faulty = sum(one.faulty for one in lines)
        errors, warnings = sum(one.errors for one in lines), sum(one.warnings for one in lines)
        rows.append((standing.label, standing.records, percent, faulty, errors, warnings))
    head = ("清单", "条数", "完整度", "有错误的", "错误", "警告")
    return Table("各清单情况", head, (4, 2, 2, 2, 2, 2), rows, len(rows))


def _completeness(counts: Counts) -> tuple[tuple[str, int], ...]:
    found = (counts.standing(key) for key in LISTS)
    return tuple((one.label, one.completeness) for one in found if one.completeness is not None)


@dataclass(frozen=True, slots=True)
class _Sort:
    """The findings of one code."""

    code: str
    severity: Severity
    number: int
    example: str


@dataclass(frozen=True, slots=True)
class _Secrets:
    """The records of which not even the name may be printed, nor what is said of them."""

    ids: frozenset[str]
    words: tuple[str, ...]
    """Their names and codes: a finding about another record can name them."""

    def hides(self, finding: Finding) -> bool:
        """Whether a finding is about one of them or names one."""
        if finding.place.record in self.ids:
            return True
        said = finding.message() if self.words else ""
        return any(word in said for word in self.words)


def _secrets(bench: Workbench, findings: Sequence[Finding], run: Run) -> _Secrets:
    """Those that are marked, and those in which a word stands that is none of a list's: it may
    stand where 涉密 should (绝密★30年)."""
    marked = [
        head.id
        for query in (ListQuery(), ListQuery(deleted=True))
        for head, has in bench.workspace.each_head(query, run, "找涉密记录", f'"{SECRET}"')
        if has
    ]
    marked += {one.place.record: None for one in findings if one.code == _NO_WORD_OF_THE_LIST}
    found = [one for one in bench.workspace.by_ids(marked).values() if _is_secret(bench, one)]
    words = {word for one in found for word in (one.title, one.code) if word}
    return _Secrets(frozenset(one.id for one in found), tuple(sorted(words)))


def _by_sort(findings: Sequence[Finding], secrets: _Secrets) -> list[_Sort]:
    """Each code with how many there are and one of them: the heaviest and most frequent first."""
    number = Counter(finding.code for finding in findings)
    severity = {finding.code: finding.severity for finding in reversed(findings)}
    example: dict[str, str] = {}
    for finding in findings:
        if finding.code not in example and not secrets.hides(finding):
            example[finding.code] = finding.message()
    order = list(_WORDS)
    return sorted(
        (_Sort(code, severity[code], number[code], example.get(code, _HIDDEN)) for code in number),
        key=lambda one: (order.index(one.severity), -one.number, one.code),
    )


def _most(by_sort: Sequence[_Sort]) -> tuple[tuple[str, int], ...]:
    most = sorted(by_sort, key=lambda one: (-one.number, one.code))[:_MOST]
    return tuple((f"{one.code} {_WORDS[one.severity]}", one.number) for one in most)


def _sorts(by_sort: Sequence[_Sort]) -> Table:
    rows: list[tuple[Shown, ...]] = [
        (one.code, _WORDS[one.severity], one.number, one.example) for one in by_sort
    ]
    head = ("代码", "级别", "处数", "例如")
    return Table("问题分类", head, (20, 12, 14, 110), rows, len(rows))


def _is_secret(bench: Workbench, record: Record) -> bool:
    """Whether not even the name of a record may be printed."""
    return holds_secret(bench.library.version(record.kind, record.standard), record)


def _worst(bench: Workbench, secrets: _Secrets) -> Table:
    wanted = ListQuery(with_errors=True, sort=Sort.PROBLEMS, descending=True)
    numbers = bench.workspace.numbers(wanted, _WORST)
    found = bench.workspace.summaries(numbers)
    kinds = bench.library.kinds
    rows: list[tuple[Shown, ...]] = [
        (kinds[one.kind].label, one.title, one.office, one.errors, one.warnings, one.completeness)
        for one in (found[number] for number in numbers)
        if one.id not in secrets.ids
    ]
    head = ("清单", "名称", "科室", "错误", "警告", "完整度（%）")
    title = f"错误最多的记录（最多列 {_WORST} 条）"
    return Table(title, head, (22, 60, 28, 14, 14, 20), rows, len(rows))
