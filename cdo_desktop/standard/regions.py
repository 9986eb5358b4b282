"""Administrative regions by code and name: GB/T 2260 down to counties, and the towns we have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from importlib import resources

from cdo_desktop.standard.loading import invalid

_FILE = "regions.csv"
_STEPS = (2, 4, 6, 9)
"""How many digits say province, city, county and town (below the county: GB/T 10114)."""
_UNSPOKEN = re.compile(r"市辖区|县|(?:自治区|省)直辖县级行政区划")
"""Nodes of the tables that nobody says: 四川省巴中市市辖区 is no place."""
_SUFFIX = re.compile(
    r"(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|街道|地区|省|市|区|县|旗|盟|镇|乡)$"
)
_CODE = re.compile(r"(\d{6}|\d{9}|\d{12})")


class Regions:
    """Names and codes of regions; the file is read when first asked.

    `table` replaces the shipped file (lines “code,name” below a header). Codes that are not in
    it have no name, which is no error: abolished codes live on in old documents.
    """

    def __init__(self, table: str | None = None) -> None:
        self._table = table

    def name(self, code: str) -> str | None:
        """The own name of a region, e.g. 巴州区 for 511902; None if the code is not known."""
        return self._names.get(_short(code))

    def path(self, code: str) -> tuple[str, ...]:
        """The names from the province down, as far as they are known, without the unspoken ones."""
        names = (self._names.get(step) for step in _steps(_short(code)))
        return tuple(name for name in names if name and not _UNSPOKEN.fullmatch(name))

    def full_name(self, code: str) -> str:
        """As one writes it: 四川省巴中市巴州区; empty if nothing of the code is known."""
        return "".join(self.path(code))

    def children(self, code: str = "") -> tuple[str, ...]:
        """The codes right below a region; below "" the provinces. Unspoken ones are skipped."""
        found: list[str] = []
        for child in self._children.get(_short(code) if code else "", ()):
            spoken = not _UNSPOKEN.fullmatch(self._names[child])
            found += [child] if spoken else self.children(child)
        return tuple(found)

    def find(self, text: str) -> tuple[str, ...]:
        """The codes a text can mean, in order: a code, a name, a short name, or names in a row.

        巴州区, 巴州, 巴中市巴州区 and 四川巴中巴州 all find 511902; 朝阳区 finds two.
        """
        wanted = "".join(unicodedata.normalize("NFKC", text).split())
        if _CODE.fullmatch(wanted):
            return (_short(wanted),) if _short(wanted) in self._names else ()
        for start in range(len(wanted)):
            head, tail = wanted[:start], wanted[start:]
            for spelling in (self._by_name, self._by_short_name):
                fitting = (c for c in spelling.get(tail, ()) if _led_to(head, self._above(c)))
                if found := tuple(fitting):
                    return found
        return ()

    def _above(self, code: str) -> tuple[str, ...]:
        return self.path(code)[:-1]

    @cached_property
    def _names(self) -> Mapping[str, str]:
        head, *lines = self._text().splitlines()
        if head != "code,name":
            raise invalid(_FILE, f"unknown header “{head}”")
        names = dict(line.split(",", 1) for line in lines if line)
        if strange := [code for code in names if len(code) not in (6, 9) or not code.isdigit()]:
            raise invalid(_FILE, f"not a region code: {strange[:5]}")
        return names

    def _text(self) -> str:
        if self._table is not None:
            return self._table
        return resources.files(__package__).joinpath("data", _FILE).read_text("utf-8")

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        return self._index(short=False)

    @cached_property
    def _by_short_name(self) -> Mapping[str, list[str]]:
        return self._index(short=True)

    def _index(self, short: bool) -> Mapping[str, list[str]]:
        codes: dict[str, list[str]] = {}
        for code, name in self._names.items():
            if not _UNSPOKEN.fullmatch(name):
                codes.setdefault(_without_suffix(name) if short else name, []).append(code)
        return codes

    @cached_property
    def _children(self) -> Mapping[str, list[str]]:
        below: dict[str, list[str]] = {}
        for code in self._names:
            steps = [step for step in _steps(code) if step in self._names]
            below.setdefault(steps[-2] if len(steps) > 1 else "", []).append(code)
        return below


def _short(code: str) -> str:
    """Six digits for a county and above, nine for a town, whatever zeros were written behind."""
    code = code.strip()
    if len(code) == 12:
        code = code[:9]
    return code[:6] if len(code) == 9 and code.endswith("000") else code


def _steps(code: str) -> list[str]:
    """511902001 -> 510000, 511900, 511902, 511902001."""
    steps = [code[:digits].ljust(6, "0") for digits in _STEPS if digits <= len(code)]
    return list(dict.fromkeys(steps))


def _led_to(head: str, above: tuple[str, ...]) -> bool:
    """Whether a text is made of the names above a region, of all or some, in their order."""
    if not head:
        return True
    for place, name in reversed(list(enumerate(above))):
        for form in (name, _without_suffix(name)):
            if head.endswith(form) and _led_to(head.removesuffix(form), above[:place]):
                return True
    return False


def _without_suffix(name: str) -> str:
    short = _SUFFIX.sub("", name)
    return short if len(short) > 1 else name
