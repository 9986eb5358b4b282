"""Nothing that was signed is lost or doubled, whatever happens between sheet and signature."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from desk_steps import COUNTY, code_of, passphrase, record_now, remembered
from project_samples import project
from review_steps import AGREE, REFUSE, Office, office_of, signed_first, submitted

from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Conflict
from cdo_desktop.store.review_forms import enter_review_form
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, review_cases, review_export, review_forms, reviewing
from cdo_desktop.work.review_beside import PrintDone
from cdo_desktop.work.review_cases import HereCase
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


# -- the prints that are kept


def filed(office: Office, **more) -> Record:
    (added,) = editing.add(office.bench, [project(office.bench.library, **more)])
    assert reviewing.move(office.bench, "file", [added.id], "王芳", "", Run()).moved
    return record_now(office.bench, added)


def signed_in_print(office: Office, record: Record, role: str = "dept_cdo") -> PrintDone:
    """As the window does it: the form, then its print."""
    with HereCase(office.bench, record.id, AGREE) as case:
        case.lay_out(Run())
        offer = case.offering(office.key(role), Run()).offer
        with patch.object(review_cases, "open_key", remembered):
            given = (case, offer, offer.shown.token, office.key(role), passphrase)
            review_cases.sign(*given, Run())
        assert case.print_later is not None
        told = case.print_later()
    assert told is not None
    return told


def test_projects_of_one_name_have_a_print_each(office: Office):
    """Two units plan what they call the same; the print of the first stays what it was."""
    own = filed(office, title="一体化平台升级项目")
    theirs = filed(office, title=own.title, org=COUNTY.name, org_code=COUNTY.code)
    first = signed_in_print(office, own)
    assert first.path is not None
    before = first.path.read_bytes()
    second = signed_in_print(office, theirs)
    assert (second.is_signed, second.set_aside) == (True, None)
    assert second.path != first.path
    assert first.path.read_bytes() == before


@pytest.mark.parametrize("sign", ["信", "𠮷"])
def test_a_project_with_the_longest_name_is_printed_and_goes_out(office: Office, sign: str):
    """No system takes a name of 512 bytes."""
    record = filed(office, title=sign * 128)
    told = signed_in_print(office, record)
    assert (told.is_signed, told.notices) == (True, ())
    target = office.folder / "出.cdopkg"
    _, _, beside = review_export.export_printed(
        office.bench, record_now(office.bench, record), target, {}, Run()
    )
    assert (beside.is_signed, beside.notices) == (True, ())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("救助/平台:一期", "救助_平台_一期"),
        ("救助\n平台\u202e", "救助_平台_"),
        ("信" * 128, "信" * 40),
        ("a" + "𠮷" * 128, "a" + "𠮷" * 29),
    ],
)
def test_a_title_as_the_name_of_a_file(title: str, name: str):
    assert review_export.fit_for_a_file(title) == name
