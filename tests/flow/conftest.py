"""Those who sign, for every test of the whole job; and what keeps hundreds of commands quick."""

from collections.abc import Iterator
from functools import cache
from unittest.mock import patch

import pytest
from flow_steps import People, people

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
