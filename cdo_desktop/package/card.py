"""The receiver's card: how to check this very package without any software of ours."""

from __future__ import annotations

from collections.abc import Iterator

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.statement import Statement
from cdo_desktop.package.asic import manifest_name, signature_name, statement_name
from cdo_desktop.package.drafting import SealedPackage
from cdo_desktop.package.verifying import PRACTICE
from cdo_desktop.sentences import sentence
from cdo_desktop.signing.certificates import Certificate

SM2_ID = "1234567812345678"

_HEAD = """接收核验卡
{practice}
文件：{file}
种类：{kind}
包编号：{package_id}
发送单位：{sender}（{sender_code}）
制作时间：{created}
文件摘要（SHA-256）：{container}
内容摘要（SHA-256）：{content}

下面的步骤只用 unzip、sha256sum、openssl（3.0 以上）和 bagit.py，不需要安装本程序。
每一步都要成功；有一步不成功，请不要使用这个包，并告诉发送单位。

一、文件是否完整
    sha256sum {file}
    显示的数应等于上面的“文件摘要”。（Windows：certutil -hashfile {file} SHA256）

二、解开并核对每个文件
    unzip {file} -d p && cd p
    sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt
    bagit.py --validate .
    sha256sum manifest-sha256.txt
    最后一行显示的数应等于上面的“内容摘要”。
"""

_SIGNER = """
三之 {number}、签名 {number}：{name}（{org}），算法 {suite}
    证书指纹（SHA-256）：{fingerprint}
    先取出证书，核对指纹（请用电话等另一条途径，向签名人本人核对）：
    openssl pkcs7 -inform DER -in {signature} -print_certs -out {cert}
    openssl x509 -in {cert} -outform DER | sha256sum
"""

_CMS = """    再核验签名（证书由 CA 签发的，-CAfile 后面写 CA 的证书）：
    openssl cms -verify -cades -binary -inform DER -in {signature} -content {manifest} \
-CAfile {cert} -purpose any -out /dev/null
"""

_SM2 = """    再核验签名。openssl 的 cms 命令不能用默认 ID 核验 SM2，下面分步来做
    （支持国密的平台可直接用 BouncyCastle 等核验 CAdES 签名，ID 为 {sm2_id}）：
    openssl x509 -in {cert} -pubkey -noout > pub.pem
    openssl asn1parse -inform DER -in {signature} | grep -A 2 messageDigest
    openssl asn1parse -inform DER -in {signature} | awk '/d=5 .*cont \\[ 0 \\]/ \
{{split($0,a,":"); sub(/.*hl= */,""); h=$1; sub(/.*l= */,""); print a[1]+2, h+$1-1}}' \
| {{ read off len; {{ printf '\\061'; tail -c +$off {signature} | head -c $len; }} > attrs.der; }}
    openssl asn1parse -inform DER -in {signature} | awk '/d=5 .*OCTET STRING/ \
{{split($0,a,":"); sub(/.*hl= */,""); h=$1; sub(/.*l= */,""); print a[1]+h+1, $1}}' \
| {{ read off len; tail -c +$off {signature} | head -c $len > sig.der; }}
    openssl dgst -sm3 {manifest}
    openssl pkeyutl -verify -pubin -inkey pub.pem -rawin -digest sm3 -in attrs.der \
-sigfile sig.der -pkeyopt distid:{sm2_id}
    “dgst”显示的数应等于 messageDigest 那一行下面 SET 里的 OCTET STRING；
    “pkeyutl”应显示 Signature Verified Successfully。
"""

_COVER = """    最后看签名管到的文件：下面命令显示的字，应等于 {manifest} 中
    “manifest-sha256.txt”一行的 DigestValue。
    openssl dgst -{digest} -binary manifest-sha256.txt | base64
"""

_SAID = """    签名人的意见：{role}，{decision}，{at}。全文在 {statement} 里；
    下面命令显示的字，应等于 {manifest} 中这个文件一行的 DigestValue：
    openssl dgst -{digest} -binary {statement} | base64
    openssl dgst -sha256 {statement}
"""

_TAIL = """
四、这些步骤没有核验的
    签名人有没有权签这类包、证书是否已被吊销，要看信任清单或向发送单位核实。
{advice}    {limits}
"""

_ADVICE = """    接收方没有国密软件时，可请发送单位另加一个 ECDSA 签名（002），与 SM2 签名一并核验。
"""


def receiver_card(package: SealedPackage, file_name: str | None = None) -> str:
    """The card to go beside a package; `file_name` if it is handed over under another name."""
    facts = package.manifest.facts
    head = _HEAD.format(
        practice=f"\n{sentence(PRACTICE).says}\n" if facts.practice else "",
        file=file_name or package.path.name,
        kind=facts.kind.label,
        package_id=facts.package_id,
        sender=facts.sender.name,
        sender_code=facts.sender.code,
        created=timestamp(facts.created_at),
        container=package.container_digest.removeprefix("sha256:"),
        content=package.content_digest.removeprefix("sha256:"),
    )
    needs_advice = all(each.suite.manifest_digest == "sm3" for each in package.certificates)
    tail = _TAIL.format(advice=_ADVICE if needs_advice else "", limits=sentence("CDO-E901").says)
    return "".join((head, *_signers(package), tail))


def _signers(package: SealedPackage) -> Iterator[str]:
    for number, certificate in enumerate(package.certificates, 1):
        yield _signer(number, certificate)
        if number <= len(package.statements):
            yield _said(number, certificate, package.statements[number - 1])


def _said(number: int, certificate: Certificate, statement: Statement) -> str:
    """What the signer of a review form has said, and that his signature covers it."""
    return _SAID.format(
        role=role_label(statement.role),
        decision=statement.decision.label,
        at=timestamp(statement.at),
        statement=statement_name(number),
        manifest=manifest_name(number),
        digest=certificate.suite.manifest_digest,
    )


def _signer(number: int, certificate: Certificate) -> str:
    suite = certificate.suite
    route = _SM2 if suite.manifest_digest == "sm3" else _CMS
    return (_SIGNER + route + _COVER).format(
        number=number,
        name=certificate.name,
        org=certificate.org_name,
        suite=suite.name,
        fingerprint=certificate.sha256,
        signature=signature_name(number),
        manifest=manifest_name(number),
        cert=f"cert{number:03d}.pem",
        digest=suite.manifest_digest,
        sm2_id=SM2_ID,
    )


def commands_of(card: str) -> list[str]:
    """The command lines of a card, in order."""
    starts = ("sha256sum ", "unzip ", "bagit.py ", "openssl ")
    lines = (line.strip() for line in card.splitlines() if line.startswith("    "))
    return [line for line in lines if line.startswith(starts)]
