"""The unified social credit code (GB 32100-2015) and its two independent check characters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of the code: no I, O, S, V, Z (GB 32100-2015)."""
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))

_ORG_CODE = slice(8, 16)
"""Characters 9 to 16: the body of the older organisation code (GB 11714)."""
_ORG_CHECK = 16
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


class UsccProblem(StrEnum):
    """What can be wrong with a code, as the reason inside a sentence."""

    LENGTH = "不是18位"
    ALPHABET = "含有代码不用的字符（只用数字和除I、O、S、V、Z以外的大写字母）"
    CHECK = "最后一位校验码不对"
    ORG_CHECK = "其中的组织机构代码校验码不对，少数早年的代码如此"


@dataclass(frozen=True, slots=True)
class UsccResult:
    """What checking a code found: errors make it no code at all, warnings ask for a second look."""

    code: str
    errors: tuple[UsccProblem, ...] = ()
    warnings: tuple[UsccProblem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it may stand as a code (warnings allowed)."""
        return not self.errors


def check_uscc(code: str) -> UsccResult:
    """Judge a code by length, alphabet, check character and, as a warning, its organisation code.

    The characters are taken as they are: lower case and blanks are the caller's to mend. The
    first eight say who registers the body and where; they are not judged, because codes begin
    with letters too (A, N, Y) and abolished regions live on in old codes.
    """
    if len(code) != LENGTH:
        return UsccResult(code, (UsccProblem.LENGTH,))
    if not _VALUES.keys() >= set(code):
        return UsccResult(code, (UsccProblem.ALPHABET,))
    if code[-1] != check_character(code[:-1]):
        return UsccResult(code, (UsccProblem.CHECK,))
    if code[_ORG_CHECK] != org_check_character(code[_ORG_CODE]):
        return UsccResult(code, warnings=(UsccProblem.ORG_CHECK,))
    return UsccResult(code)


def check_character(body: str) -> str:
    """The 18th character for the first 17 (GB 32100-2015); KeyError for foreign characters."""
    total = sum(_VALUES[char] * weight for char, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % len(ALPHABET)]


def org_check_character(body: str) -> str:
    """The check character of an organisation code for its first eight (GB 11714)."""
    total = sum(int(char, 36) * weight for char, weight in zip(body, _ORG_WEIGHTS, strict=True))
    return {10: "X", 11: "0"}.get(11 - total % 11) or str(11 - total % 11)
