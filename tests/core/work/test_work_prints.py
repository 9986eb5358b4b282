"""A review form from drawing to two signatures, as the program does it; and how it is shown."""

import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from desk_steps import code_of, passphrase, unwritable

from cdo_desktop.domain.package import PackageRef
from cdo_desktop.domain.report_parts import Facts
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.report.form_parts import OpinionBox, ReviewForm
from cdo_desktop.report.pictures import PdfPages
from cdo_desktop.signing.certificates import Holder
from cdo_desktop.signing.keys import create_key, open_key
from cdo_desktop.signing.suites import P256, SM2
from cdo_desktop.work import prints


@pytest.fixture
def form(act):
    boxes = (
        OpinionBox("部门首席数据官意见", "opinion-1", "同意", "建议立项。", name="王𠅤"),
        OpinionBox("市数据局意见", "opinion-2", role="首席数据执行官"),
    )
    parts = (Facts("项目概况", (("项目名称", "基层治理平台"),)),)
    mark = PackageRef("urn:uuid:1", "sha256:" + "ab" * 32)
    return ReviewForm(
        "项目审查表", "巴中市民政局", "XM-0001", act.at, parts, opinions=boxes, package=mark
    )


@pytest.fixture
def printed(form, tmp_path):
    return prints.print_form(form, tmp_path / "审查表.pdf", {}).path


@pytest.fixture
def signer(tmp_path, act):
    """Opens a fresh key file of somebody."""

    def make(name, role="dept_cdo", suite=P256):
        path = tmp_path / f"{name}.cdokey"
        holder = Holder(name, role, "巴中市民政局", "11511900MB0000019E")
        create_key(path, suite, holder, passphrase, act.at)
        return open_key(path, passphrase)

    return make


def test_two_keys_sign_one_after_the_other(printed, signer, act):
    cdo, executive = signer("王𠅤"), signer("李建国", "cdo_executive")
    assert prints.open_fields(printed) == ["opinion-1", "opinion-2"]
    prints.sign_print(printed, "opinion-1", cdo, act.at, {})
    prints.sign_print(printed, "opinion-2", executive, act.at, {}, opinion="意见：同意")
    check = prints.check_print(printed, [cdo.certificate, executive.certificate], act.at)
    assert check.verdict is Verdict.VALID_WITH_NOTES
    assert [one.certificate.name for one in check.signatures] == ["王𠅤", "李建国"]
    assert prints.open_fields(printed) == []


def test_a_signature_is_seen_when_the_page_is_shown(printed, signer, act):
    with PdfPages(printed) as pages:
        before = [pages.picture(number, 1.0).points for number in range(len(pages))]
    prints.sign_print(printed, "opinion-1", signer("王𠅤"), act.at, {})
    with PdfPages(printed) as pages:
        after = [pages.picture(number, 1.0).points for number in range(len(pages))]
    assert before != after


def test_a_page_is_shown_in_the_size_asked_for(printed):
    with PdfPages(printed) as pages:
        picture = pages.picture(0, 2.0)
        assert pages.size(0) == pytest.approx((595.3, 841.9), abs=0.1)
    assert (picture.width, picture.height) == (1191, 1684)
    assert len(picture.points) == picture.stride * picture.height
    assert len(set(picture.points)) > 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing"])
def test_what_is_no_pdf_is_refused(tmp_path, act, content):
    path = tmp_path / "坏.pdf"
    path.write_bytes(content)
    for look in (
        lambda: PdfPages(path),
        lambda: prints.open_fields(path),
        lambda: prints.check_print(path, [], act.at),
    ):
        with pytest.raises(Refused) as caught:
            look()
        assert code_of(caught) == "CDO-K471"


def test_an_sm2_key_is_told_in_words(printed, signer, act):
    key = signer("王芳", suite=SM2)
    before = printed.read_bytes()
    with pytest.raises(Refused) as caught:
        prints.sign_print(printed, "opinion-1", key, act.at, {})
    assert code_of(caught) == "CDO-K470"
    assert printed.read_bytes() == before
    assert "王芳" in prints.unsigned_note(key.certificate)
    assert prints.unsigned_note(signer("王𠅤").certificate) == ""


def test_a_full_disk_while_signing_leaves_the_print_as_it_was(printed, signer, act):
    key, before = signer("王𠅤"), printed.read_bytes()
    with unwritable("审查表"), pytest.raises(DiskTrouble):
        prints.sign_print(printed, "opinion-1", key, act.at, {})
    assert printed.read_bytes() == before
    assert prints.check_print(printed, [], act.at).signatures == ()
    assert not [path for path in printed.parent.iterdir() if path.name.endswith(".part")]


def test_a_print_that_is_there_stays(printed, form):
    before = printed.read_bytes()
    with pytest.raises(Refused) as caught:
        prints.print_form(replace(form, title="别的"), printed, {})
    assert code_of(caught) == "CDO-U102"
    assert printed.read_bytes() == before


def test_a_long_opinion_in_the_field_ends_in_words_that_say_so(printed, signer, act):

    prints.sign_print(printed, "opinion-2", signer("王𠅤"), act.at, {}, opinion="同意。" * 500)
    done = subprocess.run(["pdftotext", printed, "-"], capture_output=True, check=True)
    assert "全文见签名包" in done.stdout.decode()


def test_a_key_whose_certificate_had_ended_is_found(printed, signer, act):
    key = signer("王𠅤")
    prints.sign_print(printed, "opinion-1", key, act.at + timedelta(days=365 * 4), {})
    check = prints.check_print(printed, [key.certificate], act.at + timedelta(days=365 * 5))
    assert check.verdict is Verdict.INVALID
