"""Review forms: prepared and signed first here, countersigned elsewhere; the door to all of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Conflict
from cdo_desktop.files import write_bytes
from cdo_desktop.package.drafting import SealedPackage
from cdo_desktop.package.form_reading import read_form
from cdo_desktop.signing.keys import open_key
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.tasks import Run
from cdo_desktop.work.form_folders import PREFIX
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.review_keeping import entry_here, is_current, kept, known_here, writable
from cdo_desktop.work.review_making import ExtraFile as ExtraFile  # named by the callers
from cdo_desktop.work.review_making import PreparedForm, stored_file
from cdo_desktop.work.review_making import linked_records as linked_records
from cdo_desktop.work.review_making import newest_form as newest_form
from cdo_desktop.work.review_making import prepare as prepare
from cdo_desktop.work.review_making import takes_more as takes_more
from cdo_desktop.work.review_moves import may_be_signed
from cdo_desktop.work.review_reading import ShownForm as ShownForm
from cdo_desktop.work.review_reading import shown_from as shown_from
from cdo_desktop.work.review_sheet import sheet_lines as sheet_lines
from cdo_desktop.work.review_signing import AskPassphrase, Offer, offered, signed
from cdo_desktop.work.review_signing import Opinion as Opinion
from cdo_desktop.work.review_taking import TakenForm as TakenForm
from cdo_desktop.work.review_taking import export as export
from cdo_desktop.work.review_taking import take as take
from cdo_desktop.work.review_taking import verify as verify
from cdo_desktop.work.review_taking import verify_here as verify_here
from cdo_desktop.work.review_trust import FormVerdict as FormVerdict
from cdo_desktop.work.review_trust import trusting_at, trusting_here
from cdo_desktop.workbench import Desk, Workbench


@dataclass(frozen=True, slots=True)
class SignedForm:
    """A form that bears one signature more, and what came of it."""

    sealed: SealedPackage
    entry: LedgerEntry | None
    """Of the workspace; None where it was signed from the file alone."""
    record: Record | None
    """As it stands now; None where it was signed from the file alone."""
    verdict: FormVerdict


def offer_first(
    bench: Workbench, prepared: PreparedForm, opinion: Opinion, key: Path, run: Run
) -> Offer:
    """What the first signature would be; its sheet is to be shown. Raises Refused."""
    offer = offered(prepared.path, opinion, key, trusting_here(bench, TrustGiven(), run), run)
    _is_still_so(bench, prepared)
    may_be_signed(bench, prepared.record, offer.statement)
    return offer


def sign_first(
    bench: Workbench,
    prepared: PreparedForm,
    offer: Offer,
    token: str,
    key: Path,
    passphrase: AskPassphrase,
    run: Run,
) -> SignedForm:
    """Sign a prepared form and keep it; the record moves to where the opinion leads.

    `token` is that of the sheet that was shown. Refused as `signed`, for a wrong passphrase at
    once (CDO-K102), and if the record was changed since (Conflict); DiskTrouble, Cancelled. Then
    nothing has happened.
    """
    return sign_first_with(bench, prepared, offer, token, open_key(key, passphrase), run)


def sign_first_with(
    bench: Workbench,
    prepared: PreparedForm,
    offer: Offer,
    token: str,
    signer: FileSigner,
    run: Run,
) -> SignedForm:
    """The same with a key that is open already."""
    writable(bench)
    _is_still_so(bench, prepared)
    may_be_signed(bench, prepared.record, offer.statement)
    trusting = trusting_here(bench, TrustGiven(), run)
    sealed, verdict = signed(offer, token, signer, trusting, run)
    name = f"签署“{prepared.record.title}”：{offer.statement.decision.label}"
    record = kept(bench, sealed, prepared.record, [offer.statement], name)
    return SignedForm(sealed, entry_here(bench, sealed), record, verdict)


def form_here(bench: Workbench, record: Record, run: Run) -> LedgerEntry | None:
    """The form kept here that the next signature goes on; None: a new form is to be prepared."""
    newest = newest_form(bench, record.id, run)
    return newest[0] if newest and takes_more(bench, newest[1], record) else None


def offer_here(
    bench: Workbench, entry: LedgerEntry, folder: Path, opinion: Opinion, key: Path, run: Run
) -> Offer:
    """What one more signature on a form kept here would be; its file is laid into `folder`."""
    path = folder / entry.file_name
    write_bytes(path, stored_file(bench, entry))
    return offered(path, opinion, key, trusting_here(bench, TrustGiven(), run), run)


def countersign_here(
    bench: Workbench, offer: Offer, token: str, key: Path, passphrase: AskPassphrase, run: Run
) -> SignedForm:
    """Sign a form kept here once more; as `sign_first`. Conflict (CDO-S250) if somebody else has
    signed it since it was offered: his signature is not on what was shown."""
    return countersign_here_with(bench, offer, token, open_key(key, passphrase), run)


def countersign_here_with(
    bench: Workbench, offer: Offer, token: str, signer: FileSigner, run: Run
) -> SignedForm:
    """The same with a key that is open already."""
    writable(bench)
    trusting = trusting_here(bench, TrustGiven(), run)
    content = read_form(offer.path, run)
    entry, record = known_here(bench, offer.path, content)
    is_current(bench, offer.path, entry, record, run)
    if content.container_digest != entry.container_digest:
        raise Conflict("CDO-S250", file=offer.path.name)
    sealed, verdict = signed(offer, token, signer, trusting, run)
    name = f"签署“{record.title}”：{offer.statement.decision.label}"
    record = kept(bench, sealed, record, [offer.statement], name)
    return SignedForm(sealed, entry_here(bench, sealed), record, verdict)


def offer_next(
    desk: Desk, path: Path, opinion: Opinion, key: Path, given: TrustGiven, run: Run
) -> Offer:
    """What the next signature on a file would be; its sheet is to be shown. Raises Refused."""
    return offered(path, opinion, key, trusting_at(desk, given, run), run)


def countersign(
    desk: Desk,
    offer: Offer,
    token: str,
    key: Path,
    passphrase: AskPassphrase,
    given: TrustGiven,
    run: Run,
) -> SignedForm:
    """Sign a form on another desk, from the file alone, in place. Raises as `sign_first`."""
    return countersign_with(desk, offer, token, open_key(key, passphrase), given, run)


def countersign_with(
    desk: Desk, offer: Offer, token: str, signer: FileSigner, given: TrustGiven, run: Run
) -> SignedForm:
    """The same with a key that is open already."""
    trusting = trusting_at(desk, given, run)
    sealed, verdict = signed(offer, token, signer, trusting, run)
    return SignedForm(sealed, None, None, verdict)


def _is_still_so(bench: Workbench, prepared: PreparedForm) -> None:
    """Conflict (CDO-S202) if the record was changed since the form was prepared."""
    now = bench.workspace.record(prepared.record.id)
    if now.revision_id != prepared.record.revision_id:
        raise Conflict("CDO-S202", title=now.title)


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder that nobody else can read, gone at the end."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        yield Path(folder)
