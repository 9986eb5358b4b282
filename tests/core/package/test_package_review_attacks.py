"""Attacks on review forms: statements, chain, sheet; whatever is changed is found."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from package_makers import (
    AT,
    PACKAGE_ID,
    codes,
    form_codes,
    members_of,
    packed,
    rebagged,
    receiver,
    record,
    signer_of,
    tombstone,
)
from review_makers import (
    FILE,
    HOUR,
    cdo,
    executive,
    form_parts,
    laid_out,
    resigned_by,
    sheet_of,
    signed,
    signed_from,
    statement_for,
)

from cdo_desktop.domain.canonical import canonical_bytes, sha256_hex
from cdo_desktop.domain.package import PackageRef
from cdo_desktop.domain.review_form import AttachedFile, FormRef
from cdo_desktop.domain.roles import ROLES
from cdo_desktop.package.parts import REVIEW_JSON
from cdo_desktop.package.review_json import review_bytes
from cdo_desktop.package.statement_json import statement_bytes
from cdo_desktop.package.strict_json import read_canonical
from cdo_desktop.package.verifying import verify_package
from cdo_desktop.tasks import Run

BOTH = (cdo(), executive())
ONE, TWO = "META-INF/statement001.json", "META-INF/statement002.json"


@cache
def form(name: str = "审查表", package_id: str = PACKAGE_ID) -> bytes:
    """A form that both have signed, the same for all tests."""
    with TemporaryDirectory() as folder:
        return signed(Path(folder), *BOTH, package_id=package_id).path.read_bytes()


def members() -> dict[str, bytes]:
    return members_of(form())


def about() -> PackageRef:
    return PackageRef(PACKAGE_ID, f"sha256:{sha256_hex(members()['manifest-sha256.txt'])}")


def said(signer=None, hours: int = 0, **changes) -> bytes:
    at = AT + hours * HOUR
    ref = changes.pop("ref", None) or about()
    return statement_bytes(statement_for(ref, signer or cdo(), at, **changes))


def found_in(tmp_path: Path, data: bytes, *more) -> list[str]:
    """What a receiver finds who trusts both signers, and `more`."""
    path = tmp_path / "forged.cdopkg"
    path.write_bytes(data)
    trusting = receiver(*{*BOTH, *more}, now=AT + 2 * HOUR)
    return codes(verify_package(path, trusting, Run(), deep=True))


def test_the_form_of_these_tests_is_good(tmp_path: Path):
    assert form_codes(form()) == []
    assert found_in(tmp_path, form()) == []
    again = resigned_by(
        members(), (cdo(), said(), AT), (executive(), said(executive(), 1), AT + HOUR)
    )
    assert found_in(tmp_path, packed(again)) == []


@pytest.mark.parametrize("name", [ONE, TWO, REVIEW_JSON])
def test_every_changed_bit_of_statements_and_sheet_is_found(name: str):
    """With a CRC that fits: steps 2 and 3 have to find it."""
    good = members()
    for bit in range(len(good[name]) * 8):
        changed = bytearray(good[name])
        changed[bit // 8] ^= 1 << bit % 8
        assert form_codes(packed({**good, name: bytes(changed)})), bit


# -- the set of statements


@pytest.mark.parametrize("name", [ONE, TWO])
def test_a_missing_statement(name: str):
    rest = {key: data for key, data in members().items() if key != name}
    assert form_codes(packed(rest)) == ["E203"]


@pytest.mark.parametrize("number", [3, 7, 999])
def test_a_statement_of_nobody(number: int):
    extra = {f"META-INF/statement{number:03d}.json": said(executive())}
    assert form_codes(packed({**members(), **extra})) == ["E204"]


def test_a_statement_under_another_number():
    good = members()
    good["META-INF/statement003.json"] = good.pop(TWO)
    assert form_codes(packed(good)) == ["E203", "E204"]


def test_exchanged_statements():
    """Each is good, but the lists name the other's digest."""
    good = members()
    found = form_codes(packed({**good, ONE: good[TWO], TWO: good[ONE]}))
    assert set(found) == {"E304", "E306", "E307"}


def test_the_statement_of_another_form():
    other = members_of(form(package_id=PACKAGE_ID.replace("01a2", "01a3")))
    assert form_codes(packed({**members(), ONE: other[ONE]})) == ["E211"]


def test_statements_in_another_kind_are_refused(tmp_path: Path):
    good = members()
    value = read_canonical(good["data/package.json"])
    value["kind"] = "catalog-export"
    forged = rebagged({**good, "data/package.json": canonical_bytes(value)})
    found = form_codes(packed(forged))
    assert found.count("E204") >= 3  # both statements, and the sheet


@pytest.mark.parametrize("ending", ["xml", "p7s"])
def test_a_statement_has_its_one_name(ending: str):
    extra = {f"META-INF/statement001.{ending}": said()}
    assert "E103" in form_codes(packed({**members(), **extra}))


# -- a statement that its signer has signed all the same


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda text: text.replace(b'{"at"', b'{ "at"'), "$"),
        (lambda text: text + b"\n", "$"),
        (lambda text: text.replace(b'"at":', b'"at":"x","at":'), "$"),
        (lambda text: text.replace(b'"agree"', b'"Agree"'), "$.decision"),
        (lambda text: text.replace(b'"agree"', b'"accepted"'), "$.decision"),
        (lambda text: text.replace(b'"dept_cdo"', b'"boss"'), "$.role"),
        (lambda text: text.replace(b'"conditions":[]', b'"conditions":["a",1]'), "$.conditions"),
        (lambda text: text.replace(b'"conditions":[]', b'"conditions":[" "]'), "$.conditions"),
        (lambda text: text.replace(b'"conditions":[],', b""), "$.conditions"),
        (lambda text: text.replace(b'"text"', b'"seal":1,"text"'), "$.seal"),
        (lambda text: text.replace(b"+08:00", b""), "$.at"),
        (lambda text: text.replace("同意立项".encode(), b"\\u0007"), "$.text"),
        (lambda text: text.replace("同意立项".encode(), "‮项立意同".encode()), "$.text"),
        (lambda text: text.replace("同意立项".encode(), "a\u0301".encode()), "$.text"),
        (lambda text: b"[]", "$"),
        (lambda text: b"", "$"),
    ],
)
def test_a_statement_that_is_not_in_its_form(tmp_path: Path, change, where: str):
    """Signed well by the right person, whose program does not keep to the format."""
    assert change(said()) != said()
    data = packed(resigned_by(members(), (cdo(), change(said()), AT)))
    assert found_in(tmp_path, data) == ["E208"]
    path = tmp_path / "forged.cdopkg"
    reason = verify_package(path, receiver(), Run()).reasons[0]
    assert (reason.place, reason.facts["where"]) == (ONE, where)


def test_a_signed_statement_about_another_package(tmp_path: Path):
    for ref in (
        PackageRef(PACKAGE_ID.replace("01a2", "01a3"), about().content_digest),
        PackageRef(PACKAGE_ID, "sha256:" + "0" * 64),
    ):
        forged = said(ref=ref)
        assert found_in(tmp_path, packed(resigned_by(members(), (cdo(), forged, AT)))) == ["E211"]


def test_the_statement_of_another_signer_under_a_new_signature(tmp_path: Path):
    """The executive signs the words of the CDO as his own."""
    data = packed(signed_from(_first_only(), 2, (executive(), said(), AT)))
    assert found_in(tmp_path, data) == ["E419"]


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"dept_cdo"}))
def test_a_role_that_is_not_the_signers(tmp_path: Path, role: str):
    data = packed(resigned_by(members(), (cdo(), said(role=role), AT)))
    assert "E419" in found_in(tmp_path, data)


def test_a_statement_of_another_time_than_its_signature(tmp_path: Path):
    data = packed(resigned_by(members(), (cdo(), said(), AT + timedelta(seconds=1))))
    assert found_in(tmp_path, data) == ["E306"]


def test_a_signature_from_before_the_one_it_countersigns(tmp_path: Path):
    earlier = said(executive(), -1)
    data = packed(signed_from(_first_only(), 2, (executive(), earlier, AT - HOUR)))
    assert found_in(tmp_path, data) == ["E307"]


# -- the chain


def _first_only() -> dict[str, bytes]:
    return {name: data for name, data in members().items() if "002" not in name}


def test_an_exchanged_first_signature_breaks_the_second(tmp_path: Path):
    """The CDO's own key, the same time, another opinion: the executive has not seen that."""
    first = resigned_by(members(), (cdo(), said(text="不同意。"), AT))
    forged = {**first, **{name: data for name, data in members().items() if "002" in name}}
    assert set(form_codes(packed(forged))) == {"E304"}


def test_a_first_signature_by_somebody_else_of_the_list(tmp_path: Path):
    head = signer_of("p256", "dept_head")
    first = resigned_by(members(), (head, said(head), AT))
    both = {**first, **{name: data for name, data in members().items() if "002" in name}}
    assert set(form_codes(packed(both))) == {"E304"}
    assert found_in(tmp_path, packed(first), head) == ["E411"]


def test_signatures_in_each_others_place():
    good = members()
    swapped = dict(good)
    for what in ("ASiCManifest{}.xml", "signature{}.p7s", "statement{}.json"):
        one, two = (f"META-INF/{what.format(number)}" for number in ("001", "002"))
        swapped[one], swapped[two] = good[two], good[one]
    assert "E201" in form_codes(packed(swapped))


def test_an_earlier_signature_taken_out():
    rest = {name: data for name, data in members().items() if "001" not in name or "data" in name}
    assert {"E302"} <= set(form_codes(packed(rest)))


def test_the_last_signature_taken_out_is_the_form_as_it_was_before(tmp_path: Path):
    """Nothing in a file can show what was taken off its end: the workspace remembers it."""
    assert found_in(tmp_path, packed(_first_only())) == ["E420"]


def test_a_file_added_after_the_first_signature():
    good = members()
    assert "E206" in form_codes(packed({**good, "data/more.txt": b"x"}))
    value = read_canonical(good["data/package.json"])
    entry = {"path": "data/more.txt", "mediaType": "text/plain", "role": "x"}
    value["files"].append({**entry, "size": 1, "sha256": sha256_hex(b"x")})
    value["files"].sort(key=lambda one: one["path"])
    more = {**good, "data/more.txt": b"x", "data/package.json": canonical_bytes(value)}
    assert {"E211", "E303"} & set(form_codes(packed(rebagged(more))))


def test_an_exchanged_attachment():
    name = f"data/attachments/{sha256_hex(FILE)}"
    assert "E207" in form_codes(packed({**members(), name: FILE + b"!"}))


def test_a_signature_of_a_stranger_is_not_trusted(tmp_path: Path):
    stranger = signer_of("p256", "gov_cdo")
    data = packed(resigned_by(members(), (stranger, said(stranger), AT)))
    assert found_in(tmp_path, data) == ["E407"]


# -- the sheet, as a signer with a good key whose program does not keep to the format


def sealed_with(tmp_path: Path, **given) -> list[str]:
    path = signed(tmp_path, *BOTH, parts=form_parts(**given)).path
    return found_in(tmp_path, path.read_bytes())


def test_a_sheet_about_a_record_that_is_not_there(tmp_path: Path):
    for ref in (
        FormRef("resource", record(9)["id"], record(1)["revisionId"]),
        FormRef("resource", record(1)["id"], record(2)["revisionId"]),
        FormRef("system", record(1)["id"], record(1)["revisionId"]),
    ):
        assert sealed_with(tmp_path, sheet=sheet_of(form=ref)) == ["E619"]


def test_a_sheet_whose_attachments_are_not_those_of_the_package(tmp_path: Path):
    one = AttachedFile(sha256_hex(FILE), "方案.pdf", len(FILE))
    more = AttachedFile("0" * 64, "批复.pdf", 3)
    wrong = AttachedFile(one.sha256, one.name, one.size + 1)
    for files in ((), (wrong,), (more, one)):
        named = tuple(sorted(files, key=lambda file: (file.name, file.sha256)))
        assert sealed_with(tmp_path, sheet=sheet_of(attachments=named)) == ["E606"]


def test_a_form_with_a_deletion_in_it_is_refused(tmp_path: Path):
    draft = laid_out(tmp_path, form_parts(records=(record(1), tombstone(2))))
    assert form_codes(draft.path.read_bytes()) == ["E208"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda sheet: sheet.update(checks=[]), "$.checks"),
        (lambda sheet: sheet.update(voids=[{}]), "$.voids[0].role"),
        (lambda sheet: sheet.pop("voids"), "$.voids"),
        (lambda sheet: sheet.update(more=1), "$.more"),
        (lambda sheet: sheet["attachments"][0].update(name="a\nb"), "$.attachments[0].name"),
        (lambda sheet: sheet["attachments"].append(sheet["attachments"][0]), "$.attachments"),
        (lambda sheet: sheet["form"].update(id="1"), "$.form.id"),
    ],
)
def test_a_sheet_that_is_not_in_its_form(tmp_path: Path, change, where: str):
    sheet = read_canonical(review_bytes(sheet_of()))
    change(sheet)
    assert _signed_with_sheet(tmp_path, canonical_bytes(sheet)) == ("CDO-E208", where)


def _signed_with_sheet(tmp_path: Path, sheet: bytes) -> tuple[str, object]:
    """What is said first of a form with this sheet, everything else made to fit and signed."""
    good = {**members(), REVIEW_JSON: sheet}
    value = read_canonical(good["data/package.json"])
    for entry in value["files"]:
        if entry["path"] == REVIEW_JSON:
            entry |= {"size": len(sheet), "sha256": sha256_hex(sheet)}
    forged = rebagged({**good, "data/package.json": canonical_bytes(value)})
    digest = f"sha256:{sha256_hex(forged['manifest-sha256.txt'])}"
    path = tmp_path / "forged.cdopkg"
    statement = said(ref=PackageRef(PACKAGE_ID, digest))
    path.write_bytes(packed(resigned_by(forged, (cdo(), statement, AT))))
    reason = verify_package(path, receiver(cdo()), Run()).reasons[0]
    return reason.code, reason.facts.get("where")
