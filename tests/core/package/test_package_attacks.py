"""Attacks on a package: whatever is changed is found, each kind of change under its own code."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from package_makers import (
    codes,
    export_parts,
    form_codes,
    members_of,
    packed,
    rebagged,
    receiver,
    record,
    resigned,
    seal,
    signer_of,
    zip_of,
)

from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.package.asic import NotTheTemplate, read_asic_manifest
from cdo_desktop.package.strict_json import read_canonical
from cdo_desktop.package.verifying import verify_package
from cdo_desktop.package.zip_layout import MAX_ENTRIES, Entry, end_record
from cdo_desktop.tasks import Run


@cache
def small() -> bytes:
    """A small good package, the same for all tests."""
    with TemporaryDirectory() as folder:
        return seal(Path(folder), parts=export_parts(record(1))).path.read_bytes()


def members() -> dict[str, bytes]:
    return members_of(small())


def directory_at(data: bytes) -> int:
    return int(struct.unpack_from("<I", data, len(data) - 6)[0])


def test_the_package_of_these_tests_is_good():
    assert form_codes(small()) == []
    assert form_codes(packed(members())) == []


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_every_flipped_bit_of_the_file_is_found():
    """Headers, directory, end record, META-INF, package.json, bag files, records: all of it."""
    data = small()
    missed = [bit for bit in range(len(data) * 8) if not form_codes(flipped(data, bit))]
    assert missed == []


@pytest.mark.parametrize(
    "name",
    [
        "data/package.json",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
        "bagit.txt",
        "bag-info.txt",
    ],
)
def test_every_flipped_bit_is_found_where_the_checksums_were_made_to_fit(name: str):
    """The attacker repairs the CRC, so that steps 2 and 3 have to find it."""
    good = members()
    content = good[name]
    missed = [
        bit
        for bit in range(len(content) * 8)
        if not form_codes(packed({**good, name: flipped(content, bit)}))
    ]
    assert missed == []


@pytest.mark.parametrize("name", ["META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"])
def test_every_changed_byte_of_the_signed_list_and_the_signature_is_found(name: str):
    """With a CRC that fits. (All bits of them: below, and in the tests of signing.)"""
    good = members()
    content = good[name]
    for place in range(len(content)):
        found = form_codes(packed({**good, name: flipped(content, place * 8 + place % 8)}))
        assert found, place
        assert set(found) <= {"E201", "E202", "E303", "E304", "E305"}


def test_every_flipped_bit_of_the_signed_list_makes_another_list_or_none():
    content = members()["META-INF/ASiCManifest001.xml"]
    listed = read_asic_manifest(content, 1)
    for bit in range(len(content) * 8):
        try:
            assert read_asic_manifest(flipped(content, bit), 1) != listed, bit
        except NotTheTemplate as error:
            assert error.code in ("CDO-E201", "CDO-E202")


def test_sampled_bits_of_a_large_payload_are_found(tmp_path: Path):
    parts = export_parts(*(record(n) for n in range(1, 4000)))
    data = bytearray(seal(tmp_path, parts=parts).path.read_bytes())
    start = bytes(data).index(b'{"code"')
    dice = random.Random(20261120)
    for _ in range(200):
        at, bit = dice.randrange(start, start + 1_500_000), 1 << dice.randrange(8)
        data[at] ^= bit
        assert form_codes(bytes(data)) == ["E107"]
        data[at] ^= bit


def test_a_file_cut_anywhere_is_not_a_whole_package():
    data = small()
    for size in range(0, len(data), 97):
        assert form_codes(data[:size]) == ["E101"], size


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda data: data + b"\0", id="one byte behind"),
        pytest.param(lambda data: data + data, id="a second package behind"),
        pytest.param(lambda data: b"#!/bin/sh\n" + data, id="bytes before"),
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: b"PK\x05\x06" + bytes(18), id="an empty ZIP"),
        pytest.param(lambda data: b"%PDF-1.4 " * 100, id="no ZIP at all"),
        pytest.param(lambda data: data[:-2] + b"\x03\x00abc", id="a comment"),
    ],
)
def test_a_file_with_another_end_is_no_package(changed):
    assert form_codes(changed(small())) == ["E101"]


def test_bytes_before_with_mended_places_leave_a_gap():
    entries, at = [], 5
    for name, data in members().items():
        entries.append((Entry(name, zlib.crc32(data), len(data), at), data))
        at = entries[-1][0].end
    body = b"     " + b"".join(entry.header + data for entry, data in entries)
    lines = b"".join(entry.directory for entry, _ in entries)
    assert "E106" in form_codes(body + lines + end_record(len(entries), len(lines), at))


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "data/../evil.txt",
        "/etc/passwd",
        "data//x",
        "data\\x",
        "c:evil",
        "data/con",
        "data/nul.txt",
        "data/com1.json",
        "data/x.",
        "data/a..b",
        "data/Upper.txt",
        "data/空.txt".encode().decode("latin-1"),
        "data/a b",
        "META-INF/manifest.xml",
        "META-INF/signature001.xml",
        "META-INF/signature000.p7s",
        "META-INF/ASiCManifest1000.xml",
        "data/" + "a" * 101,
        "a/b/c/d/e/f/g/h/i/j",
    ],
)
def test_a_name_that_could_do_harm_is_refused(name: str):
    assert "E103" in form_codes(_with_raw_name(name.encode("latin-1")))


def _with_raw_name(name: bytes) -> bytes:
    """The package with one more member whose name is written as it is."""
    stand_in = "data/" + "z" * (len(name) - 5) if len(name) >= 6 else "z" * len(name)
    data = packed({**members(), stand_in: b"harm"})
    return data.replace(stand_in.encode(), name)


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"readme.txt": b"hello"}, "E204"),
        ({"data/more.txt": b"hello"}, "E206"),
        ({"META-INF/statement001.json": b"{}"}, "E204"),
        ({"META-INF/signature002.p7s": b"\x30\x00"}, "E302"),
        ({"META-INF/signature003.p7s": b"\x30\x00"}, "E302"),
        ({"data/package.json/x": b"hello"}, "E105"),
    ],
)
def test_an_added_member_is_refused(extra: dict[str, bytes], code: str):
    assert code in form_codes(packed({**members(), **extra}))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("mimetype", "E108"),
        ("bagit.txt", "E203"),
        ("bag-info.txt", "E203"),
        ("manifest-sha256.txt", "E203"),
        ("tagmanifest-sha256.txt", "E203"),
        ("data/package.json", "E203"),
        ("data/records/resource-001.jsonl", "E206"),
        ("META-INF/ASiCManifest001.xml", "E302"),
        ("META-INF/signature001.p7s", "E302"),
    ],
)
def test_a_missing_member_is_missed(name: str, code: str):
    rest = {key: data for key, data in members().items() if key != name}
    assert code in form_codes(packed(rest))


def test_a_package_without_any_signature_says_so():
    rest = {name: data for name, data in members().items() if not name.startswith("META-INF")}
    assert form_codes(packed(rest)) == ["E301"]


def test_members_given_twice_are_refused_also_in_other_letters():
    listed = list(members().items())
    twice = [*listed, listed[-1]]
    assert "E105" in form_codes(zip_of(twice))
    other = sorted([*listed, ("Bagit.txt", b"x")], key=lambda pair: (pair[0] != "mimetype", pair))
    assert {"E103", "E105"} <= set(form_codes(zip_of(other)))


def test_members_with_swapped_contents_are_found():
    good = members()
    a, b = "data/records/resource-001.jsonl", "data/standard/resource-001.json"
    assert "E207" in form_codes(packed({**good, a: good[b], b: good[a]}))


def test_a_renamed_member_is_found():
    good = members()
    good["data/standard/resource-002.json"] = good.pop("data/standard/resource-001.json")
    assert form_codes(packed(good)).count("E206") == 4


def test_members_in_another_order_are_not_canonical():
    listed = list(members().items())
    listed[3], listed[4] = listed[4], listed[3]
    assert form_codes(zip_of(listed)) == ["E102"]
    mimetype_last = [*listed[1:3], listed[4], listed[3], *listed[5:], listed[0]]
    assert "E108" in form_codes(zip_of(mimetype_last))


def test_another_mimetype_is_refused():
    changed = packed({**members(), "mimetype": b"application/zip"})
    assert form_codes(changed) == ["E108"]


@pytest.mark.parametrize("mimetype", [None, b"application/vnd.oasis.opendocument.spreadsheet"])
def test_of_another_kind_of_file_only_that_is_said(mimetype: bytes | None):
    """An xlsx or ods is a ZIP too; thirty lines about its insides help nobody."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in ("[Content_Types].xml", "xl/workbook.xml", "META-INF/manifest.xml"):
            archive.writestr(name, b"<x/>" * 99)
    assert form_codes(out.getvalue()) == ["E108"]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_package_packed_again_by_another_program_is_not_canonical(method: int):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members().items():
            archive.writestr(name, data)
    assert "E102" in form_codes(out.getvalue())


def test_a_zip64_package_is_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members().items():
            with archive.open(name, "w", force_zip64=True) as stream:
                stream.write(data)
    assert "E102" in form_codes(out.getvalue())


@pytest.mark.parametrize(
    ("at", "bytes_there"),
    [(6, b"\x01\x00"), (4, b"\x2d\x00"), (8, b"\x08\x00"), (10, b"\x01\x00")],
    ids=["encrypted", "version 4.5", "deflated", "a time"],
)
def test_other_header_fields_are_not_canonical(at: int, bytes_there: bytes):
    """In the local header and, two bytes later, in the directory: both agree, both are wrong."""
    data = bytearray(small())
    data[at : at + 2] = bytes_there
    place = directory_at(bytes(data)) + at + 2
    data[place : place + 2] = bytes_there
    assert set(form_codes(bytes(data))) == {"E102"}


def test_more_entries_than_allowed_are_refused_unread():
    listed = [(f"data/{n:05d}", b"") for n in range(MAX_ENTRIES + 1)]
    assert form_codes(zip_of(listed)) == ["E104"]


def test_a_size_over_the_limit_is_refused_before_it_is_read():
    entry = Entry("META-INF/signature001.p7s", 0, 1 << 20, 0)
    data = entry.header + bytes(1 << 20) + entry.directory
    data += end_record(1, len(entry.directory), entry.end)
    assert "E104" in form_codes(data)


def test_a_declared_size_without_content_is_refused():
    entry = Entry("data/package.json", 0, 500 << 20, 0)
    data = entry.header + entry.directory
    data += end_record(1, len(entry.directory), len(entry.header))
    assert "E106" in form_codes(data)


def test_all_bad_files_of_a_step_are_listed():
    data = bytearray(small())
    for name in ("bagit.txt", "bag-info.txt", "data/package.json"):
        data[bytes(data).index(members()[name])] ^= 1
    assert form_codes(bytes(data)) == ["E107"] * 3


# --- an attacker who makes all digests fit


def test_changed_content_with_new_digests_breaks_the_signature():
    good = members()
    good["data/records/resource-001.jsonl"] = b""
    found = form_codes(packed(rebagged(good)))
    assert "E207" in found  # package.json still names the old digest


def test_a_forged_package_json_breaks_the_signature():
    good = members()
    value = read_canonical(good["data/package.json"])
    value["from"]["orgName"] = "别的单位"
    forged = rebagged({**good, "data/package.json": canonical_bytes(value)})
    assert form_codes(packed(forged)) == ["E304"] * 4


def test_a_receipt_cannot_be_made_of_an_export():
    good = members()
    value = read_canonical(good["data/package.json"])
    value["kind"] = "receipt"
    forged = rebagged({**good, "data/package.json": canonical_bytes(value)})
    assert "E208" in form_codes(packed(forged))


def test_the_signature_of_somebody_else_is_not_trusted(tmp_path: Path):
    stranger = signer_of("p256", "clerk")
    path = tmp_path / "forged.cdopkg"
    path.write_bytes(packed(resigned(members(), stranger)))
    found = verify_package(path, receiver(signer_of()), Run())
    assert codes(found) == ["E407"]


def test_the_signature_of_another_package_does_not_fit(tmp_path: Path):
    other = seal(tmp_path, parts=export_parts(record(2))).path.read_bytes()
    signature = members_of(other)["META-INF/signature001.p7s"]
    changed = packed({**members(), "META-INF/signature001.p7s": signature})
    assert form_codes(changed) == ["E305"]
    taken = {name: members_of(other)[name] for name in members() if name.startswith("META-INF")}
    assert set(form_codes(packed({**members(), **taken}))) == {"E304"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"\n<asic:SigReference", b"\n <asic:SigReference", "E201"),
        (b"signature001", b"signature002", "E201"),
        (b"xmlenc#sha256", b"xmlenc#sha512", "E202"),
        (b' Rootfile="true"', b"", "E201"),
        (b"</asic:ASiCManifest>\n", b"</asic:ASiCManifest>", "E201"),
        (b"<?xml", b"<!-- x --><?xml", "E201"),
        (b'URI="bagit.txt"', b'URI="bagit.xml"', "E303"),
        (b'URI="bagit.txt"', b'URI="bagit&#46;txt"', "E201"),
        (b'URI="bagit.txt"', 'URI="bagit．txt"'.encode(), "E201"),
    ],
)
def test_a_signed_manifest_that_is_not_the_template(old: bytes, new: bytes, code: str):
    name = "META-INF/ASiCManifest001.xml"
    good = members()
    assert code in form_codes(packed({**good, name: good[name].replace(old, new)}))


def test_a_manifest_that_leaves_a_file_out_does_not_cover_the_package():
    name = "META-INF/ASiCManifest001.xml"
    good = members()
    lines = [each for each in good[name].splitlines(True) if b'"bagit.txt"' not in each]
    assert "E303" in form_codes(packed({**good, name: b"".join(lines)}))


@pytest.mark.parametrize(
    "line",
    [
        b"0" * 64 + b" data/x\n",
        b"0" * 63 + b"  data/x\n",
        b"A" * 64 + b"  data/x\n",
        b"0" * 64 + b"  ../x\n0" + b"0" * 63 + b"  ../x\n",
        b"\n",
        b"0" * 64 + b"  data/zz",
    ],
)
def test_a_wrong_line_in_the_bag_manifest(line: bytes):
    good = members()
    good["manifest-sha256.txt"] += line
    assert "E205" in form_codes(packed(good))
