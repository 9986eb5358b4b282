"""Whether the signatures of a kept form are good: found out of the package, not remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.files import write_bytes
from cdo_desktop.signing.standings import signature_place
from cdo_desktop.tasks import Run
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.review_forms import own_folder
from cdo_desktop.work.review_making import stored_file
from cdo_desktop.work.review_trust import FormVerdict, judged, trusting_here
from cdo_desktop.workbench import Workbench


class Proof(StrEnum):
    """What can be said of one signature now."""

    GOOD = "good"
    UNPROVEN = "unproven"
    """The content is what was signed; who signed it cannot be told."""
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class SignatureProof:
    """One signature of the newest form."""

    number: int
    """From 1."""
    proof: Proof
    reason: str = ""
    """Why it is not good, and what to do; "" if it is."""


def proofs_of(bench: Workbench, record_id: str, run: Run) -> tuple[SignatureProof, ...]:
    """Verify the newest form of a record by what this workspace trusts now; () without a form.

    Raises Refused (the file is not here any more, or is another; nothing can be judged by the
    trust data), DiskTrouble, Cancelled.
    """
    entry = next(iter(bench.workspace.review_forms(record_id)), None)
    if entry is None:
        return ()
    with own_folder() as folder:
        path = folder / entry.file_name
        write_bytes(path, stored_file(bench, entry))
        found = judged(path, trusting_here(bench, TrustGiven(), run), run)
    return tuple(_proof(found, number) for number in range(1, len(entry.signatures) + 1))


def _proof(found: FormVerdict, number: int) -> SignatureProof:
    """By what was found of this signature, and of the package that all of them are about."""
    place = signature_place(number)
    reasons = found.verification.reasons
    about = [one for one in reasons if one.place == place or not _is_of_signature(one)]
    bad = [one for one in about if one.weight is Weight.INVALID]
    if bad:
        return SignatureProof(number, Proof.BAD, _words(bad))
    given = next((one for one in found.opinions if one.number == number), None)
    open_ = [one for one in about if one.weight is Weight.CANNOT]
    if given is not None and given.is_vouched and not open_:
        return SignatureProof(number, Proof.GOOD)
    own = [one for one in about if one.place == place]
    return SignatureProof(number, Proof.UNPROVEN, _words(open_ or own))


def _is_of_signature(reason: Reason) -> bool:
    return reason.place.startswith(signature_place(0).removesuffix("000.p7s"))


def _words(reasons: Sequence[Reason]) -> str:
    return "".join(f"{one.message()}{one.todo()}" for one in reasons[:1])
