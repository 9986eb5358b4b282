"""The trust data as values: roots, the trust bundle with its signers and policies, a pin.

`as_json` gives what canonical JSON is made of; `parse` takes it back strictly and refuses what
`as_json` would not have written, so that one content has one form and one digest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.canonical import digest
from cdo_desktop.domain.roles import ROLES
from cdo_desktop.errors import Refused
from cdo_desktop.sentences import sentence
from cdo_desktop.signing.strict_fields import StrictFields
from cdo_desktop.signing.suites import MADE, SUITES

FROM = "$from"
"""In a policy: the organisation that the package says it comes from."""

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One signature that a policy asks for: one of these roles, in this organisation."""

    roles: tuple[str, ...]
    org: str = ""
    """FROM, a USCC, or empty for any organisation of the bundle."""

    def as_json(self) -> dict[str, Any]:
        """{role, org?}; role is a list only where there are several to choose from."""
        role = self.roles[0] if len(self.roles) == 1 else list(self.roles)
        return {"role": role, "org": self.org} if self.org else {"role": role}


@dataclass(frozen=True, slots=True)
class Policy:
    """The signatures that a kind of package needs, in this order."""

    required: tuple[Requirement, ...]

    def as_json(self) -> dict[str, Any]:
        """{required}."""
        return {"required": [requirement.as_json() for requirement in self.required]}


DEFAULT_POLICIES: Mapping[str, Policy] = {
    "catalog-export": Policy((Requirement(("dept_cdo", "dept_head"), FROM),)),
    "receipt": Policy((Requirement(("platform",), FROM),)),
    "review-form": Policy((Requirement(("dept_cdo",), FROM), Requirement(("cdo_executive",)))),
}
"""The policies of docs/package-format.md (trust)."""

DEFAULT_SUITES = tuple(sorted(suite.name for suite in MADE.values()))


@dataclass(frozen=True, slots=True)
class TrustedSigner:
    """One certificate of the bundle, and who the bundle says holds it."""

    cert_sha256: str
    name: str
    org_code: str
    role: str
    not_before: datetime
    not_after: datetime
    revoked_from: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """{certSha256, name, orgCode, role, notBefore, notAfter, revokedFrom?}."""
        body = {
            "certSha256": self.cert_sha256,
            "name": self.name,
            "orgCode": self.org_code,
            "role": self.role,
            "notBefore": timestamp(self.not_before),
            "notAfter": timestamp(self.not_after),
        }
        return body | ({"revokedFrom": timestamp(self.revoked_from)} if self.revoked_from else {})


@dataclass(frozen=True, slots=True)
class TrustBundle:
    """Who may sign what, as the root keys have signed it."""

    version: int
    issued: datetime
    expires: datetime
    suites: tuple[str, ...]
    signers: tuple[TrustedSigner, ...]
    """Sorted by certificate."""
    policies: Mapping[str, Policy]

    def as_json(self) -> dict[str, Any]:
        """What canonical JSON is made of."""
        return {
            "version": self.version,
            "issued": timestamp(self.issued),
            "expires": timestamp(self.expires),
            "suites": list(self.suites),
            "signers": [signer.as_json() for signer in self.signers],
            "policies": {kind: policy.as_json() for kind, policy in self.policies.items()},
        }

    @classmethod
    def parse(cls, body: object) -> TrustBundle:
        """The bundle out of decoded JSON; Refused CDO-K301 names the field that is wrong."""
        fields = StrictFields(
            "CDO-K301", body, {"version", "issued", "expires", "suites", "signers", "policies"}
        )
        policies = fields.inner("policies")
        bundle = cls(
            version=fields.integer("version"),
            issued=fields.time("issued"),
            expires=fields.time("expires"),
            suites=fields.texts("suites", SUITES),
            signers=tuple(_signer(inner) for inner in fields.each("signers", _SIGNER, _OPTIONAL)),
            policies={kind: _policy(policies, kind) for kind in policies.names()},
        )
        fields.demand(bundle.issued < bundle.expires, "expires")
        fields.demand(bundle.suites == tuple(sorted(set(bundle.suites))), "suites")
        known = [signer.cert_sha256 for signer in bundle.signers]
        fields.demand(known == sorted(set(known)), "signers")
        return bundle

    def signer(self, cert_sha256: str) -> TrustedSigner | None:
        """The signer with this certificate, if the bundle knows it."""
        return next((one for one in self.signers if one.cert_sha256 == cert_sha256), None)

    def with_signer(self, signer: TrustedSigner) -> TrustBundle:
        """The same bundle with one signer added, or replaced if the certificate is known."""
        others = [one for one in self.signers if one.cert_sha256 != signer.cert_sha256]
        ordered = sorted([*others, signer], key=lambda one: one.cert_sha256)
        return replace(self, signers=tuple(ordered))

    def reissued(self, issued: datetime, expires: datetime) -> TrustBundle:
        """The same content as the next version."""
        return replace(self, version=self.version + 1, issued=issued, expires=expires)

    def age(self) -> str:
        """How old the trust data is, as it is always shown beside a verdict."""
        facts = {"issued": self.issued.date().isoformat(), "version": self.version}
        return sentence("CDO-K303").says.format_map(facts)


@dataclass(frozen=True, slots=True)
class Roots:
    """root.json: the keys that may sign a trust bundle, and how many of them must."""

    version: int
    issued: datetime
    keys: tuple[str, ...]
    """SHA-256 of the root certificates, sorted."""
    threshold: int

    def as_json(self) -> dict[str, Any]:
        """What canonical JSON is made of."""
        return {
            "version": self.version,
            "issued": timestamp(self.issued),
            "keys": list(self.keys),
            "threshold": self.threshold,
        }

    @classmethod
    def parse(cls, body: object) -> Roots:
        """The roots out of decoded JSON; Refused CDO-K302 names the field that is wrong."""
        fields = StrictFields("CDO-K302", body, {"version", "issued", "keys", "threshold"})
        roots = cls(
            version=fields.integer("version"),
            issued=fields.time("issued"),
            keys=fields.texts("keys"),
            threshold=fields.integer("threshold"),
        )
        fields.demand(all(_FINGERPRINT.fullmatch(key) for key in roots.keys), "keys")
        fields.demand(roots.keys == tuple(sorted(set(roots.keys))), "keys")
        fields.demand(roots.threshold <= len(roots.keys), "threshold")
        return roots

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the canonical JSON: what is read out when roots are pinned."""
        return digest(self.as_json())


@dataclass(frozen=True, slots=True)
class Pin:
    """One certificate that a person trusts for want of a bundle, and who took it on when."""

    cert_sha256: str
    pinned_at: datetime
    pinned_by: str

    @classmethod
    def of_text(cls, text: str, at: datetime, by: str) -> Pin:
        """A pin from a fingerprint as people write it (capitals, spaces, colons).

        Raises Refused CDO-K304 if it is not 64 hex digits.
        """
        plain = re.sub(r"[\s:：-]", "", text).lower()
        if not _FINGERPRINT.fullmatch(plain):
            raise Refused("CDO-K304", value=text)
        return cls(plain, at, by)


_SIGNER = {"certSha256", "name", "orgCode", "role", "notBefore", "notAfter"}
_OPTIONAL = {"revokedFrom"}


def _signer(fields: StrictFields) -> TrustedSigner:
    signer = TrustedSigner(
        cert_sha256=fields.text("certSha256"),
        name=fields.text("name"),
        org_code=fields.text("orgCode"),
        role=fields.text("role"),
        not_before=fields.time("notBefore"),
        not_after=fields.time("notAfter"),
        revoked_from=fields.time("revokedFrom") if fields.has("revokedFrom") else None,
    )
    fields.demand(_FINGERPRINT.fullmatch(signer.cert_sha256) is not None, "certSha256")
    fields.demand(signer.role in ROLES, "role")
    fields.demand(signer.not_before < signer.not_after, "notAfter")
    return signer


def _policy(policies: StrictFields, kind: str) -> Policy:
    fields = policies.inner(kind, {"required"})
    required = tuple(_requirement(one) for one in fields.each("required", {"role"}, {"org"}))
    fields.demand(bool(required), "required")
    return Policy(required)


def _requirement(fields: StrictFields) -> Requirement:
    if fields.is_list("role"):
        roles = fields.texts("role", ROLES)
        fields.demand(len(set(roles)) == len(roles) > 1, "role")
    else:
        roles = (fields.text("role"),)
        fields.demand(roles[0] in ROLES, "role")
    return Requirement(roles, fields.text("org") if fields.has("org") else "")
