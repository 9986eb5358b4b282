"""Steps of the tests about review forms: preparing, opening, signing, on this desk and another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from desk_steps import (
    BUREAU,
    PLATFORM,
    bundle_of,
    desk_of,
    key_of,
    passphrase,
    remembered,
)

from cdo_desktop.clock import FixedClock
from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, review_forms, reviewing, trusting
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.review_batch import Waiting
from cdo_desktop.work.review_forms import Opinion, SignedForm, countersign_with, sign_first_with
from cdo_desktop.work.review_making import PreparedForm
from cdo_desktop.work.review_signing import Offer
from cdo_desktop.workbench import Desk, Workbench

AGREE = Opinion(Decision.AGREE, "同意报送。")
REFUSE = Opinion(Decision.REFUSE, "与已建系统重复，不同意。")


@dataclass(frozen=True, slots=True)
class Office:
    """A workspace that trusts the CDO and the executive, and what both need."""

    bench: Workbench
    act: Act
    folder: Path
    given: TrustGiven

    def key(self, role: str = "dept_cdo") -> Path:
        """The key of a role; the executive's is the platform's."""
        return key_of(self.folder, self.act, role, PLATFORM if "executive" in role else BUREAU)

    def bureau_desk(self, hours: float = 1) -> Desk:
        """Another desk, some hours later."""
        desk = desk_of(self.act)
        assert isinstance(desk.clock, FixedClock)
        desk.clock.at += timedelta(hours=hours)
        return desk


def office_of(bench: Workbench, act: Act, folder: Path, *more: Path) -> Office:
    """The workspace takes in a trust list that names the CDO and the executive."""
    signers = (
        key_of(folder, act, "dept_cdo", BUREAU),
        key_of(folder, act, "cdo_executive", PLATFORM),
        *more,
    )
    bundle, roots = bundle_of(folder, act, "清单", *signers)
    trusting.import_trust(bench, bundle, roots, Run())
    return Office(bench, act, folder, TrustGiven(bundle, roots))


def submitted(bench: Workbench, record: Record) -> Record:
    """The record, put forward."""
    (added,) = editing.add(bench, [record])
    assert reviewing.move(bench, "submit", [added.id], "王芳", "", Run()).moved
    return bench.workspace.record(added.id)


def prepared(office: Office, record: Record, **more) -> PreparedForm:
    """Its form, laid out with what it refers to."""
    linked = review_forms.linked_records(office.bench, record)
    return review_forms.prepare(office.bench, record, linked, Run(), **more)


def signed_first(
    office: Office, record: Record, opinion: Opinion = AGREE, role: str = "dept_cdo", **more
) -> SignedForm:
    """Prepared, opened and signed by the CDO."""
    with prepared(office, record, **more) as form:
        offer = review_forms.offer_first(office.bench, form, opinion, office.key(role), Run())
        with patch.object(review_forms, "open_key", remembered):
            return review_forms.sign_first(
                office.bench, form, offer, offer.shown.token, office.key(role), passphrase, Run()
            )


def exported(office: Office, record: Record, name: str = "一.cdopkg") -> Path:
    """The form, written out."""
    target = office.folder / name
    review_forms.export(office.bench, record, target, Run())
    return target


def countersigned(
    office: Office,
    path: Path,
    opinion: Opinion = AGREE,
    role: str = "cdo_executive",
    hours: float = 1,
    given: TrustGiven | None = None,
) -> SignedForm:
    """Opened and signed on the desk of the bureau, from the file alone."""
    desk, key = office.bureau_desk(hours), office.key(role)
    given = given or office.given
    offer = review_forms.offer_next(desk, path, opinion, key, given, Run())
    with patch.object(review_forms, "open_key", remembered):
        return review_forms.countersign(
            desk, offer, offer.shown.token, key, passphrase, given, Run()
        )


def back(office: Office, path: Path, hours: float = 2) -> review_forms.TakenForm:
    """Taken back into the workspace, some hours later."""
    clock = office.bench.clock
    assert isinstance(clock, FixedClock)
    clock.at = office.act.at + timedelta(hours=hours)
    return review_forms.take(office.bench, path, TrustGiven(), Run())


def first_of(bench: Workbench, prepared: PreparedForm, offer: Offer | None, token: str) -> Waiting:
    """A form to be signed first here; without an offer it was not opened."""
    if offer is None:
        return Waiting(prepared.record.title, "", None)

    def sign(signer: FileSigner, shown: str, run: Run) -> SignedForm:
        return sign_first_with(bench, prepared, offer, shown, signer, run)

    return Waiting(prepared.record.title, token, sign)


def next_of(desk: Desk, path: Path, offer: Offer | None, token: str, given: TrustGiven) -> Waiting:
    """A form to be countersigned from its file; without an offer it was not opened."""
    if offer is None:
        return Waiting(path.name, "", None)

    def sign(signer: FileSigner, shown: str, run: Run) -> SignedForm:
        return countersign_with(desk, offer, shown, signer, given, run)

    return Waiting(path.name, token, sign)
