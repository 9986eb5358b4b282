"""What all commands share: --json, exit codes, passphrases, opening a workspace, stopping."""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.interrupts import Noted
from cdo_desktop.cli.output import STOPPED, Output
from cdo_desktop.cli.usage import Typed, none_too_many
from cdo_desktop.errors import CdoError, Refused
from cdo_desktop.files import existing
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind
from cdo_desktop.tasks import Cancelled
from cdo_desktop.workbench import Desk, Workbench

PASSPHRASE = "CDO_PASSPHRASE"
WORKSPACE_PASSPHRASE = "CDO_WORKSPACE_PASSPHRASE"
MAYBE_ENCRYPTED = "CDO-S306"
Command = Callable[..., int | None]
FILE = click.Path(path_type=Path)
HELP = {"help_option_names": ["-h", "--help"]}
_SETTINGS = {**HELP, "allow_extra_args": True}  # they are refused in our own words


def command(group: click.Group, name: str, help: str) -> Callable[[Command], click.Command]:
    """A command of a group: gets `out` and may return an exit code.

    It never ends in a traceback for something the user can act on.
    """

    def decorate(function: Command) -> click.Command:
        @click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档")
        @functools.wraps(function)
        def wrapped(as_json: bool, **arguments: Any) -> int:
            out = Output(as_json)
            with stoppable(out):
                return _guarded(function, out, arguments)

        result = click.command(name, Typed, help=help, context_settings=_SETTINGS)(wrapped)
        group.add_command(result)
        return result

    return decorate


def _guarded(function: Command, out: Output, arguments: dict[str, Any]) -> int:
    try:
        if out.run.asked_to_stop:  # while the program was being loaded
            raise Cancelled
        none_too_many()
        _readable(arguments.values())
        return function(out=out, **arguments) or 0
    except CdoError as error:
        out.failed(error)
        return error.exit_code
    except Cancelled:
        out.stopped()
        return STOPPED
    except KeyboardInterrupt:
        out.torn()
        return STOPPED


def _readable(values: Iterable[Any]) -> None:
    """Refuse words that came in another encoding than the system's: nothing can be made of them."""
    for value in values:
        if isinstance(value, tuple):
            _readable(value)
        elif isinstance(value, str | Path) and not str(value).isprintable():
            shown = str(value).encode(errors="backslashreplace").decode()
            if shown != str(value):
                raise Refused("CDO-U122", what=shown)


@contextmanager
def stoppable(out: Output) -> Iterator[None]:
    """Ctrl+C asks the work to stop at its next step; only a second one tears it apart.

    One that came before, and was noted, counts as the first.
    """

    def stop(signum: int, frame: object) -> None:
        if out.run.asked_to_stop:
            raise KeyboardInterrupt
        out.run.stop()

    try:
        before = signal.signal(signal.SIGINT, stop)
    except ValueError:  # not the main thread: whoever started us stops us
        yield
        return
    if isinstance(before, Noted) and before.came:
        out.run.stop()
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def workspace_passphrase() -> str | None:
    """The passphrase of an encrypted workspace, from the environment."""
    return _environment(WORKSPACE_PASSPHRASE) or None


def _environment(name: str) -> str | None:
    return os.environ.get(name)


@contextmanager
def writing(path: Path) -> Iterator[Workbench]:
    """The workbench of a workspace, for a command that changes it."""
    with _unlocked(Desk().open, path) as bench:
        yield bench


@contextmanager
def reading(path: Path) -> Iterator[Workbench]:
    """The workbench of a workspace, for a command that only reads it."""
    with _unlocked(Desk().open_to_read, path) as bench:
        yield bench


def _unlocked(open_at: Callable[[Path, str | None], Workbench], path: Path) -> Workbench:
    """The open workspace; on a terminal the passphrase of an encrypted one is asked for."""
    given = workspace_passphrase()
    try:
        return open_at(path, given)
    except Refused as refused:
        if refused.code != MAYBE_ENCRYPTED or given is not None or not sys.stdin.isatty():
            raise
        click.echo(refused.happened, err=True)
    return open_at(path, _prompted("工作区口令"))


def passphrase_option(function: Command) -> Command:
    """--passphrase-file; the passphrase itself is never an argument."""
    return click.option(
        "--passphrase-file", type=FILE, help=f"口令文件的第一行；也可用环境变量 {PASSPHRASE}"
    )(function)


def asking(passphrase_file: Path | None, prompt: str, *, new: bool = False) -> Callable[[], str]:
    """How the passphrase is obtained: file, environment, or asked for (twice for a new one)."""

    def ask() -> str:
        if passphrase_file is not None:
            return _first_line(passphrase_file)
        given = _environment(PASSPHRASE)
        if given is not None:
            return given
        if not sys.stdin.isatty():
            raise Refused("CDO-U110", what=prompt, variable=PASSPHRASE)
        return _prompted(prompt, again="再输入一次" if new else "")

    return ask


def _prompted(prompt: str, again: str = "") -> str:
    """What somebody types unseen; Ctrl+C ends the waiting at once, nothing being under way."""
    with at_once():
        return str(
            click.prompt(prompt, hide_input=True, err=True, confirmation_prompt=again or False)
        )


@contextmanager
def at_once() -> Iterator[None]:
    """Ctrl+C as the system has it, while a person is waited for."""
    try:
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _first_line(file: Path) -> str:
    try:
        lines = existing(file).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("CDO-U115", file=file.name) from error
    return lines[0] if lines else ""


def kind_named(library: Library, word: str) -> Kind:
    """The kind with this key or label. Raises Refused."""
    for kind in library.kinds.values():
        if word in (kind.key, kind.label, kind.short_label):
            return kind
    raise Refused("CDO-S102", kind=word, choices="、".join(library.kinds))
