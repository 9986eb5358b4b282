"""A project by commands from its filing to 立项: conditions, refusals, returns, new versions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flow_steps import (
    BUREAU,
    BUREAU_CODE,
    PLATFORM,
    PLATFORM_CODE,
    TITLES,
    WANTING,
    Office,
    People,
    cdo,
    full_office,
)
from project_samples import GROUPS, PROJECT

from cdo_desktop.tasks import Run
from cdo_desktop.work import review_forms

AGREE = ("--decision", "同意", "--text", "同意。")
IF = ("--decision", "修改后同意", "--text", "原则同意。", "--condition", "补充备案证明")
REFUSE = ("--decision", "不同意", "--text", "与已建系统重复。")
OTHERS = (("陈明", "cdo_executive"), ("周岚", "expert"))


@pytest.fixture(scope="module")
def judges(tmp_path_factory, everybody) -> People:
    """A trust list that names the CDO, the executive and an expert."""
    folder = tmp_path_factory.mktemp("project-judges")
    for name in ("李文涛", "根"):
        for file in (f"{name}.cdokey", f"{name}.cdokey.pem"):
            shutil.copy(everybody.folder / file, folder)
    found = People(folder, folder / "清单.cdopkg", folder / "root.json")
    bureau = ("--org", PLATFORM, "--org-code", PLATFORM_CODE, "--suite", "p256")
    for name, role in OTHERS:
        cdo("key", "new", "-o", found.key(name), "--name", name, "--role", role, *bureau)
    draft = folder / "草稿.json"
    cdo("trust", "new", "-o", draft, "--root", found.key("根"))
    for name in ("李文涛", *dict(OTHERS)):
        cdo("trust", "add", draft, f"{found.key(name)}.pem")
    cdo("trust", "sign", draft, "--key", found.key("根"), "-o", found.bundle)
    return found


@dataclass(frozen=True)
class Filed:
    """A project that waits for the CDO, and those who judge it."""

    office: Office
    judges: People
    id: str

    def state(self) -> str:
        return str(self.office.ask("project show", self.id, exits=None)["review"])

    def says(self, name: str, *said: str) -> dict[str, Any]:
        """The opinion of one of them, signed."""
        done = self.office.ask("opinion", self.id, *said, "--key", self.judges.key(name))
        assert isinstance(done, dict)
        return done

    def moves(self, move: str, by: str = "王晓燕", *more: str, exits: int = 0) -> dict[str, Any]:
        done = self.office.ask(f"project {move}", self.id, "--by", by, *more, exits=exits)
        assert isinstance(done, dict)
        return done

    def refuses(self, name: str, *said: str) -> str:
        return self.office.refuses("opinion", self.id, *said, "--key", self.judges.key(name))

    def edited(self, text: str) -> None:
        self.office.ask("set", self.id, f"summary={text}")


def values_file(folder: Path, groups: Mapping[str, Any]) -> Path:
    own = {"org": BUREAU, "org_code": BUREAU_CODE}
    body = {"values": {**PROJECT, **own}, "groups": {**GROUPS, **groups}}
    path = folder / "项目.json"
    path.write_text(json.dumps(body, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture
def filed(tmp_path: Path, judges: People) -> Filed:
    office = full_office(tmp_path, TITLES[:1]).trusting(judges)
    catalog = {"catalog": [{"resource": TITLES[0]}]}
    made = office.ask("project new", "--values", values_file(tmp_path, catalog), exits=None)
    found = Filed(office, judges, made["id"])
    done = found.moves("file", exits=None)
    assert done["moved"] == 1, done
    return found


def test_from_filing_to_the_decision(filed: Filed):
    """Conditions of two signers are met one by one; only then is the project established."""
    assert filed.says("李文涛", *IF)["state"] == "待数据局复核"
    assert filed.says("陈明", *AGREE)["state"] == "待专家评审"
    assert filed.says("周岚", *IF[:-1], "重新报价")["state"] == "待立项"
    said = filed.office.ask("project conditions", filed.id, exits=WANTING)
    assert [(one["key"], one["text"]) for one in said["conditions"]] == [
        ("1.1", "补充备案证明"),
        ("3.1", "重新报价"),
    ]
    (behind,) = filed.moves("establish", "陈明", exits=WANTING)["behind"]
    assert "1.1 补充备案证明（李文涛）；3.1 重新报价（周岚）" in behind["reason"]
    for key in ("1.1", "3.1"):
        tick = ("--by", "陈明", "--note", "已看过材料")
        said = filed.office.ask("project tick", filed.id, key, *tick)
    assert said["open"] == 0
    assert [one["met"]["by"] for one in said["conditions"]] == ["陈明", "陈明"]
    filed.moves("establish", "陈明")
    assert filed.state() == "已立项"
    assert filed.office.is_whole()


def test_undo_opens_a_condition_again(filed: Filed):
    filed.says("李文涛", *IF)
    filed.office.ask("project tick", filed.id, "1.1", "--by", "陈明", "--note", "收到")
    filed.office.ask("undo")
    assert filed.office.ask("project conditions", filed.id, exits=WANTING)["open"] == 1


def test_after_a_refusal_the_changed_project_goes_the_whole_way_again(filed: Filed):
    assert filed.says("李文涛", *REFUSE)["state"] == "不同意"
    assert filed.refuses("李文涛", *AGREE) == "CDO-E772"  # nothing leads on from there as it is
    filed.edited("只建设低保申请受理一项，其余用已建系统。")
    assert filed.state() == "草稿"
    filed.moves("file")
    done = filed.says("李文涛", *AGREE)
    assert (done["version"], done["state"]) == (2, "待数据局复核")
    assert filed.says("陈明", *AGREE)["state"] == "待专家评审"


def test_a_refusal_of_the_bureau_voids_the_signature_before_it_by_name(filed: Filed, tmp_path):
    filed.says("李文涛", *AGREE)
    assert filed.says("陈明", *REFUSE)["state"] == "不同意"
    filed.edited("只建设低保申请受理一项，其余用已建系统。")
    filed.moves("file")
    filed.says("李文涛", *AGREE)
    target = tmp_path / "第二版.cdopkg"
    filed.office.ask("review export", filed.id, "-o", target)
    shown = review_forms.shown_from(target, Run())
    assert shown.version == 2
    assert [(one.number, one.name) for one in shown.voids] == [(1, "李文涛"), (2, "陈明")]


def test_what_was_sent_back_is_changed_and_signed_as_a_new_version(filed: Filed):
    filed.says("李文涛", *IF)
    filed.moves("send-back", "陈明", "--note", "请补充预算明细")
    assert filed.state() == "已退回"
    assert filed.refuses("李文涛", *AGREE) == "CDO-E772"
    filed.edited("建设低保申请受理、家庭经济状况核对两项，预算见附表。")
    filed.moves("file")
    done = filed.says("李文涛", *AGREE)
    assert (done["version"], done["number"], done["state"]) == (2, 1, "待数据局复核")
    assert filed.office.ask("project conditions", filed.id)["conditions"] == []


def test_what_was_sent_back_and_filed_again_unchanged_is_signed_anew(filed: Filed):
    """Whoever sent it back wants it looked at again: the signature before takes it nowhere."""
    filed.says("李文涛", *AGREE)
    filed.moves("send-back", "陈明", "--note", "请再核对")
    filed.moves("file")
    assert filed.state() == "待部门首席数据官审核"
    assert filed.refuses("陈明", *AGREE) == "CDO-E756"  # not before the CDO
    done = filed.says("李文涛", *AGREE)
    assert (done["version"], done["state"]) == (2, "待数据局复核")


def test_how_long_it_waits_is_told(filed: Filed):
    clock = filed.office.ask("project show", filed.id, exits=None)["clock"]
    assert (clock["used"], clock["allowed"], clock["left"]) == (0, 10, 10)
    (listed,) = filed.office.ask("project list")["records"]
    assert listed["clock"] == clock
    said = cdo("project", "list", filed.office.path).out
    assert f"限 10 个，还剩 10 个工作日（{clock['due']} 到期" in said


def test_a_form_kept_for_reference_is_compared_with(filed: Filed, tmp_path):
    filed.says("李文涛", *AGREE)
    form = tmp_path / "教体局审查表.cdopkg"
    filed.office.ask("review export", filed.id, "-o", form)
    county = tmp_path / "县"
    county.mkdir()
    other = full_office(county, TITLES[:1]).trusting(filed.judges)
    made = other.ask("project new", "--values", values_file(county, {}), exits=None)
    assert other.ask("project reference add", form)["references"][0]["entries"] == 1
    checks = other.ask("project check", made["id"], exits=WANTING)["checks"]
    (found,) = [one for one in checks if one["check"] == "duplicate"]
    assert found["result"] == "fail"
    assert "见“教体局审查表.cdopkg”" in found["evidence"][0]["label"]
    assert other.ask("project reference list")["count"] == 1
    other.ask("project reference drop", form.name)
    assert other.ask("project reference list")["count"] == 0
    assert other.is_whole()
