"""Every rule of the program in one list: code, dimension, weight by stage, clause it rests on.

The sentences stand in sentences/V.toml under the same codes. For the rules on single values (V1xx)
the weight shown is the usual one: an element may set its own, and its own clause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from cdo_desktop.sentences import sentence
from cdo_desktop.standard.model import Element, Severity, Stage

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT


class Dimension(StrEnum):
    """The dimensions of data quality (GB/T 36344-2018)."""

    NORM = "规范性"
    COMPLETE = "完整性"
    ACCURATE = "准确性"
    CONSISTENT = "一致性"
    TIMELY = "时效性"
    ACCESSIBLE = "可访问性"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, the quality dimension it speaks of, its weight by stage, its clause."""

    code: str
    dimension: Dimension
    severity: Mapping[Stage, Severity]
    clause: str = ""

    @property
    def says(self) -> str:
        """The sentence with its named places, as the documentation shows it."""
        text = sentence(self.code)
        return text.says + text.todo


def _always(severity: Severity) -> Mapping[Stage, Severity]:
    return MappingProxyType(dict.fromkeys(Stage, severity))


def _rising(draft: Severity, review: Severity, signing: Severity) -> Mapping[Stage, Severity]:
    return MappingProxyType(
        {Stage.DRAFT: draft, Stage.REVIEW: review, Stage.SIGNING: signing},
    )


_NORM, _COMPLETE, _ACCURATE = Dimension.NORM, Dimension.COMPLETE, Dimension.ACCURATE
_CONSISTENT, _TIMELY, _ACCESSIBLE = Dimension.CONSISTENT, Dimension.TIMELY, Dimension.ACCESSIBLE

RULES: tuple[Rule, ...] = (
    # single values
    Rule("CDO-V101", _COMPLETE, _always(ERROR)),
    Rule("CDO-V102", _NORM, _always(ERROR)),
    Rule("CDO-V103", _NORM, _always(ERROR)),
    Rule("CDO-V104", _CONSISTENT, _always(ERROR)),
    Rule("CDO-V105", _NORM, _always(ERROR)),
    Rule("CDO-V106", _NORM, _always(ERROR)),
    Rule("CDO-V107", _NORM, _always(ERROR)),
    Rule("CDO-V108", _ACCURATE, _always(ERROR)),
    Rule("CDO-V109", _NORM, _always(WARNING)),
    Rule("CDO-V110", _ACCURATE, _always(ERROR)),
    Rule("CDO-V111", _ACCURATE, _always(WARNING)),
    Rule("CDO-V112", _NORM, _always(ERROR)),
    Rule("CDO-V113", _NORM, _always(WARNING)),
    Rule("CDO-V114", _NORM, _always(ERROR)),
    Rule("CDO-V115", _NORM, _always(ERROR)),
    Rule("CDO-V116", _NORM, _always(ERROR)),
    Rule("CDO-V117", _NORM, _always(ERROR)),
    Rule("CDO-V118", _NORM, _always(ERROR)),
    Rule("CDO-V119", _ACCURATE, _always(ERROR)),
    Rule("CDO-V120", _ACCURATE, _always(WARNING)),
    Rule("CDO-V121", _NORM, _always(ERROR)),
    Rule("CDO-V122", _CONSISTENT, _always(HINT)),
    Rule("CDO-V123", _ACCESSIBLE, _always(WARNING)),
    Rule("CDO-V124", _NORM, _always(ERROR)),
    Rule("CDO-V125", _NORM, _always(ERROR)),
    Rule("CDO-V126", _COMPLETE, _always(ERROR)),
    Rule("CDO-V127", _NORM, _always(ERROR)),
    Rule("CDO-V128", _COMPLETE, _always(ERROR)),
    Rule("CDO-V129", _NORM, _rising(HINT, WARNING, ERROR)),
    Rule("CDO-V130", _COMPLETE, _always(WARNING)),
    Rule("CDO-V131", _NORM, _always(ERROR)),
    Rule("CDO-V132", _COMPLETE, _always(WARNING)),
    Rule("CDO-V133", _NORM, _always(ERROR)),
    Rule("CDO-V134", _COMPLETE, _always(WARNING)),
    # one record: names, codes, provider
    Rule("CDO-V201", _ACCURATE, _always(WARNING), "1272号 核心元数据2"),
    Rule("CDO-V202", _ACCURATE, _always(WARNING), "1272号 核心元数据2"),
    Rule("CDO-V203", _NORM, _always(ERROR), "1272号 核心元数据3"),
    Rule("CDO-V204", _CONSISTENT, _always(ERROR), "1272号 核心元数据3"),
    Rule("CDO-V205", _CONSISTENT, _always(ERROR), "1272号 核心元数据9"),
    # sharing and opening
    Rule("CDO-V206", _ACCESSIBLE, _always(WARNING), "条例第十五条"),
    Rule("CDO-V207", _ACCESSIBLE, _always(ERROR), "条例第十四条"),
    Rule("CDO-V208", _ACCESSIBLE, _always(ERROR), "条例第十四条"),
    Rule("CDO-V209", _ACCESSIBLE, _always(WARNING), "条例第十五条"),
    Rule("CDO-V211", _CONSISTENT, _always(WARNING), "1272号 核心元数据9"),
    Rule("CDO-V212", _CONSISTENT, _always(ERROR), "1272号 核心元数据10"),
    # items, levels, assessments, dates
    Rule("CDO-V214", _TIMELY, _always(WARNING), "1272号 核心元数据11"),
    Rule("CDO-V215", _ACCURATE, _always(ERROR), "1272号 核心元数据8"),
    Rule("CDO-V216", _NORM, _always(WARNING), "条例第十三条"),
    Rule("CDO-V217", _NORM, _always(HINT), "条例第十三条"),
    Rule("CDO-V218", _CONSISTENT, _always(WARNING), "条例第十三条"),
    Rule("CDO-V219", _NORM, _rising(WARNING, ERROR, ERROR), "条例第十三条"),
    Rule("CDO-V220", _TIMELY, _always(WARNING), "条例第十三条"),
    Rule("CDO-V221", _CONSISTENT, _always(WARNING), "GB/T 43697-2024"),
    Rule("CDO-V222", _TIMELY, _always(WARNING), "1272号 核心元数据12"),
    Rule("CDO-V223", _NORM, _always(ERROR), "条例第三条"),
    Rule("CDO-V224", _NORM, _always(ERROR), "条例第三条"),
    Rule("CDO-V225", _ACCURATE, _always(ERROR), "GB 32100-2015"),
    Rule("CDO-V226", _ACCURATE, _always(WARNING), "1272号 核心元数据4"),
    Rule("CDO-V227", _ACCURATE, _always(WARNING), "1272号 核心元数据6"),
    Rule("CDO-V228", _CONSISTENT, _always(WARNING)),
    Rule("CDO-V229", _ACCESSIBLE, _always(WARNING), "个人信息保护法第二十五条"),
    Rule("CDO-V230", _ACCESSIBLE, _always(WARNING), "数据安全法第二十一条"),
    Rule("CDO-V231", _ACCURATE, _always(WARNING), "1272号 核心元数据13"),
    Rule("CDO-V232", _CONSISTENT, _always(WARNING), "2017年信息资源大普查"),
    Rule("CDO-V233", _ACCURATE, _always(WARNING), "1272号 核心元数据4"),
    Rule("CDO-V234", _ACCESSIBLE, _always(WARNING), "1272号 核心元数据9"),
    # 信息系统清单
    Rule("CDO-V241", _ACCESSIBLE, _always(HINT), "条例第三十八条"),
    Rule("CDO-V242", _ACCESSIBLE, _always(WARNING), "条例第三十一条"),
    Rule("CDO-V243", _TIMELY, _always(WARNING)),
    Rule("CDO-V244", _CONSISTENT, _always(WARNING), "条例第三十八条"),
    Rule("CDO-V245", _TIMELY, _always(WARNING)),
    Rule("CDO-V246", _COMPLETE, _always(HINT)),
    # 数据需求清单
    Rule("CDO-V261", _ACCESSIBLE, _always(WARNING), "条例第二十条"),
    Rule("CDO-V262", _CONSISTENT, _always(WARNING), "条例第二十条"),
    Rule("CDO-V263", _TIMELY, _always(WARNING), "条例第二十条"),
    Rule("CDO-V264", _TIMELY, _always(WARNING), "条例第二十条"),
    Rule("CDO-V265", _CONSISTENT, _always(WARNING)),
    # 项目审查
    Rule("CDO-V271", _CONSISTENT, _rising(WARNING, ERROR, ERROR)),
    Rule("CDO-V272", _CONSISTENT, _always(ERROR)),
    Rule("CDO-V273", _CONSISTENT, _always(WARNING)),
    Rule("CDO-V274", _TIMELY, _always(ERROR)),
    # across records
    Rule("CDO-V301", _ACCURATE, _always(ERROR), "1272号 核心元数据2"),
    Rule("CDO-V302", _ACCURATE, _always(ERROR), "1272号 核心元数据2"),
    Rule("CDO-V303", _ACCURATE, _always(WARNING), "1272号 核心元数据2"),
    Rule("CDO-V304", _ACCURATE, _always(WARNING), "1272号 核心元数据2"),
    Rule("CDO-V305", _CONSISTENT, _always(ERROR), "GB 32100-2015"),
    Rule("CDO-V306", _CONSISTENT, _always(ERROR), "GB 32100-2015"),
    Rule("CDO-V307", _ACCURATE, _always(ERROR), "1272号 核心元数据3"),
    Rule("CDO-V308", _CONSISTENT, _always(HINT), "条例第十九条"),
    Rule("CDO-V309", _ACCURATE, _always(ERROR), "1272号 核心元数据3"),
    Rule("CDO-V310", _ACCURATE, _always(ERROR), "1272号 核心元数据3"),
    Rule("CDO-V311", _ACCURATE, _always(WARNING), "1272号 核心元数据3"),
)


_CATALOG_GUIDE = "1272号"


def clause_at(found: Rule, element: Element | None) -> str:
    """The clause a rule rests on where it speaks of this element.

    The catalog guide binds the catalog: in the other lists their own clause is cited.
    """
    if element is None or not found.clause.startswith(_CATALOG_GUIDE):
        return found.clause
    return found.clause if _CATALOG_GUIDE in element.clause else element.clause


@cache
def rules_by_code() -> Mapping[str, Rule]:
    """The rules by their code."""
    return MappingProxyType({rule.code: rule for rule in RULES})


def rule(code: str) -> Rule:
    """The rule with this code; KeyError if there is none (a bug of ours)."""
    return rules_by_code()[code]
