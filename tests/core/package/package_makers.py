"""Signers, packages and forged packages for the tests of the package room."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from cdo_desktop.domain.canonical import canonical_bytes, sha256_hex
from cdo_desktop.domain.package import PackageFacts, PackageKind
from cdo_desktop.domain.people import Org
from cdo_desktop.package import bag
from cdo_desktop.package.asic import SignedList, asic_manifest, manifest_name, signature_name
from cdo_desktop.package.drafting import DraftPackage, SealedPackage
from cdo_desktop.package.parts import DefinitionPart, Parts
from cdo_desktop.package.strict_json import read_canonical
from cdo_desktop.package.verifying import Receiver, Verification, verified_form
from cdo_desktop.package.zip_layout import Entry, end_record, order
from cdo_desktop.package.zip_read import read_directory
from cdo_desktop.signing.certificates import Holder, make_certificate
from cdo_desktop.signing.cms import make_signature
from cdo_desktop.signing.key_pairs import new_key
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.signing.suites import MADE
from cdo_desktop.signing.trust import DEFAULT_POLICIES, TrustBundle, TrustedSigner
from cdo_desktop.tasks import Run

BEIJING = timezone(timedelta(hours=8))
AT = datetime(2026, 11, 20, 9, 30, tzinfo=BEIJING)
BUREAU = Org("11511922008480123X", "南江县自然资源局")
PLATFORM = Org("115119000000000007", "巴中市数据局")
PACKAGE_ID = "urn:uuid:01a20000-0000-7000-8000-000000000001"
STANDARD = "1272-2017+809-2025"


@cache
def signer_of(suite: str = "p256", role: str = "dept_cdo", org: Org = BUREAU) -> FileSigner:
    """A signer with a self-made certificate; the same one for the same arguments."""
    key = new_key(MADE[suite])
    holder = Holder("张三", role, org.name, org.code)
    return FileSigner(make_certificate(key, holder, AT - timedelta(days=30)), key)


def record_id(number: int) -> str:
    return f"01a20000-0000-7000-8000-{number:012x}"


def record(number: int, **changes: Any) -> dict[str, Any]:
    """A record as a line holds it."""
    return {
        "id": record_id(number),
        "kind": "resource",
        "standard": STANDARD,
        "org": BUREAU.as_json(),
        "code": f"307001/{number:06d}",
        "title": "不动产登记信息",
        "revision": 2,
        "revisionId": f"{number:064x}",
        "parents": ["b" * 64],
        "review": "approved",
        "values": {"name": "不动产登记信息", "share_type": "有条件共享"},
        "groups": {"items": [{"id": "r1", "name": "不动产单元号", "type": "字符型"}]},
        **changes,
    }


def tombstone(number: int) -> dict[str, Any]:
    facts = {"id": record_id(number), "kind": "resource", "deleted": True}
    return {**facts, "revisionId": f"{number:064x}", "parents": ["c" * 64]}


def line(value: Mapping[str, Any]) -> bytes:
    return canonical_bytes(value)


FACTS = PackageFacts(
    kind=PackageKind.CATALOG_EXPORT,
    package_id=PACKAGE_ID,
    series="catalog",
    sequence=1,
    created_at=AT,
    sender=BUREAU,
    recipient=PLATFORM,
)
ELEMENTS = (
    {"key": "name", "label": "名称", "kind": "text", "max_length": 64},
    {"key": "share_type", "label": "共享类型", "kind": "choice", "codes": "share_type"},
    {"key": "provider", "label": "提供方", "kind": "reference", "target": "organisation"},
    {"key": "formats", "label": "格式", "kind": "multi_choice", "codes": "theme"},
    {"key": "amount", "label": "金额", "kind": "money", "decimals": 2},
    {"key": "basis", "label": "依据", "kind": "attachment"},
    {"key": "basis_file", "label": "依据文件", "kind": "attachment"},
)
ITEMS = (
    {"key": "name", "label": "信息项名称", "kind": "text"},
    {"key": "type", "label": "数据类型", "kind": "choice", "codes": "item_type"},
    {"key": "file", "label": "样例", "kind": "attachment"},
)


def definition(
    elements: tuple[dict[str, Any], ...] = ELEMENTS,
    items: tuple[dict[str, Any], ...] = ITEMS,
    standard: str = STANDARD,
    **group: Any,
) -> DefinitionPart:
    """A small definition of resources with one group, as it travels in a package."""
    head = {
        "key": "resource",
        "label": "数据资源目录",
        "short_label": "目录",
        "profile": "national",
    }
    source = {
        "kind": {
            **head,
            "standard": standard,
            "sections": ["一"],
            "flow": "list",
            "numbering": "R",
        },
        "element": [{"section": "一", **element} for element in elements],
        "group": [
            {"key": "items", "label": "信息项", "section": "一", "element": [*items], **group}
        ],
    }
    return DefinitionPart("resource", standard, canonical_bytes(source))


DEFINITION = definition()


def export_parts(*records: Mapping[str, Any]) -> Parts:
    """Parts of an export; without records three of them and a tombstone."""
    values = records or (record(1), record(2), record(3), tombstone(4))
    return Parts({"resource": [line(value) for value in values]}, (DEFINITION,))


def seal(
    folder: Path,
    *signers: FileSigner,
    parts: Parts | None = None,
    name: str = "catalog.cdopkg",
    **facts: Any,
) -> SealedPackage:
    """A sealed export, by the bureau's p256 signer unless others are given."""
    first, *also = signers or (signer_of(),)
    draft = DraftPackage(replace(FACTS, **facts), parts or export_parts())
    return draft.sealed_by(first, AT, folder / name, Run(), *also)


def trust_in(*signers: FileSigner, **changes: Any) -> TrustBundle:
    """A bundle that knows these signers as their certificates say."""
    known = [
        TrustedSigner(
            signer.certificate.sha256,
            signer.certificate.name,
            signer.certificate.org_code,
            signer.certificate.role,
            AT - timedelta(days=30),
            AT + timedelta(days=365),
        )
        for signer in signers
    ]
    bundle = TrustBundle(
        version=1,
        issued=(AT - timedelta(days=20)).astimezone(UTC),
        expires=(AT + timedelta(days=300)).astimezone(UTC),
        suites=("ecdsa-p256-sha256", "sm2-sm3"),
        signers=tuple(sorted(known, key=lambda one: one.cert_sha256)),
        policies=DEFAULT_POLICIES,
    )
    return replace(bundle, **changes)


def receiver(*signers: FileSigner, **changes: Any) -> Receiver:
    """A receiver that trusts these signers."""
    return replace(Receiver(now=AT, trust=trust_in(*signers)), **changes)


def codes(found: Verification) -> list[str]:
    return [reason.code.removeprefix("CDO-") for reason in found.reasons]


# --- forging


def members_of(data: bytes) -> dict[str, bytes]:
    """The members of a package in their order."""
    directory = read_directory(BytesIO(data), len(data))
    return {entry.name: data[entry.start : entry.end] for entry in directory.entries}


def packed(members: Mapping[str, bytes], *, in_order: bool = True) -> bytes:
    """These members in the one ZIP form, whatever their names."""
    names = sorted(members, key=order) if in_order else list(members)
    return zip_of([(name, members[name]) for name in names])


def zip_of(members: list[tuple[str, bytes]]) -> bytes:
    body, directory, at = b"", b"", 0
    for name, data in members:
        entry = Entry(name, zlib.crc32(data), len(data), at)
        body += entry.header + data
        directory += entry.directory
        at = entry.end
    return body + directory + end_record(len(members), len(directory), at)


def rebagged(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """The members with package.json's files and the bag files made to fit the payload again."""
    new = dict(members)
    sizes = [len(data) for name, data in new.items() if name.startswith("data/")]
    lines = [
        each
        for each in new[bag.BAG_INFO].decode().splitlines()
        if not each.startswith("Payload-Oxum")
    ]
    lines.append(f"Payload-Oxum: {bag.payload_oxum(sizes)}")
    new[bag.BAG_INFO] = ("\n".join(lines) + "\n").encode()
    payload = {name: sha256_hex(data) for name, data in new.items() if name.startswith("data/")}
    new[bag.PAYLOAD] = bag.digest_lines(payload)
    new[bag.TAGS] = bag.digest_lines({name: sha256_hex(new[name]) for name in bag.TAGGED})
    return new


def resigned(members: Mapping[str, bytes], signer: FileSigner) -> dict[str, bytes]:
    """The members with one new signature over all of them, as a forger with a good key makes it."""
    new = {name: data for name, data in members.items() if not name.startswith("META-INF/")}
    listed = {name: sha256_hex(data) for name, data in new.items() if name != "mimetype"}
    manifest = asic_manifest(SignedList(1, "sha256", listed))
    new[manifest_name(1)] = manifest
    new[signature_name(1)] = make_signature(manifest, signer, AT)
    return new


def form_codes(data: bytes) -> list[str]:
    """What steps 1 to 3 find in these bytes."""
    found, _ = verified_form(Path("memory"), BytesIO(data), Run())
    return codes(found)


def forged(
    data: bytes, change: Callable[[dict[str, bytes], dict[str, Any]], None], signer: FileSigner
) -> bytes:
    """The package after `change(members, package_json)`, all digests and the signature renewed.

    So looks a package by a signer with a good key whose program does not keep to the format.
    """
    members = members_of(data)
    value = read_canonical(members["data/package.json"])
    change(members, value)
    for entry in value["files"]:
        content = members.get(entry["path"], b"")
        entry |= {"sha256": sha256_hex(content), "size": len(content)}
    members["data/package.json"] = canonical_bytes(value)
    return packed(resigned(rebagged(members), signer))
