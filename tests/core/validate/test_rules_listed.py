"""Every code has one rule and one sentence, and every rule has a place where it applies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

import pytest
from validate_samples import kind_of, library

from cdo_desktop.sentences import sentence, table
from cdo_desktop.standard.model import Severity, Stage
from cdo_desktop.validate.case import Frame
from cdo_desktop.validate.record_rules import RECORD_RULES, RecordRules
from cdo_desktop.validate.rules import RULES, rule, rules_by_code
from cdo_desktop.validate.words import rule_words

_CODE = re.compile(r"CDO-V\d{3}")


def _codes_in(package: str) -> Iterator[str]:
    for file in resources.files(package).iterdir():
        if file.name.endswith(".py"):
            yield from _CODE.findall(file.read_text("utf-8"))


def test_rules_and_sentences_are_the_same_codes():
    assert {code for code in table() if code.startswith("CDO-V")} == set(rules_by_code())
    assert len(RULES) == len(rules_by_code())


def test_every_code_that_is_used_has_a_rule_and_every_rule_is_used():
    used = set(_codes_in("cdo_desktop.validate")) | set(_codes_in("cdo_desktop.standard"))
    in_checks = {
        code
        for file in resources.files("cdo_desktop.validate").iterdir()
        if file.name.endswith(".py") and file.name != "rules.py"
        for code in _CODE.findall(file.read_text("utf-8"))
    } | set(_codes_in("cdo_desktop.standard"))
    assert used == set(rules_by_code())
    assert in_checks == set(rules_by_code())


@pytest.mark.parametrize(
    "found", RECORD_RULES, ids=lambda found: f"{found.code}-{found.find.__name__}"
)
def test_every_record_rule_applies_to_some_kind(found):
    assert any(Frame(kind_of(key)).has(found) for key in library().kinds)


def test_the_catalog_has_most_rules_and_the_other_lists_their_own():
    assert {"CDO-V201", "CDO-V208", "CDO-V216"} <= set(RecordRules(kind_of("resource")).codes)
    assert "CDO-V201" not in RecordRules(kind_of("system")).codes
    assert {"CDO-V241", "CDO-V243"} <= set(RecordRules(kind_of("system")).codes)
    assert {"CDO-V261", "CDO-V264"} <= set(RecordRules(kind_of("demand")).codes)


def test_every_rule_has_a_weight_for_every_stage():
    assert all(set(found.severity) == set(Stage) for found in RULES)
    assert rule("CDO-V219").severity[Stage.DRAFT] is Severity.WARNING
    assert rule("CDO-V219").severity[Stage.REVIEW] is Severity.ERROR


@pytest.mark.parametrize("code", [found.code for found in RULES])
def test_sentences_are_written_in_full_width(code):
    text = sentence(code)
    whole = text.says + text.todo
    assert whole.endswith("。")
    assert not re.search(r"[,;:!?\"]", re.sub(r"\{\w+\}", "", whole))


def test_rule_words_know_the_words_of_the_code_lists():
    lists, words = library().codes, rule_words()
    assert set(words.fastest_first) <= set(lists["update_cycle"].words)
    assert words.highest_first == lists["data_level"].words
    assert set(words.mode) <= set(lists["format_class"].words)
    assert {w for some in words.mode.values() for w in some} <= set(lists["share_mode_type"].words)
