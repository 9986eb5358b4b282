"""信任清单: by whom signatures are judged here, how old that is, and who vouches for what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout

from cdo_desktop.domain.ledger import PinnedKey
from cdo_desktop.domain.roles import role_label
from cdo_desktop.work.trusting import TrustHere
from ui.exchange.fact import Fact
from ui.exchange.wording import day, grouped, shortened, whole_minute
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button, line
from ui.widgets.marks import Mark
from ui.widgets.row_table import RowTable
from ui.widgets.text import label
from ui.widgets.wrap_grid import WrapGrid

_FACT = 170
"""Pixels that a fact takes at 100 %."""
_OLD = 90
"""Days from which the age of the list is pointed out."""
_FACTS = (tr("清单版本"), tr("发布于"), tr("有效至"), tr("导入于"), tr("允许的算法"), tr("根清单"))
_NO_LIST = tr(
    "还没有信任清单。没有它，只能按电话核对过的单张证书核验，不能核验签名人的职务和吊销。"
    "请向数据主管部门索取信任清单和根清单（root.json）。"
)
_NO_PINS = tr("没有登记单张证书。有信任清单时不需要登记。")


def signer_columns(now: datetime) -> list[Column]:
    """The columns of the signers of a list."""
    return [
        Column("state", tr("状态"), lambda s: _standing(s, now).word, 88, painted=_painted(now)),
        Column("name", tr("签名人"), lambda s: s.name),
        Column("role", tr("角色"), lambda s: role_label(s.role), 150),
        Column("org", tr("单位代码"), lambda s: s.org_code, 160, tone=Tone.SECOND, yields=1),
        Column("from", tr("自"), lambda s: day(s.not_before), 92, right=True, tone=Tone.SECOND),
        Column("until", tr("至"), lambda s: day(s.not_after), 92, right=True, tone=Tone.SECOND),
        Column(
            *("print", tr("证书指纹"), lambda s: shortened(s.cert_sha256), 132),
            tone=Tone.SECOND,
            yields=2,
            tip=lambda s: grouped(s.cert_sha256),
        ),
    ]


def _standing(signer: object, now: datetime) -> Mark:
    if signer.revoked_from is not None and signer.revoked_from <= now:
        return Mark("mark-error", "err-icon", tr("已吊销"))
    if not signer.not_before <= now <= signer.not_after:
        return Mark("mark-warning", "warn-icon", tr("不在期内"))
    return Mark("mark-passed", "ok-solid", tr("有效"))


def _painted(now: datetime) -> Callable[[object], tuple[tuple[Mark, str], ...]]:
    def paint(signer: object) -> tuple[tuple[Mark, str], ...]:
        mark = _standing(signer, now)
        return ((mark, mark.word),)

    return paint


PIN_COLUMNS = [
    Column[PinnedKey]("print", tr("证书指纹"), lambda p: grouped(p.sha256)),
    Column[PinnedKey]("who", tr("登记人"), lambda p: p.who, 90, tone=Tone.SECOND),
    Column[PinnedKey](
        *("at", tr("登记于"), lambda p: whole_minute(p.at), 130), right=True, tone=Tone.SECOND
    ),
    Column[PinnedKey]("note", tr("与谁核对"), lambda p: p.note or "—", 200, tone=Tone.SECOND),
]


class TrustView(QFrame):
    """The list above, single certificates below."""

    asked = Signal(str, object)
    """("import" | "pin" | "unpin", the PinnedKey that is current or None)."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "pane")
        self.banner = Banner(look)
        self._facts = {name: Fact(look, name) for name in _FACTS}
        self._signers = TableModel([], self)
        self._pins = TableModel(PIN_COLUMNS, self)
        self.signer_table = RowTable(look, self._signers, tr("信任清单里的签名人"))
        self.pin_table = RowTable(look, self._pins, tr("登记的证书"))
        self._import = button(look, tr("导入信任清单…"), kind="primary", icon="file-input")
        self._pin = button(look, tr("登记一张证书…"), kind="small", icon="key-round")
        self._unpin = button(look, tr("撤销登记…"), kind="small", icon="undo-2")
        for key, made in (("import", self._import), ("pin", self._pin), ("unpin", self._unpin)):
            made.setProperty("key", key)
            made.clicked.connect(self._ask)
        self.pin_table.row_chosen.connect(lambda row: self._allow())
        self._pin_says = label(look, _NO_PINS, "small", "3")
        self._writable = self._has_list = False
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._upper())
        splitter.addWidget(self._lower())
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(splitter)

    def _upper(self) -> QFrame:
        self._known = facts = WrapGrid(
            [(fact, 1) for fact in self._facts.values()], self._columns, gap=6
        )
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(12)
        head.addWidget(facts, 1)
        head.addWidget(self._import, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        around = QHBoxLayout()
        around.setContentsMargins(12, 0, 12, 0)
        around.addWidget(self.banner)
        pane = QFrame()
        pane.setProperty("role", "pane")
        down = QVBoxLayout(pane)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(around)
        down.addLayout(head)
        down.addWidget(line())
        down.addWidget(self.signer_table, 1)
        return pane

    def _columns(self, width: int) -> int:
        return min(3, width // self._look.theme.px(_FACT))

    def _lower(self) -> QFrame:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(label(self._look, tr("单独登记的证书"), "section"))
        head.addWidget(self._pin_says, 1)
        head.addWidget(self._pin)
        head.addWidget(self._unpin)
        pane = QFrame()
        pane.setProperty("role", "pane")
        down = QVBoxLayout(pane)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(self.pin_table, 1)
        return pane

    def show_trust(self, here: TrustHere, now: datetime, *, writable: bool) -> None:
        """Show what verifications in this workspace go by."""
        bundle, self._writable = here.bundle, writable
        self._has_list = bundle is not None
        age = (now - bundle.issued).days if bundle else 0
        values = {
            tr("清单版本"): tr("第 {bundle.version} 版").format(bundle=bundle)
            if bundle
            else tr("没有"),
            tr("发布于"): tr("{0}（{age} 天前）").format(day(bundle.issued), age=age)
            if bundle
            else "—",
            tr("有效至"): day(bundle.expires) if bundle else "—",
            tr("导入于"): whole_minute(here.imported_at) if here.imported_at else "—",
            tr("允许的算法"): "、".join(bundle.suites) if bundle else "—",
            tr("根清单"): _roots(here),
        }
        for name, words in values.items():
            self._facts[name].say(words)
        self._known.setVisible(bundle is not None or here.roots is not None)
        self._facts[tr("根清单")].setToolTip(grouped(here.roots.fingerprint) if here.roots else "")
        self._warn(here, age)
        signers = sorted(bundle.signers, key=lambda s: (s.org_code, s.role)) if bundle else []
        self._signers.show_rows(signers, signer_columns(now))
        self._pins.show_rows(here.pins)
        self._pin_says.setText(_pin_words(here))
        self._allow()

    def _warn(self, here: TrustHere, age: int) -> None:
        if here.bundle is None:
            self.banner.say("info", _NO_LIST, stays=True)
        elif here.is_expired:
            words = tr("信任清单已于 {0} 过期，回执无法核验。请导入新的信任清单。").format(
                day(here.bundle.expires)
            )
            self.banner.say("warn", words, stays=True)
        elif age > _OLD:
            words = tr(
                "信任清单是 {age} 天前发布的，此后是否有证书被吊销，本机不联网，无法得知。"
            ).format(age=age)
            self.banner.say("info", words, stays=True)
        else:
            self.banner.hide()

    @property
    def pin(self) -> PinnedKey | None:
        """The pin that is current."""
        at = self.pin_table.currentIndex().row()
        return self._pins.row(at) if 0 <= at < self._pins.rowCount() else None

    def _allow(self) -> None:
        closed = "" if self._writable else tr("只读打开，不能修改")
        for made in (self._import, self._pin):
            made.setEnabled(self._writable)
            made.setToolTip(closed)
        self._unpin.setEnabled(self._writable and self.pin is not None)
        self._unpin.setToolTip(closed or ("" if self.pin else tr("先选一张登记的证书")))

    def _ask(self) -> None:
        self.asked.emit(self.sender().property("key"), self.pin)


def _roots(here: TrustHere) -> str:
    if here.roots is None:
        return tr("没有固定")
    known = tr("{0} 把根密钥，要 {here.roots.threshold} 把签名").format(
        len(here.roots.keys), here=here
    )
    return f"{shortened(here.roots.fingerprint)}（{known}）"


def _pin_words(here: TrustHere) -> str:
    if not here.pins:
        return _NO_PINS
    if here.bundle is not None:
        return tr("已有信任清单，核验按清单进行，下面的登记不再起作用。")
    return tr("按这些证书核验的，结论最多是“有效但有提示”。")
