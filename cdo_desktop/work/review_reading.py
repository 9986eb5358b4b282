"""What a signer is shown: read from the very bytes he signs, with a token that proves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cdo_desktop.domain.canonical import digest, sha256_hex
from cdo_desktop.domain.package import PackageRef, short_fingerprint
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.review_form import AttachedFile, VoidedSignature
from cdo_desktop.domain.statement import Statement
from cdo_desktop.package.form_reading import FormContent, SpokenSignature, read_form
from cdo_desktop.package.statement_json import statement_bytes
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.standard.model import Kind
from cdo_desktop.tasks import Run


@dataclass(frozen=True, slots=True)
class ShownOpinion:
    """An opinion as it is shown: of somebody who has signed, or of whoever is about to."""

    number: int
    name: str
    org: Org
    cert_sha256: str
    statement: Statement
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class ShownForm:
    """All that is shown of a form before it is signed, and after."""

    package_id: str
    content_digest: str
    container_digest: str
    created_at: datetime
    sender: Org
    recipient: Org | None
    version: int
    """The place in the row of forms about this record, from 1."""
    previous: PackageRef | None
    practice: bool
    form: Mapping[str, Any]
    """The record's line, as packages have it."""
    linked: tuple[Mapping[str, Any], ...]
    kinds: Mapping[tuple[str, str], Kind]
    """By kind and version: with them every value has its label."""
    attachments: tuple[AttachedFile, ...]
    checks: Mapping[str, Any]
    voids: tuple[VoidedSignature, ...]
    opinions: tuple[ShownOpinion, ...]
    """In the order of the signatures; the last is the one to be signed, if there is a token."""
    token: str = ""
    """What signing asks for: it is made of these bytes, this opinion, this certificate."""

    @property
    def fingerprint(self) -> str:
        """The beginning of the content digest, to be read out over the telephone."""
        return short_fingerprint(self.content_digest)

    def kind_of(self, line: Mapping[str, Any]) -> Kind | None:
        """The definition of a line; None where this program does not understand it."""
        return self.kinds.get((line["kind"], line["standard"]))


def shown_from(
    path: Path, run: Run, statement: Statement | None = None, by: Certificate | None = None
) -> ShownForm:
    """What stands in a form, signed or not; with a statement also what is about to be signed.

    Raises Refused (no such file, no form, spoilt), DiskTrouble, Cancelled.
    """
    return shown_content(read_form(path, run), statement, by)


def shown_content(
    content: FormContent, statement: Statement | None = None, by: Certificate | None = None
) -> ShownForm:
    """The same of a form that was read."""
    facts = content.manifest.facts
    opinions = [_opinion(one) for one in content.signatures]
    token = ""
    if statement is not None and by is not None:
        number = len(opinions) + 1
        opinions.append(_spoken(number, by, statement))
        token = token_of(content.container_digest, statement, by)
    return ShownForm(
        package_id=facts.package_id,
        content_digest=content.content_digest,
        container_digest=content.container_digest,
        created_at=facts.created_at,
        sender=facts.sender,
        recipient=facts.recipient,
        version=facts.sequence,
        previous=facts.previous,
        practice=facts.practice,
        form=content.form,
        linked=content.linked,
        kinds=content.kinds,
        attachments=content.sheet.attachments,
        checks=content.sheet.checks,
        voids=content.sheet.voids,
        opinions=tuple(opinions),
        token=token,
    )


def token_of(container_digest: str, statement: Statement, by: Certificate) -> str:
    """The proof that exactly this was shown: the file, the opinion to the second, the signer."""
    return digest(
        {
            "file": container_digest,
            "statement": sha256_hex(statement_bytes(statement)),
            "certificate": by.sha256,
        }
    )


def _opinion(one: SpokenSignature) -> ShownOpinion:
    return _spoken(one.number, one.certificate, one.statement)


def _spoken(number: int, by: Certificate, statement: Statement) -> ShownOpinion:
    return ShownOpinion(number, by.name, Org(by.org_code, by.org_name), by.sha256, statement, by)
