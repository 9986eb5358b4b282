"""Signing a review form: offered, shown, and only then signed; whatever is missing refuses it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.statement import Decision, Statement
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused
from cdo_desktop.package.cosigning import countersign_in_place
from cdo_desktop.package.drafting import SealedPackage
from cdo_desktop.package.form_reading import FormContent, read_form
from cdo_desktop.package.statement_json import MAX_CONDITIONS, is_plain, statement_bytes
from cdo_desktop.signing.bundle import TrustBundle
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.signing.chain import chain_of, wanted_by
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.signing.trust import trusted_now
from cdo_desktop.tasks import Run
from cdo_desktop.work.keys import read_certificate
from cdo_desktop.work.review_parts import failed_checks
from cdo_desktop.work.review_reading import ShownForm, shown_content, token_of
from cdo_desktop.work.review_trust import (
    FormVerdict,
    Trusting,
    judged,
    only_proven,
    policy_of,
)

STALE = timedelta(hours=1)
"""A sheet that was opened longer ago is opened again: its time would no longer be true."""
AskPassphrase = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody says of a form, before it is a statement."""

    decision: Decision
    text: str = ""
    conditions: tuple[str, ...] = ()
    person: str = ""
    """Who says it; the key must be this person's. "": whose key it is."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A certificate as the trust list has it, else as it has itself."""

    certificate: Certificate
    name: str
    role: str
    org_code: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An opinion that could be signed now: the statement to the last byte, and the sheet."""

    path: Path
    statement: Statement
    shown: ShownForm
    """What is to be shown; its token is what signing asks for."""
    speaker: Speaker


def offered(path: Path, opinion: Opinion, key: Path, trusting: Trusting, run: Run) -> Offer:
    """What signing a form with a key would be, read from the file itself. No passphrase is needed.

    Raises Refused for whatever would make the signature void or wrong: a form that is spoilt,
    invalid or (Unproven) not to be checked; a key that is not of this person, not in the list,
    revoked, out of turn, or has signed already; a clock that is earlier than the last signature;
    an opinion without its reasons.
    """
    content = read_form(path, run)
    speaker = speaker_of(read_certificate(key), key, trusting)
    at = trusting.now
    statement = Statement(
        content.ref,
        speaker.role,
        opinion.decision,
        clean(opinion.text),
        tuple(filter(None, map(clean, opinion.conditions))),
        at,
    )
    _says_enough(statement)
    if opinion.person and opinion.person != speaker.name:
        raise Refused("CDO-E757", person=opinion.person, name=speaker.name)
    _may_sign(path, content, speaker, statement, trusting, run)
    return Offer(path, statement, shown_content(content, statement, speaker.certificate), speaker)


def signed(
    offer: Offer, token: str, signer: FileSigner, trusting: Trusting, run: Run
) -> tuple[SealedPackage, FormVerdict]:
    """Sign what was shown, in place: whole, or the file is as it was before; with what is to be
    said of it, which was found before it took the other's place.

    `token` is that of the sheet. Everything is asked once more, of the file as it is now: Refused
    (CDO-E752) if these bytes, this opinion, this key were not shown, E753 if that was too long
    ago, and as `offered`; DiskTrouble, Cancelled.
    """
    content = read_form(offer.path, run)
    certificate = signer.certificate
    if token != token_of(content.container_digest, offer.statement, certificate):
        raise Refused("CDO-E752", file=offer.path.name)
    _is_fresh(offer.statement, trusting.now)
    speaker = speaker_of(certificate, offer.path, trusting)
    _may_sign(offer.path, content, speaker, offer.statement, trusting, run)
    verdicts: list[FormVerdict] = []

    def look(made: Path) -> None:
        found = judged(made, trusting, run)
        if found.verdict is Verdict.INVALID:
            only_proven(offer.path, found)
        seen = replace(found.verification, path=offer.path)
        verdicts.append(replace(found, verification=seen))

    sealed = countersign_in_place(
        offer.path,
        signer,
        offer.statement.at,
        run,
        statement=statement_bytes(offer.statement),
        digest=content.container_digest,
        look=look,
    )
    return sealed, verdicts[0]


def speaker_of(certificate: Certificate, key: Path, trusting: Trusting) -> Speaker:
    """Who signs with a certificate. Refused: E404, E755, E787, E408, E410, CDO-K204 (not now)."""
    bundle = trusting.bundle
    if bundle is not None and bundle.expires < trusting.now:
        expires = bundle.expires.date().isoformat()
        raise Refused("CDO-E404", version=bundle.version, expires=expires)
    if bundle is None:
        if not certificate.role:
            raise Refused("CDO-E787", name=certificate.name, fingerprint=certificate.sha256)
        speaker = Speaker(certificate, certificate.name, certificate.role, certificate.org_code)
    else:
        speaker = _listed(certificate, key, bundle, trusting.now)
    if not certificate.is_valid_at(trusting.now):
        until = certificate.not_after.date().isoformat()
        raise Refused("CDO-K204", name=certificate.name, until=until)
    return speaker


def _listed(certificate: Certificate, key: Path, bundle: TrustBundle, now: datetime) -> Speaker:
    """As the trust list has him; at a time that is not before it was issued, as it is judged."""
    now = trusted_now(now, bundle.issued)
    one = bundle.signer(certificate.sha256)
    if one is None:
        raise Refused("CDO-E755", name=certificate.name, fingerprint=certificate.sha256)
    if certificate.suite.name not in bundle.suites:
        raise Refused("CDO-E408", place=key.name, suite=certificate.suite.name)
    if one.revoked_from is not None and now >= one.revoked_from:
        raise Refused("CDO-E410", name=one.name, since=timestamp(one.revoked_from))
    if not one.not_before <= now <= one.not_after:
        raise Refused("CDO-K204", name=one.name, until=one.not_after.date().isoformat())
    return Speaker(certificate, one.name, one.role, one.org_code)


def _may_sign(
    path: Path,
    content: FormContent,
    speaker: Speaker,
    statement: Statement,
    trusting: Trusting,
    run: Run,
) -> None:
    """Every protecting step but the showing. Raises Refused, Unproven."""
    if content.signatures:
        found = judged(path, trusting, run)
        only_proven(path, found)
        if found.verification.container_digest != content.container_digest:
            raise Refused("CDO-E109", file=path.name)
        signed_by = [(one.standing.role, one.standing.org_code) for one in found.opinions]
    else:
        signed_by = []
    known = {one.certificate.sha256 for one in content.signatures}
    if speaker.certificate.sha256 in known:
        raise Refused("CDO-E760", name=speaker.name, file=path.name)
    failed = failed_checks(shown_content(content))
    if statement.decision is Decision.AGREE and failed:
        raise Refused("CDO-E788", checks="”“".join(failed))
    _in_turn(content, speaker, signed_by, trusting)
    last = max((one.statement.at for one in content.signatures), default=None)
    if last is not None and statement.at < last:
        told = {"now": timestamp(statement.at), "last": timestamp(last)}
        raise Refused("CDO-E754", **told)


def _in_turn(
    content: FormContent, speaker: Speaker, signed_by: list[tuple[str, str]], trusting: Trusting
) -> None:
    """Refused (CDO-E756) unless the policy takes this signature here."""
    policy, sender = policy_of(trusting.bundle), content.manifest.facts.sender.code
    chain = chain_of(policy, sender, [*signed_by, (speaker.role, speaker.org_code)])
    if chain.astray is None:
        return
    wanted = chain.wanted[0] if chain.wanted else wanted_by(policy.required[-1], sender)
    raise Refused(
        "CDO-E756",
        name=speaker.name,
        role=role_label(speaker.role),
        org=speaker.org_code,
        wanted=wanted.label,
        wanted_org=wanted.place,
    )


def _is_fresh(statement: Statement, now: datetime) -> None:
    if now < statement.at:
        raise Refused("CDO-E754", now=timestamp(now), last=timestamp(statement.at))
    if now - statement.at > STALE:
        raise Refused("CDO-E753", at=timestamp(statement.at))


def clean(text: str) -> str:
    """An opinion as it is signed: NFC, one kind of line end, no tabs, nothing around it."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\t", " ").strip()


def _says_enough(statement: Statement) -> None:
    """Refused: E750 a refusal without reasons, E773 conditions that are missing or out of place,
    E751 signs that would show other words than those that are signed."""
    if statement.decision is Decision.REFUSE and not statement.text:
        raise Refused("CDO-E750", decision=statement.decision.label)
    if bool(statement.conditions) != (statement.decision is Decision.AGREE_IF):
        raise Refused("CDO-E773", decision=statement.decision.label)
    if len(statement.conditions) > MAX_CONDITIONS:
        raise Refused("CDO-E702", limit=MAX_CONDITIONS)
    for text in (statement.text, *statement.conditions):
        if not is_plain(text):
            raise Refused("CDO-E751", text=text[:20])
