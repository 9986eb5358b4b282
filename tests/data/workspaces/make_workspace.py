"""Makes <version>.cdo beside this file, with the program as it is: one for every release.

Run once when a version is released, from the top folder; the file is then never made again, so
that the tests can prove that the workspaces of every released version still open.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))

from cdo_desktop import __version__  # noqa: E402
from cdo_desktop.domain.listing import Assessment  # noqa: E402
from cdo_desktop.domain.people import Act, Org, Person  # noqa: E402
from cdo_desktop.domain.record import Record  # noqa: E402
from cdo_desktop.store.workspace import Workspace  # noqa: E402

BUREAU = Org("11511900MB0000019E", "巴中市民政局")
ACT = Act(Person("王芳"), datetime(2026, 3, 12, 1, 30, tzinfo=UTC), "民政局-03")


def main() -> None:
    """One resource added, changed, its change undone; a second one deleted."""
    with Workspace.create(HERE / f"{__version__}.cdo", BUREAU, "511902", "national", ACT) as made:
        kind = made.library.kind("resource")
        rows = ({"id": "0195874e-8c00-7000-8000-000000000009", "name": "姓名", "type": "字符型"},)
        first = Record(
            id="0195874e-8c00-7000-8000-000000000001",
            kind=kind.key,
            standard=kind.standard,
            org=BUREAU,
            code="",
            title="城镇居民最低生活保障人员信息",
            values={"title": "城镇居民最低生活保障人员信息", "classification": "307022"},
            groups={"items": rows},
        )
        second = replace(first, id="0195874e-8c00-7000-8000-000000000002", title="停用的目录")
        with made.unit(ACT, "新增") as unit:
            first, second = (unit.save(record, Assessment()) for record in (first, second))
        with made.unit(ACT, "改科室") as unit:
            changed = first.with_value("office", "社会救助科")
            unit.save(changed, Assessment(), first.revision_id)
        with made.unit(ACT, "删除") as unit:
            unit.save(replace(second, deleted=True), Assessment(), second.revision_id)
        made.undo(ACT, lambda record: Assessment())


if __name__ == "__main__":
    main()
