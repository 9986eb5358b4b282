"""One form that is to be signed, wherever it lies: laid out, offered, signed, put away."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from cdo_desktop.clock import Clock
from cdo_desktop.closing import Closes
from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.review_form import AttachedFile
from cdo_desktop.domain.statement import Decision
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.files import write_bytes
from cdo_desktop.package.form_reading import FormContent
from cdo_desktop.paths import settings_file
from cdo_desktop.settings import Settings
from cdo_desktop.signing.keys import open_key
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.tasks import Run
from cdo_desktop.work import review_forms
from cdo_desktop.work.form_folders import OwnFolder
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.keys import read_certificate
from cdo_desktop.work.opinion_drafts import OpinionDraft, keep_draft
from cdo_desktop.work.print_settings import own_seal
from cdo_desktop.work.project_checks import signed_checks
from cdo_desktop.work.reports import own_fonts
from cdo_desktop.work.review_batch import Waiting
from cdo_desktop.work.review_beside import PrintDone, print_beside, renew_card, sign_beside
from cdo_desktop.work.review_changes import Change, changes_since
from cdo_desktop.work.review_export import kept_print
from cdo_desktop.work.review_forms import SignedForm
from cdo_desktop.work.review_making import PreparedForm, last_signed, stored_file
from cdo_desktop.work.review_parts import copy_file
from cdo_desktop.work.review_print import unsigned_print
from cdo_desktop.work.review_reading import ShownForm, shown_from
from cdo_desktop.work.review_signing import AskPassphrase, Offer, Opinion, offered, signed
from cdo_desktop.work.review_trust import FormVerdict, Trusting, judged, trusting_at, trusting_here
from cdo_desktop.work.signers import Signer
from cdo_desktop.workbench import Desk, Workbench

_UNKNOWN = Change("全部内容", "上次签署的版本", "这一版（本软件不认识它的定义，不能逐项比较）")


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed about a record since the same person signed a form of it."""

    at: datetime
    decision: Decision
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Offering:
    """What signing with a key would be, and what is to be known of the key."""

    offer: Offer
    signer: Signer
    since: Since | None
    """What has changed since this signer signed last; None: it is the first time."""


class Case(Closes):
    """A form to be signed with an opinion. Nothing is kept open; `close` removes what was copied.

    `path` is the file whose bytes are shown and signed.
    """

    def __init__(self, clock: Clock, opinion: Opinion | None) -> None:
        self.opinion = opinion
        self.path = Path()
        self._folder = OwnFolder(clock)
        self.print_later: Callable[[], PrintDone | None] | None = None
        """Once it is signed: shows the signature in the print; None where none is kept."""
        self.told: tuple[Reason, ...] = ()
        """What is to be told of the unsigned print that goes with the form."""

    @property
    def folder(self) -> Path:
        """A folder of its own, that nobody else can read. Raises DiskTrouble."""
        return self._folder.path

    def close(self) -> None:
        """Remove what was copied. What was signed stays."""
        self._folder.close()

    def lay_out(self, run: Run) -> ShownForm:
        """The form as it would be signed, without an opinion. Raises Refused, DiskTrouble."""
        raise NotImplementedError

    def offer(self, key: Path, run: Run) -> Offer:
        """What signing with a key would be; as `review_signing.offered`."""
        raise NotImplementedError

    def sign_with(self, offer: Offer, token: str, signer: FileSigner, run: Run) -> SignedForm:
        """Sign what was shown, by the token of its sheet. Raises as `review_forms.sign_first`."""
        raise NotImplementedError

    def trusting(self, run: Run) -> Trusting:
        """By what the signers are judged."""
        raise NotImplementedError

    def print_of(self, done: SignedForm) -> Path | None:
        """Where the print that shows the signature lies; None: there is none."""
        raise NotImplementedError

    def signed_before(self, shown: ShownForm, certificate: str, run: Run) -> FormContent | None:
        """The form about the same record that this certificate signed last; None for none."""
        raise NotImplementedError

    def offering(self, key: Path, run: Run) -> Offering:
        """All that is shown of signing with a key."""
        offer = self.offer(key, run)
        certificate = offer.speaker.certificate.sha256
        before = self.signed_before(offer.shown, certificate, run)
        since = _since(before, certificate, offer.shown) if before else None
        return Offering(offer, self.signer(key, run), since)

    def signer(self, key: Path, run: Run) -> Signer:
        """What is to be known of a key; its passphrase is not needed. Raises Refused."""
        certificate, trusting = read_certificate(key), self.trusting(run)
        bundle = trusting.bundle
        return Signer(
            key=key,
            certificate=certificate,
            days=(certificate.not_after - trusting.now).days,
            listed=bundle.signer(certificate.sha256) is not None if bundle else None,
            age=bundle.age() if bundle else "",
            doubts=(),
        )

    def copy_of(self, shown: ShownForm, file: AttachedFile, run: Run) -> Path:
        """A file of the form, copied out of it to be looked at. Raises as `copy_file`."""
        suffix = Path(file.name).suffix.lower()
        return copy_file(self.path, shown, file, self.folder / f"{file.sha256[:16]}{suffix}", run)


class HereCase(Case):
    """A form of a record of the open workspace: a new one, or the next signature on one kept."""

    def __init__(self, bench: Workbench, record_id: str, opinion: Opinion) -> None:
        super().__init__(bench.clock, opinion)
        self._bench, self._id = bench, record_id
        self._said = opinion
        self._prepared: PreparedForm | None = None
        self._entry: LedgerEntry | None = None

    def lay_out(self, run: Run) -> ShownForm:
        bench, record = self._bench, self._bench.workspace.record(self._id)
        self._entry = review_forms.form_here(bench, record, run)
        if self._entry is not None:
            self.path = self.folder / self._entry.file_name
            write_bytes(self.path, stored_file(bench, self._entry))
        else:
            linked = review_forms.linked_records(bench, record)
            checks = signed_checks(bench, record, run)
            draft = unsigned_print(bench, record, linked, checks, own_fonts(), run)
            self.told = draft.notices
            self._prepared = review_forms.prepare(
                bench, record, linked, run, files=[draft], checks=checks
            )
            self.path = self._prepared.path
        return shown_from(self.path, run)

    def offer(self, key: Path, run: Run) -> Offer:
        if self._entry is not None:
            return review_forms.offer_here(
                self._bench, self._entry, self.folder, self._said, key, run
            )
        assert self._prepared is not None  # laid out before
        return review_forms.offer_first(self._bench, self._prepared, self._said, key, run)

    def sign_with(self, offer: Offer, token: str, signer: FileSigner, run: Run) -> SignedForm:
        given = (offer, token, signer, run)
        if self._prepared is not None:
            done = review_forms.sign_first_with(self._bench, self._prepared, *given)
        else:
            done = review_forms.countersign_here_with(self._bench, *given)
        with suppress(
            DiskTrouble
        ):  # a draft that stays is seen; the signature is told all the same
            keep_draft(self._bench, self._id, OpinionDraft())
        return done

    def trusting(self, run: Run) -> Trusting:
        return trusting_here(self._bench, TrustGiven(), run)

    def print_of(self, done: SignedForm) -> Path | None:
        assert done.record is not None  # signed in a workspace
        return kept_print(self._bench, done.record, done.sealed.manifest.facts.sequence)

    def signed_before(self, shown: ShownForm, certificate: str, run: Run) -> FormContent | None:
        return last_signed(self._bench, shown.form["id"], certificate, run)

    def close(self) -> None:
        super().close()
        if self._prepared is not None:
            self._prepared.close()


class FileCase(Case):
    """A form that came as a file: it is signed in place, from the file alone.

    Who signs and who has signed is judged by the open workspace's trust data, if one is open.
    """

    def __init__(
        self, desk: Desk, bench: Workbench | None, path: Path, opinion: Opinion | None = None
    ) -> None:
        super().__init__(desk.clock, opinion)
        self._desk, self._bench = desk, bench
        self.path = path

    def lay_out(self, run: Run) -> ShownForm:
        return shown_from(self.path, run)

    def verdict(self, run: Run) -> FormVerdict:
        """Who has said what so far, and whose signature is wanted."""
        return judged(self.path, self.trusting(run), run)

    def offer(self, key: Path, run: Run) -> Offer:
        assert self.opinion is not None  # asked for before
        return offered(self.path, self.opinion, key, self.trusting(run), run)

    def sign_with(self, offer: Offer, token: str, signer: FileSigner, run: Run) -> SignedForm:
        trusting = self.trusting(run)
        sealed, verdict = signed(offer, token, signer, trusting, run)
        return SignedForm(sealed, None, None, verdict)

    def trusting(self, run: Run) -> Trusting:
        if self._bench is not None:
            return trusting_here(self._bench, TrustGiven(), run)
        return trusting_at(self._desk, TrustGiven(), run)

    def print_of(self, done: SignedForm) -> Path | None:
        return print_beside(self.path)

    def signed_before(self, shown: ShownForm, certificate: str, run: Run) -> FormContent | None:
        if self._bench is None:
            return None
        return last_signed(self._bench, shown.form["id"], certificate, run)


def sign(
    case: Case, offer: Offer, token: str, key: Path, passphrase: AskPassphrase, run: Run
) -> SignedForm:
    """Open the key once, and sign what was shown. Refused (CDO-K102) for a wrong passphrase."""
    return signed_by(case, offer, token, open_key(key, passphrase), run)


def signed_by(case: Case, offer: Offer, token: str, signer: FileSigner, run: Run) -> SignedForm:
    """The same with a key that is open. The print is left for `case.print_later`: whatever becomes
    of it, that the form is signed is told before.
    """
    trusting = case.trusting(run)
    done = case.sign_with(offer, token, signer, run)
    case.print_later = partial(_shown_in_print, case, done, signer, trusting)
    return done


def _shown_in_print(
    case: Case, done: SignedForm, signer: FileSigner, trusting: Trusting
) -> PrintDone | None:
    target = case.print_of(done)
    if target is None:  # no other print is drawn, that would tell the same of its fonts
        return PrintDone(None, False, None, case.told) if case.told else None
    settings = Settings(settings_file())
    fonts, seal = own_fonts(settings), own_seal(settings)
    told = sign_beside(case.path, done.verdict, signer, trusting, fonts, target=target, seal=seal)
    return replace(told, notices=(*told.notices, *renew_card(done.sealed)))


def waiting(case: Case, offer: Offer | None, token: str, title: str) -> Waiting:
    """The form as one of a batch; without an offer it was not opened, or was passed over."""
    if offer is None:
        return Waiting(title, "", None)
    decision = offer.statement.decision.label

    def sign_one(signer: FileSigner, shown: str, run: Run) -> SignedForm:
        return signed_by(case, offer, shown, signer, run)

    return Waiting(title, token, sign_one, decision)


def _since(before: FormContent, certificate: str, shown: ShownForm) -> Since:
    """The changes between what somebody has signed and what is shown now."""
    spoken = [one for one in before.signatures if one.certificate.sha256 == certificate]
    said, kind = spoken[-1].statement, shown.kind_of(shown.form)
    found = changes_since(before, shown, kind) if kind else [_UNKNOWN]
    return Since(said.at, said.decision, tuple(found))
