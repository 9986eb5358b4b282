"""Those who sign, for every test of the whole job; and what keeps hundreds of commands quick."""

import shutil
from collections.abc import Iterator
from functools import cache
from unittest.mock import patch

import pytest
from flow_steps import PLATFORM, PLATFORM_CODE, TITLES, Office, People, cdo, full_office, people

from cdo_desktop.standard import library

_PARSED_ONCE = cache(library._parsed)


@pytest.fixture(autouse=True)
def definitions_parsed_once() -> Iterator[None]:
    """Each command reads the shipped definitions; here a process runs a thousand commands.

    For these tests only: others of the same process change what they read.
    """
    with patch.object(library, "_parsed", _PARSED_ONCE):
        yield


@pytest.fixture(scope="session")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> People:
    """The keys of all who sign, and the trust bundle that says so."""
    return people(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="session")
def judges(tmp_path_factory, everybody) -> People:
    """A trust list that names the CDO and the executive, and the executive's key."""
    folder = tmp_path_factory.mktemp("judges")
    for name in ("李文涛", "王晓燕", "根"):
        for file in (f"{name}.cdokey", f"{name}.cdokey.pem"):
            shutil.copy(everybody.folder / file, folder)
    found = People(folder, folder / "清单.cdopkg", folder / "root.json")
    holder = ("--name", "陈明", "--role", "cdo_executive", "--suite", "p256")
    bureau = ("--org", PLATFORM, "--org-code", PLATFORM_CODE)
    cdo("key", "new", "-o", found.key("陈明"), *holder, *bureau)
    draft = folder / "草稿.json"
    cdo("trust", "new", "-o", draft, "--root", found.key("根"))
    for name in ("李文涛", "王晓燕", "陈明"):
        cdo("trust", "add", draft, f"{found.key(name)}.pem")
    cdo("trust", "sign", draft, "--key", found.key("根"), "-o", found.bundle)
    return found


@pytest.fixture
def office(tmp_path, judges) -> Office:
    """A workspace whose records wait for the CDO."""
    made = full_office(tmp_path, TITLES[:2]).trusting(judges)
    made.ask("submit", "--all", "--by", "王晓燕")
    return made
