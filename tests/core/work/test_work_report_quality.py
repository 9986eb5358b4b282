"""The quality report: of what is 涉密 it counts the findings, and names nothing."""

from __future__ import annotations

from cdo_desktop.domain.report_parts import Table
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing
from cdo_desktop.work.checking import check_workspace
from cdo_desktop.work.report_quality import quality_report

HIDDEN = "涉及涉密记录，不举例。"


def kept(bench, record):
    (only,) = editing.add(bench, [record])
    return only


def examples(bench) -> dict[str, tuple[int, str]]:
    """Code -> (how many, the example) as the table has them."""
    tables = [part for part in quality_report(bench, Run()).parts if isinstance(part, Table)]
    (found,) = (table for table in tables if table.title == "问题分类")
    return {str(row[0]): (int(str(row[2])), str(row[3])) for row in found.rows}


def text_of(bench) -> str:
    tables = [part for part in quality_report(bench, Run()).parts if isinstance(part, Table)]
    return str([list(table.rows) for table in tables])


def test_an_example_names_no_secret_record_of_which_it_is_not(bench, make_record):
    """Both bear one code: the finding about the open one would name the secret one."""
    secret = kept(bench, make_record(title="绝密名册", secret="涉密"))
    kept(bench, make_record(title="公开名册", code=secret.code))
    said = [one.message() for one in check_workspace(bench, Run()).findings]
    assert any("绝密名册" in one for one in said)  # or the test shows nothing
    assert "绝密名册" not in text_of(bench)
    number, example = examples(bench)["CDO-V307"]
    assert (number, example) == (1, HIDDEN)


def test_another_finding_is_the_example_where_there_is_one(bench, make_record):
    kept(bench, make_record(title="绝密名册", secret="涉密", summary=None))
    kept(bench, make_record(title="公开名册", summary=None))
    missing = {code: said for code, said in examples(bench).items() if "摘要" in said[1]}
    ((number, example),) = missing.values()
    assert number == 2
    assert example != HIDDEN


def test_what_is_said_of_a_secret_record_is_no_example(bench, make_record):
    kept(bench, make_record(title="绝密名册", secret="涉密", share_type="随便共享"))
    assert "随便共享" in str([one.message() for one in check_workspace(bench, Run()).findings])
    assert "随便共享" not in text_of(bench)


def test_a_record_that_may_be_secret_is_not_named(bench, make_record):
    kept(bench, make_record(title="某某名册", secret="绝密★30年"))
    assert "某某名册" not in text_of(bench)


def test_without_secrets_every_code_has_its_example(bench, make_record):
    kept(bench, make_record(title="公开名册", summary=None))
    assert HIDDEN not in {example for _, example in examples(bench).values()}
