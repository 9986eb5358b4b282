"""That a file was exported here, or signed with a key of this computer, in words."""

from __future__ import annotations

from cdo_desktop.work.inspecting import Inspected
from ui.exchange.wording import day
from ui.tr import tr

_UNVOUCHED = ("CDO-E400", "CDO-E407")
"""Nobody vouches for the certificate; whose it is, is known here all the same."""


def origin_words(found: Inspected) -> str:
    """这是本工作区 2026-11-22 导出的包，签名证书是本机密钥“李文涛”。 "" for a stranger's file."""
    if not found.is_ours:
        return ""
    parts = []
    if found.exported is not None:
        parts.append(tr("这是本工作区 {0} 导出的包").format(day(found.exported.created_at)))
    if found.signed_here:
        names = "、".join(f"“{one.name}”" for one in found.signed_here)
        parts.append(tr("签名证书是本机密钥{names}").format(names=names))
    return "，".join(parts) + "。"


def unproven_words(found: Inspected) -> str:
    """Why the verdict of one's own file is no better, without asking who has signed it."""
    codes = [reason.code for reason in found.verification.reasons]
    if not found.signed_here or not any(code in _UNVOUCHED for code in codes):
        return ""
    return tr(
        "内容与签名相符。{why}，所以不能由清单证明签名人；这不妨碍接收方按他的信任清单核验。"
    ).format(why=_why(found))


def _why(found: Inspected) -> str:
    if found.may_pin or not found.age:
        return tr("本工作区还没有信任清单")
    return tr("本工作区的信任清单里没有这张证书")


def signer_words(found: Inspected) -> str:
    """The step of the signers, where only this computer knows whose certificate it is."""
    return tr("签名证书是本机密钥；{why}").format(why=_why(found)) if unproven_words(found) else ""
