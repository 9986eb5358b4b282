"""What clauses and versions of definitions stand for: the documents by their titles."""

from __future__ import annotations

from collections.abc import Iterable

from cdo_desktop.standard.profiles import Profile

_GUIDE = "《政务信息资源目录编制指南（试行）》（发改高技〔2017〕1272号）"
_REGULATION = "《政务数据共享条例》（国务院令第809号）"
_TITLES = (("1272号", _GUIDE), ("条例", _REGULATION))
"""How a clause names a document -> its full title."""
_OTHER = ("商用密码管理条例",)
"""What is called 条例 too, and is another one."""
_SHORT = {
    "1272-2017": "《政务信息资源目录编制指南》（1272号）",
    "809-2025": "《政务数据共享条例》",
}
"""How the version of a definition names a document -> its title, as one line has room for it."""
_NATIONAL = "national"


def full_titles(clause: str) -> str:
    """The full titles of the documents that a clause names in short, “；” between; "" for none."""
    told = clause
    for other in _OTHER:
        told = told.replace(other, "")
    return "；".join(title for short, title in _TITLES if short in told and title not in told)


def rules_words(standards: Iterable[str], profile: Profile) -> str:
    """By which rules was checked, as an office says it, of versions like 1272-2017+809-2025."""
    named = list(standards)
    titles = [title for key, title in _SHORT.items() if any(key in one for one in named)]
    known = "、".join(titles) or "各清单的填报要求"
    local = profile.key != _NATIONAL and any(profile.key in one.split("+") for one in named)
    return f"{known}和{profile.label}的地方规定" if local else known
