"""Backups as a list shows them: when, which file, how large, whether one was tried."""

from __future__ import annotations

from cdo_desktop.work.restoring import KeptBackup
from ui.exchange.known_files import KnownFiles
from ui.exchange.wording import minute, size_words, whole_minute
from ui.models.columns import Column, Tone
from ui.tr import tr
from ui.widgets.marks import Mark

_TRIED = Mark("mark-passed", "ok-solid", tr("已核对"))
_UNTRIED = Mark("mark-question", "plum", tr("没有核对过"))


def tried_words(known: KnownFiles, one: KeptBackup) -> str:
    """When it was opened and counted, and what was found."""
    found = known.tried(one.path)
    return tr("{0} 核对，{1:,} 条").format(minute(found[1]), found[0]) if found else _UNTRIED.word


def backup_columns(known: KnownFiles) -> list[Column[KeptBackup]]:
    """The columns of the backups of a workspace."""

    def tried(one: KeptBackup) -> tuple[tuple[Mark, str], ...]:
        return ((_TRIED if known.tried(one.path) else _UNTRIED, tried_words(known, one)),)

    return [
        Column("at", tr("时间"), lambda one: whole_minute(one.at), 132, yields=1),
        Column("file", tr("文件"), lambda one: one.path.name, tip=lambda one: str(one.path)),
        Column("size", tr("大小"), lambda one: size_words(one.size), 76, right=True, yields=2),
        Column(
            *("tried", tr("核对"), lambda one: tried_words(known, one), 172),
            painted=tried,
            tone=Tone.SECOND,
        ),
    ]
