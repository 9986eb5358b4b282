"""Signatures that OpenSSL made: good in the one form that we read, refused in every other."""

from __future__ import annotations

import subprocess

import pytest
from signing_people import CONTENT

from cdo_desktop.signing.cms import check_signature

# What openssl signs, with each of the keys we read.
KEYS = {
    "p256": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p384": ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
    "rsa": ["rsa:2048"],
}


def by_openssl(folder, key: str, *options: str, digest: str = "sha256") -> bytes:
    def run(*command):
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)

    (folder / "content").write_bytes(CONTENT)
    for name in ("a", "b"):
        subject = ["-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem"]
        run("req", "-x509", "-newkey", *KEYS[key], "-nodes", *subject)
    sign = ["cms", "-sign", "-binary", "-md", digest, "-in", "content", "-signer", "a.pem"]
    run(*sign, "-inkey", "a.key", "-outform", "DER", "-out", "p7s", *options)
    return (folder / "p7s").read_bytes()


GOOD = ("-cades", "-nosmimecap")


@pytest.mark.parametrize(
    ("key", "digest", "suite"),
    [
        ("p256", "sha256", "ecdsa-p256-sha256"),
        ("p384", "sha384", "ecdsa-p384-sha384"),
        ("rsa", "sha256", "rsa-pkcs1-sha256"),
    ],
)
def test_a_foreign_signature_in_our_form_is_good(tmp_path, key, digest, suite):
    p7s = by_openssl(tmp_path, key, *GOOD, digest=digest)
    found = check_signature(CONTENT, p7s)
    assert (found.problem, found.suite and found.suite.name) == (None, suite)
    assert check_signature(CONTENT + b" ", p7s).problem == "message-digest"
    flipped = bytearray(p7s)
    flipped[-3] ^= 4
    assert check_signature(CONTENT, bytes(flipped)).problem == "signature"


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("-nosmimecap",), "structure"),  # no signingCertificateV2
        (("-cades",), "structure"),  # with S/MIME capabilities
        ((*GOOD, "-nodetach"), "structure"),
        ((*GOOD, "-nocerts"), "structure"),
        ((*GOOD, "-keyid"), "structure"),
        ((*GOOD, "-certfile", "b.pem"), "structure"),
        ((*GOOD, "-signer", "b.pem", "-inkey", "b.key"), "structure"),
        (("-noattr",), "structure"),
    ],
)
def test_a_foreign_signature_in_another_form_is_not_taken(tmp_path, options, problem):
    assert check_signature(CONTENT, by_openssl(tmp_path, "p256", *options)).problem == problem


@pytest.mark.parametrize(
    ("key", "digest"), [("p384", "sha256"), ("p256", "sha384"), ("rsa", "sha512")]
)
def test_a_mixture_of_algorithms_is_no_suite(tmp_path, key, digest):
    p7s = by_openssl(tmp_path, key, *GOOD, digest=digest)
    assert check_signature(CONTENT, p7s).problem == "algorithm"
