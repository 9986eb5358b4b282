"""Records as a careful clerk would fill them; a test changes what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record, title_of
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind, Stage
from cdo_desktop.validate.record_rules import Judge

TODAY = date(2026, 11, 22)
ORG = Org("11100000MB0143028R", "南江县民政局")
OTHER_CODE = "12100000400000624D"

RESOURCE: Mapping[str, Any] = {
    "title": "城镇居民最低生活保障人员信息",
    "code": "307022040/000038",
    "classification": "307022040",
    "org": ORG.name,
    "org_code": ORG.code,
    "summary": "本县城镇最低生活保障对象的保障标准和发放金额，按月更新。",
    "format_class": "数据库",
    "format_type": "mysql",
    "share_type": "有条件共享",
    "share_condition": "因办理社会救助审核需要，经县民政局同意。",
    "share_scope": "市、县两级医保部门。",
    "share_purpose": "行政依据：医疗救助资格核对。",
    "share_mode_class": "共享平台方式",
    "share_mode_type": "数据库",
    "open": "否",
    "update_cycle": "每月",
    "publish_date": "2026-03-01",
    "data_class": "公共数据",
    "data_level": "一般数据",
    "secret": "非涉密",
    "secrecy_assessment": "已通过",
    "secrecy_assessed_on": "2026-02-10",
    "privacy_assessment": "已通过",
    "privacy_assessed_on": "2026-02-10",
    "head_approver": "李明",
    "head_approved_on": "2026-02-20",
    "office": "社会救助科",
    "storage_total": "12.5",
    "storage_shared": "8",
    "records_total": "3.2",
    "records_shared": "2",
}
SYSTEM: Mapping[str, Any] = {
    "title": "低保信息管理系统",
    "code": "XT-0001",
    "org": ORG.name,
    "org_code": ORG.code,
    "summary": "办理最低生活保障的申请、审核和发放。",
    "stage": "已建",
    "started": "2019-05",
    "resources": "城镇居民最低生活保障人员信息",
    "connection": "已接入",
    "connection_way": ["库表交换"],
    "connected_on": "2020-01",
    "zombie": "否",
    "cleanup": "保留",
    "running_cost": "3.5",
    "secret": "非涉密",
}
DEMAND: Mapping[str, Any] = {
    "title": "医疗救助对象参保信息",
    "code": "XQ-0001",
    "provider": "南江县医疗保障局",
    "org": ORG.name,
    "org_code": ORG.code,
    "purpose": "核对低保对象的医保缴费。",
    "use_basis": "《社会救助暂行办法》第五十八条",
    "use_scene": "低保资格年度复核",
    "use_scope": "县民政局社会救助科",
    "get_mode": ["接口方式"],
    "use_until": "至2028年12月31日",
    "obtained": "否",
    "request_state": "已申请",
    "lead_agreed_by": "王芳",
    "lead_agreed_on": "2026-10-08",
    "applied_on": "2026-10-09",
}
STANDING = {"resource": RESOURCE, "system": SYSTEM, "demand": DEMAND}

ITEMS: tuple[Mapping[str, Any], ...] = (
    {"name": "救助证号", "type": "字符型", "length": "18", "primary_key": "是", "nullable": "否"},
    {"name": "身份证号", "type": "字符型", "length": "18", "personal": "是"},
    {"name": "保障标准", "type": "货币型", "update_cycle": "每月", "level": "一般数据"},
)


@cache
def library() -> Library:
    """The national definitions."""
    return Library()


def kind_of(key: str) -> Kind:
    """A kind of the national definitions."""
    return library().kind(key)


@cache
def judge_of(key: str) -> Judge:
    """The judge of a kind; 南江县民政局 is registered."""
    return Judge(kind_of(key), library(), {"南江县民政局": ORG.code, "县政府一科": OTHER_CODE})


def record(
    key: str = "resource", items: tuple[Mapping[str, Any], ...] | None = None, **changes: Any
) -> Record:
    """A clean record with changes; None leaves a value out."""
    values = {k: v for k, v in {**STANDING[key], **changes}.items() if v is not None}
    kind = kind_of(key)
    rows = (ITEMS if items is None else items) if key == "resource" else ()
    numbered = tuple({"id": f"row{n}", **row} for n, row in enumerate(rows, 1))
    groups = {"items": numbered} if numbered else {}
    code = str(values.get("code", ""))
    return Record("R1", key, kind.standard, ORG, code, title_of(kind, values), values, groups)


def judged(entry: Record, stage: Stage = Stage.REVIEW) -> list[Finding]:
    """All findings on a record."""
    return judge_of(entry.kind).findings(entry, stage, TODAY)


def codes(entry: Record, stage: Stage = Stage.REVIEW) -> set[str]:
    """The codes of the findings, without their prefix."""
    return {finding.code.removeprefix("CDO-") for finding in judged(entry, stage)}


def the_finding(entry: Record, code: str, stage: Stage = Stage.REVIEW) -> Finding:
    """The first finding with this code; fails if there is none."""
    return next(finding for finding in judged(entry, stage) if finding.code == f"CDO-{code}")
