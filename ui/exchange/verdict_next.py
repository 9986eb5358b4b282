"""What to do next with a file that was verified: words, and the button for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.receipt import ItemResult, ReceiptResult
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.work.inspecting import Inspected
from ui.tr import tr

TAKE, TRUST, PIN, LEDGER, AGAIN = "take", "trust", "pin", "ledger", "again"
SIGN_FORM, TAKE_FORM = "sign-form", "take-form"
ALWAYS = (LEDGER, SIGN_FORM)
"""What can be done without a workspace that can be written."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, and the button for it; "" = nothing the program can do."""

    says: str
    act: str = ""
    verb: str = ""
    icon: str = ""
    primary: bool = False


def next_steps(found: Inspected) -> list[NextStep]:
    """What to do next; what is not proven offers no import."""
    if found.verdict is Verdict.INVALID:
        return [NextStep(tr("不要使用这份文件，也不要导入。")), *_todos(found)]
    if found.verdict is Verdict.CANNOT_BE_CHECKED:
        return list(_to_be_proven(found))
    return list(_with_what_is_proven(found)) or [NextStep(tr("不需要再做什么。"))]


def _todos(found: Inspected) -> Iterator[NextStep]:
    """The advice of the reasons, each once."""
    for todo in list(dict.fromkeys(reason.todo() for reason in found.verification.reasons))[:3]:
        if todo:
            yield NextStep(todo)


def _to_be_proven(found: Inspected) -> Iterator[NextStep]:
    if found.kind is PackageKind.TRUST_BUNDLE:
        says = tr("第一次导入信任清单时，要同时给出根清单，并与发放单位电话核对它的指纹。")
        yield NextStep(says, TRUST, tr("导入信任清单…"), "file-input", primary=True)
        return
    if found.exported is not None:
        says = tr("可以交给接收单位。接收方有信任清单，能核出签名人。")
        yield NextStep(says, LEDGER, tr("查看台账"), "arrow-left-right")
    says = tr("向数据主管部门索取信任清单，导入后再核验一次。")
    yield NextStep(says, TRUST, tr("导入信任清单…"), "file-input", primary=True)
    if found.is_ours:
        return  # nobody has to phone himself
    if found.may_pin and found.unknown_certificates:
        says = tr("暂时没有信任清单的，可以给签名人打电话，核对证书指纹后登记这一张证书。")
        yield NextStep(says, PIN, tr("登记这张证书…"), "key-round")
    if found.kind is PackageKind.RECEIPT:
        yield NextStep(tr("在此之前，这份回执不会改动任何记录的状态。"))


def _with_what_is_proven(found: Inspected) -> Iterator[NextStep]:
    if found.practice_note and not found.own:
        yield NextStep(found.practice_note.todo())
    if found.form is not None:
        yield from _with_a_form(found)
    elif found.may_take:
        yield NextStep(_take_words(found), TAKE, tr("导入这份回执"), "inbox", primary=True)
    elif found.is_repeated:
        yield NextStep(
            tr("这份回执以前导入过，不必再导入。"), LEDGER, tr("查看台账"), "arrow-left-right"
        )
    elif found.may_import_trust:
        says = tr("采用这份信任清单（签名人 {0} 个）。").format(len(found.bundle.signers))
        yield NextStep(says, TRUST, tr("导入信任清单…"), "file-input", primary=True)
    elif found.in_use:
        yield NextStep(tr("这就是本工作区现在用的信任清单，不必再导入。"))
    elif found.own:
        says = tr("这是本工作区导出的包，可以交给接收单位。")
        if found.practice_note:
            says = tr("这是本练习工作区导出的包，只用来练习，不要当作正式的交出去。")
        yield NextStep(says, LEDGER, tr("查看台账"), "arrow-left-right")
    if found.pins:
        says = tr("向数据主管部门索取最新的信任清单，导入后再核验一次，提示会消失。")
        yield NextStep(says, TRUST, tr("导入信任清单…"), "file-input")


def _with_a_form(found: Inspected) -> Iterator[NextStep]:
    """A review form: taken back where it was made, signed by whose turn it is."""
    form = found.form
    assert form is not None  # asked before
    if found.may_take_form:
        says = tr("这是本工作区送出去的审查表，签回来 {found.brings} 个新意见。").format(
            found=found
        )
        yield NextStep(says, TAKE_FORM, tr("导入签回的审查表"), "inbox", primary=True)
    if found.may_sign:
        turn = form.wanted[0].label
        says = tr("轮到{turn}：核对全文后，在这个文件上签署意见，写回同一个文件。").format(
            turn=turn
        )
        primary = not found.may_take_form
        yield NextStep(says, SIGN_FORM, tr("在此文件上签署…"), "pen-line", primary=primary)
    elif not found.may_take_form:
        yield NextStep(tr("应有的签名都已有了，不需要再签。"))


def _take_words(found: Inspected) -> str:
    counts = Counter(item.result for item in found.receipt.items)
    words = {
        ItemResult.ACCEPTED: tr("记为“已受理”"),
        ItemResult.REJECTED: tr("记为“被退回”"),
        ItemResult.RECEIVED: tr("记为“已接收”"),
    }
    parts = [
        tr("{0:,} 条{word}").format(counts[key], word=word)
        for key, word in words.items()
        if counts[key]
    ]
    what = "，".join(parts) or tr("整个包记为“{0}”").format(
        ReceiptResult(found.receipt.result).label
    )
    return tr("按回执更新“{found.answers.file_name}”：{what}。").format(found=found, what=what)
