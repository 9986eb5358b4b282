"""Builds the program as one folder, tries the built program out, packs it: scripts/build.

PyInstaller comes with .venv, pinned in requirements.lock; build.spec says what goes in.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from time import monotonic

import tryout
from setup import ROOT, present, say

sys.path.insert(0, str(ROOT))
from cdo_desktop import __version__

NAME, SUMS = "cdo-desktop", "SHA256SUMS"
GOOD, WANTING, UNUSABLE = 0, 1, 2


def main() -> int:
    """0 = built, and everything asked for was there; 1 = something is wanting; 2 = cannot build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT, help="where dist/ and build/ are made")
    parser.add_argument("--smoke", action="store_true", help="try the built program out")
    parser.add_argument("--pack", action="store_true", help="make one archive of the folder")
    parser.add_argument("--no-build", action="store_true", help="take what was built before")
    options = parser.parse_args()
    dist = options.out.absolute() / "dist"
    folder = dist / NAME
    if not options.no_build and not (ready() and built(dist, options.out.absolute() / "build")):
        return UNUSABLE
    if not folder.is_dir():
        say(f"{folder}: 还没有打包 / nothing built here")
        return UNUSABLE
    describe(folder)
    if options.smoke and not tried(folder):
        return WANTING
    if options.pack:
        say(f"压缩包 / archive: {packed(folder)}")
    return GOOD


def ready() -> bool:
    """Whether the system has what PyInstaller needs; installed where that may be done."""
    if not sys.platform.startswith("linux"):
        return True
    if not sysconfig.get_config_var("Py_ENABLE_SHARED"):
        say("这个 Python 没有共享库，不能打包，请换一个 / built without --enable-shared:")
        say(f"  {sys.base_prefix}")
        return False
    wanted = missing()
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"安装打包所需 / installing what building needs: {' '.join(wanted)}")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]
        subprocess.run(command, env=quiet, stdout=sys.stderr, check=False)
        wanted = missing()
    if wanted:
        say(f"缺少 / missing (Debian/Ubuntu/UOS): sudo apt-get install {' '.join(wanted)}")
    return not wanted


def missing() -> list[str]:
    """The packages, by their Debian names, of what PyInstaller runs and copies."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    library = sysconfig.get_config_var("INSTSONAME")
    wanted = [] if shutil.which("objdump") and shutil.which("objcopy") else ["binutils"]
    return wanted if present(library) else [*wanted, f"libpython{version}"]


def built(dist: Path, work: Path) -> bool:
    """Run PyInstaller, from nothing: what an earlier build left behind is not taken over."""
    say("打包 / building …")
    begun = monotonic()
    places = ("--distpath", str(dist), "--workpath", str(work))
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", *places]
    report = work / "pyinstaller.log"
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [*command, str(ROOT / "build.spec")], cwd=ROOT, stdout=said, stderr=said, check=False
        )
        said.seek(0)
        report.write_bytes(said.read())
    if done.returncode:
        say(f"打包没有成功，见 / failed, see {report}")
        return False
    listed(dist / NAME)
    say(f"  {monotonic() - begun:.0f} s, {report}")
    return True


def listed(folder: Path) -> None:
    """Write down every file beside the program: who copies the folder can check the copy."""
    lines = []
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        lines.append(f"{digest}  {file.relative_to(folder).as_posix()}\n")
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="\n")


def describe(folder: Path) -> None:
    """Say how large it is and on which glibc it starts."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files) / 1_000_000
    say(f"{folder}: {size:.0f} MB, {len(files)} 个文件 / files")
    if sys.platform.startswith("linux"):
        command = [sys.executable, str(ROOT / "packaging" / "glibc_floor"), str(folder)]
        floor = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        say(f"  最低 glibc / glibc floor: {floor}")


def tried(folder: Path) -> bool:
    """Whether the built program has everything and does its main job."""
    suffix = ".exe" if os.name == "nt" else ""
    faults = tryout.incomplete(ROOT, folder / "_internal")
    faults += tryout.faults([str(folder / f"{NAME}{suffix}")])
    for fault in faults:
        say(f"  没有通过 / failed: {fault}")
    if not faults:
        say("试运行通过 / the built program works")
    return not faults


def packed(folder: Path) -> Path:
    """One archive of the folder, that can be carried on any stick."""
    machine = f"{platform.system()}-{platform.machine()}".lower()
    stem = folder.with_name(f"{NAME}-{__version__}-{machine}")
    kind = "zip" if os.name == "nt" else "gztar"
    return Path(shutil.make_archive(str(stem), kind, folder.parent, folder.name))


if __name__ == "__main__":
    sys.exit(main())
