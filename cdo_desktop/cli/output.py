"""What a command says: one JSON document or lines on stdout, messages on stderr."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from cdo_desktop.cli.hints import typed
from cdo_desktop.errors import CdoError, Refused
from cdo_desktop.tasks import Progress, Run

GOOD, WANTING, REFUSED, UNCHECKED, STOPPED = 0, 1, 2, 3, 130
_WIDTH = 72
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal would obey or show in another order, in a stranger's reason or name."""


class Output:
    """Where one command's answer goes."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.run = Run(self._progress if sys.stderr.isatty() else None)
        self._drawn = False

    def answer(self, document: Mapping[str, Any], lines: Iterable[str] = ()) -> None:
        """The command's answer: the document with --json, else the lines."""
        self._wipe()
        if self.as_json:
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            for line in lines:
                click.echo(_harmless(line))

    def say(self, text: str) -> None:
        """A message beside the answer."""
        self._wipe()
        click.echo(_harmless(text), err=True)

    def failed(self, error: CdoError) -> None:
        """The error, as a document with --json, and in words on stderr."""
        todo = error.todo + typed(error.code, error.facts)
        if self.as_json:
            facts = {"code": error.code, "message": error.happened, "todo": todo}
            click.echo(json.dumps({"error": facts}, ensure_ascii=False, indent=2))
        self.say("\n".join(filter(None, (error.happened, todo, f"（{error.code}）"))))

    def stopped(self) -> None:
        """The user stopped it, as a document with --json, and in words on stderr."""
        self.failed(Refused("CDO-U128"))

    def torn(self) -> None:
        """The user would not wait until it could be stopped; as `stopped`."""
        self.failed(Refused("CDO-U130"))

    def _progress(self, progress: Progress) -> None:
        share = f" {progress.done}/{progress.total}" if progress.total else ""
        click.echo(f"\r{progress.note}{share}".ljust(_WIDTH), nl=False, err=True)
        self._drawn = True

    def _wipe(self) -> None:
        if self._drawn:
            click.echo("\r" + " " * _WIDTH + "\r", nl=False, err=True)
            self._drawn = False


def _harmless(text: str) -> str:
    return _HARMFUL.sub("\ufffd", text)
