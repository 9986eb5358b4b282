"""The people of the signing tests: keys in memory, made once, without a file or a passphrase."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from cdo_desktop.signing.certificates import Holder, make_certificate
from cdo_desktop.signing.cms import CmsCheck, check_signature, make_signature
from cdo_desktop.signing.key_pairs import new_key
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.signing.suites import MADE

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
CONTENT = "<清单>已签名</清单>\n".encode()
BUREAU = "11511900MB0000001A"
PLATFORM_ORG = "11511900MB0000002B"


@cache
def signer_of(name: str, role: str, org: str = BUREAU, suite: str = "p256") -> FileSigner:
    """A person with a key; the same arguments give the same person."""
    key = new_key(MADE[suite])
    return FileSigner(make_certificate(key, Holder(name, role, "某市民政局", org), NOW), key)


def signed_by(signer: FileSigner, at: datetime = NOW) -> CmsCheck:
    """A good signature of this person over CONTENT, as the verifier sees it."""
    return check_signature(CONTENT, make_signature(CONTENT, signer, at))
