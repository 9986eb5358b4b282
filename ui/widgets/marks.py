"""Severities and share types: their words, shapes and colours. Shape alone tells them apart."""

from __future__ import annotations

from dataclasses import dataclass

from cdo_desktop.standard.model import Severity
from ui.tr import tr


@dataclass(frozen=True, slots=True)
class Mark:
    """A small icon with its word."""

    icon: str
    token: str
    word: str


SEVERITIES: dict[Severity, Mark] = {
    Severity.ERROR: Mark("mark-error", "err-icon", tr("错误")),
    Severity.WARNING: Mark("mark-warning", "warn-icon", tr("警告")),
    Severity.HINT: Mark("mark-hint", "info", tr("提示")),
}
SHARES: dict[str, Mark] = {
    "无条件共享": Mark("share-open", "text", tr("无条件")),
    "有条件共享": Mark("share-conditional", "text", tr("有条件")),
    "不予共享": Mark("share-refused", "text", tr("不予")),
}
"""The words of the code list share_type -> the short forms of tables."""
STANDINGS: dict[str, Mark] = {
    "taken": Mark("mark-passed", "ok-solid", tr("通过")),
    "warned": Mark("mark-warning", "warn-icon", tr("请留意")),
    "pending": Mark("mark-question", "plum", tr("待确认")),
    "unknown": Mark("mark-question", "text-3", tr("不导入")),
}
"""Standing of a column in a rehearsal."""
