"""Steps that the tests of the work room take again and again, named as a person would name them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from cdo_desktop.clock import FixedClock
from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.listing import ListQuery, StepInfo, Summary
from cdo_desktop.domain.people import Act, Org
from cdo_desktop.domain.receipt import ItemResult
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import CdoError
from cdo_desktop.signing.keys import open_key
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Cancelled, Progress, Run
from cdo_desktop.work import answering, editing, handing_over, issuing, keys, receiving, reviewing
from cdo_desktop.workbench import Desk, Workbench

PASSPHRASE = "杜鹃-8-春天"
BUREAU = Org("11511900MB0000019E", "巴中市民政局")
PLATFORM = Org("11511900MB1Q7K3P24", "巴中市数据局")
COUNTY = Org("11511921MB999999XT", "通江县教育科技和体育局")


def passphrase() -> str:
    return PASSPHRASE


def bench_of(workspace: Workspace, act: Act) -> Workbench:
    """The bench at an open workspace, on the day of the act; its clock can be set."""
    return Workbench(workspace, FixedClock(act.at), act.who, act.machine)


def desk_of(act: Act) -> Desk:
    return Desk(FixedClock(act.at), act.who, act.machine)


def later(bench: Workbench, days: int) -> None:
    """Set the bench's clock on (or back)."""
    assert isinstance(bench.clock, FixedClock)
    bench.clock.at += timedelta(days=days)


def record_now(bench: Workbench, record: Record) -> Record:
    return bench.workspace.record(record.id)


def line_of(bench: Workbench, record: Record) -> Summary:
    """The record as the list shows it; deleted ones too."""
    for deleted in (False, True):
        numbers = bench.workspace.numbers(ListQuery(deleted=deleted))
        for line in bench.workspace.summaries(numbers).values():
            if line.id == record.id:
                return line
    raise AssertionError(record.title)


def steps_of(bench: Workbench) -> list[StepInfo]:
    return bench.workspace.steps()


def approved(bench: Workbench, records: Sequence[Record]) -> list[Record]:
    """New records, submitted and approved as two people do it."""
    ids = [record.id for record in editing.add(bench, records)]
    for move, by in (("submit", "王芳"), ("approve", "李文涛")):
        done = reviewing.move(bench, move, ids, by, "", Run())
        assert not done.stayed, [behind.reason for behind in done.stayed]
    return [bench.workspace.record(id_) for id_ in ids]


def approved_again(bench: Workbench, record: Record) -> Record:
    """A record that was changed, submitted and approved once more."""
    for move, by in (("submit", "王芳"), ("approve", "李文涛")):
        assert reviewing.move(bench, move, [record.id], by, "", Run()).moved
    return record_now(bench, record)


def code_of(error: Any) -> str:
    """The code of the error that pytest caught; its words can be made."""
    assert isinstance(error.value, CdoError)
    assert str(error.value)
    return error.value.code


def stopping_at(note: str, after: int = 1) -> Run:
    """Work that somebody stops when it comes to this note for the `after`th time."""
    seen: list[str] = []

    def watch(progress: Progress) -> None:
        seen.append(progress.note)
        if seen.count(note) == after:
            run.stop()

    run = Run(watch, every=0)
    return run


def asked_to_stop() -> Run:
    """Work that was stopped before it began."""
    run = Run()
    run.stop()
    return run


def stopped(act: Any, *arguments: Any, **more: Any) -> bool:
    """Whether the work was stopped."""
    try:
        act(*arguments, **more)
    except Cancelled:
        return True
    return False


@contextmanager
def unwritable(*names: str) -> Iterator[None]:
    """As if the medium refused to flush files of these names (also for the superuser)."""
    real = os.fsync

    def refusing(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if any(re.search(name, path.name) for name in names):
            raise OSError(28, "No space left on device")
        real(handle)

    with patch("os.fsync", refusing):
        yield


def left_in(folder: Path) -> list[str]:
    """What lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


# -- keys, packages, receipts ----------------------------------------------------------------------


@cache
def _key(role: str, org: Org, at_text: str, act: Act) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.cdokey"
        keys.make_key(desk_of(act), path, "p256", "李文涛", role, org, passphrase)
        return path.read_bytes()


@cache
def _opened(content: bytes) -> FileSigner:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.cdokey"
        path.write_bytes(content)
        return open_key(path, passphrase)


def remembered(path: Path, ask: Any) -> FileSigner:
    """Opening a key for which the passphrase was given before: Argon2 takes its time but once."""
    return _opened(path.read_bytes())


def key_of(folder: Path, act: Act, role: str = "dept_cdo", org: Org = BUREAU) -> Path:
    """The key file of a role; the same key for the same role and organisation."""
    path = folder / f"{role}-{org.code}.cdokey"
    path.write_bytes(_key(role, org, act.at.isoformat(), act))
    return path


def exported(
    bench: Workbench, target: Path, act: Act, run: Run | None = None, **more: Any
) -> handing_over.Exported:
    """A package of what is approved, signed by the bureau's CDO."""
    key = key_of(target.parent, act)
    with patch.object(handing_over, "open_key", remembered):
        return handing_over.export(bench, target, key, passphrase, run or Run(), **more)


def answered(
    package: Path,
    target: Path,
    act: Act,
    rejected: dict[str, str] | None = None,
    *,
    sequence: int | None = None,
    previous: Path | None = None,
    result: ItemResult = ItemResult.ACCEPTED,
) -> Path:
    """The platform's receipt to a package."""
    key = key_of(target.parent, act, "platform", PLATFORM)
    with patch.object(answering, "open_key", remembered):
        answering.make_receipt(
            desk_of(act),
            package,
            key,
            passphrase,
            rejected or {},
            target,
            receiving.TrustGiven(),
            Run(),
            previous=previous,
            sequence=sequence,
            receipt_no=target.stem,
            result=result,
        )
    return target


def platform_pin(folder: Path, act: Act) -> str:
    """The fingerprint that the platform reads out over the telephone."""
    return keys.read_certificate(key_of(folder, act, "platform", PLATFORM)).sha256


def taken(bench: Workbench, receipt: Path, act: Act) -> receiving.Taken:
    """The receipt, taken by the platform's pin."""
    pin = platform_pin(receipt.parent, act)
    return receiving.take_receipt(bench, receipt, receiving.TrustGiven(pin=pin), Run())


def accepted(bench: Workbench, folder: Path, act: Act, name: str, **more: Any) -> LedgerEntry:
    """A package exported, answered by the platform, and the answer taken."""
    done = exported(bench, folder / f"{name}.cdopkg", act, **more)
    receipt = answered(done.sealed.path, folder / f"{name}-回执.cdopkg", act)
    return taken(bench, receipt, act).entry


def bundle_of(
    folder: Path, act: Act, name: str = "清单", *signers: Path, days: int = 365, by: Org = PLATFORM
) -> tuple[Path, Path]:
    """A trust bundle signed by one root, and its root.json."""
    desk, root = desk_of(act), key_of(folder, act, "root", by)
    draft, roots = folder / f"{name}.json", folder / f"{name}-root.json"
    issuing.new_trust(desk, draft, roots, [root], 1, days)
    for signer in signers:
        certificate = keys.read_certificate(signer)
        issuing.add_signer(draft, certificate, certificate.role)
    bundle = folder / f"{name}.cdopkg"
    root_signed(draft, root, bundle, act, roots)
    return bundle, roots


def root_signed(source: Path, root: Path, target: Path, act: Act, roots: Path) -> Path:
    """A draft or a bundle, signed (once more) with a root key into a new file."""
    with patch.object(issuing, "open_key", remembered):
        issuing.sign_trust(desk_of(act), source, root, passphrase, target, Run(), roots)
    return target


def next_bundle(folder: Path, act: Act, bundle: Path, name: str, *, revoked: str = "") -> Path:
    """The next version of a bundle of the platform's root; `revoked`: it no longer counts there."""
    draft = folder / f"{name}.json"
    issuing.next_version(desk_of(act), bundle, draft)
    if revoked:
        issuing.revoke_signer(draft, revoked, act.at)
    root, roots = (
        key_of(folder, act, "root", PLATFORM),
        bundle.with_name(f"{bundle.stem}-root.json"),
    )
    return root_signed(draft, root, folder / f"{name}.cdopkg", act, roots)
