"""What has become of a block that was pasted, in sentences."""

from __future__ import annotations

from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Group
from cdo_desktop.work.item_paste import Pasted
from cdo_desktop.work.items import Rows
from ui.tr import tr

_SHOWN = 20
"""So many characters of a value that was not understood are named."""


def pasted_words(group: Group, rows: Rows, made: Pasted, size: str) -> str:
    """What was written where, and what was not; `size`: the block, as a person says it."""
    words = tr("已粘贴 {size}：改写 {made.overwritten} 行，新增 {made.added} 行。").format(
        size=size, made=made
    )
    if made.by_headings:
        words += tr("第一行是表头，已按表头认列。")
    if made.not_understood:
        number, key = made.not_understood[0]
        value = shown(rows[number].get(key))[:_SHOWN]
        words += tr("{0} 个单元格认不出：第 {1} 行的{2}“{value}”，请改选。").format(
            len(made.not_understood), number + 1, group.by_key[key].label, value=value
        )
    if made.columns_left_out:
        words += tr("右边 {made.columns_left_out} 列没有对应的列，没有放入。").format(made=made)
    if made.rows_left_out:
        words += tr("超出上限，最后 {made.rows_left_out} 行没有放入。").format(made=made)
    return words
