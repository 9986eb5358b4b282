"""What nobody may do from here, and why: ticking conditions off, moving a project on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cdo_desktop.domain.roles import role_label
from cdo_desktop.work.conditions import who_ticks
from cdo_desktop.work.review_desk import Desk
from cdo_desktop.workbench import Workbench
from ui.shell import Shell
from ui.tr import tr


class DeskRights:
    """Of whoever sits here, with this project; `held`: a person's name -> the roles of today."""

    def __init__(
        self, shell: Shell, bench: Workbench, desk: Desk, held: Mapping[str, Sequence[str]]
    ) -> None:
        self._asks = bool(held)
        self._mine = {*held.get(bench.who.name, ())}
        self._held = "" if shell.session.writable else shell.session.held
        self._bench, self._desk = bench, desk

    @property
    def why_no_tick(self) -> dict[str, str]:
        """Role of a condition -> why it cannot be ticked off."""
        record = self._desk.record
        roles = {one.role for one in self._desk.conditions}
        gone = tr("项目在回收站里。") if record.deleted else ""
        return {role: gone or self._why(who_ticks(self._bench, record, role)) for role in roles}

    @property
    def why_no_move(self) -> dict[str, str]:
        """Key of a move -> why it cannot be made."""
        return {move.key: self._why(move.roles) for move in self._desk.onward}

    def _why(self, may: Iterable[str]) -> str:
        roles = [*may]
        if self._held or not self._asks or not roles or self._mine & {*roles}:
            return self._held
        return tr("要由{0}办理。").format("、".join(map(role_label, roles)))
