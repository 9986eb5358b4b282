"""Who, when, where and why."""

import getpass
from datetime import UTC, datetime

import pytest

from cdo_desktop.domain.people import Act, Org, Person, this_machine, this_user
from cdo_desktop.domain.roles import ROLES, role_label


def test_an_act_says_who_when_where_and_why():
    act = Act(Person("王芳", "p1"), datetime(2026, 3, 12, 9, 30, tzinfo=UTC), "pc", "补正")
    assert act.as_json() == {
        "who": {"id": "p1", "name": "王芳"},
        "at": "2026-03-12T09:30:00+00:00",
        "machine": "pc",
        "why": "补正",
    }


def test_an_organisation_is_a_code_and_a_name():
    assert Org("C", "民政局").as_json() == {"code": "C", "name": "民政局"}


def test_this_computer_has_a_name(monkeypatch):
    monkeypatch.setattr("cdo_desktop.domain.people.platform.node", lambda: "")
    assert this_machine() == "localhost"
    monkeypatch.setattr("cdo_desktop.domain.people.platform.node", lambda: "民政局-03")
    assert this_machine() == "民政局-03"


@pytest.mark.parametrize("error", [OSError, KeyError, ImportError])
def test_where_nobody_has_logged_in_there_is_a_name_nevertheless(monkeypatch, error):
    def nobody():
        raise error

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert this_user() == Person("本机用户")
    monkeypatch.setattr(getpass, "getuser", lambda: "wang")
    assert this_user() == Person("wang")


def test_every_role_has_a_label_of_its_own():
    assert len(set(ROLES.values())) == len(ROLES)
    assert role_label("dept_cdo") == "部门首席数据官"
    assert role_label("of_a_newer_program") == "of_a_newer_program"
