"""Files get their final name only when they are whole."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.files import (
    disk_trouble,
    existing,
    replacing,
    temporary_name,
    write_bytes,
    writing,
)
from cdo_desktop.tasks import Cancelled

OLD, NEW = b"old" * 1000, b"new" * 5000
BY_THE_SYSTEM = pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits there")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "目录.cdopkg"
    path.write_bytes(OLD)
    return path


def alone(path):
    return list(path.parent.iterdir()) == [path]


def test_a_file_is_written_whole(file):
    write_bytes(file, NEW)
    assert file.read_bytes() == NEW
    assert alone(file)


def test_a_file_is_made_where_none_is(tmp_path):
    write_bytes(tmp_path / "a", NEW)
    assert (tmp_path / "a").read_bytes() == NEW
    assert alone(tmp_path / "a")


@pytest.mark.parametrize("error", [ZeroDivisionError, Cancelled, KeyboardInterrupt])
def test_an_exception_leaves_the_old_file(file, error):
    with pytest.raises(error), writing(file) as stream:
        stream.write(NEW)
        raise error
    assert file.read_bytes() == OLD
    assert alone(file)


def test_the_old_file_is_there_until_the_new_one_is_whole(file):
    with writing(file) as stream:
        stream.write(NEW)
        stream.flush()
        assert file.read_bytes() == OLD
    assert file.read_bytes() == NEW


def test_a_block_that_writes_nothing_is_disk_trouble_and_changes_nothing(file):
    with pytest.raises(DiskTrouble), replacing(file):
        pass
    assert file.read_bytes() == OLD
    assert alone(file)


def test_two_who_write_at_once_do_not_mix(file):
    with writing(file) as first, writing(file) as second:
        first.write(b"first")
        second.write(b"second")
    assert file.read_bytes() in (b"first", b"second")
    assert alone(file)


def test_a_folder_that_is_not_there_is_disk_trouble(tmp_path):
    with pytest.raises(DiskTrouble) as trouble:
        write_bytes(tmp_path / "没有" / "a.xlsx", NEW)
    assert trouble.value.code == "CDO-U203"
    assert "a.xlsx" in trouble.value.happened


def test_a_folder_of_that_name_is_disk_trouble(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(DiskTrouble):
        write_bytes(tmp_path / "a", NEW)
    assert alone(tmp_path / "a")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "CDO-U201"),
        (errno.EDQUOT, "CDO-U201"),
        (errno.EACCES, "CDO-U202"),
        (errno.EROFS, "CDO-U202"),
        (errno.ENOENT, "CDO-U203"),
        (errno.EFBIG, "CDO-U205"),
        (errno.EIO, "CDO-U204"),
    ],
)
def test_what_the_system_says_becomes_a_sentence(number, code):
    trouble = disk_trouble(OSError(number, os.strerror(number)), Path("u/目录.cdopkg"))
    assert trouble.code == code
    assert "目录.cdopkg" in trouble.happened
    assert trouble.todo


IN_ANOTHER_PROCESS = """
import os, resource, signal, sys
from pathlib import Path
from unittest.mock import patch
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.files import write_bytes, writing

path, what = Path(sys.argv[1]), sys.argv[2]
if what == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    try:
        write_bytes(path, b"new" * 5000)
    except DiskTrouble as trouble:
        print(trouble.code)
else:
    with writing(path) as stream:
        stream.write(b"new" * 5000)
        stream.flush()
        os.kill(os.getpid(), signal.SIGKILL)
"""


def another_process(*arguments):
    return subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, *map(str, arguments)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@BY_THE_SYSTEM
def test_a_disk_without_room_leaves_the_old_file(file):
    done = another_process(file, "full")
    assert done.stdout.strip() == "CDO-U205", done.stderr
    assert file.read_bytes() == OLD
    assert alone(file)


@BY_THE_SYSTEM
def test_a_killed_program_leaves_the_old_file_under_its_name(file):
    done = another_process(file, "killed")
    assert done.returncode == -9, done.stderr
    assert file.read_bytes() == OLD
    left = [path.name for path in file.parent.iterdir() if path != file]
    assert all(name.startswith(".") and name.endswith(".part") for name in left)


@BY_THE_SYSTEM
def test_what_a_killed_program_left_goes_with_the_next_writing_to_that_name(file):
    assert another_process(file, "killed").returncode == -9
    assert another_process(file.with_name("别的.xlsx"), "killed").returncode == -9
    (left,) = file.parent.glob(".目录.cdopkg.*.part")
    (others,) = file.parent.glob(".别的.xlsx.*.part")
    log = left.with_name(f"{left.name}-journal")
    log.touch()
    write_bytes(file, NEW)
    assert file.read_bytes() == NEW
    assert sorted(file.parent.iterdir()) == sorted([file, others])


@BY_THE_SYSTEM
def test_what_is_copied_within_a_writing_goes_too(file):
    with pytest.raises(ZeroDivisionError), replacing(file) as part:
        inner = temporary_name(part)
        raise ZeroDivisionError
    left = dead(inner)
    left.touch()
    write_bytes(file, NEW)
    assert alone(file)


def dead(part):
    """The same name, as if its program were no longer there."""
    done = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        encoding="ascii",
        check=True,
    )
    return part.with_name(part.name.replace(f"-{os.getpid():x}-", f"-{int(done.stdout):x}-"))


@pytest.mark.parametrize("machine", ["here", "elsewhere"])
def test_what_may_still_be_written_stays_until_it_is_a_day_old(file, machine):
    part = temporary_name(file)
    if machine == "elsewhere":
        first = part.name.rindex(".", 0, -len(".part")) + 1
        part = dead(part)
        part = part.with_name(f"{part.name[:first]}{'0' * 4}{part.name[first + 4 :]}")
    part.touch()
    write_bytes(file, NEW)
    assert part.exists()
    long_ago = part.stat().st_mtime - 25 * 3600
    os.utime(part, (long_ago, long_ago))
    write_bytes(file, NEW)
    assert alone(file)


@pytest.mark.parametrize("name", [".目录.cdopkg.part", ".目录.cdopkg.1.part", "目录.cdopkg.part"])
def test_the_files_of_others_stay(file, name):
    other = file.with_name(name)
    other.touch()
    os.utime(other, (0, 0))
    write_bytes(file, NEW)
    assert other.exists()


@pytest.mark.parametrize("name", ["没有.xlsx", "", "\x00", "长" * 300])
def test_a_file_that_is_not_there_is_refused(tmp_path, name):
    with pytest.raises(Refused) as refused:
        existing(tmp_path / name)
    assert refused.value.code == "CDO-U101"


def test_a_file_that_is_there_is_given_back(file):
    assert existing(file) == file


@BY_THE_SYSTEM
def test_a_file_keeps_the_permissions_new_files_have(file):
    write_bytes(file, NEW)
    other = file.with_name("other")
    other.touch()
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


@pytest.fixture(params=["hard links", "none"])
def disk(request, monkeypatch):
    """A disk that can give a file a second name, and one (FAT, exFAT) that cannot."""
    if request.param == "none":

        def refuse(*names: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("disk")
def test_a_new_file_takes_no_name_that_was_taken_meanwhile(tmp_path):
    path = tmp_path / "备份.cdo"
    with pytest.raises(Refused) as caught, replacing(path, new=True) as part:
        part.write_bytes(b"mine")
        path.write_bytes(b"theirs")
    assert caught.value.code == "CDO-U102"
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"theirs", [path])


@pytest.mark.usefixtures("disk")
def test_a_new_file_gets_the_name_that_is_free(tmp_path):
    path = tmp_path / "备份.cdo"
    with replacing(path, new=True) as part:
        part.write_bytes(b"mine")
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"mine", [path])


@pytest.mark.skipif(os.name == "nt", reason="folders are not flushed there")
@pytest.mark.parametrize(("number", "is_written"), [(errno.EINVAL, True), (errno.EIO, False)])
def test_a_disk_that_cannot_flush_folders_is_no_trouble(tmp_path, number, is_written):
    """As a share of another machine; one that is broken is told of."""
    real = os.fsync

    def flush(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        real(handle)

    with patch("os.fsync", flush):
        if is_written:
            write_bytes(tmp_path / "一.txt", b"1")
        else:
            with pytest.raises(DiskTrouble):
                write_bytes(tmp_path / "一.txt", b"1")
    assert (tmp_path / "一.txt").read_bytes() == b"1"
