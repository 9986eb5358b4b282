"""The print of a review form by commands: made, sent along, signed on, checked."""

from __future__ import annotations

import errno
import os
import subprocess
import zipfile
from pathlib import Path
from unittest.mock import patch

import pytest
from flow_steps import (
    REFUSED,
    TITLES,
    UNCHECKED,
    WANTING,
    Office,
    People,
    ask,
    cdo,
    refused,
    trusted,
)

TITLE = TITLES[0]
AGREE = ("--decision", "同意", "--text", "同意报送，𠅤。")
IF = ("--decision", "修改后同意", "--text", "原则同意。", "--condition", "补充备案证明")


def first(office: Office, judges: People, *more: object, title: str = TITLE) -> dict:
    record = office.listed()[title]["id"]
    return office.ask("opinion", record, *AGREE, "--key", judges.key("李文涛"), *more)


def out(office: Office, name: str = "审查表.cdopkg", title: str = TITLE) -> dict:
    return office.ask("review export", office.listed()[title]["id"], "-o", office.folder / name)


def next_(path: Path, judges: People) -> dict:
    key = judges.key("陈明")
    return ask("review", "countersign", path, *IF, "--key", key, *trusted(judges))


def words(path: Path) -> str:
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_from_the_first_visible_signature_to_the_second(office: Office, judges: People):
    pdf = office.folder / "审查表.pdf"
    done = first(office, judges, "--pdf", pdf)
    assert done["print"] == {"file": str(pdf), "signed": True, "setAside": None, "notices": []}
    sent = out(office)
    assert [one["code"] for one in sent["print"]["notices"]] == ["CDO-E783"]
    path = Path(sent["package"])
    said = next_(path, judges)
    assert said["print"] == {"file": str(pdf), "signed": True, "setAside": None, "notices": []}
    found = ask("review", "verify", path, *trusted(judges))
    assert [one["name"] for one in found["print"]["signatures"]] == ["李文涛", "陈明"]
    assert found["print"]["verdict"] == "valid-with-notes"
    assert found["contentDigest"] in found["print"]["package"]
    for text in ("同意报送，𠅤。", "补充备案证明", found["contentDigest"]):
        assert text in words(pdf)
    assert office.ask("review take", path)["new"] == [2]


def test_an_export_lays_a_print_with_the_signature_in_words(office: Office, judges: People):
    first(office, judges)
    sent = out(office)
    pdf = office.folder / "审查表.pdf"
    assert sent["print"]["file"] == str(pdf)
    assert "签名人的身份由信任清单证明" in words(pdf)
    found = ask("review", "verify", sent["package"], *trusted(judges))
    assert [one["code"] for one in found["print"]["reasons"]] == ["CDO-U489"]
    said = next_(Path(sent["package"]), judges)
    assert (said["print"]["signed"], said["print"]["setAside"]) == (True, None)
    alone = ask("review", "verify", pdf, *trusted(judges))
    assert [one["name"] for one in alone["signatures"]] == ["陈明"]


def test_without_a_print_beside_one_is_made(office: Office, judges: People):
    first(office, judges)
    path = Path(out(office)["package"])
    path.with_suffix(".pdf").unlink()
    assert "print" in ask("review", "verify", path, *trusted(judges))
    said = next_(path, judges)
    assert said["print"]["signed"]
    assert "同意报送，𠅤。" in words(path.with_suffix(".pdf"))


def test_a_print_of_another_form_is_not_signed(office: Office, judges: People):
    first(office, judges)
    first(office, judges, title=TITLES[1])
    path = Path(out(office)["package"])
    other = Path(out(office, "别的.cdopkg", TITLES[1])["package"]).with_suffix(".pdf")
    pdf = path.with_suffix(".pdf")
    pdf.write_bytes(other.read_bytes())
    found = ask("review", "verify", path, *trusted(judges), exits=WANTING)
    assert found["verdict"] == "valid-with-notes"
    assert found["print"]["verdict"] == "invalid"
    said = next_(path, judges)["print"]
    assert [one["code"] for one in said["notices"]] == ["CDO-U485", "CDO-U488"]
    assert Path(said["setAside"]).read_bytes() == other.read_bytes()
    assert TITLE in words(pdf)


def test_a_print_that_was_changed_is_told_and_the_form_stays_valid(office: Office, judges: People):
    pdf = office.folder / "审查表.pdf"
    first(office, judges, "--pdf", pdf)
    path = out(office)["package"]
    body = pdf.read_bytes()
    at = body.index(b"/MediaBox") + 20  # within the signed bytes
    pdf.write_bytes(body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :])
    said = cdo("review", "verify", path, *trusted(judges), exits=WANTING)
    assert "有效但有提示：李文涛" in said.out
    assert "打印件 审查表.pdf：无效" in said.out


def test_a_print_alone_says_what_it_proves_and_what_not(office: Office, judges: People):
    pdf = office.folder / "签署.pdf"
    first(office, judges, "--pdf", pdf)
    said = cdo("review", "verify", pdf, *trusted(judges))
    assert "李文涛（部门首席数据官）" in said.out
    assert "以签名包为准" in said.out
    alone = ask("review", "verify", pdf, exits=UNCHECKED)
    assert "CDO-K477" in [one["code"] for one in alone["reasons"]]
    other = office.folder / "别的.pdf"
    other.write_bytes(b"%PDF-1.7 nothing")
    assert refused("review", "verify", other) == "CDO-K471"


@pytest.mark.parametrize(("name", "code"), [("有.pdf", "CDO-U102"), ("审查表.docx", "CDO-E784")])
def test_a_print_that_cannot_get_its_name_stops_before_signing(
    office: Office, judges: People, name: str, code: str
):
    (office.folder / "有.pdf").write_bytes(b"somebody's letter")
    record = office.listed()[TITLE]["id"]
    before = office.told()
    given = ("--key", judges.key("李文涛"), "--pdf", office.folder / name)
    assert office.refuses("opinion", record, *AGREE, *given) == code
    assert office.told() == before
    assert (office.folder / "有.pdf").read_bytes() == b"somebody's letter"


def test_an_export_over_a_strange_pdf_is_refused(office: Office, judges: People):
    first(office, judges)
    letter = office.folder / "审查表.pdf"
    letter.write_bytes(b"somebody's letter")
    record = office.listed()[TITLE]["id"]
    target = letter.with_suffix(".cdopkg")
    assert office.refuses("review export", record, "-o", target) == "CDO-U102"
    assert not target.exists()
    assert letter.read_bytes() == b"somebody's letter"


def test_the_unsigned_form_is_among_what_is_signed(office: Office, judges: People, tmp_path: Path):
    first(office, judges)
    path = out(office)["package"]
    with zipfile.ZipFile(path) as package:
        [inside] = [name for name in package.namelist() if name.startswith("data/attachments/")]
        (tmp_path / "未签署.pdf").write_bytes(package.read(inside))
        assert "数据目录审查表（未签署）.pdf" in package.read("data/review.json").decode()
    text = words(tmp_path / "未签署.pdf")
    assert "草稿" in text
    assert TITLE in text


def test_a_wrong_passphrase_leaves_neither_signature_nor_print(office: Office, judges: People):
    record, pdf = office.listed()[TITLE]["id"], office.folder / "x.pdf"
    given = ("--key", judges.key("李文涛"), "--pdf", pdf)
    said = cdo("opinion", office.path, record, *AGREE, *given, exits=REFUSED, CDO_PASSPHRASE="错")
    assert "CDO-K102" in said.err
    assert not pdf.exists()
    assert office.states()[TITLE] == "待审核"


def test_a_disk_that_takes_the_package_and_not_the_print(office: Office, judges: People):
    first(office, judges)
    path = Path(out(office)["package"])
    path.with_suffix(".pdf").unlink()
    real = os.fsync

    def full(handle: int) -> None:
        if "审查表.pdf." in Path(f"/proc/self/fd/{handle}").readlink().name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    with patch("os.fsync", full):
        told = next_(path, judges)
    assert told["number"] == 2
    assert [one["code"] for one in told["print"]["notices"]] == ["CDO-U480"]
    assert told["print"]["file"] is None
    assert not path.with_suffix(".pdf").exists()
    assert ask("review", "verify", path, *trusted(judges))["wanted"] == []


def test_a_font_that_cannot_be_used_is_told_though_no_print_is_asked_for(
    office: Office, judges: People
):
    """It was meant for the unsigned print, which goes into the package."""
    record, key = office.listed()[TITLE]["id"], judges.key("李文涛")
    fonts = {"song": str(office.folder / "没有.ttf")}
    with patch("cdo_desktop.cli.review_forms.own_fonts", return_value=fonts):
        said = cdo("opinion", office.path, record, *AGREE, "--key", key)
    assert "CDO-U470" in said.err
    assert said.err.index("CDO-U470") < said.err.index("内容摘要")
