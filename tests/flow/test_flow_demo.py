"""The demonstration ends well, and its package passes the receiver's card without our software."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flow_steps import UNCHECKED, Office, ask, cdo, run
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cdo_desktop.package.card import commands_of

PROJECT = "通江县学生资助信息平台升级项目（示例）"
ONLY_PRACTICE = {"CDO-E512", "CDO-E515"}
TRUST = ("--trust", "信任清单.cdopkg", "--roots", "root.json")
TOOLS = ("openssl", "sha256sum", "unzip")


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """The folder of a demonstration."""
    folder = tmp_path_factory.mktemp("demo") / "练习"
    said = json.loads(run("demo", folder, "--json").out)
    assert said["ok"]
    assert said["state"] == "accepted"
    assert Path(said["package"]).exists()
    for step in said["steps"]:
        assert step["what"]
        assert not step["file"] or Path(step["file"]).exists()
    return folder


def test_it_leaves_a_workspace_and_packages(demo):
    [workspace] = demo.glob("*.cdo")
    assert len(list(demo.glob("*.cdopkg"))) == 4
    office = Office(workspace)
    assert office.is_whole()
    states = office.states()
    assert states.pop(PROJECT) == "待专家评审"
    assert set(states.values()) == {"已受理"}
    assert office.ask("check")["errors"] == 0
    trust = ("--trust", demo / "信任清单.cdopkg", "--roots", demo / "root.json", "--deep")
    found = ask("verify", demo / "目录导出.cdopkg", *trust)
    assert found["verdict"] == "valid-with-notes"
    assert {one["code"] for one in found["reasons"]} == ONLY_PRACTICE
    assert {one["suite"] for one in found["signatures"]} == {"ecdsa-p256-sha256", "sm2-sm3"}


def test_all_that_it_leaves_is_practice(demo):
    for package in demo.glob("*.cdopkg"):
        assert ask("verify", package, exits=UNCHECKED)["practice"], package.name
    [workspace] = demo.glob("*.cdo")
    assert Office(workspace).ask("doctor")["practice"]


def test_it_tells_each_step_to_a_person(tmp_path):
    said = cdo("demo", tmp_path / "练习")
    assert re.findall(r"^ *(\d+)\. ", said.out, re.M) == [str(n) for n in range(1, 57)]
    assert "已受理" in said.out


def test_its_package_passes_the_receivers_card(demo, tmp_path):
    for tool in TOOLS:
        assert shutil.which(tool), f"this test runs the receiver's card and needs {tool}"
    card = (demo / "目录导出.接收核验卡.txt").read_text("utf-8")
    package = shutil.copy(demo / "目录导出.cdopkg", tmp_path)
    bin_folder = Path(sys.executable).parent  # bagit.py stands there
    environment = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}
    said, inside = [], tmp_path
    for line in commands_of(card):
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=inside,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        said.append(done.stdout + done.stderr)
        if line.startswith("unzip"):
            inside = tmp_path / "p"
    told = "\n".join(said)
    found = ask("verify", package, exits=UNCHECKED)  # of those who signed nothing is known here
    for digest in ("contentDigest", "containerDigest"):
        assert found[digest].removeprefix("sha256:") in told
        assert found[digest].removeprefix("sha256:") in card
    for one in found["signatures"]:
        assert one["certSha256"] in told
        assert one["certSha256"] in card
    assert re.search("(CAdES|CMS) Verification successful", told)  # the P-256 signature
    assert "Signature Verified Successfully" in told  # the SM2 signature, by the manual route


def test_its_form_is_signed_by_two_keys_of_different_roles(demo):
    trust = ("--trust", demo / TRUST[1], "--roots", demo / TRUST[3])
    found = ask("review", "verify", demo / "项目审查表.cdopkg", *trust)
    assert found["verdict"] == "valid-with-notes"
    assert {one["code"] for one in found["reasons"]} == ONLY_PRACTICE
    told = [(one["role"], one["decision"]) for one in found["opinions"]]
    assert told == [("部门首席数据官", "同意"), ("首席数据执行官", "修改后同意")]
    assert len({one["certSha256"] for one in found["signatures"]}) == 2
    assert found["wanted"] == []
    assert [one["name"] for one in found["print"]["signatures"]] == ["李文涛", "陈明"]
    assert {one["code"] for one in found["print"]["reasons"]} == {"CDO-K479"}


def test_openssl_verifies_both_signatures_of_its_form(demo, tmp_path):
    subprocess.run(["unzip", "-q", demo / "项目审查表.cdopkg", "-d", tmp_path], check=True)
    for number, key in enumerate(("首席数据官", "首席数据执行官"), 1):
        check = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"]
        check += ["-in", f"META-INF/signature{number:03d}.p7s", "-purpose", "any"]
        check += ["-content", f"META-INF/ASiCManifest{number:03d}.xml", "-out", "/dev/null"]
        check += ["-CAfile", str(demo / f"{key}.cdokey.pem")]
        done = subprocess.run(check, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def test_readers_agree_that_its_print_is_intact(demo):
    """pdfsig and pyHanko by itself; and everything that was said stands in its text."""
    print_ = demo / "项目审查表.pdf"
    said = subprocess.run(["pdfsig", "-nocert", print_], capture_output=True, check=True)
    assert said.stdout.decode().count("Signature is Valid.") == 2
    assert "Total document signed" in said.stdout.decode()
    with print_.open("rb") as stream:
        reader = PdfFileReader(stream)
        for one in reader.embedded_signatures:
            anchor = ValidationContext(trust_roots=[one.signer_cert], allow_fetching=False)
            status = validate_pdf_signature(one, signer_validation_context=anchor)
            assert status.bottom_line, status.pretty_print_details()
    text = subprocess.run(["pdftotext", print_, "-"], capture_output=True, check=True)
    words = "".join(text.stdout.decode().split())
    trust = ("--trust", demo / TRUST[1], "--roots", demo / TRUST[3])
    found = ask("review", "verify", demo / "项目审查表.cdopkg", *trust)
    for one in found["opinions"]:
        for part in (one["text"], one["name"], *one["conditions"]):
            assert part in words
    assert found["contentDigest"] in words
    assert "属于惠民补贴发放的薄弱环节" in words  # why a check was overruled
