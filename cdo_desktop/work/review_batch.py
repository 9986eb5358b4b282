"""Signing several forms with one passphrase: only those that were opened, each by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cdo_desktop.errors import CdoError
from cdo_desktop.signing.keys import open_key
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.tasks import Cancelled, Run
from cdo_desktop.work.review_forms import SignedForm
from cdo_desktop.work.review_signing import AskPassphrase


@dataclass(frozen=True, slots=True)
class Waiting:
    """One form of a batch."""

    name: str
    token: str
    """That of the sheet that was shown; "": nobody has opened it."""
    sign: Callable[[FileSigner, str, Run], SignedForm] | None
    """None where there is nothing to sign with, as of a form that was never offered."""
    decision: str = ""
    """What is said of it, as it is told."""


@dataclass(frozen=True, slots=True)
class NotSigned:
    """A form that stayed as it was, and why."""

    name: str
    reason: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class BatchDone:
    """What became of each form: signed, passed over, or tried in vain."""

    signed: tuple[tuple[str, SignedForm], ...]
    skipped: tuple[NotSigned, ...]
    failed: tuple[NotSigned, ...]


def sign_batch(
    forms: Sequence[Waiting], key: Path, passphrase: AskPassphrase, run: Run
) -> BatchDone:
    """Sign those that were opened; what fails does not hold up the others.

    The passphrase is asked for once, and only if a form was opened: Refused (CDO-K102) for a wrong
    one, and nothing is signed. Stopped in between, the rest is listed as passed over: a signature
    that was given is not taken back.
    """
    opened = [form for form in forms if form.token and form.sign]
    skipped = [NotSigned(form.name, "没有打开看过") for form in forms if form not in opened]
    signed: list[tuple[str, SignedForm]] = []
    failed: list[NotSigned] = []
    if not opened:
        return BatchDone((), tuple(skipped), ())
    signer = open_key(key, passphrase)
    for at, form in enumerate(opened):
        assert form.sign is not None  # only those
        try:
            run.step("签署", at, len(opened))
            signed.append((form.name, form.sign(signer, form.token, run)))
        except CdoError as error:
            failed.append(NotSigned(form.name, error.happened + error.todo, error.code))
        except Cancelled:
            skipped += [NotSigned(rest.name, "停止了，没有签署") for rest in opened[at:]]
            break
    return BatchDone(tuple(signed), tuple(skipped), tuple(failed))
