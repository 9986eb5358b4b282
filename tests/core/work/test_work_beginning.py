"""A new record begins with what the workspace knows already: whose it is."""

from __future__ import annotations

import pytest

from cdo_desktop.work.beginning import begun


@pytest.mark.parametrize("kind", ["project", "resource", "system", "demand"])
def test_a_new_record_is_of_our_own_unit(bench, kind):
    record = begun(bench, kind)
    roles = bench.library.kind(kind).roles
    assert [record.values[roles[role].key] for role in ("org", "org_code")] == [
        bench.org.name,
        bench.org.code,
    ]
    assert record.org == bench.org


def test_who_issued_a_list_is_not_guessed(bench):
    assert not begun(bench, "joint_build").values
    assert not begun(bench, "negative").values
