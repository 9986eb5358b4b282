"""Review forms: several signers, each with a statement; verified as far as they have signed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import bagit
import pytest
from package_makers import (
    AT,
    BUREAU,
    PLATFORM,
    codes,
    form_codes,
    members_of,
    receiver,
    record,
    seal,
    signer_of,
    trust_in,
)
from review_makers import (
    FILE,
    HOUR,
    cdo,
    executive,
    form_parts,
    laid_out,
    sheet_of,
    signed,
    statement_for,
)

from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.statement import Decision
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.package.card import commands_of, receiver_card
from cdo_desktop.package.cosigning import cosign, countersign_in_place
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.statement_json import statement_bytes
from cdo_desktop.package.verifying import Verification, verify_package
from cdo_desktop.signing.trust import Policy, Requirement
from cdo_desktop.tasks import Run

BOTH = (cdo(), executive())


def verified(path: Path, **changes: object) -> Verification:
    """By somebody who trusts both signers, an hour after the second has signed."""
    given = {"now": AT + 2 * HOUR, **changes}
    return verify_package(path, receiver(*BOTH, **given), Run(), deep=True)


def test_a_form_with_both_signatures_is_valid(tmp_path: Path):
    made = signed(tmp_path, *BOTH)
    found = verified(made.path)
    assert (found.verdict, found.reasons) == (Verdict.VALID, ())
    assert [one.role for one in found.standings] == ["dept_cdo", "cdo_executive"]
    assert [one.role for one in found.statements] == ["dept_cdo", "cdo_executive"]
    assert found.statements == made.statements


def test_what_was_laid_out_is_what_is_signed(tmp_path: Path):
    draft = laid_out(tmp_path)
    before = members_of(draft.path.read_bytes())
    after = members_of(signed(tmp_path).path.read_bytes())
    assert {name: after[name] for name in before} == before
    assert [name for name in after if name not in before] == [
        "META-INF/ASiCManifest001.xml",
        "META-INF/signature001.p7s",
        "META-INF/statement001.json",
    ]
    assert form_codes(laid_out(tmp_path).path.read_bytes()) == ["E301"]


def test_a_second_signature_leaves_everything_before_it_as_it_was(tmp_path: Path):
    first = members_of(signed(tmp_path, cdo(), name="一.cdopkg").path.read_bytes())
    second = members_of(signed(tmp_path, *BOTH, name="二.cdopkg").path.read_bytes())
    assert {name: second[name] for name in first} == first
    assert {name for name in second if name not in first} == {
        "META-INF/ASiCManifest002.xml",
        "META-INF/signature002.p7s",
        "META-INF/statement002.json",
    }


def test_each_signature_lists_its_own_statement_and_all_before_it(tmp_path: Path):
    members = members_of(signed(tmp_path, *BOTH).path.read_bytes())
    first = members["META-INF/ASiCManifest001.xml"].decode()
    second = members["META-INF/ASiCManifest002.xml"].decode()
    for name in (each for each in members if each.startswith("data/")):
        assert f'URI="{name}"' in first
        assert f'URI="{name}"' in second
    listed = [line for line in first.splitlines() if "<asic:DataObjectReference" in line]
    meta = [line.partition('"META-INF/')[2].partition('"')[0] for line in listed]
    assert [name for name in meta if name] == ["statement001.json"]
    earlier = ("statement001.json", "signature001.p7s", "ASiCManifest001.xml", "statement002.json")
    assert all(f'URI="META-INF/{name}"' in second for name in earlier)


def test_the_first_signature_alone_is_valid_and_says_who_is_still_wanted(tmp_path: Path):
    found = verified(signed(tmp_path).path)
    assert found.verdict is Verdict.VALID_WITH_NOTES
    assert codes(found) == ["E420"]
    assert "首席数据执行官" in found.reasons[0].message()
    assert "1 个签名" in found.reasons[0].message()


def test_a_further_signature_after_the_last_does_no_harm(tmp_path: Path):
    expert = signer_of("p256", "expert", PLATFORM)
    made = signed(tmp_path, *BOTH, expert)
    found = verify_package(made.path, receiver(*BOTH, expert, now=AT + 3 * HOUR), Run(), deep=True)
    assert found.reasons == ()


OTHER = Org("11511921MB999999XT", "通江县教育科技和体育局")


@pytest.mark.parametrize(
    ("signers", "why"),
    [
        ((signer_of("p256", "clerk"),), "a role that may not"),
        ((signer_of("p256", "dept_head"),), "the head, who signs catalogs"),
        ((signer_of("p256", "dept_cdo", OTHER),), "the CDO of another organisation"),
        ((executive(),), "the second alone"),
        ((executive(), cdo()), "the wrong order"),
        ((cdo(), signer_of("p256", "clerk")), "a clerk in the place of the executive"),
        ((signer_of("p256", "clerk"), *BOTH), "somebody before the first"),
        ((signer_of("p256", "dept_cdo", OTHER), executive()), "the first signature exchanged"),
    ],
)
def test_role_organisation_and_order_are_the_trust_lists(tmp_path: Path, signers, why: str):
    path = signed(tmp_path, *signers).path
    trusting = receiver(*{*BOTH, *signers}, now=AT + 3 * HOUR)
    found = verify_package(path, trusting, Run(), deep=True)
    assert codes(found) == ["E411"], why
    assert found.verdict is Verdict.INVALID


def test_a_second_signature_of_one_person_does_no_harm(tmp_path: Path):
    """SM2 for those who must have it, P-256 for those who cannot read it."""
    chain = (cdo("sm2"), cdo(), executive())
    path = signed(tmp_path, *chain).path
    assert verify_package(path, receiver(*chain, now=AT + 3 * HOUR), Run(), deep=True).reasons == ()
    path = signed(tmp_path, cdo("sm2"), cdo(), name="一.cdopkg").path
    found = verify_package(path, receiver(*chain, now=AT + 3 * HOUR), Run(), deep=True)
    assert codes(found) == ["E420"]


def test_a_policy_of_three_names_who_is_next(tmp_path: Path):
    first = Requirement(("dept_cdo",), "$from")
    asked = (first, Requirement(("expert",)), Requirement(("gov_cdo",)))
    trust = replace(trust_in(*BOTH), policies={"review-form": Policy(asked)})
    found = verified(signed(tmp_path).path, trust=trust)
    assert codes(found) == ["E420"]
    assert "专家" in found.reasons[0].message()
    assert "2 个签名" in found.reasons[0].message()
    assert codes(verified(signed(tmp_path, *BOTH).path, trust=trust)) == ["E411"]


def test_a_bundle_without_a_policy_for_forms_says_so(tmp_path: Path):
    trust = replace(trust_in(*BOTH), policies={})
    assert codes(verified(signed(tmp_path, *BOTH).path, trust=trust)) == ["E405"]


def test_a_catalog_may_still_be_signed_by_somebody_first(tmp_path: Path):
    """Only forms are strict about each place."""
    clerk = signer_of("p256", "clerk")
    path = seal(tmp_path, clerk, cdo()).path
    assert verify_package(path, receiver(clerk, cdo()), Run()).reasons == ()


def test_somebody_who_speaks_in_another_role_is_found(tmp_path: Path):
    path = signed(tmp_path, cdo(), said={"role": "gov_cdo"}).path
    found = verified(path)
    assert "E419" in codes(found)
    assert found.verdict is Verdict.INVALID


def test_by_the_certificate_alone_another_role_is_found_too(tmp_path: Path):
    path = signed(tmp_path, cdo(), said={"role": "gov_cdo"}).path
    assert codes(verified(path, trust=None)) == ["E400", "E419"]


def test_the_content_of_a_form_can_be_read(tmp_path: Path):
    opened = OpenedPackage(verified(signed(tmp_path, *BOTH).path))
    assert opened.review_sheet() == sheet_of()
    assert [line["id"] for line in opened.records()] == [record(1)["id"], record(2)["id"]]
    assert b"".join(opened.content(opened.attachments()[0])) == FILE


def test_sm2_and_p256_sign_one_form(tmp_path: Path):
    mixed = (cdo("sm2"), executive("p256"))
    for name, signers in (("一", mixed), ("二", (cdo("p256"), executive("sm2")))):
        path = signed(tmp_path, *signers, name=f"{name}.cdopkg").path
        found = verify_package(path, receiver(*signers, now=AT + 2 * HOUR), Run(), deep=True)
        assert found.reasons == ()


def test_openssl_and_bagit_accept_a_form(tmp_path: Path):
    made = signed(tmp_path, *BOTH)
    folder = tmp_path / "p"
    subprocess.run(["unzip", "-q", made.path, "-d", folder], check=True)
    bagit.Bag(str(folder)).validate()
    program = Path(bagit.__file__).with_name("bagit.py")
    subprocess.run([sys.executable, program, "--validate", folder], check=True, capture_output=True)
    listed = ["manifest-sha256.txt", "tagmanifest-sha256.txt"]
    subprocess.run(["sha256sum", "-c", *listed], cwd=folder, check=True, capture_output=True)
    for number in (1, 2):
        assert openssl_verifies(folder, number)
    statement = folder / "META-INF/statement001.json"
    statement.write_bytes(statement.read_bytes().replace(b"agree", b"disagree"))
    assert openssl_verifies(folder, 1)  # the list is as signed; the card compares what it lists


def openssl_verifies(folder: Path, number: int) -> bool:
    """As the receiver's card has it."""
    signature = f"META-INF/signature{number:03d}.p7s"
    cert = folder / f"cert{number}.pem"
    take = ["openssl", "pkcs7", "-inform", "DER", "-in", signature, "-print_certs", "-out", cert]
    subprocess.run(take, cwd=folder, check=True, capture_output=True)
    check = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature]
    check += ["-content", f"META-INF/ASiCManifest{number:03d}.xml", "-CAfile", str(cert)]
    check += ["-purpose", "any", "-no_check_time", "-out", "/dev/null"]
    return subprocess.run(check, cwd=folder, capture_output=True).returncode == 0


def test_the_card_names_every_signer_and_what_he_said(tmp_path: Path):
    card = receiver_card(signed(tmp_path, *BOTH))
    assert "审查表" in card
    for number in (1, 2):
        assert f"三之 {number}、签名 {number}" in card
        assert f"META-INF/statement{number:03d}.json" in card
    assert card.count("部门首席数据官") == 1
    assert card.count("首席数据执行官") == 1
    assert card.count("同意") >= 2


def test_the_commands_of_the_card_work(tmp_path: Path):
    made = signed(tmp_path, *BOTH)
    script = "\n".join(
        line.replace("-purpose any", "-purpose any -no_check_time")
        for line in commands_of(receiver_card(made))
    )
    told = tmp_path / "told.sh"
    program = Path(bagit.__file__).with_name("bagit.py")
    python = f'bagit.py() {{ "{sys.executable}" "{program}" "$@"; }}\n'
    told.write_text(f"set -e\n{python}{script}\n", "utf-8")
    done = subprocess.run(["bash", told], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    shown = hashlib.sha256(members_of(made.path.read_bytes())["META-INF/statement002.json"])
    assert shown.hexdigest() in done.stdout


def test_fifty_attachments_and_long_rare_texts(tmp_path: Path):
    files = [f"附件 {number}".encode() * 99 for number in range(50)]
    text = "𠮷𩸽䲜㛃〇龘" * 1700
    conditions = ("补充等级保护备案证明𪚥", "删去自建交换通道")
    said = {"text": text, "decision": Decision.AGREE_IF, "conditions": conditions}
    made = signed(tmp_path, *BOTH, parts=form_parts(files=files), said=said)
    found = verified(made.path)
    assert found.reasons == ()
    assert [one.text for one in found.statements] == [text, text]
    assert len(text) > 10_000
    assert found.statements[1].conditions == conditions
    assert len(OpenedPackage(found).attachments()) == 50


# -- what the program itself refuses to make


def test_a_form_is_never_sealed_at_once_and_others_have_no_statement(tmp_path: Path):
    with pytest.raises(ValueError, match="laid out"):
        seal(tmp_path, kind=PackageKind.REVIEW_FORM, parts=form_parts())
    draft = laid_out(tmp_path)
    with pytest.raises(ValueError, match="statement"):
        cosign(draft.path, cdo(), AT, tmp_path / "x.cdopkg", Run())
    catalog = seal(tmp_path)
    said = statement_bytes(statement_for(catalog.ref, cdo(), AT))
    with pytest.raises(ValueError, match="statement"):
        cosign(catalog.path, cdo(), AT, tmp_path / "x.cdopkg", Run(), statement=said)
    assert not (tmp_path / "x.cdopkg").exists()


def test_another_file_than_was_looked_at_is_not_signed(tmp_path: Path):
    made = signed(tmp_path)
    before = made.path.read_bytes()
    said = statement_bytes(statement_for(made.ref, executive(), AT + HOUR))
    with pytest.raises(Refused) as error:
        countersign_in_place(
            made.path, executive(), AT + HOUR, Run(), statement=said, digest="sha256:" + "0" * 64
        )
    assert error.value.code == "CDO-E109"
    assert made.path.read_bytes() == before


@pytest.mark.parametrize("moment", ["fsync", "replace", "write"])
def test_a_full_disk_leaves_the_form_as_it_was(tmp_path: Path, moment: str):
    made = signed(tmp_path)
    before, there = made.path.read_bytes(), sorted(tmp_path.iterdir())
    said = statement_bytes(statement_for(made.ref, executive(), AT + HOUR))
    full = OSError(28, "No space left on device")
    where = {
        "fsync": patch.object(os, "fsync", side_effect=full),
        "replace": patch.object(Path, "replace", side_effect=full),
        "write": patch("cdo_desktop.package.zip_write.copy_bytes", side_effect=full),
    }
    with where[moment], pytest.raises(DiskTrouble):
        countersign_in_place(
            made.path,
            executive(),
            AT + HOUR,
            Run(),
            statement=said,
            digest=made.container_digest,
        )
    assert made.path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == there
    assert codes(verified(made.path)) == ["E420"]


def test_a_damaged_form_is_not_signed(tmp_path: Path):
    made = signed(tmp_path)
    data = bytearray(made.path.read_bytes())
    data[bytes(data).index("同意立项".encode())] ^= 1
    made.path.write_bytes(bytes(data))
    said = statement_bytes(statement_for(made.ref, executive(), AT + HOUR))
    with pytest.raises(Refused) as error:
        countersign_in_place(made.path, executive(), AT, Run(), statement=said, digest="")
    assert error.value.code == "CDO-E705"
    assert made.path.read_bytes() == bytes(data)


def test_bureau_and_platform_differ():
    """The tests above would mean nothing if they were one organisation."""
    assert BUREAU.code != PLATFORM.code
