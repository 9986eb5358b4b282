"""练习 packages: the package itself says so, under its signatures, whatever the file is called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from package_makers import (
    AT,
    FACTS,
    codes,
    forged,
    form_codes,
    members_of,
    packed,
    receiver,
    seal,
    signer_of,
)

from cdo_desktop.domain.canonical import sha256_hex
from cdo_desktop.domain.package import Manifest
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.package import bag
from cdo_desktop.package.card import receiver_card
from cdo_desktop.package.cosigning import cosign
from cdo_desktop.package.manifest_json import manifest_bytes, manifest_of
from cdo_desktop.package.strict_json import read_canonical
from cdo_desktop.package.verifying import Receiver, verify_package
from cdo_desktop.tasks import Run

LINE = b"Practice: true\n"


def practice(folder: Path) -> bytes:
    return seal(folder, practice=True).path.read_bytes()


def test_it_says_so_in_words_and_is_never_quite_valid(tmp_path: Path):
    package = seal(tmp_path, name="正式目录.cdopkg", practice=True)
    found = verify_package(package.path, receiver(signer_of()), Run(), deep=True)
    assert (found.verdict, codes(found)) == (Verdict.VALID_WITH_NOTES, ["E512"])
    assert found.reasons[0].message() == "这是练习包，不能当作正式报送。"
    assert found.is_practice


def test_it_is_said_first_also_where_nobody_is_trusted(tmp_path: Path):
    found = verify_package(seal(tmp_path, practice=True).path, Receiver(AT), Run())
    assert (found.verdict, codes(found)) == (Verdict.CANNOT_BE_CHECKED, ["E512", "E400"])


def test_a_package_without_the_word_is_a_real_one(tmp_path: Path):
    package = seal(tmp_path, name="练习-目录.cdopkg")
    found = verify_package(package.path, receiver(signer_of()), Run())
    assert (found.verdict, found.is_practice) == (Verdict.VALID, False)
    members = members_of(package.path.read_bytes())
    assert b"ractice" not in members["bag-info.txt"] + members["data/package.json"]


def test_it_stands_in_the_bag_and_in_what_the_signature_covers(tmp_path: Path):
    members = members_of(practice(tmp_path))
    assert LINE in members["bag-info.txt"]
    assert read_canonical(members["data/package.json"])["practice"] is True
    listed = members["META-INF/ASiCManifest001.xml"]
    assert b'URI="bag-info.txt"' in listed
    assert b'URI="data/package.json"' in listed


def test_the_manifest_comes_back_as_it_went():
    manifest = Manifest(replace(FACTS, practice=True))
    assert manifest_of(read_canonical(manifest_bytes(manifest))) == manifest


def test_the_line_taken_out_no_longer_fits_the_tags(tmp_path: Path):
    members = members_of(practice(tmp_path))
    members["bag-info.txt"] = members["bag-info.txt"].replace(LINE, b"")
    assert form_codes(packed(members)) == ["E207", "E205"]


def test_the_line_taken_out_and_the_tags_made_to_fit_no_longer_fits_the_rest(tmp_path: Path):
    members = members_of(practice(tmp_path))
    members["bag-info.txt"] = members["bag-info.txt"].replace(LINE, b"")
    members[bag.TAGS] = bag.digest_lines({name: sha256_hex(members[name]) for name in bag.TAGGED})
    assert form_codes(packed(members)) == ["E205"]


def sets(**fields: Any):
    def change(_: dict[str, bytes], value: dict[str, Any]) -> None:
        value |= fields

    return change


def test_the_signature_no_longer_fits_a_package_made_real(tmp_path: Path):
    """Both places and every digest changed: only the signer could sign that anew."""
    members = members_of(practice(tmp_path))

    def made_real(now: dict[str, bytes], value: dict[str, Any]) -> None:
        now["bag-info.txt"] = now["bag-info.txt"].replace(LINE, b"")
        del value["practice"]

    forgery = members_of(forged(packed(members), made_real, signer_of()))
    kept = {name: data for name, data in members.items() if name.startswith("META-INF/")}
    assert set(form_codes(packed({**forgery, **kept}))) == {"E304"}


@pytest.mark.parametrize("word", [False, "true", 1, None])
def test_the_word_is_true_or_is_not_there(tmp_path: Path, word: object):
    assert "E208" in form_codes(forged(practice(tmp_path), sets(practice=word), signer_of()))


@pytest.mark.parametrize("line", [b"Practice: false\n", LINE + LINE, b""])
def test_the_bag_says_what_the_manifest_says(tmp_path: Path, line: bytes):
    def other(members: dict[str, bytes], _: dict[str, Any]) -> None:
        members["bag-info.txt"] = members["bag-info.txt"].replace(LINE, line)

    assert "E205" in form_codes(forged(practice(tmp_path), other, signer_of()))


def test_a_real_package_has_no_such_line(tmp_path: Path):
    def with_line(members: dict[str, bytes], _: dict[str, Any]) -> None:
        members["bag-info.txt"] += LINE

    data = seal(tmp_path).path.read_bytes()
    assert form_codes(forged(data, with_line, signer_of())) == ["E205"]


def test_another_signature_leaves_it_practice(tmp_path: Path):
    source = seal(tmp_path, practice=True).path
    second = signer_of("p256", "dept_head")
    made = cosign(source, second, AT, tmp_path / "两人.cdopkg", Run())
    found = verify_package(made.path, receiver(signer_of(), second), Run())
    assert (found.is_practice, codes(found)) == (True, ["E512"])


def test_the_card_says_so(tmp_path: Path):
    assert "这是练习包，不能当作正式报送。" in receiver_card(seal(tmp_path, practice=True))
    assert "练习" not in receiver_card(seal(tmp_path, name="b.cdopkg"))
