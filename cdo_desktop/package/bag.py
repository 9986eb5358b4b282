"""The bag files (BagIt 1.0, RFC 8493): what makes the unpacked package a valid bag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cdo_desktop.domain.package import Manifest, PackageFacts
from cdo_desktop.sentences import sentence

BAGIT, BAG_INFO = "bagit.txt", "bag-info.txt"
PAYLOAD, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
TAGGED = (BAG_INFO, BAGIT, PAYLOAD)
"""What tagmanifest lists: never META-INF, or a second signature would break the first."""

BAGIT_TEXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PROFILE = "urn:cdo-package:1"
PRACTICE = {"Practice": "true"}
"""What bag-info.txt of a 练习 package says; that of a real one has no such line."""
_LINE = re.compile(r"([0-9a-f]{64})  ([\x21-\x7e]+)")


def digest_lines(digests: Mapping[str, str]) -> bytes:
    """A bag manifest: one line a file, sorted by path."""
    return "".join(f"{value}  {path}\n" for path, value in sorted(digests.items())).encode()


def read_digest_lines(data: bytes) -> tuple[dict[str, str], list[int]]:
    """The digests in a bag manifest, and the numbers (from 1) of the lines that are wrong.

    Wrong is also a line out of order, a second one for a path, a missing last line end.
    """
    lines = data.decode("ascii", "replace").split("\n")
    wrong = [] if lines.pop() == "" else [len(lines) + 1]
    digests: dict[str, str] = {}
    last = ""
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if not found or found[2] <= last:
            wrong.append(number)
            continue
        last = found[2]
        digests[last] = found[1]
    return digests, wrong


def payload_oxum(sizes: Iterable[int]) -> str:
    """Octets and files of data/, as bag-info.txt states them."""
    listed = list(sizes)
    return f"{sum(listed)}.{len(listed)}"


def bag_info(manifest: Manifest, oxum: str) -> bytes:
    """bag-info.txt; it also says what a key made by this program proves, and what not."""
    facts = manifest.facts
    lines = {
        "Source-Organization": f"{facts.sender.name} ({facts.sender.code})",
        "External-Description": sentence("CDO-E901").says,
        "External-Identifier": facts.package_id,
        "Bagging-Date": facts.created_at.date().isoformat(),
        "BagIt-Profile-Identifier": PROFILE,
        **(PRACTICE if facts.practice else {}),
        "Payload-Oxum": oxum,
    }
    return "".join(f"{label}: {value}\n" for label, value in lines.items()).encode()


def has_bag_lines(data: bytes, facts: PackageFacts, oxum: str) -> bool:
    """Whether bag-info.txt names this package and this payload, each exactly once.

    It says that it is practice if the package does, and only then.
    """
    lines = data.decode("utf-8", "replace").split("\n")
    wanted = {
        "External-Identifier": [facts.package_id],
        "BagIt-Profile-Identifier": [PROFILE],
        "Payload-Oxum": [oxum],
        **{label: [value] if facts.practice else [] for label, value in PRACTICE.items()},
    }
    return all(
        [line for line in lines if line.startswith(f"{label}:")]
        == [f"{label}: {value}" for value in values]
        for label, values in wanted.items()
    )
