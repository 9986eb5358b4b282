"""Rows that stand in a table and are no part of it: notes, signatures, totals."""

from __future__ import annotations

import re

from cdo_desktop.domain.names import name_key

_NOTE = re.compile(
    r"(?:注(?=[\s：:;；、.．\d一二三(（释意]|$)|备注|说明|填[表报写]|制表|审[核批]"
    r"|单位负责人|联系人|合计|总计|小计)"
)
_TOTAL = re.compile(
    r"(?:本页|本表|全表|全部)?(?:合计|小计|总计|共计|累计)(?:数|[条个项]数|\d+[条个项类行]?)?"
)
_TOTAL_OF = ("小计", "合计", "总计")


def is_note(text: str) -> bool:
    """Whether a text that stands alone begins like a note, a signature or a total."""
    return _NOTE.match(text) is not None or is_total(text)


def is_total(text: str) -> bool:
    """Whether a text is the word for a total and no more: 合 计：, 本页小计, 合计（2条）."""
    return _TOTAL.fullmatch(name_key(text)) is not None


def is_total_of(text: str) -> bool:
    """Whether a text names what is summed up: 教育局小计."""
    return name_key(text).endswith(_TOTAL_OF)
