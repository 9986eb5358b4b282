"""The walls of the house hold: imports, Qt, sizes, one version, one door to the user."""

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import cdo_desktop

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "cdo_desktop").rglob("*.py"))
UI = sorted((ROOT / "ui").rglob("*.py"))
PROGRAM = [ROOT / "main.py", *CORE, *UI]
OTHERS = [
    path
    for folder in ("scripts", "tests", "benchmarks", "packaging")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
LONGEST = 400
CATCH_ALL = ("jobs.py", "crash.py")
"""The thread boundary of the window, the only place that may catch everything."""
PAPER = ("reportlab", "PIL", "pypdfium2", "pyhanko", "segno", "openpyxl")
"""What prints, signs prints and reads workbooks: 0.3 s and 20 MB that a start does not need."""
BOXES = {"utils", "util", "misc", "helpers", "helper", "manager", "common"}


def offenders(paths: Iterable[Path], breaks: Callable[[str], object]) -> list[str]:
    """The files whose text breaks a rule."""
    return [path.relative_to(ROOT).as_posix() for path in paths if breaks(path.read_text("utf-8"))]


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )


def test_every_import_keeps_to_its_contract():
    """As `lint-imports` says it: hidden imports, in functions and TYPE_CHECKING, count."""
    command = "from importlinter.cli import lint_imports_command as lint; lint()"
    done = python("-c", command, "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_the_core_runs_where_there_is_no_qt():
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in CORE]
    modules = [name.removesuffix(".__init__") for name in names if ".migrations." not in name]
    done = python(
        *("-W", "error", "-c"),
        "import importlib, sys\n"
        "for name in ('PySide6', 'shiboken6', 'ui'): sys.modules[name] = None\n"
        f"for name in {modules!r}: importlib.import_module(name)\n",
    )
    assert done.returncode == 0, done.stderr


def test_the_window_starts_without_the_libraries_of_paper():
    done = python(
        *("-c", f"import sys, ui.app; print([name for name in {PAPER!r} if name in sys.modules])")
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_every_module_opens_with_a_sentence():
    def breaks(text):
        docstring = ast.get_docstring(ast.parse(text)) or ""
        return not docstring.partition("\n\n")[0].rstrip().endswith(".")

    assert offenders(PROGRAM, breaks) == []


def test_every_file_has_one_subject():
    """docs/ARCHITECTURE.md: about 300 lines; at 400 there is a second subject in it."""
    assert offenders(PROGRAM, lambda text: len(text.splitlines()) > LONGEST) == []


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(?:T[O]DO|F[I]XME|H[A]CK)\b")
    assert offenders([*PROGRAM, *OTHERS], later.search) == []


def test_no_error_is_swallowed():
    """Who catches everything raises again, but for the thread boundary of the window."""

    def breaks(text):
        handlers = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.ExceptHandler)]
        return any(_swallows(handler) for handler in handlers)

    paths = [path for path in PROGRAM if path.name not in CATCH_ALL]
    assert offenders(paths, breaks) == []


def _swallows(handler: ast.ExceptHandler) -> bool:
    caught = ast.unparse(handler.type) if handler.type else "BaseException"
    raises = any(isinstance(node, ast.Raise) for node in ast.walk(handler))
    return caught in ("Exception", "BaseException") and not raises


def test_no_import_hides_behind_type_checking():
    assert offenders(PROGRAM, lambda text: "TYPE_CHECKING" in text) == []


def test_one_module_talks_to_the_user():
    paths = [path for path in UI if path != ROOT / "ui" / "notify.py"]
    assert offenders(paths, lambda text: "QMessageBox" in text) == []


def test_the_core_prints_nothing():
    """Only the command line writes to the terminal, through click."""
    printed = re.compile(r"^\s*print\(", re.MULTILINE)
    assert offenders(CORE, printed.search) == []


def test_no_module_is_a_box_for_anything():
    names = {path: {*path.relative_to(ROOT).with_suffix("").parts} for path in PROGRAM}
    assert [path for path, parts in names.items() if parts & BOXES] == []


def test_there_is_one_version_number():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["setuptools"]["dynamic"]["version"]["attr"] == "cdo_desktop.__version__"
    assert re.fullmatch(r"\d+\.\d+\.\d+", cdo_desktop.__version__)
    said = offenders(PROGRAM, lambda text: f'"{cdo_desktop.__version__}"' in text)
    assert said == ["cdo_desktop/__init__.py"]


def test_every_tool_and_library_is_locked():
    """Whoever sets up the program gets what was tested."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)", lock, re.MULTILINE))
    for wish in wanted:
        name, _, exact = re.match(r"([A-Za-z0-9._-]+)(==([^;\s]+))?", wish).groups()
        assert name in locked, name
        assert not exact or locked[name] == exact, name
    assert locked["pytest"] == importlib.metadata.version("pytest")


def test_no_two_files_of_tests_have_one_name() -> None:
    """pytest imports them by their base name: the second of two would not run at all."""
    names = Counter(file.name for file in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []
