"""Those who sign, for every test of the whole job."""

import pytest
from flow_steps import People, people


@pytest.fixture(scope="session")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> People:
    """The keys of all who sign, and the trust bundle that says so."""
    return people(tmp_path_factory.mktemp("people"))
