"""The key somebody signs with, as the window says it at all times."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from desk_steps import key_of

from cdo_desktop.errors import Refused
from cdo_desktop.work.identity import signing_key
from cdo_desktop.work.keys import read_certificate


@pytest.mark.parametrize(
    ("before", "days", "soon", "ended"),
    [
        (timedelta(days=31, hours=1), 31, False, False),
        (timedelta(days=30, hours=1), 30, True, False),
        (timedelta(hours=1), 0, True, False),
        (timedelta(hours=-1), -1, False, True),
    ],
)
def test_a_key_is_warned_about_in_its_last_thirty_days(
    act, tmp_path, before, days, soon, ended
) -> None:
    path = key_of(tmp_path, act)
    now = (read_certificate(path).not_after - before).astimezone(act.at.tzinfo)
    found = signing_key(path, now)
    assert (found.days, found.ends_soon, found.has_ended) == (days, soon, ended)
    assert (found.name, found.own_made) == ("李文涛", True)
    assert found.until == (now + before).date()


def test_a_certificate_of_an_authority_is_not_called_our_own(act, tmp_path) -> None:
    """It names no role of ours."""
    key = ec.generate_private_key(ec.SECP256R1())
    holder = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "李文涛")])
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "四川CA")])
    certificate = x509.CertificateBuilder().subject_name(holder).issuer_name(authority)
    certificate = certificate.public_key(key.public_key()).serial_number(7)
    certificate = certificate.not_valid_before(act.at).not_valid_after(act.at + timedelta(days=365))
    made = certificate.sign(key, SHA256())
    path = tmp_path / "li.pem"
    path.write_bytes(made.public_bytes(Encoding.PEM))
    found = signing_key(path, act.at)
    assert (found.own_made, found.name, found.days) == (False, "李文涛", 365)


def test_what_is_no_key_is_refused(act, tmp_path) -> None:
    (tmp_path / "x.cdokey").write_text("不是密钥")
    with pytest.raises(Refused):
        signing_key(tmp_path / "x.cdokey", act.at)
