"""Inspecting any file: what it is, what was found, what may be done with it; nothing is changed."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from desk_steps import (
    BUREAU,
    COUNTY,
    PLATFORM,
    answered,
    asked_to_stop,
    bench_of,
    bundle_of,
    code_of,
    desk_of,
    exported,
    key_of,
    next_bundle,
    platform_pin,
    stopped,
    taken,
)

from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused
from cdo_desktop.package.zip_layout import Entry, end_record, order
from cdo_desktop.package.zip_read import read_directory
from cdo_desktop.sentences import table
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run
from cdo_desktop.work import keys, trusting
from cdo_desktop.work.evidence import NOT_THERE, THERE
from cdo_desktop.work.explaining import Step, StepState, explain, step_of
from cdo_desktop.work.inspecting import Inspected, inspect


def inspected(bench, act, path) -> Inspected:
    return inspect(bench, desk_of(act), path, Run())


def states(found: Inspected) -> dict[Step, StepState]:
    return {line.step: line.state for line in explain(found)}


def trusting_bench(bench, act, tmp_path):
    """The bench with a trust list of the bureau's CDO and the platform."""
    platform = key_of(tmp_path, act, "platform", PLATFORM)
    bundle, roots = bundle_of(tmp_path, act, "清单", key_of(tmp_path, act), platform)
    trusting.import_trust(bench, bundle, roots, Run())
    return bench


# -- what a file is --------------------------------------------------------------------------------


def test_a_package_of_ours_is_recognised(bench, act, tmp_path, sent):
    found = inspected(trusting_bench(bench, act, tmp_path), act, sent[0])
    assert (found.kind, found.verdict, found.own) == (
        PackageKind.CATALOG_EXPORT,
        Verdict.VALID,
        True,
    )
    assert states(found) == {
        Step.FILE: StepState.PASSED,
        Step.CONTENT: StepState.PASSED,
        Step.SIGNATURES: StepState.PASSED,
        Step.SIGNERS: StepState.PASSED,
        Step.REVOCATION: StepState.UNKNOWN,
        Step.REPLAY: StepState.NOT_ASKED,
        Step.BINDING: StepState.PASSED,
    }
    assert "2026-03-12" in found.age
    assert not found.may_take
    assert not found.may_import_trust


def test_without_a_workspace_nobody_is_vouched_for(act, sent):
    found = inspect(None, desk_of(act), sent[0], Run())
    assert found.verdict is Verdict.CANNOT_BE_CHECKED
    assert states(found)[Step.SIGNERS] is StepState.UNKNOWN
    assert not found.may_pin


def test_a_package_of_somebody_else_is_asked_for_its_addressee(
    bench, act, tmp_path, new_workspace, sent
):
    trusting_bench(bench, act, tmp_path)
    other = Path(shutil.copy(sent[0], tmp_path / "外来.cdopkg"))
    path = tmp_path / "县.cdo"
    with Workspace.create(path, COUNTY, "511921", "national", act) as workspace:
        county = trusting_bench(bench_of(workspace, act), act, _folder(tmp_path, "县"))
        found = inspected(county, act, other)
    assert not found.own
    assert states(found)[Step.BINDING] is StepState.NOT_ASKED
    assert states(found)[Step.SIGNERS] is StepState.PASSED


def _folder(tmp_path: Path, name: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    return made


# -- receipts --------------------------------------------------------------------------------------


def test_a_proven_receipt_may_be_taken_once(bench, act, tmp_path, sent):
    package, records = sent
    trusting_bench(bench, act, tmp_path)
    receipt = answered(package, tmp_path / "回.cdopkg", act, {records[0].code: "错"})
    found = inspected(bench, act, receipt)
    assert (found.kind, found.verdict, found.may_take) == (
        PackageKind.RECEIPT,
        Verdict.VALID,
        True,
    )
    assert found.answers.file_name == package.name
    assert [item.result for item in found.receipt.items].count("rejected") == 1
    assert states(found)[Step.BINDING] is StepState.PASSED
    assert bench.workspace.receipts() == []  # looking at it changes nothing


def test_a_receipt_that_was_taken_says_so(bench, act, tmp_path, sent):
    receipt = answered(sent[0], tmp_path / "回.cdopkg", act)
    taken(bench, receipt, act)
    found = inspected(bench, act, receipt)
    assert (found.is_repeated, found.may_take) == (True, False)
    assert states(found)[Step.REPLAY] is StepState.NOTED


def test_a_receipt_nobody_vouches_for_changes_nothing(bench, act, tmp_path, sent):
    receipt = answered(sent[0], tmp_path / "回.cdopkg", act)
    found = inspected(bench, act, receipt)
    assert (found.verdict, found.may_take, found.may_pin) == (
        Verdict.CANNOT_BE_CHECKED,
        False,
        True,
    )
    assert found.unknown_certificates == (platform_pin(tmp_path, act),)
    trusting.pin(bench, platform_pin(tmp_path, act), "周敏电话核对")
    found = inspected(bench, act, receipt)
    assert (found.verdict, found.may_take) == (Verdict.VALID_WITH_NOTES, True)
    assert [pin.note for pin in found.pins] == ["周敏电话核对"]


def test_a_receipt_to_somebody_elses_package_answers_nothing_here(
    bench, act, tmp_path, sent, new_workspace
):
    receipt = answered(sent[0], tmp_path / "回.cdopkg", act)
    path = Path(shutil.copy(new_workspace, tmp_path / "空.cdo"))
    with Workspace.open(path, act) as workspace:
        empty = trusting_bench(bench_of(workspace, act), act, _folder(tmp_path, "空"))
        found = inspected(empty, act, receipt)
    assert found.verdict is Verdict.INVALID
    assert (found.answers, found.may_take) == (None, False)
    assert states(found)[Step.BINDING] is StepState.FAILED


# -- trust bundles ---------------------------------------------------------------------------------


def test_a_trust_bundle_wants_its_roots_once(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act, "清单", key_of(tmp_path, act))
    found = inspected(bench, act, bundle)
    assert (found.verdict, found.may_import_trust) == (Verdict.CANNOT_BE_CHECKED, True)
    assert len(found.bundle.signers) == 1
    trusting.import_trust(bench, bundle, roots, Run())
    found = inspected(bench, act, bundle)
    assert (found.in_use, found.may_import_trust) == (True, False)
    newer = next_bundle(tmp_path, act, bundle, "二")
    found = inspected(bench, act, newer)
    assert (found.verdict, found.may_import_trust) == (Verdict.VALID, True)
    assert states(found)[Step.REVOCATION] is StepState.PASSED


# -- spoilt files ----------------------------------------------------------------------------------


def spoilt(package: Path, change: Callable[[bytes], bytes]) -> Path:
    path = package.with_name("坏.cdopkg")
    path.write_bytes(change(package.read_bytes()))
    return path


def test_a_truncated_file_fails_at_the_first_step(bench, act, sent):
    found = inspected(bench, act, spoilt(sent[0], lambda data: data[:-40]))
    assert (found.kind, found.verdict) == (None, Verdict.INVALID)
    assert states(found)[Step.FILE] is StepState.FAILED
    assert states(found)[Step.SIGNATURES] is StepState.SKIPPED


def test_a_changed_letter_is_shown_with_both_digests(bench, act, sent):
    path = spoilt(sent[0], lambda data: data.replace("殡葬信息".encode(), "殡葬信鸟".encode(), 1))
    found = inspected(bench, act, path)
    [bad] = [one for one in found.bad_files if one.reason.code == "CDO-E107"]
    assert bad.name.startswith("data/records/resource")
    assert len(bad.expected) == len(bad.found) == 64
    assert bad.expected != bad.found


def test_every_bad_file_of_a_repacked_package_is_named(bench, act, tmp_path, sent, repacked):
    def change(members):
        members["data/records/resource-001.jsonl"] += b"\n"
        members["data/extra.txt"] = b"x"
        return members

    found = inspected(bench, act, repacked(sent[0], tmp_path / "改.cdopkg", change))
    told = {(bad.name, bad.reason.code): (bad.expected, bad.found) for bad in found.bad_files}
    assert told["data/extra.txt", "CDO-E206"] == (NOT_THERE, THERE)
    expected, actual = told["data/records/resource-001.jsonl", "CDO-E207"]
    assert expected != actual
    assert {len(expected), len(actual)} == {64}
    assert states(found)[Step.CONTENT] is StepState.FAILED


def test_a_missing_file_is_expected_and_not_there(bench, act, tmp_path, sent, repacked):
    def change(members):
        del members["bagit.txt"]
        return members

    found = inspected(bench, act, repacked(sent[0], tmp_path / "缺.cdopkg", change))
    told = {bad.name: (bad.expected, bad.found) for bad in found.bad_files}
    assert told["bagit.txt"] == (THERE, NOT_THERE)


@pytest.fixture
def repacked():
    """A package packed again in its own form after a change of its members."""

    def pack(source: Path, target: Path, change: Callable[[dict], dict]) -> Path:
        data = source.read_bytes()
        entries = read_directory(BytesIO(data), len(data)).entries
        members = change({one.name: data[one.start : one.end] for one in entries})
        body, lines, at = b"", b"", 0
        for name in sorted(members, key=order):
            entry = Entry(name, zlib.crc32(members[name]), len(members[name]), at)
            body += entry.header + members[name]
            lines += entry.directory
            at = entry.end
        target.write_bytes(body + lines + end_record(len(members), len(lines), at))
        return target

    return pack


def test_a_file_that_is_not_there_is_refused(bench, act, tmp_path):
    with pytest.raises(Refused) as error:
        inspected(bench, act, tmp_path / "没有.cdopkg")
    assert code_of(error) == "CDO-U101"


def test_inspecting_can_be_stopped(bench, act, sent):
    assert stopped(inspect, bench, desk_of(act), sent[0], asked_to_stop())


# -- steps -----------------------------------------------------------------------------------------


def test_every_code_of_a_verification_has_its_step():
    wanted = {
        "CDO-E101": Step.FILE,
        "CDO-E201": Step.SIGNATURES,
        "CDO-E207": Step.CONTENT,
        "CDO-E304": Step.SIGNATURES,
        "CDO-E400": Step.SIGNERS,
        "CDO-E403": Step.REVOCATION,
        "CDO-E406": Step.BINDING,
        "CDO-E410": Step.REVOCATION,
        "CDO-E411": Step.SIGNERS,
        "CDO-E415": Step.REPLAY,
        "CDO-E501": Step.BINDING,
        "CDO-E502": Step.CONTENT,
        "CDO-E610": Step.CONTENT,
    }
    assert {code: step_of(code) for code in wanted} == wanted
    assert wanted.keys() <= table().keys()


def test_a_revoked_certificate_fails_at_its_own_step(bench, act, tmp_path, sent):
    trusting_bench(bench, act, tmp_path)
    certificate = keys.read_certificate(key_of(tmp_path, act, "dept_cdo", BUREAU))
    newer = next_bundle(tmp_path, act, tmp_path / "清单.cdopkg", "二", revoked=certificate.sha256)
    trusting.import_trust(bench, newer, None, Run())
    found = inspected(bench, act, sent[0])
    assert states(found)[Step.REVOCATION] is StepState.FAILED
    assert states(found)[Step.SIGNATURES] is StepState.PASSED
    assert exported(bench, tmp_path / "又.cdopkg", act).records == 2


# -- what this computer knows of it ----------------------------------------------------------------


def test_a_package_exported_here_is_known_by_id_and_content(bench, act, tmp_path, sent):
    path, _ = sent
    found = inspect(bench, desk_of(act), path, Run(), [key_of(tmp_path, act)])
    assert found.verdict is Verdict.CANNOT_BE_CHECKED
    assert found.exported == bench.workspace.packages()[0]
    assert [one.name for one in found.signed_here] == ["李文涛"]
    assert found.is_ours


def test_the_key_of_somebody_else_and_one_that_is_gone_are_no_evidence(bench, act, tmp_path, sent):
    path, _ = sent
    others = [key_of(tmp_path, act, "platform", PLATFORM), tmp_path / "拔走了.cdokey"]
    assert inspect(bench, desk_of(act), path, Run(), others).signed_here == ()


def test_a_package_from_elsewhere_is_not_ours(bench, act, tmp_path, sent, new_workspace):
    path, _ = sent
    shutil.copy(new_workspace, tmp_path / "别处.cdo")
    with Workspace.open(tmp_path / "别处.cdo", act) as elsewhere:
        found = inspect(bench_of(elsewhere, act), desk_of(act), path, Run())
    assert (found.exported, found.is_ours) == (None, False)


def test_an_altered_package_is_not_called_ours(bench, act, tmp_path, sent):
    path, _ = sent
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    found = inspect(bench, desk_of(act), path, Run(), [key_of(tmp_path, act)])
    assert found.verdict is Verdict.INVALID
    assert not found.is_ours
