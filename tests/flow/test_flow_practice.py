"""练习 from the command line: a package says it is practice, whatever its file is called."""

import shutil
from pathlib import Path

import pytest
from flow_steps import (
    TITLES,
    UNCHECKED,
    Office,
    People,
    ask,
    cdo,
    full_office,
    new_office,
    refused,
    titled,
)

PACKAGE = "目录-正式.cdopkg"


@pytest.fixture(scope="module")
def made(tmp_path_factory, everybody) -> Office:
    """A practice workspace that has exported one resource; to be copied."""
    office = new_office(tmp_path_factory.mktemp("practice"), "--practice")
    office.bring(*titled(TITLES[0]))
    office.approved().export(everybody.key("李文涛"), PACKAGE)
    return office


@pytest.fixture
def office(tmp_path, made) -> Office:
    """The same, for one test, the workspace under a name of its own."""
    shutil.copy(made.folder / PACKAGE, tmp_path)
    return Office(Path(shutil.copy(made.path, tmp_path / "教体局正式.cdo")))


@pytest.fixture(scope="module")
def pupils(tmp_path_factory, everybody) -> People:
    """The same people, vouched for by a trust list to practise with."""
    folder = Path(shutil.copytree(everybody.folder, tmp_path_factory.mktemp("pupils") / "p"))
    bundle = folder / "练习清单.cdopkg"
    found = People(folder, bundle, folder / "root.json")
    draft = ("trust", "sign", folder / "草稿.json", "--key", found.key("根"))
    cdo(*draft, "-o", bundle, "--practice")
    return found


def by(people: People) -> tuple[object, ...]:
    """By what is judged."""
    return ("--trust", people.bundle, "--roots", people.roots)


def test_a_new_workspace_says_which_it_is(tmp_path):
    assert new_office(tmp_path, name="a.cdo").ask("doctor")["practice"] is False
    assert new_office(tmp_path, "--practice", name="b.cdo").ask("doctor")["practice"] is True


def test_verify_says_so_to_script_and_man(office, everybody):
    found = ask("verify", office.folder / PACKAGE, *by(everybody), "--deep")
    assert (found["practice"], found["verdict"]) == (True, "valid-with-notes")
    assert [one["code"] for one in found["reasons"]] == ["CDO-E512"]
    said = cdo("verify", office.folder / PACKAGE, *by(everybody)).out
    assert said.splitlines()[0] == f"有效但有提示：{PACKAGE}（练习包）"
    assert "这是练习包，不能当作正式报送。" in said
    unchecked = ask("verify", office.folder / PACKAGE, exits=UNCHECKED)
    assert unchecked["practice"] is True


def test_a_real_package_is_not_said_to_be_practice(tmp_path, everybody):
    real = full_office(tmp_path, [TITLES[0]]).approved()
    said = real.export(everybody.key("李文涛"), "练习-目录.cdopkg")
    assert said["practice"] is False
    found = ask("verify", said["package"], *by(everybody))
    assert (found["practice"], found["verdict"]) == (False, "valid")


def test_a_copy_that_was_moved_exports_practice_too(office, everybody):
    code = next(iter(office.listed().values()))["code"]
    office.ask("set", code, "信息资源摘要=改过一次。")
    said = cdo(
        *("export", office.approved().path, "--key", everybody.key("李文涛")),
        *("-o", office.folder / "二.cdopkg"),
    )
    assert "这是练习包，不能当作正式报送。" in said.err
    assert ask("verify", office.folder / "二.cdopkg", exits=UNCHECKED)["practice"] is True


def test_no_receipt_is_made_to_it(office, everybody):
    target = office.folder / "回执.cdopkg"
    make = ("receipt", "make", office.folder / PACKAGE, "--key", everybody.key("平台"))
    assert refused(*make, "-o", target, *by(everybody)) == "CDO-E513"
    assert refused(*make, "-o", target) == "CDO-E513"
    assert not target.exists()


def test_a_practice_receipt_is_made_and_taken_in_practice_only(office, everybody, pupils, tmp_path):
    receipt = office.answered(pupils, PACKAGE, "回执.cdopkg")
    assert ask("verify", receipt, exits=UNCHECKED)["practice"] is True
    taken = office.trusting(pupils).ask("receipt take", receipt)
    assert (taken["state"], [one["code"] for one in taken["notes"]]) == ("已受理", ["CDO-E512"])
    (tmp_path / "真").mkdir()
    real = full_office(tmp_path / "真", [TITLES[0]]).approved().trusting(everybody)
    real.export(everybody.key("李文涛"), "真.cdopkg")
    practised = real.answered(pupils, "真.cdopkg", "练习回执.cdopkg")
    before = real.told()
    assert real.refuses("receipt take", practised) == "CDO-E726"
    assert real.refuses("receipt take", receipt) == "CDO-E726"
    assert real.refuses("trust import", pupils.bundle, "--roots", pupils.roots) == "CDO-E722"
    assert real.told() == before


def test_a_signed_list_stays_what_it_is(everybody, pupils, tmp_path):
    again = ("trust", "sign", everybody.bundle, "--key", pupils.key("根"), "--practice")
    assert refused(*again, "-o", tmp_path / "又.cdopkg") == "CDO-E516"
    assert not (tmp_path / "又.cdopkg").exists()
