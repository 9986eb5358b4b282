"""docs/package-format.md names every code, and what it quotes is what the program writes."""

from __future__ import annotations

import re
from pathlib import Path

from package_makers import members_of, seal

from cdo_desktop.domain.package import FileRole, PackageKind
from cdo_desktop.domain.roles import ROLES
from cdo_desktop.package import bag
from cdo_desktop.package.manifest_json import manifest_bytes
from cdo_desktop.package.strict_json import read_canonical
from cdo_desktop.sentences import CODE, table
from cdo_desktop.signing.suites import SUITES

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "package-format.md").read_text("utf-8")


def test_every_code_is_in_the_page_and_every_code_of_the_page_exists():
    named = {code for code in CODE.findall(PAGE) if code.startswith("CDO-E")}
    assert named == {code for code in table() if code.startswith("CDO-E")}


def test_every_code_about_packages_has_a_sentence_and_is_used():
    used: set[str] = set()
    for file in (ROOT / "cdo_desktop").rglob("*.py"):
        used |= {code for code in CODE.findall(file.read_text("utf-8")) if code[4] == "E"}
    assert used == {code for code in table() if code.startswith("CDO-E")}


def test_the_fields_of_package_json_are_in_the_page(tmp_path: Path):
    value = read_canonical(manifest_bytes(seal(tmp_path, practice=True).manifest))
    for field in value:
        assert f"| `{field}` |" in PAGE
    for word in (*PackageKind, *FileRole, *ROLES, *SUITES):
        assert f"`{word}`" in PAGE or f'`"{word}"`' in PAGE


def test_the_quoted_texts_are_those_that_are_written(tmp_path: Path):
    members = members_of(seal(tmp_path, practice=True).path.read_bytes())
    assert bag.BAGIT_TEXT.decode() in PAGE
    assert str(len(members["mimetype"])) in PAGE
    manifest = members["META-INF/ASiCManifest001.xml"].decode()
    head, _, _ = manifest.partition("<asic:DataObjectReference")
    assert head.replace("signature001", "signatureNNN") in PAGE
    line = next(each for each in manifest.splitlines() if 'URI="bagit.txt"' in each)
    shown = re.sub(r"(DigestValue>)[^<]+", r"\1BASE64", line)
    shown = re.sub(r'Algorithm="[^"]+"', 'Algorithm="ALGORITHM"', shown)
    assert shown.replace("bagit.txt", "NAME") in PAGE
    for label in re.findall(r"^([A-Z][A-Za-z-]+):", members["bag-info.txt"].decode(), re.M):
        assert label in PAGE
