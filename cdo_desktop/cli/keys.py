"""Commands on keys: key new, key import, key show."""

from __future__ import annotations

from pathlib import Path

import click

from cdo_desktop.cli.base import FILE, HELP, asking, command, passphrase_option
from cdo_desktop.cli.output import GOOD, Output
from cdo_desktop.cli.usage import WORDS
from cdo_desktop.domain.people import Org
from cdo_desktop.sentences import sentence
from cdo_desktop.work import keys
from cdo_desktop.workbench import Desk


def register(group: click.Group) -> None:
    """Add the commands to the group."""

    @group.group("key", help="密钥与证书。", context_settings=HELP)
    def key() -> None:
        """Commands on keys."""

    for add_to in (_new, _import, _show):
        add_to(key)


def _new(key: click.Group) -> None:
    @command(key, "new", "生成密钥和自制证书；密钥文件用口令保护。")
    @click.option("-o", "--output", type=FILE, required=True, help="密钥文件")
    @click.option("--name", type=WORDS, required=True, help="姓名")
    @click.option("--role", required=True, help="角色：dept_cdo 或“部门首席数据官” …")
    @click.option("--org", type=WORDS, required=True, help="单位名称")
    @click.option("--org-code", required=True, help="统一社会信用代码")
    @click.option(
        "--suite", default="sm2", show_default=True, type=click.Choice(["sm2", "p256"]), help="算法"
    )
    @passphrase_option
    def new(
        out: Output,
        output: Path,
        name: str,
        role: str,
        org: str,
        org_code: str,
        suite: str,
        passphrase_file: Path | None,
    ) -> int:
        owner = Org(org_code.strip().upper(), org)
        ask = asking(passphrase_file, "密钥口令", new=True)
        made = keys.make_key(Desk(), output, suite, name, role, owner, ask)
        document = keys.describe(made) | {
            "key": str(output),
            "certificate": str(keys.certificate_path(output)),
        }
        out.say(sentence("CDO-E901").says)
        out.answer(document, [f"已生成密钥 {output}。", f"证书指纹 {made.sha256}"])
        return GOOD


def _import(key: click.Group) -> None:
    @command(key, "import", "把 CA 签发的 PKCS#12（ECDSA P-256）存为密钥文件。")
    @click.argument("source", type=FILE)
    @click.option("-o", "--output", type=FILE, required=True, help="密钥文件")
    @click.option("--source-passphrase-file", type=FILE, help="原文件的口令")
    @passphrase_option
    def import_key(
        out: Output,
        source: Path,
        output: Path,
        source_passphrase_file: Path | None,
        passphrase_file: Path | None,
    ) -> int:
        opening = asking(source_passphrase_file, "原文件口令")
        made = keys.import_key(
            source, output, opening, asking(passphrase_file, "密钥口令", new=True)
        )
        document = keys.describe(made) | {"key": str(output)}
        out.answer(document, [f"已保存密钥 {output}。", f"证书指纹 {made.sha256}"])
        return GOOD


def _show(key: click.Group) -> None:
    @command(key, "show", "显示密钥文件或证书文件里的证书，不需要口令。")
    @click.argument("file", type=FILE)
    def show(out: Output, file: Path) -> int:
        certificate = keys.read_certificate(file)
        document = keys.describe(certificate)
        notice = keys.notice(Desk(), certificate)
        lines = [
            f"{document['name']}  {document['role']}  {document['org']}（{document['orgCode']}）",
            f"算法 {document['suite']}  有效期至 {document['notAfter'][:10]}",
            f"证书指纹 {certificate.sha256}",
        ]
        if notice:
            lines.append(notice.message())
        out.answer(document | {"notice": notice.message() if notice else ""}, lines)
        return GOOD
