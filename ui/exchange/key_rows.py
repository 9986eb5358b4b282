"""Key files as a list shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import CdoError
from cdo_desktop.work import keys
from ui.exchange.wording import day, suite_words
from ui.models.columns import Column, Tone
from ui.notify import told
from ui.tr import tr
from ui.widgets.marks import Mark

SOON = 90
"""Days before its end from which a certificate is pointed out."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key file, with its certificate if it can be read now."""

    path: Path
    certificate: keys.Certificate | None
    trouble: str
    """Why the certificate cannot be read; "" if it can."""
    days: int
    """Until the certificate ends; 0 where it cannot be read."""


def known_key(path: Path, now: datetime) -> KnownKey:
    """What is to be known of a key file; one that is not there (a stick) is said to be so."""
    try:
        certificate = keys.read_certificate(path)
    except CdoError as error:
        words = told(error).happened if path.is_file() else tr("文件不在（可能在没插上的 U 盘里）")
        return KnownKey(path, None, words, 0)
    return KnownKey(path, certificate, "", (certificate.not_after - now).days)


def _standing(key: KnownKey) -> Mark:
    if key.certificate is None:
        return Mark("mark-question", "plum", tr("读不到"))
    if key.days < 0:
        return Mark("mark-error", "err-icon", tr("已到期"))
    if key.days <= SOON:
        return Mark("mark-warning", "warn-icon", tr("还有 {key.days} 天").format(key=key))
    return Mark("mark-passed", "ok-solid", tr("有效"))


def _suite(key: KnownKey) -> str:
    return suite_words(key.certificate.suite.name) if key.certificate else "—"


def _name(key: KnownKey) -> str:
    return key.certificate.name if key.certificate else key.path.stem


KEY_COLUMNS = [
    Column[KnownKey](
        *("state", tr("状态"), lambda k: _standing(k).word, 104),
        painted=lambda k: ((_standing(k), _standing(k).word),),
    ),
    Column[KnownKey]("name", tr("签名人"), _name, 150),
    Column[KnownKey](
        *(
            "role",
            tr("角色"),
            lambda k: role_label(k.certificate.role) if k.certificate else "—",
            140,
        ),
        tone=Tone.SECOND,
    ),
    Column[KnownKey](
        *("suite", tr("算法"), _suite, 150),
        tone=Tone.SECOND,
        yields=2,
    ),
    Column[KnownKey](
        *(
            "until",
            tr("有效至"),
            lambda k: day(k.certificate.not_after) if k.certificate else "—",
            96,
        ),
        right=True,
        tone=Tone.SECOND,
    ),
    Column[KnownKey]("file", tr("文件"), lambda k: str(k.path), tone=Tone.SECOND),
]
