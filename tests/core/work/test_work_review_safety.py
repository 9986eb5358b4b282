"""Nothing that was signed is lost or doubled, whatever happens between sheet and signature."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from desk_steps import (
    COUNTY,
    PLATFORM,
    code_of,
    key_of,
    passphrase,
    record_now,
    remembered,
    root_signed,
)
from project_samples import project
from review_steps import AGREE, REFUSE, Office, exported, office_of, signed_first, submitted

from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision
from cdo_desktop.errors import Conflict, DiskTrouble, Refused
from cdo_desktop.files import write_bytes
from cdo_desktop.store.review_forms import enter_review_form
from cdo_desktop.tasks import Run
from cdo_desktop.work import (
    editing,
    issuing,
    review_cases,
    review_export,
    review_forms,
    review_signing,
    reviewing,
)
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.keys import read_certificate
from cdo_desktop.work.review_beside import PrintDone
from cdo_desktop.work.review_cases import HereCase
from cdo_desktop.work.review_forms import Opinion, sheet_lines
from cdo_desktop.work.review_making import stored_file
from cdo_desktop.work.review_signing import Offer
from cdo_desktop.work.review_trust import FormVerdict, judged
from cdo_desktop.workbench import Workbench

AGREE_IF = Opinion(Decision.AGREE_IF, "", ("补编预编目录",))


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


# -- the file while it is signed


@pytest.fixture
def path(office: Office, record: Record) -> Path:
    """The form on its way, the executive's signature to come."""
    return exported(office, record)


def countersigns(office: Office, offer: Offer) -> None:
    given = (offer, offer.shown.token, office.key("cdo_executive"), passphrase, office.given, Run())
    with patch.object(review_forms, "open_key", remembered):
        review_forms.countersign(office.bureau_desk(), *given)


def offered_next(office: Office, path: Path) -> Offer:
    key = office.key("cdo_executive")
    return review_forms.offer_next(office.bureau_desk(), path, AGREE, key, office.given, Run())


def test_another_file_shown_to_the_judge_is_found(office: Office, path: Path, make_record):
    """What is judged must be what is signed, also if it is exchanged there and back again."""
    offer = offered_next(office, path)
    own = path.read_bytes()
    other = submitted(office.bench, make_record(title="殡葬信息"))
    signed_first(office, other)
    good = exported(office, other, "另.cdopkg").read_bytes()

    def deceived(*given) -> FormVerdict:
        write_bytes(path, good)
        try:
            return judged(*given)
        finally:
            write_bytes(path, own)

    with patch.object(review_signing, "judged", deceived), pytest.raises(Refused) as error:
        countersigns(office, offer)
    assert code_of(error) == "CDO-E109"
    assert path.read_bytes() == own


def test_who_is_told_that_it_was_not_signed_has_a_file_that_is_not(office: Office, path: Path):
    """The medium fails when the signed file is read again: then it is not put in the place."""
    offer, before = offered_next(office, path), path.read_bytes()

    def failing(read: Path, *given) -> FormVerdict:
        if read != path:
            raise DiskTrouble("CDO-U204", file=read.name, reason="Input/output error")
        return judged(read, *given)

    with patch.object(review_signing, "judged", failing), pytest.raises(DiskTrouble):
        countersigns(office, offer)
    assert path.read_bytes() == before
    countersigns(office, offer)
    assert path.read_bytes() != before


# -- the clock


def test_a_clock_set_back_makes_no_revoked_key_good(office: Office, path: Path, act: Act):
    """The list that revokes it was issued later than the clock says: so much is proven."""
    assert office.given.bundle is not None
    draft, evening = office.folder / "清单2.json", office.bureau_desk(hours=5)
    issuing.next_version(evening, office.given.bundle, draft)
    revoked = read_certificate(office.key("cdo_executive")).sha256
    issuing.revoke_signer(draft, revoked, evening.clock.now())
    root = key_of(office.folder, act, "root", PLATFORM)
    assert office.given.roots is not None
    newer = root_signed(draft, root, draft.with_suffix(".cdopkg"), act, office.given.roots)
    given = TrustGiven(newer, office.given.roots)
    key, desk = office.key("cdo_executive"), office.bureau_desk(hours=2)
    with pytest.raises(Refused) as error:
        review_forms.offer_next(desk, path, AGREE, key, given, Run())
    assert code_of(error) == "CDO-E410"


# -- the prints that are kept


def filed(office: Office, **more) -> Record:
    return filed_with(office, {}, **more)


def filed_with(office: Office, groups: dict, **more) -> Record:
    (added,) = editing.add(office.bench, [project(office.bench.library, groups, **more)])
    assert reviewing.move(office.bench, "file", [added.id], "王芳", "", Run()).moved
    return record_now(office.bench, added)


def signed_in_print(office: Office, record: Record, role: str = "dept_cdo") -> PrintDone:
    """As the window does it: the form, then its print."""
    with HereCase(office.bench, record.id, AGREE_IF) as case:
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


# -- what is secret


def test_a_secret_entry_stands_in_no_part_of_a_form(office: Office, make_record):
    """Neither among its records nor in the unsigned print that lies in it."""
    hidden = make_record(title="某某名册", code="307022/000777", secret="涉密")
    (secret,) = editing.add(office.bench, [hidden])
    named = {"id": secret.id, "code": "", "title": "名册"}
    record = filed_with(office, {"catalog": [{"resource": named}]})
    with HereCase(office.bench, record.id, AGREE_IF) as case:
        shown = case.lay_out(Run())
        (draft,) = shown.attachments
        path = case.copy_of(shown, draft, Run())
        done = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
        assert record.title in "".join(done.stdout.decode().split())
        assert secret.code not in done.stdout.decode()
        assert "某某名册" not in done.stdout.decode()
    assert shown.linked == ()
    assert secret.code not in "\n".join(sheet_lines(shown))
