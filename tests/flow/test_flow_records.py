"""One record on the command line: found by a short id, changed, and told what is left to do."""

import re

import pytest
from flow_steps import TITLES, Office, cdo, full_office, new_office, titled

FIRST, SECOND = TITLES[:2]


@pytest.fixture
def office(tmp_path) -> Office:
    """Two drafts, one of them without a classification and so without a code."""
    office = new_office(tmp_path)
    office.bring(*titled(FIRST), *titled(SECOND, 信息资源分类=None), exits=1)
    return office


def shorts(office: Office, *more: str) -> dict[str, str]:
    """Title -> the short id that the list shows a person."""
    lines = cdo("list", office.path, *more).out.splitlines()
    found = (re.match(r"\S+\s+([0-9a-f-]{8,36})\s.*?(\S+)$", line) for line in lines)
    return {one[2]: one[1] for one in found if one}


# -- short ids -------------------------------------------------------------------------------------


def test_the_list_shows_an_id_by_which_every_command_finds_the_record(office):
    short = shorts(office)
    assert set(short) == {FIRST, SECOND}
    whole = {title: line["id"] for title, line in office.listed().items()}
    assert all(whole[title].startswith(start) for title, start in short.items())
    assert office.ask("show", short[SECOND])["title"] == SECOND
    assert office.ask("history", short[SECOND])["title"] == SECOND
    assert office.ask("set", short[SECOND], "信息资源分类=307022")["code"]
    assert office.ask("submit", short[SECOND], "--by", "王晓燕")["moved"] == 1
    assert office.ask("mend", short[SECOND])["mended"] == 0


def test_the_recycle_bin_shows_it_too(office):
    start = shorts(office)[SECOND]
    office.ask("delete", start)
    binned = shorts(office, "--deleted")
    assert list(binned) == [SECOND]
    assert len(office.ask("restore", binned[SECOND])["restored"]) == 1


def test_too_short_an_id_is_refused_with_what_it_could_mean(office):
    start = next(iter(shorts(office).values()))[:8]
    said = cdo("show", office.path, start, exits=2)
    assert "CDO-S218" in said.err
    assert all(f"{short}（{title}）" in said.err for title, short in shorts(office).items())


def test_an_empty_word_is_no_record(office):
    assert office.refuses("show", "") == "CDO-S203"


# -- what set leaves to do -------------------------------------------------------------------------


def test_a_wrong_value_is_written_and_said(office):
    said = cdo("set", office.path, shorts(office)[FIRST], "更新周期=天天")
    first, second, last = said.out.splitlines()
    assert first.startswith("已保存")
    assert "错误" in second
    assert "天天" in second
    assert "错误 1 处" in last
    document = office.ask("show", shorts(office)[FIRST])
    assert document["values"]["update_cycle"] == "天天"


def test_what_a_value_makes_necessary_elsewhere_is_said_and_old_faults_are_not(office):
    start = shorts(office)[SECOND]
    said = cdo("set", office.path, start, "共享类型=不予共享").out
    assert "不予共享依据" in said
    assert "信息资源分类" not in said
    document = office.ask("set", start, "共享类型=有条件共享")
    assert document["errors"] == 1
    assert [one["element"] for one in document["findings"]][:1] == ["信息资源分类"]


def test_without_a_fault_that_is_said(tmp_path):
    office = full_office(tmp_path, [FIRST])
    said = cdo("set", office.path, shorts(office)[FIRST], "更新周期=每年").out
    assert said.splitlines()[-1] == "这条记录没有错误和警告。"


def test_the_same_value_again_is_no_revision(office):
    start = shorts(office)[FIRST]
    assert not office.ask("set", start, "更新周期=每月")["changed"]
    said = cdo("set", office.path, start, "更新周期=每月").out
    assert "没有变化" in said


def test_a_row_is_named_by_its_number(office):
    said = cdo("set", office.path, shorts(office)[FIRST], "信息项[2].数据类型=乱写")
    assert "第 2 行：" in said.out
