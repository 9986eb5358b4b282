"""Signing is refused if any protecting step did not happen; what was shown is what is signed."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from desk_steps import (
    BUREAU,
    COUNTY,
    PLATFORM,
    code_of,
    key_of,
    later,
    left_in,
    next_bundle,
    passphrase,
    record_now,
    remembered,
    stopping_at,
    unwritable,
)
from review_steps import (
    AGREE,
    REFUSE,
    Office,
    countersigned,
    exported,
    first_of,
    next_of,
    office_of,
    prepared,
    signed_first,
    submitted,
)

from cdo_desktop.domain.people import Act
from cdo_desktop.domain.project_check import Outcome, ProjectCheck, Said, check_document
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision
from cdo_desktop.errors import Conflict, DiskTrouble, Refused, Unproven
from cdo_desktop.files import write_bytes
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, review_batch, review_forms
from cdo_desktop.work.checking import assess
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.keys import read_certificate
from cdo_desktop.work.review_batch import sign_batch
from cdo_desktop.work.review_forms import Opinion, sheet_lines, shown_from
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Workbench


@pytest.fixture
def office(bench: Workbench, act: Act, tmp_path: Path) -> Office:
    clerk, county = (
        key_of(tmp_path, act, "clerk", BUREAU),
        key_of(tmp_path, act, "dept_cdo", COUNTY),
    )
    return office_of(bench, act, tmp_path, clerk, county)


@pytest.fixture
def record(office: Office, make_record) -> Record:
    return submitted(office.bench, make_record())


@pytest.fixture
def path(office: Office, record: Record) -> Path:
    """A form with the first signature, on its way."""
    signed_first(office, record)
    return exported(office, record)


def opened(office: Office, path: Path, opinion: Opinion = AGREE, **more):
    """The sheet of the second signature."""
    desk = more.pop("desk", office.bureau_desk())
    key = more.pop("key", office.key("cdo_executive"))
    return review_forms.offer_next(desk, path, opinion, key, office.given, Run())


def signs(office: Office, offer, token: str, hours: float = 1, **more):
    key = more.pop("key", office.key("cdo_executive"))
    desk = more.pop("desk", office.bureau_desk(hours))
    with patch.object(review_forms, "open_key", remembered):
        return review_forms.countersign(desk, offer, token, key, passphrase, office.given, Run())


def refused_as(code: str, path: Path, act) -> None:
    """It is refused so, and the file is as it was."""
    before = path.read_bytes()
    with pytest.raises(Refused) as error:
        act()
    assert code_of(error) == code
    assert path.read_bytes() == before


# -- what is shown is what is signed


def test_the_sheet_before_the_first_signature_is_that_of_the_signed_package(
    office: Office, record: Record
):
    opinion = replace(AGREE, text="第一行\n第二行 𠮷𩸽")
    with prepared(office, record, checks={"findings": [{"check": "money"}]}) as form:
        offer = review_forms.offer_first(office.bench, form, opinion, office.key(), Run())
        with patch.object(review_forms, "open_key", remembered):
            review_forms.sign_first(
                office.bench, form, offer, offer.shown.token, office.key(), passphrase, Run()
            )
    lines = sheet_lines(offer.shown)
    assert sheet_lines(shown_from(exported(office, record), Run())) == lines
    for value in record.values.values():
        assert any(str(value) in line for line in lines), value
    assert "第二行 𠮷𩸽" in "\n".join(lines)


def test_the_sheet_before_the_second_signature_is_that_of_the_signed_package(
    office: Office, path: Path
):
    offer = opened(office, path, Opinion(Decision.AGREE_IF, "原则同意。", ("补充方案",)))
    signs(office, offer, offer.shown.token)
    assert sheet_lines(shown_from(path, Run())) == sheet_lines(offer.shown)
    assert offer.shown.opinions[1].statement.conditions == ("补充方案",)


def test_the_fingerprint_is_the_beginning_of_the_content_digest(office: Office, path: Path):
    shown = shown_from(path, Run())
    start = shown.content_digest[7:27].upper()
    assert shown.fingerprint == "-".join(start[at : at + 4] for at in range(0, 20, 4))
    assert shown.fingerprint in "\n".join(sheet_lines(shown))


# -- nothing is signed that was not opened


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_without_the_token_of_the_sheet(office: Office, path: Path, token: str):
    offer = opened(office, path)
    refused_as("CDO-E752", path, lambda: signs(office, offer, token))


def test_with_the_token_of_another_opinion(office: Office, path: Path):
    shown, other = opened(office, path), opened(office, path, REFUSE)
    refused_as("CDO-E752", path, lambda: signs(office, other, shown.shown.token))


def test_with_another_key_than_was_shown(office: Office, path: Path):
    offer = opened(office, path)
    other = office.key("clerk")
    refused_as("CDO-E752", path, lambda: signs(office, offer, offer.shown.token, key=other))


def test_after_the_file_was_exchanged(office: Office, path: Path, make_record):
    offer = opened(office, path)
    other = submitted(office.bench, make_record(title="殡葬信息"))
    signed_first(office, other)
    write_bytes(path, exported(office, other, "另.cdopkg").read_bytes())
    refused_as("CDO-E752", path, lambda: signs(office, offer, offer.shown.token))


def test_after_somebody_else_has_signed_the_file(office: Office, path: Path):
    offer = opened(office, path)
    countersigned(office, path, REFUSE)
    refused_as("CDO-E752", path, lambda: signs(office, offer, offer.shown.token))


def test_a_sheet_that_was_opened_too_long_ago(office: Office, path: Path):
    offer = opened(office, path)
    refused_as("CDO-E753", path, lambda: signs(office, offer, offer.shown.token, hours=2.5))
    signs(office, offer, offer.shown.token, hours=1.9)


def test_a_record_that_was_changed_since_it_was_prepared(office: Office, record: Record):
    with prepared(office, record) as form:
        offer = review_forms.offer_first(office.bench, form, AGREE, office.key(), Run())
        editing.set_values(office.bench, record.id, [Entry("备注", "改过")])
        with patch.object(review_forms, "open_key", remembered), pytest.raises(Conflict):
            review_forms.sign_first(
                office.bench, form, offer, offer.shown.token, office.key(), passphrase, Run()
            )
    assert office.bench.workspace.review_forms() == []


# -- the clock


def test_a_clock_earlier_than_the_last_signature(office: Office, path: Path):
    refused_as("CDO-E754", path, lambda: opened(office, path, desk=office.bureau_desk(-0.1)))


def test_a_clock_set_back_after_the_sheet_was_opened(office: Office, path: Path):
    offer = opened(office, path)
    refused_as("CDO-E754", path, lambda: signs(office, offer, offer.shown.token, hours=0.9))


# -- the key


def test_a_wrong_passphrase_stops_at_once(office: Office, path: Path):
    offer = opened(office, path)
    asked = []

    def wrong() -> str:
        asked.append(1)
        return "错的口令"

    def act():
        review_forms.countersign(
            office.bureau_desk(),
            offer,
            offer.shown.token,
            office.key("cdo_executive"),
            wrong,
            office.given,
            Run(),
        )

    refused_as("CDO-K102", path, act)
    assert asked == [1]


def test_a_wrong_passphrase_at_the_first_signature_changes_nothing(office: Office, record: Record):
    with prepared(office, record) as form:
        offer = review_forms.offer_first(office.bench, form, AGREE, office.key(), Run())
        with pytest.raises(Refused) as error:
            review_forms.sign_first(
                office.bench, form, offer, offer.shown.token, office.key(), lambda: "错", Run()
            )
    assert code_of(error) == "CDO-K102"
    assert record_now(office.bench, record) == record
    assert office.bench.workspace.review_forms() == []


@pytest.mark.parametrize(
    ("role", "org", "code"),
    [
        ("clerk", BUREAU, "CDO-E756"),
        ("dept_cdo", COUNTY, "CDO-E756"),
        ("expert", PLATFORM, "CDO-E755"),
    ],
)
def test_a_key_that_may_not_sign_next(office: Office, path: Path, act: Act, role, org, code):
    key = key_of(office.folder, act, role, org)
    refused_as(code, path, lambda: opened(office, path, key=key))


@pytest.mark.parametrize(
    ("role", "org"), [("clerk", BUREAU), ("dept_cdo", COUNTY), ("cdo_executive", PLATFORM)]
)
def test_a_key_that_may_not_sign_first(office: Office, record: Record, act: Act, role, org):
    key = key_of(office.folder, act, role, org)
    with prepared(office, record) as form:
        refused_as(
            "CDO-E756",
            form.path,
            lambda: review_forms.offer_first(office.bench, form, AGREE, key, Run()),
        )


def test_a_key_that_has_signed_already(office: Office, path: Path):
    refused_as("CDO-E760", path, lambda: opened(office, path, key=office.key()))


def test_the_key_of_somebody_else(office: Office, path: Path):
    theirs = replace(AGREE, person="王芳")
    refused_as("CDO-E757", path, lambda: opened(office, path, theirs))
    assert opened(office, path, replace(AGREE, person="李文涛")).shown.token


def test_a_revoked_key(office: Office, path: Path, act: Act):
    revoked = read_certificate(office.key("cdo_executive")).sha256
    bundle = office.given.bundle
    assert bundle is not None
    newer = next_bundle(office.folder, act, bundle, "清单2", revoked=revoked)
    given = TrustGiven(newer, office.given.roots)
    key = office.key("cdo_executive")
    refused_as(
        "CDO-E410",
        path,
        lambda: review_forms.offer_next(office.bureau_desk(), path, AGREE, key, given, Run()),
    )


def test_a_certificate_or_a_trust_list_that_has_ended(office: Office, path: Path, record: Record):
    refused_as("CDO-E404", path, lambda: opened(office, path, desk=office.bureau_desk(24 * 400)))
    later(office.bench, 400)
    with prepared(office, replace(record, code="x")) as form, pytest.raises(Refused) as error:
        review_forms.offer_first(office.bench, form, AGREE, office.key(), Run())
    assert code_of(error) == "CDO-E404"


def test_without_anything_to_trust_nothing_is_countersigned(office: Office, path: Path):
    before = path.read_bytes()
    with pytest.raises(Unproven) as error:
        review_forms.offer_next(
            office.bureau_desk(), path, AGREE, office.key("cdo_executive"), TrustGiven(), Run()
        )
    assert code_of(error) == "CDO-E764"
    assert path.read_bytes() == before


def test_an_invalid_form_is_not_countersigned(office: Office, path: Path):
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    refused_as("CDO-E758", path, lambda: opened(office, path))


# -- the opinion


@pytest.mark.parametrize(
    ("opinion", "code"),
    [
        (Opinion(Decision.REFUSE), "CDO-E750"),
        (Opinion(Decision.REFUSE, " \n "), "CDO-E750"),
        (Opinion(Decision.AGREE_IF, "原则同意"), "CDO-E773"),
        (Opinion(Decision.AGREE_IF, "", (" ",)), "CDO-E773"),
        (Opinion(Decision.AGREE, "", ("补充",)), "CDO-E773"),
        (Opinion(Decision.AGREE, "同意\u202e不"), "CDO-E751"),
        (Opinion(Decision.AGREE, "同意\x07"), "CDO-E751"),
        (Opinion(Decision.AGREE_IF, "", tuple("条件" for _ in range(201))), "CDO-E702"),
    ],
)
def test_an_opinion_that_says_too_little_or_hides_something(
    office: Office, path: Path, opinion, code
):
    refused_as(code, path, lambda: opened(office, path, opinion))


def test_an_opinion_is_signed_in_one_form_of_writing(office: Office, path: Path):
    offer = opened(office, path, Opinion(Decision.AGREE, "\ta\u0301\r\n同意\t "))
    assert offer.statement.text == "\u00e1\n同意"


def test_a_record_in_another_state_or_with_errors_is_not_signed(office: Office, make_record):
    (draft,) = editing.add(office.bench, [make_record()])
    with prepared(office, draft) as form, pytest.raises(Refused) as error:
        review_forms.offer_first(office.bench, form, AGREE, office.key(), Run())
    assert code_of(error) == "CDO-E772"
    assert "草稿" in str(error.value)
    record = submitted(office.bench, make_record(title="殡葬信息"))
    with office.bench.workspace.unit(office.bench.act(), "坏", "note") as unit:
        bad = record.with_value("summary", None)
        bad = unit.save(bad, assess(office.bench, bad), record.revision_id)
    with prepared(office, bad) as form, pytest.raises(Refused) as error:
        review_forms.offer_first(office.bench, form, AGREE, office.key(), Run())
    assert code_of(error) == "CDO-E767"


# -- several at once


@pytest.fixture
def three(office: Office, make_record) -> list[Path]:
    """Three forms on the desk of the bureau."""
    paths = []
    for title in ("低保信息", "殡葬信息", "婚姻信息"):
        one = submitted(office.bench, make_record(title=title))
        signed_first(office, one)
        paths.append(exported(office, one, f"{title}.cdopkg"))
    return paths


def test_a_batch_signs_only_what_was_opened(office: Office, three: list[Path]):
    desk, key = office.bureau_desk(), office.key("cdo_executive")
    before = [path.read_bytes() for path in three]
    offers = [opened(office, path) for path in three[:2]]
    forms = [next_of(desk, o.path, o, o.shown.token, office.given) for o in offers[:1]]
    forms.append(next_of(desk, three[1], offers[1], "", office.given))
    forms.append(next_of(desk, three[2], None, "", office.given))
    with patch.object(review_batch, "open_key", remembered):
        done = sign_batch(forms, key, passphrase, Run())
    assert [name for name, _ in done.signed] == [three[0].name]
    assert [one.name for one in done.skipped] == [three[1].name, three[2].name]
    assert done.failed == ()
    assert [path.read_bytes() == old for path, old in zip(three, before, strict=True)] == [
        False,
        True,
        True,
    ]


def test_what_fails_in_a_batch_does_not_hold_up_the_others(office: Office, three: list[Path]):
    desk = office.bureau_desk()
    offers = [opened(office, path) for path in three]
    forms = [next_of(desk, o.path, o, o.shown.token, office.given) for o in offers]
    countersigned(office, three[1], REFUSE)
    with patch.object(review_batch, "open_key", remembered):
        done = sign_batch(forms, office.key("cdo_executive"), passphrase, Run())
    assert [name for name, _ in done.signed] == [three[0].name, three[2].name]
    assert [(one.name, one.code) for one in done.failed] == [(three[1].name, "CDO-E752")]


def test_a_wrong_passphrase_signs_nothing_of_a_batch(office: Office, three: list[Path]):
    desk = office.bureau_desk()
    offers = [opened(office, path) for path in three]
    forms = [next_of(desk, o.path, o, o.shown.token, office.given) for o in offers]
    before = [path.read_bytes() for path in three]
    with pytest.raises(Refused) as error:
        sign_batch(forms, office.key("cdo_executive"), lambda: "错", Run())
    assert code_of(error) == "CDO-K102"
    assert [path.read_bytes() for path in three] == before


def test_a_batch_of_which_nothing_was_opened_asks_for_no_passphrase(office, three: list[Path]):
    def never() -> str:
        raise AssertionError

    forms = [next_of(office.bureau_desk(), path, None, "", office.given) for path in three]
    done = sign_batch(forms, office.key("cdo_executive"), never, Run())
    assert (done.signed, len(done.skipped)) == ((), 3)


def test_a_batch_that_is_stopped_keeps_what_was_signed(office: Office, three: list[Path]):
    desk = office.bureau_desk()
    offers = [opened(office, path) for path in three]
    forms = [next_of(desk, o.path, o, o.shown.token, office.given) for o in offers]
    with patch.object(review_batch, "open_key", remembered):
        run = stopping_at("签署", 2)
        done = sign_batch(forms, office.key("cdo_executive"), passphrase, run)
    assert len(done.signed) + len(done.skipped) == 3
    assert len(done.skipped) >= 1


def test_first_signatures_come_in_batches_too(office: Office, make_record):
    records = [submitted(office.bench, make_record(title=title)) for title in ("低保", "殡葬")]
    forms = [prepared(office, one) for one in records]
    offers = [
        review_forms.offer_first(office.bench, form, AGREE, office.key(), Run()) for form in forms
    ]
    waiting = [
        first_of(office.bench, form, offer, offer.shown.token)
        for form, offer in zip(forms, offers, strict=True)
    ]
    waiting.append(first_of(office.bench, forms[0], None, ""))
    with patch.object(review_batch, "open_key", remembered):
        done = sign_batch(waiting, office.key(), passphrase, Run())
    assert [len(done.signed), len(done.skipped), len(done.failed)] == [2, 1, 0]
    assert {record_now(office.bench, one).review for one in records} == {"approved"}
    for form in forms:
        form.close()
        assert not form.path.exists()


# -- a full disk, a killed program


def test_a_full_disk_at_the_first_signature_leaves_nothing(office: Office, record: Record):
    there = left_in(office.folder)
    with unwritable(r"审查表"), pytest.raises(DiskTrouble):
        signed_first(office, record)
    assert record_now(office.bench, record) == record
    assert office.bench.workspace.review_forms() == []
    assert left_in(office.folder) == [*there]


def test_a_workspace_that_cannot_be_written_leaves_nothing(office: Office, record: Record):
    full = OSError(28, "No space left on device")
    with (
        patch("cdo_desktop.work.review_keeping.enter_review_form", side_effect=full),
        pytest.raises(DiskTrouble),
    ):
        signed_first(office, record)
    assert record_now(office.bench, record) == record
    assert office.bench.workspace.review_forms() == []


def test_a_full_disk_while_countersigning_leaves_the_file(office: Office, path: Path):
    offer = opened(office, path)
    before, there = path.read_bytes(), left_in(office.folder)
    with unwritable(r"一\.cdopkg"), pytest.raises(DiskTrouble):
        signs(office, offer, offer.shown.token)
    assert path.read_bytes() == before
    assert left_in(office.folder) == there
    signs(office, offer, offer.shown.token)


_KILLED = """
import os, signal, sys
from datetime import datetime, timedelta
from pathlib import Path
from cdo_desktop.clock import FixedClock
from cdo_desktop.domain.people import Person
from cdo_desktop.domain.statement import Decision
from cdo_desktop.tasks import Run
from cdo_desktop.work import review_forms
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.workbench import Desk

path, key, bundle, roots, at, words, moment = sys.argv[1:]
desk = Desk(FixedClock(datetime.fromisoformat(at)), Person("x"), "y")
given = TrustGiven(Path(bundle), Path(roots))
opinion = review_forms.Opinion(Decision.AGREE, "同意。")
offer = review_forms.offer_next(desk, Path(path), opinion, Path(key), given, Run())
real, left = os.fsync, [int(moment)]

def dying(handle):
    real(handle)
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)

os.fsync = dying
review_forms.countersign(desk, offer, offer.shown.token, Path(key), lambda: words, given, Run())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals there")
@pytest.mark.parametrize("moment", [1, 2, 3, 4, 5, 6])
def test_a_program_killed_while_countersigning_leaves_the_old_file_or_the_new(
    office: Office, path: Path, moment: int
):
    before = path.read_bytes()
    at = office.bureau_desk().clock.now().isoformat()
    given = [str(office.given.bundle), str(office.given.roots)]
    asked = [str(path), str(office.key("cdo_executive")), *given, at, passphrase(), str(moment)]
    done = subprocess.run([sys.executable, "-c", _KILLED, *asked], capture_output=True, text=True)
    assert done.returncode == (0 if moment == 6 else -signal.SIGKILL), done.stderr
    assert (path.read_bytes() != before) == (moment >= 5)  # the fifth is after the renaming
    found = review_forms.verify(office.bureau_desk(), path, office.given, Run())
    if path.read_bytes() == before:
        assert len(found.opinions) == 1
        countersigned(office, path)  # and what the killed program left is swept away
    else:
        assert len(found.opinions) == 2
    assert not [name for name in left_in(office.folder) if name.endswith(".part")]


# -- what the checks say


def failing(**changes) -> dict[str, object]:
    """A check that failed, as it is signed with a form."""
    said = Said("CDO-P101", Outcome.FAIL)
    one = check_document(ProjectCheck("duplicate", "重复建设", "", said))
    return {"checks": [{**one, **changes}]}


def test_nobody_agrees_beneath_a_check_that_failed(office: Office, record: Record):
    with prepared(office, record, checks=failing()) as form:
        with pytest.raises(Refused) as caught:
            review_forms.offer_first(office.bench, form, AGREE, office.key(), Run())
        assert code_of(caught) == "CDO-E788"
        assert "“重复建设”不通过" in str(caught.value)
        for other in (REFUSE, Opinion(Decision.AGREE_IF, "", ("写明理由",))):
            assert review_forms.offer_first(office.bench, form, other, office.key(), Run()).shown


def test_who_countersigns_does_not_agree_beneath_it_either(office: Office, record: Record):
    signed_first(office, record, Opinion(Decision.AGREE_IF, "", ("写明理由",)), checks=failing())
    with pytest.raises(Refused) as caught:
        opened(office, exported(office, record), AGREE)
    assert code_of(caught) == "CDO-E788"


def test_a_check_that_was_overruled_lets_agree(office: Office, record: Record):
    with prepared(office, record, checks=failing(open=False)) as form:
        assert review_forms.offer_first(office.bench, form, AGREE, office.key(), Run()).shown
