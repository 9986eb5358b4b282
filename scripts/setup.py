"""Makes .venv at the root ready and says what is missing; a second start costs next to nothing.

Runs under any Python 3.11 to 3.13 before anything is installed: standard library only.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "ready"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# Debian and Ubuntu names. Newer releases renamed libglib2.0-0 (t64); apt resolves the old name.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def main() -> int:
    """Set up what is missing; 0 when everything is there."""
    wanted = fingerprint()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return 0
    if not system_libraries() or not environment():
        return 1
    STAMP.write_text(wanted, "utf-8")
    return 0


def fingerprint() -> str:
    """Changes when the lock file or the Python does."""
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{lock} {sys.version_info.major}.{sys.version_info.minor}"


def system_libraries() -> bool:
    """Install or name the libraries Qt needs. Only Linux needs any."""
    if not sys.platform.startswith("linux"):
        return True
    missing = [package for library, package in LIBRARIES.items() if not present(library)]
    if not missing:
        return True
    if os.geteuid() == 0 and Path("/usr/bin/apt-get").exists():
        say(f"安装系统库 / installing system libraries: {' '.join(missing)}")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        if subprocess.run(command, env=quiet, stdout=sys.stderr, check=False).returncode == 0:
            return True
    say("缺少系统库 / missing system libraries:")
    say(f"  Debian/Ubuntu/UOS/Kylin: sudo apt-get install {' '.join(missing)}")
    return False


def present(library: str) -> bool:
    """Whether the dynamic linker can find a library."""
    code = f"import ctypes; ctypes.CDLL({library!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    return done.returncode == 0


def usable() -> bool:
    """Whether .venv has a Python that starts and a pip."""
    if not PYTHON.exists():
        return False
    command = [str(PYTHON), "-c", "import pip"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def environment() -> bool:
    """Make .venv and install exactly what the lock file names."""
    say("准备运行环境（只在第一次）/ preparing .venv (first start only) …")
    try:
        if not usable():
            venv.create(VENV, clear=VENV.exists(), with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        say(f"无法建立 .venv / cannot make .venv: {error}")
        say("  Debian/Ubuntu: sudo apt-get install python3-venv")
        return False
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*command, "--require-hashes", "-r", str(LOCK)], check=False)
    if done.returncode:
        say("依赖安装失败，请检查网络后重试 / installing failed; check the network")
    return done.returncode == 0


def say(text: str) -> None:
    """A line on standard error, so that --json output stays clean."""
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
