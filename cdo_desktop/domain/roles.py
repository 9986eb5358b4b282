"""The roles under which people and platforms sign: a key for machines, a label for people."""

from __future__ import annotations

ROLES: dict[str, str] = {
    "clerk": "填报人",
    "sharing_lead": "共享工作机构负责人",
    "dept_cdo": "部门首席数据官",
    "dept_head": "部门负责人",
    "cdo_executive": "首席数据执行官",
    "gov_cdo": "政府首席数据官",
    "expert": "专家",
    "platform": "平台",
    "root": "根",
}


def role_label(key: str) -> str:
    """The Chinese label of a role; a key we do not know is its own label."""
    return ROLES.get(key, key)
