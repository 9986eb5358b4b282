"""What the opinion pane says by itself: who signs next, what the checks give reason to ask for."""

from __future__ import annotations

from collections.abc import Sequence

from cdo_desktop.domain.project_check import Outcome, ProjectCheck
from cdo_desktop.work.review_desk import Desk
from ui.tr import tr


def next_desk(desk: Desk) -> str:
    """What is to be known where somebody has signed: the next one may sit at another desk."""
    if not desk.opinions:
        return ""
    return tr(
        "审查表已经有 {0} 个签名。下一位就在这台电脑上签的，写在下面；"
        "在别处签的，请导出审查表送去，签好以后把文件导入。"
    ).format(desk.opinions)


def suggestions(checks: Sequence[ProjectCheck]) -> list[str]:
    """What failed, or is to be looked at, gives reason to ask for."""
    wanted = [one for one in checks if one.is_open or one.result is Outcome.NOTE]
    return [tr("按“{0}”的检查意见补正").format(one.label) for one in wanted if not one.is_overruled]
