"""ASiCManifestNNN.xml (ETSI EN 319 162-1): the signed bytes, a fixed text and nothing else."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cdo_desktop.signing.suites import SUITES

ROOT_FILE = "data/package.json"
_DIGEST_OF_URI = {suite.manifest_uri: suite.manifest_digest for suite in SUITES.values()}
_URI_OF_DIGEST = {name: uri for uri, name in _DIGEST_OF_URI.items()}
SM3_URI = _URI_OF_DIGEST["sm3"]

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"'
    ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n'
    '<asic:SigReference URI="META-INF/signature{number:03d}.p7s"'
    ' MimeType="application/pkcs7-signature"/>\n'
)
_LINE = (
    '<asic:DataObjectReference URI="{uri}"{root}><ds:DigestMethod Algorithm="{algorithm}"/>'
    "<ds:DigestValue>{value}</ds:DigestValue></asic:DataObjectReference>\n"
)
_TAIL = "</asic:ASiCManifest>\n"
_READ_LINE = re.compile(
    re.escape(_LINE.strip()).replace(r"\{uri\}", '([^"<&]+)')
    .replace(r"\{root\}", '( Rootfile="true")?')
    .replace(r"\{algorithm\}", '([^"<&]+)')
    .replace(r"\{value\}", "([A-Za-z0-9+/]+={0,2})")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignedList:
    """What one manifest lists: the digest of each file it covers."""

    number: int
    digest: str
    """Name of the digest: "sha256" or "sm3"."""
    values: Mapping[str, str]
    """File -> digest, lower-case hex."""


class NotTheTemplate(ValueError):
    """The XML is not the fixed text; `code` is CDO-E201, or CDO-E202 for the digest algorithm."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def manifest_name(number: int) -> str:
    """The member with the signed bytes of signature `number`."""
    return f"META-INF/ASiCManifest{number:03d}.xml"


def signature_name(number: int) -> str:
    """The member with signature `number`."""
    return f"META-INF/signature{number:03d}.p7s"


def statement_name(number: int) -> str:
    """The member with what signer `number` adds, where the kind has statements."""
    return f"META-INF/statement{number:03d}.json"


def asic_manifest(listed: SignedList) -> bytes:
    """The fixed text for these digests, files sorted by name."""
    lines = (
        _LINE.format(
            uri=uri,
            root=' Rootfile="true"' if uri == ROOT_FILE else "",
            algorithm=_URI_OF_DIGEST[listed.digest],
            value=base64.b64encode(bytes.fromhex(value)).decode(),
        )
        for uri, value in sorted(listed.values.items())
    )
    return (_HEAD.format(number=listed.number) + "".join(lines) + _TAIL).encode("ascii")


def read_asic_manifest(data: bytes, number: int) -> SignedList:
    """The list in manifest `number`: read line by line, then written again and compared.

    Raises NotTheTemplate.
    """
    head = _HEAD.format(number=number)
    text = data.decode("latin-1")
    if not data.isascii() or not text.startswith(head) or not text.endswith(_TAIL):
        raise NotTheTemplate("CDO-E201")
    found = [_READ_LINE.fullmatch(line) for line in text[len(head) : -len(_TAIL)].splitlines()]
    lines = [line.groups() for line in found if line]
    if len(lines) != len(found) or not lines:
        raise NotTheTemplate("CDO-E201")
    algorithms = {algorithm for _, _, algorithm, _ in lines}
    name = _DIGEST_OF_URI.get(algorithms.pop())
    if name is None or algorithms:
        raise NotTheTemplate("CDO-E202")
    listed = SignedList(number, name, {uri: _hex(value) for uri, _, _, value in lines})
    if asic_manifest(listed) != data:
        raise NotTheTemplate("CDO-E201")
    return listed


def _hex(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).hex()
    except ValueError as error:
        raise NotTheTemplate("CDO-E201") from error
