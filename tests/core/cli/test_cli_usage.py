"""A command typed wrong is explained in Chinese, whatever the library would say."""

from __future__ import annotations

import re

import click
import pytest

from cdo_desktop.cli.entry import main
from cdo_desktop.cli.usage import refusal_of


@pytest.mark.parametrize(
    ("typed", "code", "what"),
    [
        ("list a.cdo b.cdo 丙.cdo", "CDO-U131", "b.cdo 丙.cdo"),
        ("list a.cdo --kind", "CDO-U132", "--kind"),
        ("list a.cdo --deleted=1", "CDO-U133", "--deleted"),
        ("list a.cdo --json=1", "CDO-U133", "--json"),
        ("list", "CDO-U125", "WORKSPACE"),
        ("list a.cdo --limit 甲", "CDO-U126", "--limit"),
        ("没有", "CDO-U123", "没有"),
        ("list a.cdo --没有", "CDO-U124", "--没有"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_english(capsys, typed, code, what):
    assert main(typed.split()) == 2
    said = capsys.readouterr().err
    assert code in said
    assert f"“{what}”" in said
    rest = said.replace(what, "").replace(code, "").replace("--help", "")
    assert not re.search("[A-Za-z]{3}", rest)


def test_what_the_library_may_say_some_day_is_not_quoted():
    refused = refusal_of(click.UsageError("Something new."))
    assert refused.code == "CDO-U127"
    assert "Something" not in str(refused)
