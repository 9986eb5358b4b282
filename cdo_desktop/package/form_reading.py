"""Reading a review form, signed or not yet: the very bytes that are signed, taken apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec

from cdo_desktop.domain.package import Manifest, PackageKind, PackageRef
from cdo_desktop.domain.review_form import ReviewSheet
from cdo_desktop.domain.statement import Statement
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.errors import Refused
from cdo_desktop.files import existing
from cdo_desktop.package.cosigning import UNSIGNED
from cdo_desktop.package.definitions import Versions, read_definitions
from cdo_desktop.package.form_faults import check_form, read_sheet
from cdo_desktop.package.lines import record_blocks
from cdo_desktop.package.records import check_records
from cdo_desktop.package.verifying import read_trouble, verified_form
from cdo_desktop.package.zip_read import Container, Source
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.tasks import Run

_decode = msgspec.json.Decoder().decode


@dataclass(frozen=True, slots=True)
class SpokenSignature:
    """One signature of a form that is good for its content, and what its signer said."""

    number: int
    sha256: str
    """Of the .p7s."""
    certificate: Certificate
    statement: Statement


@dataclass(frozen=True, slots=True)
class FormContent:
    """All that stands in a form whose bytes were found right; nothing of trust."""

    manifest: Manifest
    content_digest: str
    container_digest: str
    sheet: ReviewSheet
    form: Mapping[str, Any]
    """The line of the record that is reviewed."""
    linked: tuple[Mapping[str, Any], ...]
    """The lines of the records it refers to, as they stood."""
    kinds: Versions
    """The definitions that the package brings and this program understands."""
    signatures: tuple[SpokenSignature, ...]

    @property
    def ref(self) -> PackageRef:
        """How a statement names it."""
        return PackageRef(self.manifest.facts.package_id, self.content_digest)


def read_form(path: Path, run: Run) -> FormContent:
    """The content of a form. Raises Refused (CDO-U101, E502, E758 with what is wrong)."""
    existing(path)
    try:
        with path.open("rb") as stream:
            return _read(path, stream, run)
    except OSError as error:
        raise read_trouble(error, path) from error


def read_form_bytes(name: str, body: bytes, run: Run) -> FormContent:
    """The same for a form in memory; `name` is how a sentence calls it."""
    return _read(Path(name), BytesIO(body), run)


def _read(path: Path, stream: Source, run: Run) -> FormContent:
    found, container = verified_form(path, stream, run)
    manifest = found.manifest
    _only_good(path, [one for one in found.reasons if one.code != UNSIGNED])
    assert manifest is not None and container is not None  # steps 1 and 2 were passed
    if manifest.facts.kind is not PackageKind.REVIEW_FORM:
        expected = PackageKind.REVIEW_FORM.label
        raise Refused("CDO-E502", kind=manifest.facts.kind.label, expected=expected)
    _only_good(path, [*check_records(container, manifest, run), *check_form(container, manifest)])
    sheet = read_sheet(container)
    form, linked = _lines(container, manifest, sheet)
    spoken = zip(found.signatures, found.statements, strict=True)
    return FormContent(
        manifest=manifest,
        content_digest=found.content_digest,
        container_digest=found.container_digest,
        sheet=sheet,
        form=form,
        linked=tuple(linked),
        kinds=read_definitions(container, manifest)[0],
        signatures=tuple(
            SpokenSignature(one.number, one.sha256, one.check.certificate, statement)
            for one, statement in spoken
            if one.check.certificate is not None
        ),
    )


def _only_good(path: Path, reasons: list[Reason]) -> None:
    """Refused (CDO-E758) with the first reason that makes the form invalid."""
    for reason in reasons:
        if reason.weight is Weight.INVALID:
            why = f"{reason.message()}（{reason.code}）"
            raise Refused("CDO-E758", file=path.name, reason=why)


def _lines(
    container: Container, manifest: Manifest, sheet: ReviewSheet
) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """The line that is reviewed, and the others in their order."""
    lines = [
        _decode(line) for _, block in record_blocks(container, manifest) for line in block if line
    ]
    wanted = (sheet.form.kind, sheet.form.id)
    form = next(line for line in lines if (line["kind"], line["id"]) == wanted)
    return form, [line for line in lines if line is not form]
