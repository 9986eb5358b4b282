"""Sealing: the same bytes again, a bag and a container for strangers, a medium that lies."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import bagit
import pytest
from package_makers import (
    AT,
    DEFINITION,
    FACTS,
    codes,
    export_parts,
    line,
    members_of,
    receiver,
    record,
    record_id,
    seal,
    signer_of,
    tombstone,
)

from cdo_desktop.domain.canonical import sha256_hex
from cdo_desktop.domain.package import Count, PackageKind, PackageRef
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.package import drafting, spool, writing
from cdo_desktop.package.card import commands_of, receiver_card
from cdo_desktop.package.cosigning import cosign
from cdo_desktop.package.drafting import DraftPackage
from cdo_desktop.package.parts import AttachmentPart, Parts
from cdo_desktop.package.verifying import verify_package
from cdo_desktop.tasks import Cancelled, Run


def test_the_same_state_gives_the_same_bytes(tmp_path: Path):
    first, again = seal(tmp_path, name="a.cdopkg"), seal(tmp_path, name="b.cdopkg")
    assert first.path.read_bytes() == again.path.read_bytes()
    assert first.container_digest == again.container_digest


def test_with_sm2_only_the_signature_differs(tmp_path: Path):
    sm2 = signer_of("sm2")
    first, again = seal(tmp_path, sm2, name="a.cdopkg"), seal(tmp_path, sm2, name="b.cdopkg")
    one, other = members_of(first.path.read_bytes()), members_of(again.path.read_bytes())
    assert [name for name in one if one[name] != other[name]] == ["META-INF/signature001.p7s"]
    assert first.content_digest == again.content_digest


@pytest.mark.parametrize("suite", ["p256", "sm2"])
def test_what_was_sealed_is_valid_to_whom_trusts_the_signer(tmp_path: Path, suite: str):
    signer = signer_of(suite)
    sealed = seal(tmp_path, signer)
    found = verify_package(sealed.path, receiver(signer), Run(), deep=True)
    assert (found.verdict, codes(found)) == (Verdict.VALID, [])
    assert found.reply == sealed.reply
    assert found.manifest == sealed.manifest
    assert found.manifest.counts == {"resource": Count(3, 1)}


def test_the_digests_are_those_that_anybody_computes(tmp_path: Path):
    sealed = seal(tmp_path)
    data = sealed.path.read_bytes()
    parts = members_of(data)
    assert sealed.container_digest == "sha256:" + hashlib.sha256(data).hexdigest()
    assert sealed.content_digest == "sha256:" + sha256_hex(parts["manifest-sha256.txt"])
    assert sealed.signatures == (sha256_hex(parts["META-INF/signature001.p7s"]),)
    assert sealed.size == len(data)


def unpacked(package: Path, folder: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def test_unpacked_it_is_a_valid_bag(tmp_path: Path):
    folder = unpacked(seal(tmp_path).path, tmp_path / "p")
    bag = bagit.Bag(str(folder))
    assert bag.validate()
    assert bag.info["External-Identifier"] == FACTS.package_id
    assert bag.info["Source-Organization"] == "南江县自然资源局 (11511922008480123X)"
    assert "第三十条" in bag.info["External-Description"]
    command = [Path(sys.executable).with_name("bagit.py"), "--validate", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


@pytest.mark.parametrize("signers", [("p256",), ("sm2", "p256"), ("p256", "sm2")])
def test_the_commands_of_the_receivers_card_all_succeed(tmp_path: Path, signers: tuple[str, ...]):
    for tool in ("openssl", "sha256sum"):
        assert shutil.which(tool), f"this test runs the receiver's card and needs {tool}"
    sealed = seal(tmp_path, *(signer_of(suite) for suite in signers))
    card = receiver_card(sealed)
    folder = unpacked(sealed.path, tmp_path / "p")
    outputs = [_run(command, tmp_path, folder) for command in commands_of(card)]
    said = "\n".join(outputs)
    assert sealed.container_digest.removeprefix("sha256:") in said
    assert sealed.content_digest.removeprefix("sha256:") in said
    for certificate in sealed.certificates:
        assert certificate.sha256 in said
        assert certificate.sha256 in card
    assert said.count("CAdES Verification successful") == signers.count("p256")
    assert said.count("Signature Verified Successfully") == signers.count("sm2")
    for number, suite in enumerate(signers, 1):
        manifest = (folder / f"META-INF/ASiCManifest{number:03d}.xml").read_text()
        value = _run(
            f"openssl dgst -{'sm3' if suite == 'sm2' else 'sha256'} -binary manifest-sha256.txt"
            " | base64",
            tmp_path,
            folder,
        )
        assert f">{value.strip()}<" in manifest
    if "sm2" in signers:  # the digest that the signature holds is that of the signed manifest
        number = signers.index("sm2") + 1
        digest = _run(f"openssl dgst -sm3 META-INF/ASiCManifest{number:03d}.xml", tmp_path, folder)
        assert digest.split("= ")[1].strip().upper() in said


def _run(command: str, outside: Path, folder: Path) -> str:
    """Run one line of the card where a receiver would; what it says."""
    if command.startswith("unzip"):
        return ""  # was done with zipfile, as a bare machine has no unzip
    where = outside if ".cdopkg" in command else folder
    command = command.replace("bagit.py", str(Path(sys.executable).with_name("bagit.py")))
    # the certificates of these tests are valid at the time of the tests, not of the machine
    command = command.replace("-purpose any", f"-purpose any -attime {int(AT.timestamp())}")
    done = subprocess.run(
        ["sh", "-c", command], cwd=where, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout + done.stderr


def test_the_card_names_the_file_and_says_what_it_does_not_prove(tmp_path: Path):
    sealed = seal(tmp_path, signer_of("sm2"))
    card = receiver_card(sealed, "目录.cdopkg")
    assert "sha256sum 目录.cdopkg" in card
    assert "另加一个 ECDSA 签名" in card
    assert "不等于《商用密码管理条例》第三十条" in card
    assert "另加一个 ECDSA 签名" not in receiver_card(seal(tmp_path))


def test_a_second_signature_comes_in_a_new_file_and_covers_the_first(tmp_path: Path):
    first = seal(tmp_path, signer_of("sm2"))
    before = first.path.read_bytes()
    second = cosign(first.path, signer_of(), AT, tmp_path / "both.cdopkg", Run())
    assert first.path.read_bytes() == before
    found = verify_package(second.path, receiver(signer_of("sm2"), signer_of()), Run(), deep=True)
    assert found.verdict is Verdict.VALID
    assert found.reply == second.reply
    assert second.content_digest == first.content_digest
    assert second.signatures[0] == first.signatures[0]
    assert second.certificates == (signer_of("sm2").certificate, signer_of().certificate)
    manifest = members_of(second.path.read_bytes())["META-INF/ASiCManifest002.xml"]
    assert b'URI="META-INF/signature001.p7s"' in manifest
    assert second.path.read_bytes() == seal_both(tmp_path, first.path).read_bytes()


def seal_both(folder: Path, first: Path) -> Path:
    return cosign(first, signer_of(), AT, folder / "again.cdopkg", Run()).path


def test_what_is_broken_is_not_countersigned(tmp_path: Path):
    sealed = seal(tmp_path)
    data = sealed.path.read_bytes().replace("有条件".encode(), "无条件".encode())
    sealed.path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        cosign(sealed.path, signer_of(), AT, tmp_path / "both.cdopkg", Run())
    assert refused.value.code == "CDO-E705"
    assert "校验和" in str(refused.value)
    assert not (tmp_path / "both.cdopkg").exists()


def test_records_are_cut_into_parts_at_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    size = len(line(record(1))) + 1
    monkeypatch.setattr(drafting, "MAX_RECORD_PART", 2 * size + 1)
    sealed = seal(tmp_path, parts=export_parts(*(record(n) for n in range(1, 6))))
    parts = members_of(sealed.path.read_bytes())
    names = [name for name in parts if name.startswith("data/records/")]
    assert names == [f"data/records/resource-00{n}.jsonl" for n in (1, 2, 3)]
    assert [parts[name].count(b"\n") for name in names] == [2, 2, 1]
    assert sealed.manifest.counts == {"resource": Count(5, 0)}
    found = verify_package(sealed.path, receiver(signer_of()), Run(), deep=True)
    assert found.verdict is Verdict.VALID


def test_one_record_too_long_for_a_part_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drafting, "MAX_RECORD_PART", 100)
    with pytest.raises(Refused) as refused:
        seal(tmp_path)
    assert refused.value.code == "CDO-E701"
    assert list(tmp_path.iterdir()) == []


def test_attachments_travel_under_their_digest(tmp_path: Path):
    content = b"%PDF-1.7 ..." * 1000
    sha256 = sha256_hex(content)
    named = {"sha256": sha256, "name": "依据.pdf", "size": len(content)}
    values = {"name": "不动产登记信息", "basis_file": named}
    part = AttachmentPart(sha256, lambda: BytesIO(content), "application/pdf")
    parts = replace(export_parts(record(1, values=values)), attachments=(part,))
    sealed = seal(tmp_path, parts=parts)
    found = verify_package(sealed.path, receiver(signer_of()), Run(), deep=True)
    assert found.verdict is Verdict.VALID
    entry = members_of(sealed.path.read_bytes())[f"data/attachments/{sha256}"]
    assert entry == content


def test_an_attachment_that_is_not_what_its_name_says_is_not_exported(tmp_path: Path):
    part = AttachmentPart("0" * 64, lambda: BytesIO(b"other"))
    with pytest.raises(Refused) as refused:
        seal(tmp_path, parts=replace(export_parts(), attachments=(part,)))
    assert refused.value.code == "CDO-E704"
    assert list(tmp_path.iterdir()) == []


def test_a_medium_that_gives_back_other_bytes_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A stick that pretends to have written: the flush puts one byte wrong."""

    def flush(path: Path) -> None:
        with path.open("r+b") as stream:
            stream.seek(-40, 2)
            stream.write(b"?")

    old = tmp_path / "catalog.cdopkg"
    old.write_bytes(b"the package of last month")
    monkeypatch.setattr(writing, "flush_to_disk", flush)
    with pytest.raises(Refused) as refused:
        seal(tmp_path)
    assert refused.value.code == "CDO-E703"
    assert [path.name for path in tmp_path.iterdir()] == [old.name]
    assert old.read_bytes() == b"the package of last month"


def test_every_payload_digest_is_compared_after_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A wrong byte with a right CRC is found as well: here the spool gives other bytes."""
    good = spool.Spool.add

    def add(self, blocks):
        spooled = good(self, blocks)
        sums = replace(spooled.sums, sha256="0" * 64)
        return replace(spooled, sums=sums)

    monkeypatch.setattr(spool.Spool, "add", add)
    with pytest.raises(Refused) as refused:
        seal(tmp_path)
    assert refused.value.code == "CDO-E703"


def test_no_folder_no_package(tmp_path: Path):
    with pytest.raises(DiskTrouble) as trouble:
        seal(tmp_path / "gone")
    assert trouble.value.code == "CDO-U203"


def test_stopped_means_nothing_happened(tmp_path: Path):
    run = Run()
    seen = 0

    def lines():
        nonlocal seen
        for n in range(1, 100_000):
            seen += 1
            if n == 500:
                run.stop()
            yield line(record(n))

    draft = DraftPackage(FACTS, Parts({"resource": lines()}, (DEFINITION,)))
    with pytest.raises(Cancelled):
        draft.sealed_by(signer_of(), AT, tmp_path / "x.cdopkg", run)
    assert seen < 1000
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_package(tmp_path: Path):
    """40 MB pass through; what is held at a time is some blocks of 1 MiB."""
    long = record(1, values={"name": "长" * 1000})

    def lines():
        for n in range(1, 12_000):
            yield line({**long, "id": record_id(n)})

    tracemalloc.start()
    sealed = seal(tmp_path, parts=Parts({"resource": lines()}, (DEFINITION,)))
    verify_package(sealed.path, receiver(signer_of()), Run(), deep=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sealed.size > 40 << 20
    assert peak < 12 << 20


def test_parts_of_another_kind_are_our_own_mistake():
    with pytest.raises(ValueError, match="receipt"):
        DraftPackage(replace(FACTS, kind=PackageKind.RECEIPT), export_parts())
    with pytest.raises(ValueError, match="receipt"):
        DraftPackage(FACTS, Parts(receipt=b"{}"))


def test_a_package_names_its_predecessor(tmp_path: Path):
    first = seal(tmp_path)
    second = seal(
        tmp_path,
        parts=export_parts(tombstone(4)),
        name="b.cdopkg",
        package_id=FACTS.package_id[:-1] + "2",
        sequence=2,
        previous=first.ref,
    )
    found = verify_package(second.path, receiver(signer_of()), Run())
    assert found.manifest.facts.previous == PackageRef(first.package_id, first.content_digest)
