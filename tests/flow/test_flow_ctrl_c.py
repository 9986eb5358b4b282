"""Ctrl+C before there is a command, and after its work is done: the exit code is always honest."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flow_steps import GOOD, ROOT, STOPPED, TITLES, Said, new_office, sheet, titled

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals there")

_PROGRAM = """
import atexit, os, runpy, signal, sys
from importlib.abc import MetaPathFinder

when, sys.argv = sys.argv[1], ["main.py", *sys.argv[2:]]
ctrl_c = lambda *_: os.kill(os.getpid(), signal.SIGINT)


class WhileLoading(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "cdo_desktop.cli.entry":
            ctrl_c()


class Ending:
    def __del__(self, kill=os.kill, myself=os.getpid()):
        kill(myself, 2)


if when == "loading":
    sys.meta_path.insert(0, WhileLoading())
elif when == "ending":
    atexit.register(ctrl_c)
elif when == "ended":
    os.kept_to_the_end = Ending()
else:
    from cdo_desktop.store.workspace import Workspace

    close = Workspace.close
    Workspace.close = lambda self: [ctrl_c() for _ in range(int(when))] + [close(self)]
runpy.run_path("main.py", run_name="__main__")
"""


def program(when: str, *arguments: object) -> Said:
    """The program, and Ctrl+C at this time; a number: so often when the workspace is closed."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, when, *map(str, arguments), "--json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def office(tmp_path):
    return new_office(tmp_path)


@pytest.fixture
def filled(office) -> Path:
    return sheet(office.folder / "填报.xlsx", *titled(*TITLES))


@pytest.mark.parametrize("when", ["1", "ending", "ended"])
def test_after_the_work_an_import_is_a_success(office, filled, when):
    said = program(when, "import", office.path, filled)
    assert (said.code, said.document["new"]) == (GOOD, len(TITLES))
    assert set(office.listed()) == set(TITLES)


def test_before_the_command_it_is_stopped_with_a_document(office, filled):
    said = program("loading", "import", office.path, filled)
    assert (said.code, said.document["error"]["code"]) == (STOPPED, "CDO-U128")
    assert office.listed() == {}


def test_torn_by_the_second_it_says_that_something_may_have_been_written(office, filled):
    said = program("2", "import", office.path, filled)
    assert (said.code, said.document["error"]["code"]) == (STOPPED, "CDO-U130")
    assert "history" in said.err
    assert set(office.listed()) == set(TITLES)
