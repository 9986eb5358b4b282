"""What one types is said by the command line alone, at whatever the window says too."""

from __future__ import annotations

import json

import pytest

from cdo_desktop.cli.hints import message, todo, typed
from cdo_desktop.cli.output import Output
from cdo_desktop.cli.words import finding_document, finding_line
from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.errors import Refused
from cdo_desktop.standard.model import Severity

NO_HEADER = Finding("CDO-W203", Severity.WARNING, facts={"sheet": "汇总"})


def test_what_is_typed_names_the_facts():
    assert typed("CDO-W113", {"label": "名称"}) == "（命令行：--map 列=要素，如 --map A=名称）"
    assert typed("CDO-W101", {}) == ""


def test_a_finding_is_told_with_it(capsys: pytest.CaptureFixture[str]):
    assert "--sheet" not in NO_HEADER.message(), "the window shows this"
    assert message(NO_HEADER).endswith("（命令行：--sheet 名称、--header-row 行号）")
    assert "--sheet 名称" in finding_line(NO_HEADER)
    assert "--sheet 名称" in finding_document(NO_HEADER, None)["message"]


def test_a_reason_is_told_with_it():
    reason = Reason("CDO-E723", "清单.cdopkg")
    assert "--roots" not in reason.todo()
    assert todo(reason).endswith("（命令行：--roots root.json）")


def test_an_error_is_told_with_it(capsys: pytest.CaptureFixture[str]):
    error = Refused("CDO-W117", file="a.xlsx", sheets="一、二")
    Output(as_json=True).failed(error)
    said = capsys.readouterr()
    assert "--sheet" not in str(error)
    assert json.loads(said.out)["error"]["todo"] == "请指定一张。（命令行：--sheet 名称）"
    assert "（命令行：--sheet 名称）" in said.err


def test_an_encrypted_workspace_says_where_its_passphrase_is_typed():
    assert "CDO_WORKSPACE_PASSPHRASE" in typed("CDO-S306", {})
    assert "CDO_WORKSPACE_PASSPHRASE" not in str(Refused("CDO-S306", file="a.cdo"))
