"""Overruling a check: who may, and the reason that is asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.project_check import ProjectCheck
from cdo_desktop.domain.roles import role_label
from cdo_desktop.work import reviewing
from cdo_desktop.work.review_desk import Desk
from cdo_desktop.workbench import Workbench
from ui.review.reason_dialog import ReasonDialog
from ui.shell import Shell
from ui.tr import tr

_LONGEST = 1000
"""As long as the field of the reason may be."""


def why_no_overrule(shell: Shell, bench: Workbench, desk: Desk) -> str:
    """Why no check of this project can be overruled here and now; "" if they can."""
    if not shell.session.writable:
        return shell.session.held
    if desk.flow.state(desk.record.review).frozen:
        return tr("审查表已经签名，不能再改判；不同意的，写在意见里。")
    held = reviewing.roles_held(bench)
    mine = {*held.get(bench.who.name, ())}
    if held and not mine & {*desk.flow.overrulers}:
        return tr("要由{0}改判。").format("、".join(map(role_label, desk.flow.overrulers)))
    return ""


def ask_reason(
    shell: Shell, check: ProjectCheck, page: QWidget, given: Callable[[str], None]
) -> None:
    """Ask for the reason against a check."""
    said = tr("“{check.label}”的结论是：{check.sentence}").format(check=check)
    more = tr("写明为什么不同意这项结论。理由印在审查表上，随您的意见一起签名。")
    title = tr("改判“{0}”").format(check.label)
    dialog = ReasonDialog(shell.look, title, f"{said}\n{more}", tr("改判"), _LONGEST, page)
    dialog.given.connect(given)
    dialog.open()
