"""Commands on trust: trust new, next, add, revoke, sign, show, import, pin, pins, unpin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import FILE, HELP, asking, command, passphrase_option, reading, writing
from cdo_desktop.cli.output import GOOD, Output
from cdo_desktop.cli.words import minute
from cdo_desktop.domain.ledger import PinnedKey
from cdo_desktop.domain.roles import role_label
from cdo_desktop.work import issuing, keys, trusting
from cdo_desktop.workbench import Desk

MOST_DAYS = 3650


def register(group: click.Group) -> None:
    """Add the commands to the group."""

    @group.group("trust", help="信任清单。", context_settings=HELP)
    def trust() -> None:
        """Commands on trust."""

    for add_to in (_new, _next, _add, _revoke, _sign, _show, _import, _pin, _pins, _unpin):
        add_to(trust)


def _new(trust: click.Group) -> None:
    @command(trust, "new", "新建信任清单草稿（JSON）和根清单 root.json。")
    @click.option("-o", "--output", type=FILE, required=True, help="草稿 .json")
    @click.option(
        "--root", "roots", type=FILE, multiple=True, required=True, help="根密钥或证书文件"
    )
    @click.option("--threshold", default=1, show_default=True, help="至少几把根密钥签名")
    @click.option("--roots-file", type=FILE, help="根清单，默认在草稿旁的 root.json")
    @click.option(
        "--days",
        type=click.IntRange(1, MOST_DAYS),
        default=365,
        show_default=True,
        help="有效天数",
    )
    def new(
        out: Output,
        output: Path,
        roots: tuple[Path, ...],
        threshold: int,
        roots_file: Path | None,
        days: int,
    ) -> int:
        target = roots_file or output.with_name("root.json")
        bundle, known = issuing.new_trust(Desk(), output, target, roots, threshold, days)
        document = {"draft": str(output), "roots": str(target), "fingerprint": known.fingerprint}
        lines = [
            f"已新建信任清单草稿 {output} 和根清单 {target}。",
            f"根清单指纹（请当面或电话核对）{known.fingerprint}",
        ]
        out.answer(document | {"version": bundle.version}, lines)
        return GOOD


def _next(trust: click.Group) -> None:
    @command(trust, "next", "由已签名的信任清单起草下一版。")
    @click.argument("bundle", type=FILE)
    @click.option("-o", "--output", type=FILE, required=True, help="草稿 .json")
    def next_version(out: Output, bundle: Path, output: Path) -> int:
        made = issuing.next_version(Desk(), bundle, output)
        document = {"draft": str(output), "version": made.version}
        out.answer(document, [f"已起草第 {made.version} 版 {output}。"])
        return GOOD


def _add(trust: click.Group) -> None:
    @command(trust, "add", "把一张证书加进草稿。")
    @click.argument("draft", type=FILE)
    @click.argument("certificate", type=FILE)
    @click.option("--role", default="", help="角色，默认用证书里写的")
    def add(out: Output, draft: Path, certificate: Path, role: str) -> int:
        found = keys.read_certificate(certificate)
        bundle = issuing.add_signer(draft, found, role)
        document = {"certSha256": found.sha256, "signers": len(bundle.signers)}
        out.answer(
            document, [f"已加入 {found.name}（{found.org_name}），共 {len(bundle.signers)} 人。"]
        )
        return GOOD


def _revoke(trust: click.Group) -> None:
    @command(trust, "revoke", "在草稿里写明一张证书从何时起作废。")
    @click.argument("draft", type=FILE)
    @click.argument("fingerprint")
    @click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="从哪天起，默认现在")
    def revoke(out: Output, draft: Path, fingerprint: str, since: datetime | None) -> int:
        at = since.astimezone() if since else Desk().clock.now()
        issuing.revoke_signer(draft, fingerprint, at)
        document = {"certSha256": fingerprint, "revokedFrom": at.isoformat()}
        out.answer(document, [f"已写明 {fingerprint[:16]}… 从 {at:%Y-%m-%d} 起作废。"])
        return GOOD


def _sign(trust: click.Group) -> None:
    @command(trust, "sign", "用根密钥签名：草稿成为信任清单包；已签的包再加一个签名。")
    @click.argument("source", type=FILE)
    @click.option("--key", "key_file", type=FILE, required=True, help="根密钥文件")
    @click.option("-o", "--output", type=FILE, required=True, help="信任清单包 .cdopkg")
    @click.option("--roots", type=FILE, help="根清单，默认是草稿或包旁边的 root.json")
    @click.option("--practice", is_flag=True, help="练习用：这份清单和按它出具的回执都写明是练习")
    @passphrase_option
    def sign(
        out: Output,
        source: Path,
        key_file: Path,
        output: Path,
        roots: Path | None,
        practice: bool,
        passphrase_file: Path | None,
    ) -> int:
        ask = asking(passphrase_file, "根密钥口令")
        sealed = issuing.sign_trust(
            *(Desk(), source, key_file, ask, output, out.run, roots), practice=practice
        )
        number = len(sealed.signatures)
        threshold = trusting.read_roots(issuing.roots_of(source, roots)).threshold
        document = {"package": str(output), "signatures": number, "threshold": threshold}
        missing = threshold - number
        rest = f"还要 {missing} 把根密钥签名" if missing > 0 else "已经够了"
        out.answer(
            document, [f"已签名 {output}，现有 {number} 个签名，需要 {threshold} 个，{rest}。"]
        )
        return GOOD


def _show(trust: click.Group) -> None:
    @command(trust, "show", "显示信任清单（草稿、包、或工作区里的）：人、角色、期限。")
    @click.argument("file", type=FILE)
    def show(out: Output, file: Path) -> int:
        if trusting.is_workspace(file):
            with reading(file) as bench:
                here = trusting.trust_here(bench)
            out.answer(_here_document(here), _here_lines(here))
            return GOOD
        bundle = issuing.shown_bundle(Desk(), file, out.run)
        lines = [bundle.age(), *(_signer_line(signer) for signer in bundle.signers)]
        out.answer(bundle.as_json(), lines)
        return GOOD


def _here_document(here: trusting.TrustHere) -> dict[str, Any]:
    """The bundle as `show` gives it of a file, with what the workspace keeps beside it."""
    roots, bundle = here.roots, here.bundle
    return (bundle.as_json() if bundle else {"version": None, "signers": []}) | {
        "age": bundle.age() if bundle else None,
        "expired": here.is_expired,
        "importedAt": here.imported_at.isoformat() if here.imported_at else None,
        "roots": roots.as_json() | {"fingerprint": roots.fingerprint} if roots else None,
        "pins": [_pin_document(one) for one in here.pins],
    }


def _here_lines(here: trusting.TrustHere) -> Iterator[str]:
    if here.bundle is None or here.imported_at is None:
        yield "本工作区没有信任清单。"
    else:
        expired = "，已过期" if here.is_expired else ""
        yield here.bundle.age()
        until, since = here.bundle.expires, here.imported_at
        yield f"有效期至 {until:%Y-%m-%d}{expired}；{since:%Y-%m-%d} 导入。"
        yield from map(_signer_line, here.bundle.signers)
    if here.roots is None:
        yield "没有固定的根清单。"
    else:
        yield (
            f"固定的根清单 第 {here.roots.version} 号，指纹 {here.roots.fingerprint}，"
            f"根密钥 {len(here.roots.keys)} 把，至少 {here.roots.threshold} 把签名："
        )
        yield from (f"  {key}" for key in here.roots.keys)
    if here.pins:
        yield "登记过的证书："
    yield from map(_pin_line, here.pins)


def _import(trust: click.Group) -> None:
    @command(trust, "import", "把信任清单导入工作区；旧版本、改过的版本都会被拒绝。")
    @click.argument("workspace", type=FILE)
    @click.argument("bundle", type=FILE)
    @click.option("--roots", "roots_file", type=FILE, help="第一次导入时：核对过指纹的 root.json")
    def import_bundle(out: Output, workspace: Path, bundle: Path, roots_file: Path | None) -> int:
        with writing(workspace) as bench:
            taken, _ = trusting.import_trust(bench, bundle, roots_file, out.run)
        document = {"version": taken.version, "signers": len(taken.signers)}
        out.answer(document, [f"已导入信任清单第 {taken.version} 版，{taken.age()}"])
        return GOOD


def _pin(trust: click.Group) -> None:
    @command(trust, "pin", "没有信任清单时：登记一张电话核对过指纹的证书。")
    @click.argument("workspace", type=FILE)
    @click.argument("fingerprint")
    @click.option("--note", default="", help="与谁、何时核对")
    def pin(out: Output, workspace: Path, fingerprint: str, note: str) -> int:
        with writing(workspace) as bench:
            made = trusting.pin(bench, fingerprint, note)
        document = {"certSha256": made.cert_sha256, "who": made.pinned_by}
        out.answer(document, [f"已登记证书 {made.cert_sha256}。"])
        return GOOD


def _pins(trust: click.Group) -> None:
    @command(trust, "pins", "列出登记过的证书：谁在何时登记、与谁核对。")
    @click.argument("workspace", type=FILE)
    def pins(out: Output, workspace: Path) -> int:
        with reading(workspace) as bench:
            known = trusting.pins_here(bench)
        out.answer(
            {"pins": [_pin_document(one) for one in known]},
            [_pin_line(one) for one in known] or ["没有登记过证书。"],
        )
        return GOOD


def _pin_document(pinned: PinnedKey) -> dict[str, str]:
    return {
        "certSha256": pinned.sha256,
        "who": pinned.who,
        "at": pinned.at,
        "note": pinned.note,
    }


def _pin_line(pinned: PinnedKey) -> str:
    return f"  {pinned.sha256}  {pinned.who}  {minute(pinned.at)}  {pinned.note}".rstrip()


def _unpin(trust: click.Group) -> None:
    @command(trust, "unpin", "撤销登记一张证书，此后不再凭它核验；以前凭它导入的回执不变。")
    @click.argument("workspace", type=FILE)
    @click.argument("fingerprint")
    @click.option("--note", default="", help="为什么，例如对方换了密钥")
    def unpin(out: Output, workspace: Path, fingerprint: str, note: str) -> int:
        with writing(workspace) as bench:
            gone = trusting.unpin(bench, fingerprint, note)
            who = bench.who.name
        document = {"certSha256": gone.sha256, "who": who, "pinned": _pin_document(gone)}
        out.answer(document, [f"已撤销登记证书 {gone.sha256}，何人、何时、为何已记入历史。"])
        return GOOD


def _signer_line(signer: Any) -> str:
    revoked = f"  自 {signer.revoked_from:%Y-%m-%d} 作废" if signer.revoked_from else ""
    return (
        f"  {signer.name}  {role_label(signer.role)}  {signer.org_code}  "
        f"{signer.not_before:%Y-%m-%d} 至 {signer.not_after:%Y-%m-%d}  "
        f"{signer.cert_sha256}{revoked}"
    )
