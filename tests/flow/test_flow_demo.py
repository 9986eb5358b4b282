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

from cdo_desktop.package.card import commands_of

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
    assert len(list(demo.glob("*.cdopkg"))) == 3
    office = Office(workspace)
    assert office.is_whole()
    assert set(office.states().values()) == {"已受理"}
    assert office.ask("check")["errors"] == 0
    trust = ("--trust", demo / "信任清单.cdopkg", "--roots", demo / "root.json", "--deep")
    found = ask("verify", demo / "目录导出.cdopkg", *trust)
    assert found["verdict"] == "valid-with-notes"
    assert {one["code"] for one in found["reasons"]} == {"CDO-E512", "CDO-E515"}
    assert {one["suite"] for one in found["signatures"]} == {"ecdsa-p256-sha256", "sm2-sm3"}


def test_all_that_it_leaves_is_practice(demo):
    for package in demo.glob("*.cdopkg"):
        assert ask("verify", package, exits=UNCHECKED)["practice"], package.name
    [workspace] = demo.glob("*.cdo")
    assert Office(workspace).ask("doctor")["practice"]


def test_it_tells_each_step_to_a_person(tmp_path):
    said = cdo("demo", tmp_path / "练习")
    assert re.findall(r"^ *(\d+)\. ", said.out, re.M) == [str(n) for n in range(1, 38)]
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
