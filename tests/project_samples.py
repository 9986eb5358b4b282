"""A project as a careful clerk would file it; a test changes what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record, org_of, title_of
from cdo_desktop.standard.library import Library

BUREAU = Org("11511900MB0000019E", "巴中市民政局")
PROJECT: Mapping[str, Any] = {
    "title": "巴中市社会救助信息管理平台升级项目",
    "org": BUREAU.name,
    "org_code": BUREAU.code,
    "office": "社会救助科",
    "leader": "赵敏",
    "leader_phone": "0827-5260001",
    "contact": "王芳",
    "contact_phone": "0827-5260002",
    "applied_on": "2026-03-10",
    "year": "2026",
    "period": "8",
    "level": "市级",
    "nature": "新建",
    "way": "自建（自有产权）",
    "category": "业务应用系统",
    "secret": "非涉密",
    "basis_title": "《国务院关于加强数字政府建设的指导意见》（国发〔2022〕14号）",
    "need": "现有系统只能单机登记，核对家庭财产要靠人工函询，平均用时30天。",
    "urgency": "中",
    "total": "86.5",
    "arrived": "未到位",
    "running": "6",
    "summary": "建设低保申请受理、家庭经济状况核对、救助金发放三项业务的办理功能。",
    "goal": "低保申请从受理到办结不超过15个工作日。",
    "users": ["本单位工作人员"],
    "scale": "1200",
    "shared_scene": "社会救助申请、审核、发放",
    "place": "政务云",
    "network": ["政务外网"],
    "localised": "是",
    "protection": "二级",
    "cipher": "已编制方案",
    "privacy": "已评估",
    "channel": "接入共享交换平台",
    "commitment": "是",
    "collect": "申请人银行账号",
    "planned_on": "2026-12",
}
GROUPS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "funds": (
        {"source": "财政资金", "amount": "60"},
        {"source": "上级专项资金", "amount": "26.5"},
    ),
    "functions": (
        {"name": "低保申请受理", "text": "网上和窗口都能受理", "shared": "否"},
        {"name": "家庭经济状况核对", "shared": "否"},
        {"name": "救助金发放", "shared": "否"},
        {"name": "救助对象动态管理", "shared": "否"},
    ),
    "reuse": (
        {"component": "统一身份认证", "used": "是"},
        {"component": "短信平台", "used": "是"},
    ),
    "catalog": ({"resource": {"id": "", "code": "", "title": "低保申请信息"}},),
    "targets": ({"name": "申请审核平均时间", "value": "不超过15个工作日"},),
    "milestones": (
        {"stage": "立项", "plan_from": "2026-04", "plan_to": "2026-05"},
        {"stage": "采购", "plan_from": "2026-05", "plan_to": "2026-07"},
        {"stage": "上线", "plan_from": "2026-10", "plan_to": "2026-11"},
    ),
}


def project(
    library: Library,
    groups: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    **changes: Any,
) -> Record:
    """The project with these values (None leaves one out) and these groups instead of its own."""
    kind = library.kind("project")
    values = {key: value for key, value in {**PROJECT, **changes}.items() if value is not None}
    rows = {
        key: tuple({"id": new_id(), **row} for row in given)
        for key, given in {**GROUPS, **(groups or {})}.items()
        if given
    }
    code = str(values.get("code", ""))
    org = org_of(kind, values, BUREAU)
    return Record(
        new_id(), kind.key, kind.standard, org, code, title_of(kind, values), values, rows
    )
