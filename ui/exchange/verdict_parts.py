"""Parts of the page of a verdict: a signature as a row, the four verdicts and what they mean."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdo_desktop.domain.roles import role_label
from cdo_desktop.work.review_trust import GivenOpinion, Wanted
from ui.exchange.verdict_words import VERDICTS, print_words
from ui.exchange.wording import grouped, suite_words, whole_minute
from ui.look import Look
from ui.tr import tr
from ui.widgets.text import icon_label, label
from ui.widgets.wrap_grid import WrapGrid

_TILE = 190
"""Pixels that a tile of the legend takes at 100 %."""
_STANDINGS = {
    "trusted": tr("在信任清单里"),
    "pinned": tr("电话核对过的证书"),
    "unchecked": tr("没有资料判断"),
    "unknown": tr("不认识的证书"),
    "refused": tr("不被接受"),
}


def signature_row(look: Look, one: object, *, is_here: bool) -> QWidget:
    """Who signed, when he says so, the fingerprint; `is_here`: with a key of this computer."""
    claimed = whole_minute(one.claimed_time) if one.claimed_time else tr("没有写")
    standing = tr("本机密钥") if is_here else _STANDINGS[one.standing]
    digest = grouped(one.cert_sha256) if is_here else print_words(one)
    made = QWidget()
    first = QHBoxLayout()
    first.setSpacing(10)
    who = label(look, f"{role_label(one.role)}　{one.org_name}".strip(), tone="2")
    who.setWordWrap(True)
    first.addWidget(label(look, one.name or tr("证书没有写名字"), "strong"))
    first.addWidget(who, 1)
    first.addWidget(label(look, standing, "small", "2"))
    second = label(
        look,
        tr("{0}　自称签于 {claimed}").format(suite_words(one.suite), claimed=claimed),
        "small",
        "3",
    )
    third = label(look, tr("证书指纹　{0}").format(digest), "small", "3")
    down = QVBoxLayout(made)
    down.setContentsMargins(14, 8, 12, 8)
    down.setSpacing(2)
    down.addLayout(first)
    for line in (second, third):
        line.setWordWrap(True)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        down.addWidget(line)
    return made


def opinion_row(look: Look, one: GivenOpinion) -> QWidget:
    """What a signer of a review form has said, all of it."""
    said, who = one.statement, one.standing
    head = tr("{0}. {1}　{2}").format(one.number, said.decision.label, who.name)
    place = f"{role_label(said.role)}　{who.org_name}　{whole_minute(said.at)}"
    words = [part for part in (said.text,) if part]
    words += [tr("修改要求 {0}：{1}").format(n, text) for n, text in enumerate(said.conditions, 1)]
    return _two_lines(look, head, place, "\n".join(words))


def wanted_row(look: Look, place: int, one: Wanted) -> QWidget:
    """Whose signature is still to come."""
    state = tr("轮到他签") if place == 0 else tr("在后面")
    return _two_lines(look, tr("待签　{one.label}").format(one=one), state, "")


def _two_lines(look: Look, head: str, aside: str, words: str) -> QWidget:
    made = QWidget()
    first = QHBoxLayout()
    first.setSpacing(10)
    beside = label(look, aside, "small", "2")
    beside.setWordWrap(True)
    first.addWidget(label(look, head, "strong"))
    first.addWidget(beside, 1)
    down = QVBoxLayout(made)
    down.setContentsMargins(14, 8, 12, 8)
    down.setSpacing(2)
    down.addLayout(first)
    if words:
        text = label(look, words)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        down.addWidget(text)
    return made


def legend(look: Look) -> WrapGrid:
    """The four verdicts side by side, or two by two where there is less room."""
    return WrapGrid([(tile, 1) for tile in _tiles(look)], partial(_columns, look))


def _columns(look: Look, width: int) -> int:
    fitting = width // look.theme.px(_TILE)
    return 4 if fitting >= 4 else 2 if fitting >= 2 else 1


def _tiles(look: Look) -> list[QFrame]:
    tiles = []
    for verdict, shape in VERDICTS.items():
        tile = QFrame()
        tile.setProperty("role", "tile")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(icon_label(look, shape.icon, shape.token, 16))
        head.addWidget(label(look, verdict.label, "strong"), 1)
        words = label(look, shape.means, "small", "2")
        words.setWordWrap(True)
        down = QVBoxLayout(tile)
        down.setContentsMargins(12, 8, 12, 8)
        down.setSpacing(3)
        down.addLayout(head)
        down.addWidget(words)
        tiles.append(tile)
    return tiles
