"""Review forms on their way: written out as they were signed, and taken back into the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cdo_desktop.domain.canonical import sha256_hex
from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.files import write_bytes
from cdo_desktop.package.card import receiver_card
from cdo_desktop.package.drafting import SealedPackage
from cdo_desktop.package.form_reading import read_form
from cdo_desktop.tasks import Run
from cdo_desktop.work.finishing import card_beside
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.review_keeping import (
    entry_here,
    is_current,
    kept,
    known_here,
    sealed_of,
    writable,
)
from cdo_desktop.work.review_making import newest_form, stored_file
from cdo_desktop.work.review_trust import (
    FormVerdict,
    GivenOpinion,
    judged,
    judged_here,
    only_proven,
    trusting_at,
    trusting_here,
)
from cdo_desktop.workbench import Desk, Workbench


@dataclass(frozen=True, slots=True)
class TakenForm:
    """What taking a form back did."""

    entry: LedgerEntry
    record: Record
    new: tuple[GivenOpinion, ...]
    """The opinions that were not known before; none: nothing changed."""
    verdict: FormVerdict

    @property
    def repeated(self) -> bool:
        """Whether everything in it was known already."""
        return not self.new


def export(bench: Workbench, record: Record, target: Path, run: Run) -> tuple[SealedPackage, Path]:
    """Write the newest form of a record, as it was signed, and the receiver's card beside it.

    Raises Refused (CDO-E766 there is none, CDO-U102 the name is taken), DiskTrouble.
    """
    for path in (target, card_beside(target)):
        if path.exists():
            raise Refused("CDO-U102", file=path.name)
    newest = newest_form(bench, record.id, run)
    if newest is None:
        raise Refused("CDO-E766", title=record.title)
    entry, content = newest
    body = stored_file(bench, entry)
    write_bytes(target, body)
    if f"sha256:{sha256_hex(target.read_bytes())}" != entry.container_digest:
        target.unlink()
        raise Refused("CDO-E703", file=target.name)
    sealed = sealed_of(target, content, len(body))
    card = card_beside(target)
    write_bytes(card, receiver_card(sealed).encode())
    return sealed, card


def verify(desk: Desk, path: Path, given: TrustGiven, run: Run) -> FormVerdict:
    """What is to be said of a form: every signer's opinion, and whose signature is wanted."""
    return judged(path, trusting_at(desk, given, run), run)


def verify_here(bench: Workbench, path: Path, given: TrustGiven, run: Run) -> FormVerdict:
    """The same by what this workspace trusts."""
    return judged_here(bench, path, trusting_here(bench, given, run), run)


def take(bench: Workbench, path: Path, given: TrustGiven, run: Run) -> TakenForm:
    """Take a form back into the workspace that made it; the record moves by what is proven.

    The same file twice, or one with fewer signatures than are known, changes nothing. Raises
    Refused (E763 invalid, E761 not made here, E762 about another version, E765 other signatures
    than are known), Unproven (E764), DiskTrouble, Cancelled.
    """
    writable(bench)
    trusting = trusting_here(bench, given, run)
    found = judged_here(bench, path, trusting, run)
    only_proven(path, found)
    content = read_form(path, run)
    if content.container_digest != found.verification.container_digest:
        raise Refused("CDO-E109", file=path.name)
    entry, record = known_here(bench, path, content)
    known = entry.signatures
    brought = tuple(one.sha256 for one in content.signatures)
    shared = min(len(known), len(brought))
    if known[:shared] != brought[:shared]:
        raise Refused("CDO-E765", file=path.name)
    new = found.opinions[len(known) :]
    if not new:
        return TakenForm(entry, record, (), found)
    is_current(bench, path, entry, record, run)
    for one in new:
        if not one.is_vouched:
            reason = f"没有资料证明“{one.standing.name}”是谁"
            raise Unproven("CDO-E764", file=path.name, reason=reason)
    body = path.read_bytes()
    if f"sha256:{sha256_hex(body)}" != content.container_digest:
        raise Refused("CDO-E109", file=path.name)
    sealed = sealed_of(path, content, len(body))
    statements = [one.statement for one in new]
    record = kept(bench, sealed, record, statements, f"导入审查意见“{record.title}”", body)
    return TakenForm(entry_here(bench, sealed), record, new, found)
