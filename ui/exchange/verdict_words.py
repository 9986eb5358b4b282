"""A verification in words: the headline, a line for every step, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.receipt import ItemResult, ReceiptResult
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.verdict import Reason, Verdict
from cdo_desktop.work.evidence import NOT_THERE, THERE, BadFile
from cdo_desktop.work.explaining import Step, StepFound, StepState
from cdo_desktop.work.inspecting import Inspected
from ui.exchange.own_words import origin_words, signer_words, unproven_words
from ui.exchange.wording import day, grouped, minute, shortened, suite_words, whole_minute
from ui.tr import tr
from ui.widgets.marks import Mark


@dataclass(frozen=True, slots=True)
class VerdictLook:
    """How a verdict is drawn, and what it means in general."""

    icon: str
    level: str
    """ok, warn, err, or plum for what could not be checked."""
    token: str
    means: str


VERDICTS: Mapping[Verdict, VerdictLook] = {
    Verdict.VALID: VerdictLook(
        "shield-check", "ok", "ok-solid", tr("内容没有改动，签名人可信，可以放心使用。")
    ),
    Verdict.VALID_WITH_NOTES: VerdictLook(
        "shield-alert", "warn", "warn-icon", tr("内容没有改动，签名人可信，但有情况需要您知道。")
    ),
    Verdict.CANNOT_BE_CHECKED: VerdictLook(
        "shield-question-mark", "plum", "plum", tr("内容没有改动，但缺少资料，不能确认签名人身份。")
    ),
    Verdict.INVALID: VerdictLook(
        "shield-x", "err", "err-icon", tr("内容被改动过，或签名与内容不符。不能使用。")
    ),
}
STEPS: Mapping[Step, str] = {
    Step.FILE: tr("包文件"),
    Step.CONTENT: tr("清单与内容"),
    Step.SIGNATURES: tr("签名"),
    Step.SIGNERS: tr("签名人"),
    Step.REVOCATION: tr("吊销"),
    Step.REPLAY: tr("重复与先后"),
    Step.BINDING: tr("对应"),
}
STATES: Mapping[StepState, Mark] = {
    StepState.PASSED: Mark("mark-passed", "ok-solid", tr("通过")),
    StepState.NOTED: Mark("mark-warning", "warn-icon", tr("提示")),
    StepState.UNKNOWN: Mark("mark-question", "plum", tr("未能核验")),
    StepState.FAILED: Mark("mark-error", "err-icon", tr("不通过")),
    StepState.SKIPPED: Mark("circle-dashed", "text-3", tr("没有核到这一步")),
    StepState.NOT_ASKED: Mark("circle-dashed", "text-3", tr("不适用")),
}
_KINDS = {
    PackageKind.CATALOG_EXPORT: tr("目录包"),
    PackageKind.RECEIPT: tr("回执"),
    PackageKind.TRUST_BUNDLE: tr("信任清单"),
    PackageKind.REVIEW_FORM: tr("审查表"),
}
_PLACES = {THERE: tr("有"), NOT_THERE: tr("没有"), "": "—"}
_UNVOUCHED = ("unchecked", "unknown")
_NO_LIST = tr("本机没有信任清单，也不联网，无法查询证书是否已被吊销")


def kind_words(found: Inspected) -> str:
    """What the file says it is."""
    return _KINDS[found.kind] if found.kind else tr("不能读出种类的文件")


def who_words(found: Inspected) -> str:
    """Who sent it, and when it was made, as the file says; below its name in the list."""
    manifest = found.verification.manifest
    if manifest is None:
        return tr("读不出来源")
    facts = manifest.facts
    practice = tr("练习 · ") if facts.practice else ""
    return f"{practice}{minute(facts.created_at)} · {facts.sender.name}"


def headline(found: Inspected) -> str:
    """What stands under the verdict; that it is practice comes before all else."""
    practice = found.practice_note
    told = [reason for reason in found.verification.reasons if reason is not practice]
    words = origin_words(found) + _headline(found, next(iter(told), None))
    return f"{practice.message()}{words}" if practice else words


def _headline(found: Inspected, worst: Reason | None) -> str:
    signers = "、".join(_signer(one) for one in found.verification.standings)
    match found.verdict:
        case Verdict.VALID:
            return tr("这是{0}。内容没有改动，签名人是{signers}，在信任清单里有权签。").format(
                kind_words(found), signers=signers
            )
        case Verdict.VALID_WITH_NOTES:
            more = f"{worst.message()}" if worst else ""
            return tr("这是{0}。内容没有改动，签名人是{signers}。{more}").format(
                kind_words(found), signers=signers, more=more
            )
        case Verdict.CANNOT_BE_CHECKED if found.kind is PackageKind.TRUST_BUNDLE:
            return tr("这是信任清单。内容与签名相符，但还没有固定根清单，不能确认是谁发布的。")
        case Verdict.CANNOT_BE_CHECKED if words := unproven_words(found):
            return words
        case Verdict.CANNOT_BE_CHECKED:
            return tr("这是{0}。内容与签名相符，但{1}").format(kind_words(found), _lower(worst))
    return worst.message() if worst else ""


def _lower(reason: Reason | None) -> str:
    return reason.message() if reason else tr("没有资料可以判断签名人是谁。")


def _signer(standing: object) -> str:
    role = role_label(standing.role)
    named = f"{standing.org_name} {standing.name}".strip() or tr("没有写名字的人")
    return f"{named}（{role}）" if role else named


def print_words(standing: object) -> str:
    """The fingerprint of a signer's certificate.

    Of one that nobody vouches for only a part: whoever registers it has to hear it from the
    signer, and what stands on the screen would be copied without a telephone call.
    """
    if standing.standing in _UNVOUCHED:
        return tr("{0}（全文要由签名人在电话里读出，这里不显示）").format(
            shortened(standing.cert_sha256)
        )
    return grouped(standing.cert_sha256)


# -- a line for every step -------------------------------------------------------------------------


def step_words(found: Inspected, line: StepFound) -> tuple[str, str]:
    """(what is so, a word on it at the right) of one step."""
    if line.state is StepState.SKIPPED:
        age = f"。{found.age.rstrip('。')}" if line.step is Step.REVOCATION and found.age else ""
        return tr("前面的步骤没有通过，没有往下核验{age}").format(age=age), ""
    if line.step is Step.SIGNERS and (own := signer_words(found)):
        return own, ""
    if line.reasons:
        more = tr(" 等 {0} 处").format(len(line.reasons)) if len(line.reasons) > 1 else ""
        return line.reasons[0].message() + more, _aside(found, line)
    return _PASSED[line.step](found, line), _aside(found, line)


def _file(found: Inspected, line: StepFound) -> str:
    return tr("没有截断、改动或多余内容")


def _content(found: Inspected, line: StepFound) -> str:
    manifest = found.verification.manifest
    files = len(manifest.files) + 1 if manifest else 0
    records = sum(one.records for one in manifest.counts.values()) if manifest else 0
    lines = (
        tr("，{records:,} 条记录逐条核对").format(records=records)
        if records and found.verification.is_deep
        else ""
    )
    return tr("{files:,} 件全部在，没有多出的文件{lines}").format(files=files, lines=lines)


def _signatures(found: Inspected, line: StepFound) -> str:
    return tr("{0} 个签名，覆盖全部内容").format(len(found.verification.signatures))


def _signers(found: Inspected, line: StepFound) -> str:
    return "；".join(_signer(one) for one in found.verification.standings)


def _revocation(found: Inspected, line: StepFound) -> str:
    if found.bundle is not None:
        issued, expires = day(found.bundle.issued), day(found.bundle.expires)
        return tr("第 {found.bundle.version} 版，{issued} 发布，{expires} 到期").format(
            found=found, issued=issued, expires=expires
        )
    return found.age.rstrip("。") or _NO_LIST


def _replay(found: Inspected, line: StepFound) -> str:
    if line.state is StepState.NOT_ASKED:
        return tr("只有回执要看以前是否导入过")
    return tr("以前没有导入过")


def _binding(found: Inspected, line: StepFound) -> str:
    if found.answers is not None:
        items = tr("，{0:,} 条逐一对应").format(len(found.receipt.items)) if _items(found) else ""
        return tr("答复本工作区的“{found.answers.file_name}”{items}").format(
            found=found, items=items
        )
    if found.own:
        return tr("与本工作区台账里的包逐字节一致")
    if found.brings:
        return tr("是本工作区送出的审查表，多了 {0} 个签名").format(found.brings)
    if found.kind is PackageKind.RECEIPT:
        return tr("没有打开工作区，不知道答复的是哪个包")
    return tr("不是本工作区送出的包，没有可以对应的")


_PASSED = {
    Step.FILE: _file,
    Step.CONTENT: _content,
    Step.SIGNATURES: _signatures,
    Step.SIGNERS: _signers,
    Step.REVOCATION: _revocation,
    Step.REPLAY: _replay,
    Step.BINDING: _binding,
}


def _items(found: Inspected) -> bool:
    return found.receipt is not None and bool(found.receipt.items)


def _aside(found: Inspected, line: StepFound) -> str:
    passed = line.state is StepState.PASSED
    manifest = found.verification.manifest
    match line.step:
        case Step.FILE if passed:
            return tr("容器按规定格式")
        case Step.CONTENT if passed:
            return tr("逐件 SHA-256 一致")
        case Step.SIGNATURES if passed:
            suites = dict.fromkeys(one.suite for one in found.verification.standings if one.suite)
            return "，".join(map(suite_words, suites))
        case Step.SIGNERS if found.pins:
            return tr("{0} {1} 登记").format(found.pins[0].who, day(found.pins[0].at))
        case Step.REVOCATION if line.state is StepState.UNKNOWN:
            return tr("可导入新的信任清单")
        case Step.REPLAY if found.kind is PackageKind.RECEIPT and manifest:
            return tr("对这个包的第 {manifest.facts.sequence} 份").format(manifest=manifest)
        case Step.BINDING if found.receipt is not None:
            return receipt_words(found)
    return ""


def receipt_words(found: Inspected) -> str:
    """受理 27，退回 3; or the word for the whole."""
    receipt = found.receipt
    if receipt is None:
        return ""
    counts = Counter(item.result for item in receipt.items)
    words = {
        ItemResult.ACCEPTED: tr("受理"),
        ItemResult.REJECTED: tr("退回"),
        ItemResult.RECEIVED: tr("只收到"),
    }
    parts = [f"{word} {counts[key]:,}" for key, word in words.items() if counts[key]]
    return "，".join(parts) or ReceiptResult(receipt.result).label


def bad_file_lines(bad: BadFile) -> list[str]:
    """What is wrong with one file: the sentence, and expected and found where there are any."""
    if not (bad.expected or bad.found):
        return [bad.reason.message()]
    evidence = [
        tr("应为　{0}").format(_evidence(bad.expected)),
        tr("实为　{0}").format(_evidence(bad.found)),
    ]
    return [f"{bad.name}（{bad.reason.code}）", *evidence]


def _evidence(value: str) -> str:
    return _PLACES[value] if value in _PLACES else grouped(value)


# -- everything, to be read out --------------------------------------------------------------------


def technical_text(found: Inspected) -> str:
    """Codes, places, digests and signatures, to be copied or read out on the telephone."""
    seen = found.verification
    facts = seen.manifest.facts if seen.manifest else None
    lines = [
        tr("文件　　　{seen.path}").format(seen=seen),
        tr("结论　　　{found.verdict.label}（{found.verdict.value}）").format(found=found),
        tr("核验时间　{0}").format(whole_minute(found.at)),
        tr("包编号　　{0}").format(facts.package_id if facts else "—"),
        tr("系列　　　{facts.series} 第 {facts.sequence} 号").format(facts=facts) if facts else "",
        tr("内容摘要　{0}").format(seen.content_digest or "—"),
        tr("文件摘要　{0}").format(seen.container_digest or "—"),
        found.age,
        "",
        *(line for one in seen.standings for line in _signature_lines(one)),
        *(f"{r.code}　{r.place or '—'}　{r.message()}" for r in seen.reasons),
    ]
    for bad in found.bad_files:
        lines += ["", *bad_file_lines(bad)]
    return "\n".join(lines)


def _signature_lines(one: object) -> list[str]:
    claimed = whole_minute(one.claimed_time) if one.claimed_time else tr("没有写")
    return [
        tr("签名　　　{one.place}　{0}　{one.suite}　{one.standing}").format(_signer(one), one=one),
        tr("　　　　　自称签于 {claimed}　证书 {0}").format(print_words(one), claimed=claimed),
    ]
