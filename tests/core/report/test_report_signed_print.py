"""Signatures in a print: both verifiers agree on what is whole, ours finds what was done to it."""

import io
import random
import subprocess
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image
from print_signing import sign, signer_of
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused
from cdo_desktop.report.stamp import read_seal
from cdo_desktop.signing.pades import open_fields, sign_pdf
from cdo_desktop.signing.pades_check import verify_pdf
from cdo_desktop.signing.suites import SM2

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63f8"
    "cfc0f01f00050001ff56c72f0d0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def now():
    return datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(scope="module")
def cdo(now):
    return signer_of("王𠅤", "dept_cdo", now)


@pytest.fixture(scope="module")
def executive(now):
    return signer_of("李建国", "cdo_executive", now)


@pytest.fixture
def unsigned(tmp_path, make_form, drawn):
    path = tmp_path / "审查表.pdf"
    path.write_bytes(drawn(make_form()))
    return path


@pytest.fixture
def signed(unsigned, cdo, executive, now, faces):
    sign(unsigned, "opinion-1", cdo, now, faces)
    sign(unsigned, "opinion-2", executive, now, faces, "意见：同意\n请报专家评审。")
    return unsigned


def codes(check):
    found = [reason.code for one in check.signatures for reason in one.reasons]
    return sorted({*found, *(reason.code for reason in check.reasons)} - {"CDO-K479"})


def judged(path, now, *signers):
    return verify_pdf(path, [signer.certificate for signer in signers], now)


def changed_after(path, change):
    """Another revision appended as a PDF editor does it, the signed bytes untouched."""
    writer = IncrementalPdfFileWriter(io.BytesIO(path.read_bytes()))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(path.read_bytes())
    path.write_bytes(out.getvalue())


def other_page(writer):
    """Exchanges what the first page shows."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = generic.StreamObject(stream_data=b"BT ET")
    page["/Contents"] = writer.add_object(stream)
    writer.update_container(page)


def note_on_page(writer):
    """Puts a box with words over the first page."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                map(generic.NumberObject, (9, 9, 300, 300))
            ),
            generic.pdf_name("/Contents"): generic.TextStringObject("同意"),
        }
    )
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def test_two_signers_fill_each_his_own_field(signed, cdo, executive, now):
    check = judged(signed, now, cdo, executive)
    assert [one.field for one in check.signatures] == ["opinion-1", "opinion-2"]
    assert [one.certificate.name for one in check.signatures] == ["王𠅤", "李建国"]
    assert [one.claimed_time for one in check.signatures] == [now, now]
    assert (codes(check), check.verdict) == ([], Verdict.VALID_WITH_NOTES)
    assert open_fields(signed) == {}


def test_poppler_agrees_that_the_print_is_whole(signed):
    done = subprocess.run(["pdfsig", "-nocert", signed], capture_output=True, check=True)
    said = done.stdout.decode()
    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert said.count("Total document signed") == 1
    assert "ETSI.CAdES.detached" in said


def test_what_is_signed_is_seen(signed):
    done = subprocess.run(["pdftotext", signed, "-"], capture_output=True, check=True)
    text = "".join(done.stdout.decode().split())
    for words in ("王𠅤", "李建国", "意见：同意", "请报专家评审。", "电子签名"):
        assert words in text


def test_the_bytes_before_a_signature_stay(unsigned, cdo, now, faces):
    before = unsigned.read_bytes()
    sign(unsigned, "opinion-1", cdo, now, faces)
    assert unsigned.read_bytes().startswith(before)


def test_an_unknown_certificate_cannot_be_checked(signed, cdo, now):
    check = judged(signed, now, cdo)
    assert (codes(check), check.verdict) == (["CDO-K477"], Verdict.CANNOT_BE_CHECKED)


@pytest.mark.parametrize("place", [0.02, 0.2, 0.5, 0.75])
def test_a_flipped_bit_is_found(signed, cdo, executive, now, place):
    content = bytearray(signed.read_bytes())
    at = content.index(b"stream\n", int(len(content) * place)) + 9
    content[at] ^= 1
    signed.write_bytes(content)
    check = judged(signed, now, cdo, executive)
    assert check.verdict is Verdict.INVALID
    assert set(codes(check)) <= {"CDO-K474", "CDO-K475", "CDO-K476"}


@pytest.mark.parametrize("change", [other_page, note_on_page])
def test_what_was_exchanged_after_signing_is_found(signed, cdo, executive, now, change):
    changed_after(signed, change)
    check = judged(signed, now, cdo, executive)
    assert (codes(check), check.verdict) == (["CDO-K476"], Verdict.INVALID)


def test_what_was_exchanged_between_two_signatures_is_found(unsigned, cdo, executive, now, faces):
    sign(unsigned, "opinion-1", cdo, now, faces)
    changed_after(unsigned, other_page)
    sign(unsigned, "opinion-2", executive, now, faces)
    check = judged(unsigned, now, cdo, executive)
    assert [reason.code for reason in check.signatures[0].reasons][:1] == ["CDO-K476"]
    assert check.verdict is Verdict.INVALID


def test_poppler_alone_would_not_find_it(signed):
    """Why pdfsig is no check: it looks at the signed bytes, not at what came after them."""
    changed_after(signed, other_page)
    done = subprocess.run(["pdfsig", "-nocert", signed], capture_output=True, check=True)
    assert done.stdout.decode().count("Signature is Valid.") == 2


def test_bytes_hung_on_the_end_are_found(signed, cdo, executive, now):
    signed.write_bytes(signed.read_bytes() + b"\n% more\n")
    check = judged(signed, now, cdo, executive)
    assert check.verdict is Verdict.INVALID


def test_a_third_signature_of_a_stranger_does_not_pass_for_known(unsigned, cdo, now, faces):
    sign(unsigned, "opinion-1", cdo, now, faces)
    stranger = signer_of("李建国", "cdo_executive", now)
    sign(unsigned, "opinion-2", stranger, now, faces)
    check = judged(unsigned, now, cdo)
    assert check.verdict is Verdict.CANNOT_BE_CHECKED


@pytest.mark.parametrize("shift", [timedelta(days=-400), timedelta(days=3)])
def test_an_impossible_time_is_found(unsigned, cdo, now, faces, shift):
    sign(unsigned, "opinion-1", cdo, now + shift, faces)
    assert codes(judged(unsigned, now, cdo)) == ["CDO-K478"]


def test_a_picture_of_a_seal_is_no_signature(tmp_path, unsigned, cdo, now, faces):
    picture = tmp_path / "章.png"
    picture.write_bytes(PNG)
    seal = read_seal(picture)
    bare = judged(unsigned, now, cdo)
    assert (codes(bare), bare.verdict) == (["CDO-K473"], Verdict.CANNOT_BE_CHECKED)
    sign(unsigned, "opinion-1", cdo, now, faces, seal=seal)
    assert len(judged(unsigned, now, cdo).signatures) == 1


@pytest.mark.parametrize("content", [b"", b"GIF89a", PNG[:40], b"\xff\xd8\xff" + bytes(50)])
def test_a_seal_that_is_no_picture_is_refused(tmp_path, content):
    picture = tmp_path / "章.png"
    picture.write_bytes(content)
    with pytest.raises(Refused) as caught:
        read_seal(picture)
    assert caught.value.code == "CDO-U474"


@pytest.mark.parametrize("edge", [6_000, 20_000])
def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path, edge):
    picture = tmp_path / "章.png"
    Image.new("1", (edge, edge)).save(picture)
    with pytest.raises(Refused) as caught:
        read_seal(picture)
    assert caught.value.code == "CDO-U474"


def test_an_sm2_key_does_not_sign_in_a_pdf(unsigned, now, faces):
    before = unsigned.read_bytes()
    with pytest.raises(Refused) as caught:
        sign(unsigned, "opinion-1", signer_of("王芳", "dept_cdo", now, SM2), now, faces)
    assert caught.value.code == "CDO-K470"
    assert unsigned.read_bytes() == before


def test_a_field_is_filled_once(signed, cdo, now):
    before = signed.read_bytes()
    with pytest.raises(Refused) as caught:
        sign_pdf(signed, signed, "opinion-1", cdo, now, before)
    assert caught.value.code == "CDO-K472"
    assert signed.read_bytes() == before


def test_mangled_prints_never_pass_and_never_end_the_program(signed, cdo, executive, now):
    """Any byte of what is signed may be wrong: it is refused or judged, nothing else."""
    whole, chance = signed.read_bytes(), random.Random(20261122)
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        signed.write_bytes(content)
        try:
            check = judged(signed, now, cdo, executive)
        except Refused as refused:
            assert refused.code == "CDO-K471"
        else:
            assert check.verdict is Verdict.INVALID or content == whole
