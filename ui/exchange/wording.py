"""How times, sizes and digests are written in these pages."""

from __future__ import annotations

from datetime import datetime

from ui.tr import tr

_UNITS = ((1 << 30, "GB", 1), (1 << 20, "MB", 1), (1 << 10, "KB", 0))
_GROUP = 8


def moment(at: str | datetime) -> datetime:
    """A time as this computer's clock shows it."""
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return found.astimezone()


def minute(at: str | datetime) -> str:
    """11-19 10:42; "" for no time."""
    return f"{moment(at):%m-%d %H:%M}" if at else ""


def whole_minute(at: str | datetime) -> str:
    """2026-11-19 10:42; "" for no time."""
    return f"{moment(at):%Y-%m-%d %H:%M}" if at else ""


def day(at: str | datetime) -> str:
    """2026-11-19; "" for no time."""
    return f"{moment(at):%Y-%m-%d}" if at else ""


def size_words(size: int) -> str:
    """2.1 MB; small files in whole KB, at least 1."""
    for unit, name, digits in _UNITS:
        if size >= unit:
            return f"{size / unit:.{digits}f} {name}"
    return "1 KB" if size else "0 KB"


def grouped(digest: str) -> str:
    """A digest in groups of eight, as people compare it; "sha256:" is left out."""
    plain = digest.removeprefix("sha256:")
    return " ".join(plain[at : at + _GROUP] for at in range(0, len(plain), _GROUP))


def shortened(digest: str) -> str:
    """Beginning and end of a digest, enough to tell two apart on the screen."""
    plain = digest.removeprefix("sha256:")
    return f"{plain[:8]}…{plain[-4:]}" if len(plain) > 16 else plain


_SUITES = {
    "sm2-sm3": tr("国密算法（SM2）"),
    "ecdsa-p256-sha256": tr("国际通用算法（P-256）"),
}


def suite_words(name: str) -> str:
    """An algorithm as it is called in an office, with the technical word; others as they are."""
    return _SUITES.get(name, name)
