"""The foot of the import page: what writing would do, or why it cannot be done yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.look import Look, restyle
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import Elided, icon_label

CALM = tr("预演不改动任何数据。写入是一步，可以整个撤销。")


class WriteFoot(QFrame):
    """Back, the annotated copy, the writing with its count."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "foot")
        self._icon = icon_label(look, "history", "text-3", 14)
        self._says = Elided(look, "body", "2")
        self.back = button(look, tr("返回"), tip=tr("回到清单（Esc）；这次预演留着，回来还在"))
        self.annotate = button(look, tr("导出批注表格"), icon="file-output")
        self.write = button(look, tr("写入"), kind="primary", icon="check")
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 9, 16, 9)
        across.setSpacing(8)
        across.addWidget(self._icon)
        across.addWidget(self._says, 1)
        for made in (self.back, self.annotate, self.write):
            across.addWidget(made)

    @property
    def words(self) -> str:
        """What it says beside the buttons."""
        return self._says.text()

    def show_going(
        self,
        going: Sequence[Any] | None,
        hindrance: str,
        busy: bool,
        goes_with: tuple[int, int] = (0, 0),
    ) -> None:
        """`going`: the entries that would be written, None without a rehearsal; `hindrance`: why
        they cannot be; `busy`: something is under way; `goes_with`: errors and warnings of what
        would be written."""
        new = sum(entry.outcome == "new" for entry in going or ())
        changed = len(going or ()) - new
        parts = [
            tr("新增 {new}").format(new=new) if new else "",
            tr("更新 {changed}").format(changed=changed) if changed else "",
        ]
        counts = "，".join(part for part in parts if part)
        told = tr("写入 {0} 条").format(len(going)) if going is not None else tr("写入")
        self.write.setText(f"{told}（{counts}）" if counts else told)
        self.write.setAccessibleName(self.write.text())
        self.write.setEnabled(not hindrance and not busy)
        self.write.setToolTip(hindrance or tr("写入这些记录（Ctrl+Enter）"))
        self.annotate.setEnabled(going is not None and not busy)
        self.annotate.setToolTip(
            tr("写出原表格的副本，问题标在格子上") if going is not None else tr("先预演一张表格")
        )
        warns = bool(hindrance) and going is not None and not busy
        self._look.put_icon(
            self._icon,
            "mark-warning" if warns else "history",
            "warn-icon" if warns else "text-3",
            14,
        )
        calm = _calm_words(*goes_with) if going else CALM
        self._says.setText(hindrance if hindrance and going is not None else calm)
        restyle(self._says, "tone", "warn" if warns else "2")


def _calm_words(errors: int, warnings: int) -> str:
    """A record with an error is a draft like any other: it is put right after the writing."""
    counted = ((tr("错误"), errors), (tr("警告"), warnings))
    told = "、".join(f"{word} {number:,}" for word, number in counted if number)
    if not told:
        return CALM
    return tr("{told} 的记录照样写入，写入后在问题窗格里改。写入是一步，可以整个撤销。").format(
        told=told
    )
