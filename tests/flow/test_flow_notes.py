"""Files and remarks on the command line: attached, fetched, carried; made, listed, settled."""

from pathlib import Path

import pytest
from flow_steps import TITLES, Office, ask, cdo, full_office

FIRST = TITLES[0]


@pytest.fixture
def office(tmp_path) -> Office:
    """One draft with a code."""
    return full_office(tmp_path, [FIRST])


@pytest.fixture
def paper(tmp_path) -> Path:
    """What proves the legal ground."""
    path = tmp_path / "依据.pdf"
    path.write_bytes(b"%PDF-1.7 law")
    return path


def code_of_first(office: Office) -> str:
    return str(office.listed()[FIRST]["code"])


def test_a_file_is_attached_shown_and_fetched_from_the_command_line(office, paper):
    code = code_of_first(office)
    done = office.ask("attach", code, "附件", paper)
    assert done["changed"]
    assert [(one["name"], one["size"]) for one in done["attachments"]] == [("依据.pdf", 12)]
    assert not office.ask("attach", code, "附件", paper)["changed"]
    assert "依据.pdf" in cdo("show", office.path, code).out
    for number, word in enumerate((code, done["attachments"][0]["sha256"])):
        target = office.folder / f"{number}.pdf"
        assert office.ask("attachment", word, "-o", target)["size"] == 12
        assert target.read_bytes() == paper.read_bytes()
        assert office.refuses("attachment", word, "-o", target) == "CDO-U102"
    assert office.refuses("attach", code, "更新周期", paper) == "CDO-S225"
    assert office.refuses("attach", code, "附件=", paper) == "CDO-U105"
    assert office.refuses("attach", code, "附件", office.folder / "无.pdf") == "CDO-U101"
    assert office.ask("set", code, "附件=")["changed"]
    assert office.refuses("attachment", code, "附件", "-o", office.folder / "x") == "CDO-S226"


def test_what_is_attached_travels_in_the_package(office, paper, everybody):
    office.ask("attach", code_of_first(office), "附件", paper)
    office.approved()
    done = office.export(everybody.key("李文涛"), "a.cdopkg")
    assert paper.read_bytes() in Path(done["package"]).read_bytes()
    trust = ("--trust", everybody.bundle, "--roots", everybody.roots)
    assert ask("verify", done["package"], *trust, "--deep")["verdict"] == "valid"


def test_a_remark_is_made_listed_and_settled(office):
    code = code_of_first(office)
    made = office.ask("comment", code, "信息项[2].数据类型", "请核对 类型", "--by", "李文涛")
    assert (made["element"], made["who"], made["state"]) == (
        "信息项[2].数据类型",
        "李文涛",
        "未解决",
    )
    cdo("comment", office.path, code, "整体不完整")
    assert office.ask("show", code)["openComments"] == 2
    found = office.ask("comments", code)
    assert (found["count"], found["open"]) == (2, 2)
    assert [one["text"] for one in found["comments"]] == ["请核对 类型", "整体不完整"]
    settled = office.ask("resolve", made["id"])["resolved"]
    assert [one["state_key"] for one in settled] == ["resolved"]
    assert office.ask("resolve", made["id"]) == {"resolved": []}
    assert office.ask("comments", "--open")["count"] == 1
    assert office.is_whole()


def test_the_short_id_of_a_remark_that_is_shown_settles_it(office):
    said = cdo("comment", office.path, code_of_first(office), "请核对").out
    line = cdo("comments", office.path).out.splitlines()[0]
    short = line.split()[0]
    assert short in said
    assert FIRST in line
    assert "已解决 1 条" in cdo("resolve", office.path, short).out
    assert "没有解决的批注" not in cdo("show", office.path, code_of_first(office)).out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("更新周期", "太", "快"), "CDO-U129"),
        (("  ",), "CDO-U114"),
        (("没有的", "请核对"), "CDO-U103"),
        (("更新周期=", "请核对"), "CDO-U105"),
        (("长" * 2001,), "CDO-S229"),
    ],
)
def test_a_remark_typed_wrong_is_refused_and_nothing_is_kept(office, words, code):
    before = office.told()
    assert office.refuses("comment", code_of_first(office), *words) == code
    assert office.told() == before


def test_a_remark_needs_a_text_and_a_settling_an_id(office):
    assert office.refuses("comment", code_of_first(office)) == "CDO-U125"
    assert office.refuses("resolve") == "CDO-U125"
    assert office.refuses("resolve", "没有的批注编号") == "CDO-S224"
