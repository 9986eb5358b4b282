"""Starting: sit down at a workspace, new, old, held by somebody else, or the sample."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cdo_desktop import paths
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import Busy, Refused
from cdo_desktop.files import disk_trouble, existing, made_folder
from cdo_desktop.paths import sample_path as sample_path  # named by the callers
from cdo_desktop.standard.library import profile_keys, read_named_profile
from cdo_desktop.standard.profiles import Profile
from cdo_desktop.standard.regions import Regions
from cdo_desktop.tasks import Run
from cdo_desktop.work import importing
from cdo_desktop.work.keeping import backup_folder
from cdo_desktop.workbench import Desk, Workbench

READ_ONLY = "CDO-S304"
SAMPLE_KINDS = ("system", "demand", "resource")
_COUNTY = 6
"""Digits of a county's code and of what is above it; towns have nine."""
_PADDING = re.compile(r"(?:00)+$")


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace somebody sits down at."""

    bench: Workbench
    held: str = ""
    """Why it can only be read, in words that name who holds it; "" = open for writing."""
    is_new: bool = False
    """Whether it was made just now."""


def open_or_read(desk: Desk, path: Path, passphrase: str | None = None) -> Opened:
    """Open for writing; where another program holds it or the disk is read-only, to read.

    Raises Refused if it cannot be read either.
    """
    try:
        return _ready(desk.open(path, passphrase))
    except Busy as busy:
        return _ready(desk.open_to_read(path, passphrase), busy.happened)
    except Refused as refused:
        if refused.code != READ_ONLY:
            raise
        return _ready(desk.open_to_read(path, passphrase), refused.happened)


def _ready(bench: Workbench, held: str = "") -> Opened:
    """The workspace, with what is asked of it first already read: it is opened on the worker."""
    for kind in bench.library.kinds.values():
        bench.library.flow_of(kind)
    return Opened(bench, held)


def profiles() -> tuple[Profile, ...]:
    """The profiles that ship with the program, the national one first."""
    found = [read_named_profile(key) for key in profile_keys()]
    return tuple(sorted(found, key=lambda profile: (bool(profile.region), profile.key)))


def profile_for(region: str) -> Profile:
    """The profile of the narrowest region that a region's code lies in; else the national one."""
    fitting = [profile for profile in profiles() if fits(profile, region)]
    return max(fitting, key=lambda profile: len(_stem(profile.region)))


def fits(profile: Profile, region: str) -> bool:
    """Whether a profile is made for a region: for the whole nation, for it, or what is above."""
    return region.startswith(_stem(profile.region))


def profiles_within(region: str) -> tuple[Profile, ...]:
    """The profiles of places inside a region, which are not for the whole of it."""
    if not region:
        return ()
    inside = (one for one in profiles() if one.region.startswith(_stem(region)))
    return tuple(one for one in inside if not fits(one, region))


@cache
def _regions() -> Regions:
    """Read once: a name is asked for as it is typed."""
    return Regions()


def region_of(unit: str) -> str:
    """The province, city or county that a unit's name begins with: 通江县教科体局 is 511921.

    "" if it names none, or a name that several places have.
    """
    regions, name = _regions(), "".join(unit.split())
    for end in range(len(name), 1, -1):
        if found := [code for code in regions.find(name[:end]) if len(code) == _COUNTY]:
            return found[0] if len(found) == 1 else ""
    return ""


def _stem(region: str) -> str:
    """511900 -> 5119: the digits that all codes below a region begin with."""
    return _PADDING.sub("", region)


def open_sample(desk: Desk, run: Run) -> Opened:
    """The sample workspace of this user, made from the sample workbook if there is none yet.

    Raises Refused if the sample is not there, Cancelled; then no half-made workspace stays.
    """
    path = sample_path()
    return open_or_read(desk, path) if path.exists() else Opened(_made_sample(desk, path, run))


def make_sample_anew(desk: Desk, run: Run) -> Path:
    """Make another sample beside the one there is, and close it; that one stays as it is.

    Raises as `open_sample`.
    """
    path = sample_path().with_name(f"{sample_path().stem}（新）.cdo")
    path.unlink(missing_ok=True)  # of an earlier time, that never got its place
    _made_sample(desk, path, run).close()
    return path


def put_sample(desk: Desk, made: Path) -> Path:
    """Give a sample made anew its place; gives where the one before lies now, with its backups.

    The one before must be closed. Raises DiskTrouble; then it is still in its place.
    """
    path = sample_path()
    aside = path.with_name(f"{path.stem}（{desk.clock.now():%Y%m%d-%H%M%S}）.cdo")
    backups, theirs = backup_folder(path), backup_folder(aside)
    try:
        path.rename(aside)
        made.rename(path)
        if backups.exists():
            backups.rename(theirs)
    except OSError as error:
        if not path.exists():
            aside.rename(path)
        raise disk_trouble(error, path) from error
    return aside


def _made_sample(desk: Desk, path: Path, run: Run) -> Workbench:
    folder = paths.resources() / "sample"
    script = tomllib.loads(existing(folder / "demo.toml").read_text("utf-8"))
    made_folder(path.parent)
    owner = Org(script["org_code"], script["org"])
    region = script["region"]
    bench = desk.create(path, owner, region, profile_for(region).key, practice=True)
    try:
        for kind in SAMPLE_KINDS:
            found = importing.rehearse(bench, folder / "sample.xlsx", kind, run)
            importing.write(bench, found, run)
    except BaseException:
        bench.close()
        path.unlink()
        raise
    return bench
