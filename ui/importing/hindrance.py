"""Why what was rehearsed cannot be written yet, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.importing.sheet_at_hand import SheetAtHand
from ui.tr import tr


def hindrance(
    hand: SheetAtHand | None, going: Sequence[Any], rehearsing: bool, writable: bool
) -> str:
    """ "" if nothing stands in the way; `going`: the entries that would be written."""
    if hand is None:
        return tr("还没有选表格")
    if rehearsing:
        return tr("正在预演，请稍候")
    if hand.found is None:
        return tr("表格还没有预演成功，请看上面的提示")
    if not writable:
        return tr("工作区现在只能看，不能写入")
    if hand.pending:
        return tr("还有 {hand.pending} 列待确认：请在左边选定它是什么，或选“不导入”").format(
            hand=hand
        )
    if not hand.found.writes:
        return tr("没有可以写入的记录：表格与现有内容相同，或都不能写入")
    return "" if going else tr("没有勾选要写入的内容")
