"""What all commands share: secrets, stopping, errors as documents, one JSON document on stdout."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import click
import pytest

from cdo_desktop.cli import base, hints
from cdo_desktop.cli.base import asking, at_once, command, kind_named, reading, stoppable, writing
from cdo_desktop.cli.interrupts import Noted
from cdo_desktop.cli.output import STOPPED, Output
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import Conflict, Refused, Unproven, Wanting
from cdo_desktop.tasks import Cancelled, Progress
from cdo_desktop.workbench import Desk

SECRET = "红豆-3-南国"
OWNER = Org("11511900MB0000019E", "巴中市民政局")


@pytest.fixture(autouse=True)
def no_environment(monkeypatch):
    for name in (base.PASSPHRASE, base.WORKSPACE_PASSPHRASE):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def typed(monkeypatch):
    """Somebody at a terminal who types this when asked; gives what was asked."""
    asked: list[str] = []

    def prompt(text: str, **more: object) -> str:
        assert more["hide_input"]
        assert more["err"]
        asked.append(text)
        return SECRET

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    return asked


def ran(function, *arguments: str) -> int:
    """A command of its own, run with these arguments."""
    group = click.Group()
    command(group, "do", "做")(function)
    return group.main(["do", *arguments], standalone_mode=False)


# -- passphrases -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    ["红豆-3-南国", "红豆-3-南国\n", "红豆-3-南国\r\n第二行", "\ufeff红豆-3-南国\r\n"],
)
def test_the_first_line_of_a_file_whatever_wrote_it(tmp_path, content):
    file = tmp_path / "口令.txt"
    file.write_bytes(content.encode())
    assert asking(file, "口令")() == SECRET


@pytest.mark.parametrize("content", ["红豆".encode("gb18030"), b"\xff\xfe\x00"])
def test_a_file_that_is_no_text_is_refused_without_showing_it(tmp_path, content):
    file = tmp_path / "口令.txt"
    file.write_bytes(content)
    with pytest.raises(Refused) as caught:
        asking(file, "口令")()
    assert caught.value.code == "CDO-U115"
    assert "口令.txt" in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused) as caught:
        asking(tmp_path / "没有", "口令")()
    assert caught.value.code == "CDO-U101"


def test_the_environment_serves_where_there_is_no_file(monkeypatch):
    monkeypatch.setenv(base.PASSPHRASE, SECRET)
    assert asking(None, "口令")() == SECRET


def test_on_a_terminal_it_is_asked_for(typed):
    assert asking(None, "李文涛 的密钥口令")() == SECRET
    assert typed == ["李文涛 的密钥口令"]


def test_without_a_terminal_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(Refused) as caught:
        asking(None, "根密钥口令")()
    assert caught.value.code == "CDO-U110"
    assert "根密钥口令" in caught.value.happened


@pytest.fixture
def locked(tmp_path) -> Path:
    path = tmp_path / "密.cdo"
    Desk().create(path, OWNER, "511902", "national", SECRET).close()
    return path


@pytest.mark.parametrize("door", [reading, writing])
def test_an_encrypted_workspace_is_opened_by_the_environment_or_by_asking(
    locked, monkeypatch, typed, door
):
    with door(locked) as bench:
        assert bench.workspace.encrypted
    assert typed == ["工作区口令"]
    monkeypatch.setenv(base.WORKSPACE_PASSPHRASE, SECRET)
    with door(locked) as bench:
        assert bench.org == OWNER
    assert typed == ["工作区口令"]


def test_without_a_terminal_an_encrypted_workspace_stays_closed(locked, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(Refused) as caught, reading(locked):
        pass
    assert caught.value.code == "CDO-S306"


# -- stopping --------------------------------------------------------------------------------------


def test_the_first_ctrl_c_asks_the_second_tears():
    out = Output(False)
    before = signal.getsignal(signal.SIGINT)
    with stoppable(out):
        signal.raise_signal(signal.SIGINT)
        assert out.run.asked_to_stop
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_while_a_person_is_waited_for_ctrl_c_ends_it_at_once():
    out = Output(False)
    with stoppable(out):
        with pytest.raises(KeyboardInterrupt), at_once():
            signal.raise_signal(signal.SIGINT)
        assert not out.run.asked_to_stop
        signal.raise_signal(signal.SIGINT)
        assert out.run.asked_to_stop


def test_what_was_stopped_says_that_nothing_changed(capsys):
    def stopped(out: Output) -> int:
        raise Cancelled

    assert ran(stopped, "--json") == STOPPED
    said = capsys.readouterr()
    assert "没有改动" in json.loads(said.out)["error"]["message"]
    assert "没有改动" in said.err


def test_what_was_torn_apart_does_not_say_that_nothing_changed(capsys):
    def torn(out: Output) -> int:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        return 0

    assert ran(torn, "--json") == STOPPED
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "CDO-U130"


def test_ctrl_c_while_loading_stops_the_command_before_it_begins(capsys):
    def unheard(out: Output) -> int:
        raise AssertionError

    before = signal.signal(signal.SIGINT, Noted())
    try:
        signal.raise_signal(signal.SIGINT)
        assert ran(unheard, "--json") == STOPPED
    finally:
        signal.signal(signal.SIGINT, before)
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "CDO-U128"


# -- errors and answers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Refused("CDO-U101", file="a.xlsx"), 2),
        (Conflict("CDO-S202", title="殡葬信息"), 2),
        (Wanting("CDO-E710", behind=3), 1),
        (Unproven("CDO-E724", file="清单.cdopkg"), 3),
    ],
)
def test_an_error_ends_with_its_code_and_is_told_to_script_and_person(capsys, error, code):
    def failing(out: Output) -> int:
        raise error

    assert ran(failing, "--json") == code
    said = capsys.readouterr()
    assert json.loads(said.out)["error"] == {
        "code": error.code,
        "message": error.happened,
        "todo": error.todo + hints.typed(error.code, error.facts),
    }
    assert error.happened in said.err
    assert error.code in said.err


def test_a_fault_of_ours_is_never_swallowed():
    def failing(out: Output) -> int:
        raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        ran(failing)


def test_the_answer_is_one_document_or_lines(capsys):
    def answering(out: Output) -> None:
        out.say("旁白")
        out.answer({"名": "值"}, ["一行", "二行"])

    assert ran(answering, "--json") == 0
    said = capsys.readouterr()
    assert (json.loads(said.out), said.err) == ({"名": "值"}, "旁白\n")
    assert ran(answering) == 0
    assert capsys.readouterr().out == "一行\n二行\n"


def test_progress_is_shown_on_a_terminal_only_and_wiped(capsys, monkeypatch):
    quiet = Output(False)
    quiet.run.step("读取", 1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    shown = Output(False)
    shown.run.step("读取", 1, 2)
    shown.answer({}, ["好了"])
    said = capsys.readouterr()
    assert "读取 1/2" in said.err
    assert said.err.endswith("\r")
    assert said.out == "好了\n"
    shown._progress(Progress("没有总数", 5, 0))
    assert "0" not in capsys.readouterr().err


@pytest.mark.parametrize("word", ["resource", "数据资源目录"])
def test_a_kind_is_named_by_key_or_label(library, word):
    assert kind_named(library, word).key == "resource"


def test_an_unknown_kind_is_refused_and_those_there_are_are_named(library):
    with pytest.raises(Refused) as caught:
        kind_named(library, "没有的清单")
    assert caught.value.code == "CDO-S102"
    assert "resource" in caught.value.todo
