"""What every test of the core may ask for, in the domain's words. Knows no Qt."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.people import Act, Org, Person
from cdo_desktop.domain.record import Record, org_of, title_of
from cdo_desktop.standard.library import Library
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run

MakeRecord = Callable[..., Record]

BUREAU = Org("11511900MB0000019E", "巴中市民政局")
REGION = "511902"
GOOD: dict[str, Any] = {
    "title": "城镇居民最低生活保障人员信息",
    "classification": "307022",
    "org": BUREAU.name,
    "org_code": BUREAU.code,
    "summary": "本市城镇最低生活保障对象的家庭成员、保障标准、发放金额和起止月份。",
    "format_class": "数据库",
    "format_type": "KingbaseES",
    "share_type": "有条件共享",
    "share_condition": "经民政局同意后用于社会救助核对。",
    "share_scope": "市直部门",
    "share_purpose": "社会救助对象经济状况核对",
    "share_mode_class": "共享平台方式",
    "share_mode_type": "接口",
    "open": "否",
    "update_cycle": "每月",
    "publish_date": "2026-03-01",
    "data_class": "个人信息",
    "data_level": "一般数据",
    "secrecy_assessment": "已通过",
    "secrecy_assessed_on": "2026-02-10",
    "privacy_assessment": "已通过",
    "privacy_assessed_on": "2026-02-12",
    "head_approver": "李建国",
    "head_approved_on": "2026-02-20",
    "office": "社会救助科",
}


ACT = Act(
    Person("王芳"),
    datetime(2026, 3, 12, 9, 30, tzinfo=timezone(timedelta(hours=8))),
    "民政局-03",
)


def record_maker(library: Library) -> MakeRecord:
    """What the fixture `make_record` gives; for scripts that tests run in other processes."""
    kind = library.kind("resource")

    def make(*, items: tuple[str, ...] = ("姓名", "身份证号"), **changes: Any) -> Record:
        own = {key: changes.pop(key) for key in ("id", "review", "deleted") if key in changes}
        values = {key: value for key, value in (GOOD | changes).items() if value is not None}
        rows = tuple(
            {"id": new_id(), "name": name, "type": "字符型", "length": "64", "personal": "是"}
            for name in items
        )
        record = Record(
            id=new_id(),
            kind=kind.key,
            standard=kind.standard,
            org=org_of(kind, values, BUREAU),
            code=str(values.get("code", "")),
            title=title_of(kind, values),
            values=values,
            groups={"items": rows} if rows else {},
        )
        return replace(record, **own)

    return make


@pytest.fixture(scope="session")
def library() -> Library:
    """The definitions under the national profile."""
    return Library("national")


@pytest.fixture(scope="session")
def act() -> Act:
    """王芳 works on 12 March 2026 at half past nine."""
    return ACT


@pytest.fixture
def run() -> Run:
    """Work that nobody watches."""
    return Run()


@pytest.fixture(scope="session")
def new_workspace(tmp_path_factory: pytest.TempPathFactory, act: Act) -> Path:
    """A new, closed workspace of the bureau; to be copied, never opened."""
    path = tmp_path_factory.mktemp("new") / "民政局.cdo"
    Workspace.create(path, BUREAU, REGION, "national", act).close()
    return path


@pytest.fixture
def workspace(tmp_path: Path, new_workspace: Path, act: Act) -> Iterator[Workspace]:
    """A workspace of the bureau without a record, open for writing."""
    path = shutil.copy(new_workspace, tmp_path)
    with Workspace.open(Path(path), act) as opened:
        yield opened


@pytest.fixture(scope="session")
def make_record(library: Library) -> MakeRecord:
    """A good record of the 数据资源目录 that differs in these elements; None leaves one out.

    `items` names its 信息项; review, code and so on are the record's own (`review="approved"`).
    """
    return record_maker(library)
