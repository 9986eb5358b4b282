"""A workspace of any size, generated through the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.sheets import ITEMS, TYPES, name_of
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.listing import Assessment
from cdo_desktop.domain.people import Act, Org, Person
from cdo_desktop.domain.record import Record
from cdo_desktop.store.workspace import Workspace

ACT = Act(Person("王晓燕"), datetime(2026, 11, 19, 10, 0, tzinfo=UTC), "bench")
OWNER = Org("12100000400000624D", "通江县教育科技和体育局")
UNITS = tuple(f"第{number}单位" for number in range(40))


def make_workspace(path: Path, records: int, items: int, review: str = "approved") -> None:
    """Make the workspace with its records in one step."""
    path.unlink(missing_ok=True)
    with (
        Workspace.create(path, OWNER, "511921", "national", ACT) as workspace,
        workspace.unit(ACT, "生成") as unit,
    ):
        standard = workspace.library.kind("resource").standard
        for record in _records(records, items, standard, review):
            unit.save(record, Assessment(0, 2, 90))


def _records(number: int, items: int, standard: str, review: str) -> Iterator[Record]:
    for place in range(number):
        name = name_of(place)
        unit = UNITS[place % len(UNITS)]
        values = {
            "title": name,
            "classification": f"307023{place % 40:04d}",
            "org": unit,
            "org_code": OWNER.code,
            "summary": f"{name}，含若干要素，按年度汇总，供业务协同使用。",
            "format_class": "数据库",
            "format_type": "mysql",
            "share_type": "无条件共享",
            "share_mode_class": "共享平台方式",
            "share_mode_type": "数据库",
            "open": "否",
            "update_cycle": "每月",
        }
        rows = tuple(
            {
                "id": new_id(),
                "name": f"{ITEMS[item % len(ITEMS)]}{place % 977}",
                "type": TYPES[item % len(TYPES)][:-1],
                "length": str(20 + item),
            }
            for item in range(items)
        )
        owner = Org(OWNER.code, unit)
        yield Record(
            new_id(), "resource", standard, owner, "", name, values, {"items": rows}, review
        )
