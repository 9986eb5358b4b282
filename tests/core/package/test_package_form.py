"""package.json, receipts and bag files in a form that is not theirs, though well signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from package_makers import (
    AT,
    FACTS,
    export_parts,
    forged,
    form_codes,
    members_of,
    packed,
    record,
    resigned,
    seal,
    signer_of,
)

from cdo_desktop.domain.package import Manifest, PackageRef, Reply, Scope, ScopeMode
from cdo_desktop.package.bag import digest_lines, read_digest_lines
from cdo_desktop.package.manifest_json import manifest_bytes, manifest_of
from cdo_desktop.package.strict_json import Fields, Malformed, read_canonical

Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def found(folder: Path, change: Change) -> list[str]:
    data = seal(folder, parts=export_parts(record(1))).path.read_bytes()
    return form_codes(forged(data, change, signer_of()))


def sets(**fields: Any) -> Change:
    def change(_: dict[str, bytes], value: dict[str, Any]) -> None:
        value |= fields

    return change


def test_a_change_of_nothing_is_good(tmp_path: Path):
    assert found(tmp_path, sets()) == []


def test_fields_of_a_newer_program_do_no_harm(tmp_path: Path):
    assert found(tmp_path, sets(region="511922")) == []


REF = {"packageId": FACTS.package_id, "contentDigest": "sha256:" + "0" * 64}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (sets(format="cdo-package/2"), "E209"),
        (sets(kind="handover"), "E210"),
        (sets(kind="minutes"), "E210"),
        (sets(kind="trust-bundle"), "E208"),
        (sets(kind="receipt"), "E208"),
        (sets(kind=1), "E208"),
        (sets(packageId="urn:uuid:1"), "E208"),
        (sets(packageId=FACTS.package_id.upper()), "E208"),
        (sets(sequence=0), "E208"),
        (sets(sequence=True), "E208"),
        (sets(sequence="1"), "E208"),
        (sets(previous=REF), "E208"),
        (sets(series=""), "E208"),
        (sets(series="a\nb"), "E208"),
        (sets(createdAt="2026-11-20 09:30:00"), "E208"),
        (sets(createdAt="2026-11-20T09:30:00"), "E208"),
        (sets(createdAt="2026-13-20T09:30:00+08:00"), "E208"),
        (sets(**{"from": None}), "E208"),
        (sets(**{"from": {"orgCode": "1", "orgName": "某局"}}), "E208"),
        (sets(to={}), "E208"),
        (sets(trustVersion=-1), "E208"),
        (sets(scope={"mode": "some", "base": None}), "E208"),
        (sets(scope={"mode": "delta", "base": None}), "E208"),
        (sets(scope={"mode": "full", "base": REF}), "E208"),
        (sets(counts={"Resource": {"records": 1, "tombstones": 0}}), "E208"),
        (sets(counts={"resource": {"records": 1}}), "E208"),
        (sets(standard=[{"kind": "resource"}]), "E208"),
        (sets(standard={}), "E208"),
        (sets(inReplyTo={**REF, "containerDigest": "x", "signatures": []}), "E208"),
    ],
)
def test_a_field_of_package_json_that_is_wrong(tmp_path: Path, change: Change, code: str):
    assert code in found(tmp_path, change)


def test_the_wrong_field_is_named(tmp_path: Path):
    with pytest.raises(Malformed) as wrong:
        manifest_of(read_canonical(manifest_bytes(Manifest(FACTS))) | {"scope": {"mode": 1}})
    assert wrong.value.where == "$.scope.mode"


def test_a_manifest_comes_back_as_it_went(tmp_path: Path):

    ref = PackageRef(FACTS.package_id, "sha256:" + "1" * 64)
    facts = replace(FACTS, sequence=7, previous=ref, scope=Scope(ScopeMode.DELTA, ref))
    manifest = Manifest(replace(facts, trust_version=3, recipient=None))
    assert manifest_of(read_canonical(manifest_bytes(manifest))) == manifest


def test_files_are_listed_once_and_sorted(tmp_path: Path):
    def reverse(_: dict[str, bytes], value: dict[str, Any]) -> None:
        value["files"].reverse()

    def twice(_: dict[str, bytes], value: dict[str, Any]) -> None:
        value["files"].append(dict(value["files"][-1]))

    assert "E208" in found(tmp_path, reverse)
    assert "E208" in found(tmp_path, twice)


def test_a_file_that_package_json_does_not_list(tmp_path: Path):
    def add(members: dict[str, bytes], _: dict[str, Any]) -> None:
        members["data/more.txt"] = b"x"

    def forget(members: dict[str, bytes], _: dict[str, Any]) -> None:
        del members["data/standard/resource-001.json"]

    assert found(tmp_path, add) == ["E206"]
    assert found(tmp_path, forget) == ["E206"]


def test_a_file_of_a_role_that_is_not_known_is_carried(tmp_path: Path):
    def add(members: dict[str, bytes], value: dict[str, Any]) -> None:
        members["data/zz-notes.txt"] = b"x"
        value["files"].append(
            {"path": "data/zz-notes.txt", "mediaType": "text/plain", "role": "notes"}
        )

    assert found(tmp_path, add) == []


def test_a_file_stands_where_its_role_puts_it(tmp_path: Path):
    def elsewhere(_: dict[str, bytes], value: dict[str, Any]) -> None:
        value["files"][-1]["role"] = "attachment"

    def receipt_in_export(members: dict[str, bytes], value: dict[str, Any]) -> None:
        members["data/receipt.json"] = b"{}"
        value["files"].insert(
            0, {"path": "data/receipt.json", "mediaType": "application/json", "role": "receipt"}
        )

    assert found(tmp_path, elsewhere) == ["E204"]
    assert found(tmp_path, receipt_in_export) == ["E204"]


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":1}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":NaN}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":-0}',
        b'{"a":"\\u4e0d"}',
        b'{"a":"\\ud800"}',
        '{"不":1}'.encode(),
        b"\xef\xbb\xbf{}",
        b"\xff",
        b"",
        b"[" * 100_000,
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b"{}\n",
    ],
)
def test_json_that_is_not_canonical(tmp_path: Path, text: bytes):
    if text == b'{"a":1}':
        assert read_canonical(text) == {"a": 1}
    else:
        with pytest.raises(Malformed):
            read_canonical(text)
    data = seal(tmp_path).path.read_bytes()
    changed = {**members_of(data), "data/package.json": text}
    assert "E208" in form_codes(packed(changed))


def test_the_getters_of_fields_refuse_what_they_do_not_expect():
    fields = Fields({"text": "", "number": -1, "list": [1], "none": None, "time": "x"})
    for wrong in (
        lambda: fields.text("text"),
        lambda: fields.text("missing"),
        lambda: fields.integer("number"),
        lambda: fields.objects("list"),
        lambda: fields.object("none"),
        lambda: fields.optional("missing"),
        lambda: fields.time("time"),
    ):
        with pytest.raises(Malformed):
            wrong()
    assert fields.optional("none") is None
    assert fields.text("text", empty=True) == ""
    assert Fields({"at": "2026-11-20T09:30:00+08:00"}).time("at") == AT
    assert isinstance(Fields({"at": "2026-11-20T01:30:00Z"}).time("at"), datetime)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bagit.txt", b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n", "E205"),
        ("bag-info.txt", b"Payload-Oxum: 1.1\n", "E205"),
        ("tagmanifest-sha256.txt", b"", "E206"),
    ],
)
def test_other_bag_files_though_well_signed(tmp_path: Path, name: str, content: bytes, code: str):
    members = members_of(seal(tmp_path).path.read_bytes())
    assert code in form_codes(packed(resigned({**members, name: content}, signer_of())))


def test_digest_lines_are_read_as_they_were_written():
    digests = {"data/b": "1" * 64, "data/a": "0" * 64}
    text = digest_lines(digests)
    assert text == b"0" * 64 + b"  data/a\n" + b"1" * 64 + b"  data/b\n"
    assert read_digest_lines(text) == (digests, [])
    assert read_digest_lines(text[:-1])[1] == [2]
    assert read_digest_lines(text + text)[1] == [3, 4]
    assert read_digest_lines(b"") == ({}, [])


def test_a_reply_names_package_file_and_signatures(tmp_path: Path):
    sealed = seal(tmp_path)
    reply = sealed.reply
    assert reply == Reply(
        sealed.package_id, sealed.content_digest, sealed.container_digest, sealed.signatures
    )
