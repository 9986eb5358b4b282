"""Documents by the titles an office knows them by, not by the keys of definitions."""

from __future__ import annotations

from pytest import mark

from cdo_desktop.standard.library import read_named_profile
from cdo_desktop.work.sources import full_titles, rules_words

GUIDE = "《政务信息资源目录编制指南（试行）》（发改高技〔2017〕1272号）"
REGULATION = "《政务数据共享条例》（国务院令第809号）"


@mark.parametrize(
    ("clause", "titles"),
    [
        ("1272号 核心元数据7；条例第十三条", f"{GUIDE}；{REGULATION}"),
        ("条例第十三条", REGULATION),
        ("《商用密码管理条例》第三十条", ""),
        ("GB 32100-2015", ""),
        ("", ""),
    ],
)
def test_a_clause_has_its_full_title(clause, titles):
    assert full_titles(clause) == titles


@mark.parametrize(
    ("standards", "profile", "words"),
    [
        (
            ["1272-2017+809-2025+bazhong", "person-2025"],
            "bazhong",
            "《政务信息资源目录编制指南》（1272号）、《政务数据共享条例》和四川省巴中市的地方规定",
        ),
        (["demand-809-2025"], "national", "《政务数据共享条例》"),
        (["person-2025"], "bazhong", "各清单的填报要求"),
    ],
)
def test_rules_are_named_as_an_office_names_them(standards, profile, words):
    assert rules_words(standards, read_named_profile(profile)) == words


def test_no_version_is_shown_as_it_is_kept(bench):
    for kind in bench.library.kinds.values():
        assert kind.standard not in rules_words([kind.standard], bench.library.profile)
