"""Nothing that was signed is lost or doubled, whatever happens between sheet and signature."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from desk_steps import code_of, passphrase, record_now, remembered
from review_steps import AGREE, REFUSE, Office, office_of, signed_first, submitted

from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Conflict
from cdo_desktop.store.review_forms import enter_review_form
from cdo_desktop.tasks import Run
from cdo_desktop.work import review_forms
from cdo_desktop.work.review_forms import Opinion
from cdo_desktop.work.review_making import stored_file
from cdo_desktop.work.review_signing import Offer
from cdo_desktop.workbench import Workbench


@pytest.fixture
def office(bench: Workbench, act: Act, tmp_path: Path) -> Office:
    return office_of(bench, act, tmp_path)


@pytest.fixture
def record(office: Office, make_record) -> Record:
    """Signed by the CDO; the executive is next."""
    added = submitted(office.bench, make_record())
    signed_first(office, added)
    return record_now(office.bench, added)


def opened(office: Office, record: Record, opinion: Opinion, folder: str) -> Offer:
    """A sheet of the next signature, of which there may be several at once."""
    entry = review_forms.form_here(office.bench, record, Run())
    assert entry is not None
    where = office.folder / folder
    where.mkdir()
    key = office.key("cdo_executive")
    return review_forms.offer_here(office.bench, entry, where, opinion, key, Run())


def signs(office: Office, offer: Offer) -> None:
    key, token = office.key("cdo_executive"), offer.shown.token
    with patch.object(review_forms, "open_key", remembered):
        review_forms.countersign_here(office.bench, offer, token, key, passphrase, Run())


def test_a_signature_given_meanwhile_is_not_written_over(office: Office, record: Record):
    """Two sheets of one form are open; what the second was shown lacks the first one's opinion."""
    agrees = opened(office, record, AGREE, "一")
    refuses = opened(office, record, REFUSE, "二")
    signs(office, agrees)
    (entry,) = office.bench.workspace.review_forms(record.id)
    before = refuses.path.read_bytes()
    with pytest.raises(Conflict) as error:
        signs(office, refuses)
    assert code_of(error) == "CDO-S250"
    assert office.bench.workspace.review_forms(record.id) == [entry]
    assert refuses.path.read_bytes() == before


def test_no_form_is_kept_over_signatures_or_a_version_that_it_does_not_know(
    office: Office, record: Record
):
    """The last door: also where two come at the same moment."""
    workspace = office.bench.workspace
    (entry,) = workspace.review_forms(record.id)
    body = stored_file(office.bench, entry)
    for other in (replace(entry, signatures=("0" * 64,)), replace(entry, package_id="urn:uuid:x")):
        with pytest.raises(Conflict) as error, workspace.unit(office.bench.act(), "签") as unit:
            enter_review_form(unit, other, body, "agree")
        assert code_of(error) == "CDO-S250"
    assert workspace.review_forms(record.id) == [entry]
