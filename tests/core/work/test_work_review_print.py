"""The print beside a review form: made, extended, set aside, checked; the package comes first."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from desk_steps import (
    PLATFORM,
    code_of,
    desk_of,
    key_of,
    left_in,
    passphrase,
    remembered,
    root_signed,
    unwritable,
)
from project_samples import project
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from review_steps import AGREE, Office, back, exported, office_of, prepared, submitted

from cdo_desktop.domain.canonical import sha256_hex
from cdo_desktop.domain.package import package_code
from cdo_desktop.domain.people import Act
from cdo_desktop.domain.project_check import check_document
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.report_parts import Facts
from cdo_desktop.domain.statement import Decision
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.report.form_parts import ReviewForm
from cdo_desktop.tasks import Run
from cdo_desktop.work import (
    editing,
    issuing,
    keys,
    prints,
    review_beside,
    review_export,
    review_forms,
    review_print_check,
    review_printed,
    trusting,
)
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.project_checks import check_project
from cdo_desktop.work.review_beside import PrintDone, print_beside
from cdo_desktop.work.review_forms import Opinion, SignedForm, shown_from
from cdo_desktop.work.review_print import review_form_of, unsigned_print
from cdo_desktop.work.review_printed import Printing
from cdo_desktop.workbench import Workbench

IF = Opinion(Decision.AGREE_IF, "原则同意，请𠅤同志落实。", ("补充备案证明", "删去自建通道"))


def text_of(path: Path) -> str:
    """All words of a PDF without the spaces, as another program takes them out."""
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def first(
    office: Office, record: Record, name: str = "一.pdf", opinion: Opinion = AGREE, **more
) -> tuple[SignedForm, PrintDone]:
    """The CDO signs the form of a record, and the print at this name."""
    key = office.key()
    with prepared(office, record, **more) as form:
        offer = review_forms.offer_first(office.bench, form, opinion, key, Run())
        printing = Printing(office.folder / name)
        with patch.object(review_printed, "open_key", remembered):
            token = offer.shown.token
            given = (office.bench, form, offer, token, key, passphrase, printing, Run())
            done, told = review_printed.sign_first_printed(*given)
    assert told is not None
    return done, told


def second(
    office: Office, path: Path, opinion: Opinion = IF, key: Path | None = None, hours: float = 1
) -> tuple[SignedForm, PrintDone]:
    """The executive signs the file and the print beside it, on the desk of the bureau."""
    desk, key, given = office.bureau_desk(hours), key or office.key("cdo_executive"), office.given
    offer = review_forms.offer_next(desk, path, opinion, key, given, Run())
    with patch.object(review_printed, "open_key", remembered):
        token = offer.shown.token
        return review_printed.countersign_printed(
            desk, offer, token, key, passphrase, given, Printing(), Run()
        )


def checked(office: Office, path: Path) -> review_print_check.PrintFound:
    """What is said of the print beside a file."""
    desk = office.bureau_desk(3)
    found = review_forms.verify(desk, path, office.given, Run())
    beside = review_print_check.check_beside(path, found, desk.clock.now())
    assert beside is not None
    return beside


def signers(path: Path, act: Act) -> list[str]:
    check = prints.check_print(path, (), act.at)
    return [one.field for one in check.signatures]


def codes(told: PrintDone) -> list[str]:
    return [one.code for one in told.notices]


def test_two_signers_sign_package_and_print(office: Office, record: Record, act: Act):
    _, told = first(office, record)
    assert (told.is_signed, told.notices) == (True, ())
    path = exported(office, record)
    done, told = second(office, path)
    assert told == PrintDone(path.with_suffix(".pdf"), True)
    assert done.verdict.verdict is Verdict.VALID
    assert signers(told.path, act) == ["opinion-1-dept_cdo", "opinion-2-cdo_executive"]
    assert checked(office, path).verdict is Verdict.VALID_WITH_NOTES  # revocation was not asked
    said = subprocess.run(["pdfsig", "-nocert", told.path], capture_output=True, check=True)
    assert said.stdout.decode().count("Signature is Valid.") == 2


def test_what_is_printed_is_what_was_signed(office: Office, record: Record):
    first(office, record)
    path = exported(office, record)
    second(office, path)
    shown, words = shown_from(path, Run()), text_of(print_beside(path))
    for one in shown.opinions:
        assert one.statement.text in words
        assert f"{one.certificate.serial:x}" in words
        for condition in one.statement.conditions:
            assert condition in words
    assert shown.fingerprint in words
    assert shown.content_digest in words
    assert shown.package_id in words
    assert record.title in words
    assert record.values["summary"] in words


def test_who_signs_stands_in_the_field_as_the_trust_list_has_him(
    bench: Workbench, act: Act, tmp_path: Path, make_record
):
    """What somebody calls himself in his own certificate is not what he signs as."""
    calls_himself = key_of(tmp_path, act, "gov_cdo", PLATFORM)
    draft, roots, bundle = (tmp_path / name for name in ("单.json", "root.json", "单.cdopkg"))
    root, desk = key_of(tmp_path, act, "root", PLATFORM), desk_of(act)
    issuing.new_trust(desk, draft, roots, [root], 1, 365)
    own = key_of(tmp_path, act, "dept_cdo")
    for key, role in ((own, "dept_cdo"), (calls_himself, "cdo_executive")):
        issuing.add_signer(draft, keys.read_certificate(key), role)
    root_signed(draft, root, bundle, act, roots)
    trusting.import_trust(bench, bundle, roots, Run())
    office = Office(bench, act, tmp_path, TrustGiven(bundle, roots))
    record = submitted(bench, make_record())
    first(office, record)
    path = exported(office, record)
    _, told = second(office, path, key=calls_himself)
    assert (told.is_signed, told.notices) == (True, ())
    assert told.path is not None
    words = text_of(told.path)
    assert "首席数据执行官" in words
    assert "政府首席数据官" not in words


def test_without_a_print_the_earlier_signature_stands_in_words(
    office: Office, record: Record, act: Act
):
    first(office, record)
    print_beside(path := exported(office, record)).unlink()
    _, told = second(office, path)
    assert (told.is_signed, told.set_aside, told.notices) == (True, None, ())
    assert signers(told.path, act) == ["opinion-2-cdo_executive"]
    words = text_of(told.path)
    assert "签名人的身份由信任清单证明" in words
    assert "同意报送。" in words
    found = checked(office, path)
    assert "CDO-U489" in [one.code for one in found.reasons]


def test_the_print_that_an_export_lays_beside_is_signed_by_the_next(
    office: Office, record: Record, act: Act
):
    first(office, record, "别处.pdf")
    path = office.folder / "一.cdopkg"
    review_export.export_printed(office.bench, record, path, {}, Run())
    laid = print_beside(path).read_bytes()
    assert prints.open_fields(print_beside(path)) == ["opinion-2-cdo_executive"]
    _, told = second(office, path)
    assert told == PrintDone(print_beside(path), True)
    assert told.path.read_bytes().startswith(laid)


def test_an_export_keeps_the_print_of_its_form_and_no_other(office: Office, record: Record):
    _, told = first(office, record)
    path = office.folder / "一.cdopkg"
    before = told.path.read_bytes()
    *_, kept = review_export.export_printed(office.bench, record, path, {}, Run())
    assert [one.code for one in kept.notices] == ["CDO-E783"]
    assert told.path.read_bytes() == before
    other = office.folder / "二.pdf"
    other.write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(Refused) as caught:
        review_export.export_printed(office.bench, record, other.with_suffix(".cdopkg"), {}, Run())
    assert code_of(caught) == "CDO-U102"
    assert not other.with_suffix(".cdopkg").exists()


def spoilt(path: Path) -> None:
    """The same file with another page put over the first (an update of a stranger)."""
    writer = IncrementalPdfFileWriter(io.BytesIO(path.read_bytes()))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.root["/Pages"]["/Kids"][1].get_object().raw_get("/Contents")
    writer.update_container(page)
    sink = io.BytesIO()
    writer.write(sink)
    path.write_bytes(sink.getvalue())


def foreign(path: Path) -> None:
    path.write_bytes(path.with_name("别的.pdf").read_bytes())


def nothing(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 nothing")


@pytest.mark.parametrize(
    ("change", "code"), [(spoilt, "CDO-U486"), (foreign, "CDO-U485"), (nothing, "CDO-K471")]
)
def test_what_cannot_be_extended_is_set_aside_and_told(
    office: Office, record: Record, make_record, act: Act, change, code: str
):
    other = submitted(office.bench, make_record(title="殡葬信息"))
    first(office, other, "别的.pdf")
    first(office, record)
    path = exported(office, record)
    change(print_beside(path))
    before = print_beside(path).read_bytes()
    _, told = second(office, path)
    assert codes(told) == [code, "CDO-U488"]
    assert told.set_aside.name == "一（原件1）.pdf"
    assert told.set_aside.read_bytes() == before
    assert signers(told.path, act) == ["opinion-2-cdo_executive"]


def test_who_has_signed_a_print_twice_has_not_signed_for_the_other(
    office: Office, record: Record, act: Act
):
    first(office, record)
    path = exported(office, record)
    own = print_beside(path).read_bytes()
    second(office, path)
    print_beside(path).write_bytes(own)
    given = (remembered(office.key(), passphrase), act.at, {})
    prints.sign_print(print_beside(path), "opinion-2-cdo_executive", *given)
    (told,) = [one for one in checked(office, path).reasons if one.code == "CDO-U489"]
    assert told.facts == {"signed": 1, "given": 2}


def other_words(form: ReviewForm) -> ReviewForm:
    """The form as somebody would rather have it signed."""
    facts = form.parts[0]
    assert isinstance(facts, Facts)
    changed = replace(facts, pairs=((facts.pairs[0][0], "另一项内容"), *facts.pairs[1:]))
    return replace(form, parts=(changed, *form.parts[1:]))


def the_same(form: ReviewForm) -> ReviewForm:
    return form


def script(path: Path) -> None:
    """A script that runs when the file is opened."""
    writer = IncrementalPdfFileWriter(io.BytesIO(path.read_bytes()))
    name = generic.pdf_name
    runs = {name("/S"): name("/JavaScript"), name("/JS"): generic.TextStringObject("app.alert(1)")}
    writer.root["/OpenAction"] = writer.add_object(generic.DictionaryObject(runs))
    writer.update_root()
    sink = io.BytesIO()
    writer.write(sink)
    path.write_bytes(sink.getvalue())


def untouched(path: Path) -> None:
    """It stays as it was drawn."""


@pytest.mark.parametrize(
    ("words", "change", "is_taken"),
    [
        (the_same, untouched, True),
        (other_words, untouched, False),
        (the_same, spoilt, False),
        (the_same, script, False),
    ],
)
def test_nobody_signs_beneath_words_that_were_changed_before_the_first_signature(
    office: Office, record: Record, act: Act, words, change, is_taken: bool
):
    """The first signer's signature is good; what he has signed is not what the package says."""
    first(office, record)
    path = exported(office, record)
    found = review_forms.verify(office.bureau_desk(), path, office.given, Run())
    made = print_beside(path)
    made.unlink()
    form = review_form_of(shown_from(path, Run()), found.opinions, found.wanted, 1)
    prints.print_form(words(form), made, {})
    change(made)
    prints.sign_print(made, "opinion-1-dept_cdo", remembered(office.key(), passphrase), act.at, {})
    assert checked(office, path).verdict is Verdict.VALID_WITH_NOTES
    _, told = second(office, path)
    assert codes(told) == ([] if is_taken else ["CDO-U486", "CDO-U488"])
    own = ["opinion-2-cdo_executive"]
    assert signers(told.path, act) == (["opinion-1-dept_cdo", *own] if is_taken else own)
    assert "另一项内容" not in text_of(told.path)


@pytest.mark.parametrize(
    ("change", "code"), [(spoilt, "CDO-K476"), (foreign, "CDO-U485"), (nothing, "CDO-K471")]
)
def test_a_print_that_was_changed_is_found_beside_a_form_that_is_valid(
    office: Office, record: Record, make_record, change, code: str
):
    other = submitted(office.bench, make_record(title="殡葬信息"))
    first(office, other, "别的.pdf")
    first(office, record)
    path = exported(office, record)
    assert checked(office, path).verdict is Verdict.VALID_WITH_NOTES
    change(print_beside(path))
    found = checked(office, path)
    assert found.verdict is Verdict.INVALID
    assert code in [one.code for one in found.reasons]


def test_an_unsigned_print_that_says_something_else_is_not_signed(office: Office, record: Record):
    """Nobody vouches for it: it must be what this desk would draw, to the last byte."""
    first(office, record, "别处.pdf")
    path = office.folder / "一.cdopkg"
    review_export.export_printed(office.bench, record, path, {}, Run())
    shown = shown_from(path, Run())
    found = review_forms.verify(office.bureau_desk(), path, office.given, Run())
    form = replace(review_form_of(shown, found.opinions, found.wanted), title="项目放行单")
    print_beside(path).unlink()
    prints.print_form(form, print_beside(path), {})
    _, told = second(office, path)
    assert codes(told) == ["CDO-U486", "CDO-U488"]
    assert "项目放行单" not in text_of(told.path)


def test_a_full_disk_leaves_the_package_signed_and_says_so(office: Office, record: Record):
    first(office, record)
    path = exported(office, record)
    before = print_beside(path).read_bytes()
    with unwritable(r"\.pdf\."):
        done, told = second(office, path)
    assert codes(told) == ["CDO-U480"]
    assert not told.is_signed
    assert "签名有效" in told.notices[0].message()
    assert print_beside(path).read_bytes() == before
    assert len(done.sealed.signatures) == 2
    assert back(office, path).new
    print_beside(path).write_bytes(b"%PDF-1.7 nothing")
    again = exported(office, record, "三.cdopkg")
    assert len(shown_from(again, Run()).opinions) == 2


def test_a_full_disk_after_setting_aside_puts_the_old_print_back(office: Office, record: Record):
    first(office, record)
    path = exported(office, record)
    nothing(print_beside(path))
    full = DiskTrouble("CDO-U201", file="一.pdf", reason="No space left on device")
    with patch.object(review_beside, "write_bytes", side_effect=full):
        _, told = second(office, path)
    assert codes(told) == ["CDO-U480", "CDO-E785"]  # the card beside it is as old as the print
    assert print_beside(path).read_bytes() == b"%PDF-1.7 nothing"
    assert [name for name in left_in(office.folder) if name.startswith("一")] == [
        *("一.cdopkg", "一.pdf", "一.接收核验卡.txt")
    ]


def test_an_sm2_signature_stands_in_words(bench: Workbench, act: Act, tmp_path: Path, make_record):
    key = tmp_path / "sm2.cdokey"
    desk = desk_of(act)
    keys.make_key(desk, key, "sm2", "陈明", "cdo_executive", PLATFORM, passphrase)
    office = office_of(bench, act, tmp_path, key)
    record = submitted(bench, make_record())
    first(office, record)
    path = exported(office, record)
    before = print_beside(path).read_bytes()
    done, told = second(office, path, key=key)
    assert len(done.sealed.signatures) == 2
    assert not told.is_signed
    assert codes(told) == ["CDO-U488", "CDO-U473"]
    assert told.set_aside.read_bytes() == before
    words = text_of(told.path)
    assert "陈明使用国密（SM2）密钥签名" in words
    assert "国密（SM2）签名，不能写入PDF" in words
    assert IF.text in words


# -- the unsigned form that goes into the package


def drawn(office: Office, record: Record):
    checks = {"checks": [check_document(one) for one in check_project(office.bench, record, Run())]}
    linked = review_forms.linked_records(office.bench, record)
    return unsigned_print(office.bench, record, linked, checks, {}, Run())


def test_the_unsigned_form_is_the_same_for_the_same_record(office: Office, tmp_path: Path):
    (record,) = editing.add(office.bench, [project(office.bench.library)])
    once, again = drawn(office, record), drawn(office, record)
    assert once == again
    assert once.name == "项目审查表（未签署）.pdf"
    path = tmp_path / once.name
    path.write_bytes(once.body)
    words = text_of(path)
    assert "草稿" in words
    assert "项目审查表（未签署）" in words
    assert "sha256:" not in words
    for text in (
        record.title,
        "资金来源",
        "26.5",
        "低保申请受理",
        "部门首席数据官意见",
        "首席数据执行官意见",
    ):
        assert text in words
    assert prints.open_fields(path) == ["opinion-1-dept_cdo", "opinion-2-cdo_executive"]


def test_every_value_of_a_project_stands_on_its_form(office: Office, tmp_path: Path):
    (record,) = editing.add(office.bench, [project(office.bench.library)])
    path = tmp_path / "x.pdf"
    path.write_bytes(drawn(office, record).body)
    words = text_of(path)
    for value in record.values.values():
        for part in value if isinstance(value, list) else [value]:
            assert "".join(str(part).split()) in words, part
    for rows in record.groups.values():
        for row in rows:
            for key, value in row.items():
                if key != "id":
                    text = value["title"] if isinstance(value, dict) else value
                    assert "".join(text.split()) in words, text


def test_the_print_names_its_package_as_the_qr_code_does(office: Office, record: Record):
    done, told = first(office, record)
    assert prints.package_of(told.path) == package_code(
        done.sealed.content_digest, done.sealed.package_id
    )


def test_a_print_alone_is_judged_by_the_trust_list(office: Office, record: Record):
    _, told = first(office, record)
    desk = office.bureau_desk(1)
    found = review_print_check.check_alone(desk, told.path, office.given, Run())
    assert found.verdict is Verdict.VALID_WITH_NOTES
    assert [one.certificate.name for one in found.signatures] == ["李文涛"]
    alone = review_print_check.check_alone(desk, told.path, TrustGiven(), Run())
    assert alone.verdict is Verdict.CANNOT_BE_CHECKED
    spoilt(told.path)
    found = review_print_check.check_alone(desk, told.path, office.given, Run())
    assert found.verdict is Verdict.INVALID


def test_a_full_disk_while_exporting_leaves_the_form_and_says_so(office: Office, record: Record):
    first(office, record, "别处.pdf")
    path = office.folder / "一.cdopkg"
    with unwritable(r"一\.pdf\."):
        sealed, _, told = review_export.export_printed(office.bench, record, path, {}, Run())
    assert [one.code for one in told.notices] == ["CDO-E780"]
    assert told.path is None
    assert not print_beside(path).exists()
    assert len(shown_from(sealed.path, Run()).opinions) == 1


def test_what_came_back_is_taken_though_its_print_cannot_be_kept(office: Office, record: Record):
    first(office, record)
    path = office.folder / "一.cdopkg"
    review_export.export_printed(office.bench, record, path, {}, Run())
    second(office, path)
    with unwritable(r"第1版.*\.pdf\."):
        taken, notices = review_export.take_printed(office.bench, path, office.given, Run())
    assert len(taken.new) == 1
    assert [one.code for one in notices] == ["CDO-E786"]
    kept = review_export.kept_print(office.bench, record, 1)
    assert not kept.exists()
    assert office.bench.workspace.record(record.id).review == taken.record.review
    taken, notices = review_export.take_printed(office.bench, path, office.given, Run())
    assert (taken.repeated, notices) == (True, ())
    assert kept.read_bytes() == print_beside(path).read_bytes()


def test_the_card_beside_a_form_is_about_the_file_as_it_is_now(office: Office, record: Record):
    first(office, record)
    path = office.folder / "二.cdopkg"
    _, card, _ = review_export.export_printed(office.bench, record, path, {}, Run())
    before = sha256_hex(path.read_bytes())
    assert before in card.read_text("utf-8")
    second(office, path)
    now = card.read_text("utf-8")
    assert sha256_hex(path.read_bytes()) in now
    assert before not in now
    assert "signature002.p7s" in now
    assert IF.text in now or "修改后同意" in now


def test_a_card_that_cannot_be_written_is_told_and_the_form_is_signed(
    office: Office, record: Record
):
    first(office, record)
    path = office.folder / "三.cdopkg"
    review_export.export_printed(office.bench, record, path, {}, Run())
    full = DiskTrouble("CDO-U201", file="卡")
    with patch.object(review_beside, "receiver_card", side_effect=full):
        done, told = second(office, path)
    assert len(done.sealed.signatures) == 2
    assert "CDO-E785" in codes(told)
