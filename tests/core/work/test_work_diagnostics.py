"""Diagnostics: counts and versions, but no value, name, path or code of anybody."""

from __future__ import annotations

import json
import zipfile

import pytest
from desk_steps import desk_of

from cdo_desktop import __version__
from cdo_desktop.tasks import Run
from cdo_desktop.work.diagnostics import LOG_NAME, collect, redacted, write

LOG = """2026-03-12 09:30:00,100 INFO cdo_desktop: started, version 1.0
2026-03-12 09:31:00,100 ERROR cdo_desktop.jobs: /home/wangfang/民政局.cdo 王芳 11511900MB0000019E
"""


@pytest.fixture
def logs(tmp_path):
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / LOG_NAME).write_text(LOG, "utf-8")
    return folder


def test_nothing_of_anybody_is_in_a_bundle(bench, act, tmp_path, logs, sent):
    _, records = sent
    found = collect(bench, desk_of(act), logs, {"qt": "6.9.3"}, Run())
    for word in (
        *(record.title for record in records),
        *(record.code for record in records if record.code),
        bench.org.name,
        bench.org.code,
        bench.who.name,
        bench.workspace.path.name,
        str(tmp_path),
        "wangfang",
    ):
        assert word not in found.text, word
    assert f'"{__version__}"' in found.text


def test_counts_are_there(bench, act, logs, sent):
    files = collect(bench, desk_of(act), logs, {}, Run()).files
    told = json.loads(files["workspace.json"])
    assert told["records"] == {"resource/exported": 2}
    assert told["packages"] == {"exported": 1}
    assert told["damaged"] is False
    assert "started, version 1.0" in files["log.txt"]


def test_without_a_workspace_there_are_versions_and_log(act, logs):
    assert set(collect(None, desk_of(act), logs, {}, Run()).files) == {"about.json", "log.txt"}


def test_without_a_log_it_is_empty(act, tmp_path):
    assert collect(None, desk_of(act), tmp_path, {}, Run()).files["log.txt"] == ""


def test_what_is_written_is_what_was_shown(act, tmp_path, logs):
    found = collect(None, desk_of(act), logs, {}, Run())
    target = tmp_path / "诊断.zip"
    write(found, target)
    with zipfile.ZipFile(target) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == found.files


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("settings not kept: CDO-U204", "settings not kept: CDO-U204"),
        ('File "/home/li/app/ui/jobs.py", line 9', 'File "‹path›jobs.py", line 9'),
        (r"C:\Users\wangfang\a.cdo gone", "‹path› gone"),
        ("读“民政局.cdo”", "〇.cdo〇"),
        ("sha 7141739f915fe631aaaa", "sha #"),
        ("ModuleNotFoundError: x", "ModuleNotFoundError: x"),
    ],
)
def test_lines_are_redacted(line, expected):
    assert redacted(line) == expected
