"""The table of checks of a project, in the order in which a reviewer reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from cdo_desktop.domain.project_check import Outcome, Overrule, ProjectCheck, Said
from cdo_desktop.standard.codes import CodeList
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate import project_data_checks as data
from cdo_desktop.validate import project_list_checks as lists
from cdo_desktop.validate import project_scope_checks as scope
from cdo_desktop.validate.project_case import ProjectCase

CHECKS = "project_check"
"""The code list that names the checks: key, label and clause of each."""
SECRET = "secret"

PROJECT_CHECKS: Mapping[str, Callable[[ProjectCase], Said]] = {
    SECRET: scope.secret,
    "threshold": scope.threshold,
    "split": scope.split,
    "need": scope.need,
    "catalog": data.catalog,
    "joint_build": lists.joint_build,
    "negative": lists.negative,
    "duplicate": lists.duplicate,
    "channel": data.channel,
    "commitment": data.commitment,
    "collected_again": data.collected_again,
    "reuse": lists.reuse,
    "protection": data.protection,
    "cipher": data.cipher,
    "money": scope.funds,
    "targets": scope.targets,
}


def is_out_of_bounds(case: ProjectCase) -> bool:
    """Whether the project is secret: then nothing else is looked at."""
    return scope.secret(case).result is Outcome.FAIL


def checked(case: ProjectCase, names: CodeList) -> list[ProjectCheck]:
    """What every check comes to; of a secret project only that it is one."""
    stopped = is_out_of_bounds(case)
    keys = (SECRET,) if stopped else PROJECT_CHECKS
    return [_made(key, case, names, stops=stopped) for key in keys]


def _made(key: str, case: ProjectCase, names: CodeList, *, stops: bool) -> ProjectCheck:
    named = names.by_code[key]
    check = ProjectCheck(key, named.word, named.note, PROJECT_CHECKS[key](case), stops=stops)
    words = list(_overrules(check, case))
    holding = [one for one in words if one.holds]
    # the newest that still holds; else the newest, so that it is seen to have lapsed
    return replace(check, overrule=(holding or words)[-1]) if words else check


def _overrules(check: ProjectCheck, case: ProjectCase) -> Iterator[Overrule]:
    """Every word against this check, the oldest first."""
    group = case.kind.group_with(Role.PROJECT_OVERRULES)
    keys = {role: element.key for role, element in group.roles.items()} if group else {}
    for row in case.rows(Role.PROJECT_OVERRULES):
        cell = {role: shown(row.get(key)) for role, key in keys.items()}
        if cell[Role.OVERRULE_CHECK] == check.label and cell[Role.OVERRULE_REASON]:
            said = cell[Role.OVERRULE_SAID]
            by, on = cell[Role.OVERRULE_BY], cell[Role.OVERRULE_ON]
            holds = said == check.grounds
            yield Overrule(said, cell[Role.OVERRULE_REASON], by, on, holds)
