"""What window and command line both show says the deed; what one types stands apart."""

import re

import pytest

from cdo_desktop.sentences import table

TYPED = re.compile(
    r"--[a-z]|命令行|环境变量"
    r"|\b(?:undo|redo|doctor|ledger|history|export|handed|trust|receipt|reverse|submit|verify|set|comments?|show|attach|fill|mend|opinion|review|project|report|schema)\b"
    r"|(?<!\{)\blist\b",
    re.ASCII,
)
"""How words look that only somebody at the command line can follow."""
COMMAND_LINE_ONLY = {
    *("CDO-E510", "CDO-E511"),  # receipt make
    *("CDO-E721", "CDO-E733", "CDO-E735"),  # trust revoke, trust sign
    *("CDO-U106", "CDO-U110", "CDO-U130"),  # --all, passphrases, Ctrl+C
    *(f"CDO-U{number}" for number in (*range(123, 128), 129, *range(131, 134))),  # typed wrong
}
"""What the window has no way to come to."""


def is_typed(code: str) -> bool:
    found = table()[code]
    return TYPED.search(found.says + found.todo) is not None


def test_what_the_window_may_show_names_no_command_and_no_option():
    assert [code for code in sorted(table()) if is_typed(code)] == [
        code for code in sorted(table()) if code in COMMAND_LINE_ONLY
    ]


@pytest.mark.parametrize("code", sorted(code for code, one in table().items() if one.typed))
def test_what_is_typed_stands_apart_and_is_something_to_type(code: str):
    found = table()[code]
    assert TYPED.search(found.typed)
    assert "命令行" not in found.typed, "the command line says so itself"
    assert found.todo.endswith("。")
    assert not found.typed.endswith("。")
