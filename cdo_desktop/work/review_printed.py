"""Signing a form and its print with one key that is opened once: the doors of window and command.

The package is signed first; what becomes of the print is told beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cdo_desktop.signing.keys import open_key
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.tasks import Run
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.review_beside import PrintDone, print_beside, renew_card, sign_beside
from cdo_desktop.work.review_forms import (
    SignedForm,
    countersign_here_with,
    countersign_with,
    sign_first_with,
)
from cdo_desktop.work.review_making import PreparedForm
from cdo_desktop.work.review_signing import AskPassphrase, Offer
from cdo_desktop.work.review_trust import Trusting, trusting_at, trusting_here
from cdo_desktop.workbench import Desk, Workbench


@dataclass(frozen=True, slots=True)
class Printing:
    """Where and how a signature is shown in print."""

    path: Path | None = None
    """The print; None: beside the form's file."""
    fonts: Mapping[str, str] = field(default_factory=dict)
    """The site's own, by face (reports.own_fonts)."""
    seal: Path | None = None
    """A picture beside the signature; never a signature itself."""


def sign_first_printed(
    bench: Workbench,
    prepared: PreparedForm,
    offer: Offer,
    token: str,
    key: Path,
    passphrase: AskPassphrase,
    printing: Printing | None,
    run: Run,
) -> tuple[SignedForm, PrintDone | None]:
    """As `review_forms.sign_first`, and show the signature in a print; None: no print is wanted.

    Raises as that; what goes wrong with the print is only told.
    """
    signer, trusting = open_key(key, passphrase), trusting_here(bench, TrustGiven(), run)
    done = sign_first_with(bench, prepared, offer, token, signer, run)
    return done, _shown(prepared.path, done, signer, trusting, printing)


def countersign_here_printed(
    bench: Workbench,
    offer: Offer,
    token: str,
    key: Path,
    passphrase: AskPassphrase,
    printing: Printing | None,
    run: Run,
) -> tuple[SignedForm, PrintDone | None]:
    """As `review_forms.countersign_here`, and show the signature in a print, if one is wanted."""
    signer, trusting = open_key(key, passphrase), trusting_here(bench, TrustGiven(), run)
    done = countersign_here_with(bench, offer, token, signer, run)
    return done, _shown(offer.path, done, signer, trusting, printing)


def countersign_printed(
    desk: Desk,
    offer: Offer,
    token: str,
    key: Path,
    passphrase: AskPassphrase,
    given: TrustGiven,
    printing: Printing,
    run: Run,
) -> tuple[SignedForm, PrintDone]:
    """As `review_forms.countersign`, and show the signature in the print beside the file."""
    signer, trusting = open_key(key, passphrase), trusting_at(desk, given, run)
    done = countersign_with(desk, offer, token, signer, given, run)
    told = _shown(offer.path, done, signer, trusting, printing)
    assert told is not None  # one was wanted
    return done, told


def _shown(
    package: Path,
    done: SignedForm,
    signer: FileSigner,
    trusting: Trusting,
    printing: Printing | None,
) -> PrintDone | None:
    if printing is None:
        return None
    told = sign_beside(
        package,
        done.verdict,
        signer,
        trusting,
        printing.fonts,
        target=printing.path or print_beside(package),
        seal=printing.seal,
    )
    return replace(told, notices=(*told.notices, *renew_card(done.sealed)))
