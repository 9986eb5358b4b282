"""Receipts: an answer for every record, bound to what was sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from package_makers import (
    AT,
    BUREAU,
    FACTS,
    PLATFORM,
    codes,
    forged,
    form_codes,
    receiver,
    record_id,
    seal,
    signer_of,
)

from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.domain.package import PackageKind, Reply
from cdo_desktop.domain.receipt import ItemResult, Receipt, ReceiptResult, result_of
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused
from cdo_desktop.package.drafting import DraftPackage, SealedPackage
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.parts import Parts
from cdo_desktop.package.receipt_json import receipt_bytes, receipt_of
from cdo_desktop.package.receipts import binding_fault, receipt_for
from cdo_desktop.package.strict_json import Malformed, read_canonical
from cdo_desktop.package.verifying import Verification, verify_package
from cdo_desktop.tasks import Run


def checked(path: Path, *signers) -> Verification:
    return verify_package(path, receiver(*(signers or (signer_of(),))), Run(), deep=True)


def platform():
    return signer_of("p256", "platform", PLATFORM)


def sealed_receipt(folder: Path, receipt: Receipt, reply: Reply, **facts: Any) -> SealedPackage:
    whole = replace(
        FACTS,
        kind=PackageKind.RECEIPT,
        package_id=f"urn:uuid:{record_id(99)}",
        series="receipts",
        sender=PLATFORM,
        recipient=BUREAU,
        in_reply_to=reply,
        **facts,
    )
    draft = DraftPackage(whole, Parts(receipt=receipt_bytes(receipt)))
    return draft.sealed_by(platform(), AT, folder / "receipt.cdopkg", Run())


def test_without_rejections_all_is_accepted(tmp_path: Path):
    receipt = receipt_for(checked(seal(tmp_path).path), "回执-1", AT)
    assert receipt.result is ReceiptResult.ACCEPTED
    assert [item.id for item in receipt.items] == [record_id(n) for n in (1, 2, 3, 4)]
    assert {item.result for item in receipt.items} == {ItemResult.ACCEPTED}
    assert receipt.items[3].code == ""  # a tombstone has none


def test_some_rejected_makes_it_partial_with_the_reasons(tmp_path: Path):
    rejected = {"307001/000002": "摘要不完整", record_id(3): "数源有争议"}
    receipt = receipt_for(checked(seal(tmp_path).path), "回执-2", AT, rejected=rejected)
    assert receipt.result is ReceiptResult.PARTIAL
    reasons = [item.reason for item in receipt.items]
    assert reasons == ["", "摘要不完整", "数源有争议", ""]
    assert receipt_of(read_canonical(receipt_bytes(receipt))) == receipt


def test_received_is_not_yet_accepted(tmp_path: Path):
    found = checked(seal(tmp_path).path)
    receipt = receipt_for(found, "回执-3", AT, otherwise=ItemResult.RECEIVED)
    assert receipt.result is ReceiptResult.RECEIVED


def test_a_record_that_is_not_there_cannot_be_rejected(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        receipt_for(checked(seal(tmp_path).path), "回执-4", AT, rejected={"307001/9": "x"})
    assert refused.value.code == "CDO-E506"
    assert "307001/9" in str(refused.value)


def test_an_invalid_package_gets_a_receipt_with_what_was_found(tmp_path: Path):
    clerk = signer_of("p256", "clerk")
    found = checked(seal(tmp_path, clerk).path, clerk)
    receipt = receipt_for(found, "回执-5", AT)
    assert (receipt.result, receipt.items) == (ReceiptResult.REJECTED, ())
    assert [finding.code for finding in receipt.findings] == ["CDO-E411"]
    assert "部门首席数据官" in receipt.findings[0].text


def test_what_cannot_be_named_gets_no_receipt(tmp_path: Path):
    path = tmp_path / "broken.cdopkg"
    path.write_bytes(seal(tmp_path).path.read_bytes()[:-5])
    with pytest.raises(Refused) as refused:
        receipt_for(checked(path), "回执-6", AT)
    assert refused.value.code == "CDO-E504"


def test_a_receipt_travels_as_a_package_and_is_bound_to_ours(tmp_path: Path):
    sent = seal(tmp_path)
    receipt = receipt_for(checked(sent.path), "回执-7", AT)
    package = sealed_receipt(tmp_path, receipt, sent.reply)
    found = checked(package.path, platform())
    assert (found.verdict, codes(found)) == (Verdict.VALID, [])
    assert OpenedPackage(found).receipt() == receipt
    reply = found.manifest.facts.in_reply_to
    assert binding_fault(reply, [sent.reply]) is None


@pytest.mark.parametrize("field", ["package_id", "content_digest", "container_digest"])
def test_a_receipt_for_something_else_changes_nothing(tmp_path: Path, field: str):
    sent = seal(tmp_path).reply
    other = replace(sent, **{field: "urn:uuid:x" if field == "package_id" else "sha256:x"})
    fault = binding_fault(other, [sent])
    assert fault is not None
    assert fault.code == "CDO-E501"
    assert fault.message().endswith("。")
    assert binding_fault(None, [sent]) is not None
    assert binding_fault(sent, []) is not None


def test_only_the_platform_signs_receipts(tmp_path: Path):
    sent = seal(tmp_path)
    receipt = receipt_for(checked(sent.path), "回执-8", AT)
    package = sealed_receipt(tmp_path, receipt, sent.reply)
    clerk_trusted = receiver(signer_of())
    assert codes(verify_package(package.path, clerk_trusted, Run())) == ["E407"]


def test_a_receipt_passed_off_as_an_export_is_refused(tmp_path: Path):
    sent = seal(tmp_path)
    receipt = receipt_for(checked(sent.path), "回执-9", AT)
    data = sealed_receipt(tmp_path, receipt, sent.reply).path.read_bytes()

    def relabel(_: dict[str, bytes], value: dict[str, Any]) -> None:
        value |= {"kind": "catalog-export", "inReplyTo": None}

    assert "E204" in form_codes(forged(data, relabel, platform()))
    wanted = receiver(platform(), expected=PackageKind.CATALOG_EXPORT)
    path = tmp_path / "receipt.cdopkg"
    assert codes(verify_package(path, wanted, Run())) == ["E502"]


GOOD = Receipt("回执", AT, ReceiptResult.RECEIVED)


@pytest.mark.parametrize(
    "change",
    [
        {"result": "good"},
        {"items": [{"id": "x"}]},
        {"receiptNo": ""},
        {"receivedAt": "gestern"},
        {"findings": None},
        {"items": [], "result": 1},
    ],
)
def test_a_receipt_in_another_form_is_not_read(change: dict[str, Any]):
    value = read_canonical(receipt_bytes(GOOD))
    assert receipt_of(value) == GOOD
    with pytest.raises(Malformed):
        receipt_of(value | change)


def test_a_receipt_that_contradicts_itself_stops_at_step_2(tmp_path: Path):
    sent = seal(tmp_path)
    good = receipt_for(checked(sent.path), "回执", AT)
    lie = replace(good, result=ReceiptResult.REJECTED)
    assert not lie.is_consistent
    assert form_codes(sealed_receipt(tmp_path, lie, sent.reply).path.read_bytes()) == ["E208"]
    doubled = replace(good, items=(*good.items, good.items[0]))
    assert form_codes(sealed_receipt(tmp_path, doubled, sent.reply).path.read_bytes()) == ["E208"]


def test_a_receipt_package_without_its_receipt(tmp_path: Path):
    sent = seal(tmp_path)
    data = sealed_receipt(tmp_path, GOOD, sent.reply).path.read_bytes()

    def drop(members: dict[str, bytes], value: dict[str, Any]) -> None:
        del members["data/receipt.json"]
        value["files"] = []

    def spoil(members: dict[str, bytes], _: dict[str, Any]) -> None:
        members["data/receipt.json"] = canonical_bytes({"result": "accepted"})

    assert form_codes(forged(data, drop, platform())) == ["E203"]
    assert form_codes(forged(data, spoil, platform())) == ["E208"]


A, R, P = ItemResult.ACCEPTED, ItemResult.REJECTED, ItemResult.RECEIVED


@pytest.mark.parametrize(
    ("items", "result"),
    [
        ([A, A], ReceiptResult.ACCEPTED),
        ([R], ReceiptResult.REJECTED),
        ([P, P], ReceiptResult.RECEIVED),
        ([A, R], ReceiptResult.PARTIAL),
        ([A, P], ReceiptResult.PARTIAL),
    ],
)
def test_the_word_for_the_whole(items: list[ItemResult], result: ReceiptResult):
    assert result_of(items) is result
