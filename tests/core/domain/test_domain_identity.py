"""Identities: UUIDs of version 7 that sort by the time they were made."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import UUID

from cdo_desktop.domain.identity import new_id


def test_ids_increase_strictly():
    ids = [new_id() for _ in range(20_000)]
    assert all(first < second for first, second in pairwise(ids))


def test_ids_of_several_threads_are_all_different():
    with ThreadPoolExecutor(4) as pool:
        ids = [
            id_
            for part in pool.map(lambda _: [new_id() for _ in range(2000)], range(4))
            for id_ in part
        ]
    assert len(set(ids)) == 8000


def test_an_id_is_a_uuid_of_version_7_and_tells_its_time():
    """RFC 9562: 48 bits of Unix milliseconds, version 7, variant 10."""
    before = time.time_ns() // 1_000_000
    made = UUID(new_id())
    after = time.time_ns() // 1_000_000
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= after + 10
    assert str(made) == str(made).lower()


def test_a_clock_that_is_put_back_does_not_turn_ids_back(monkeypatch):
    first = new_id()
    past = time.time_ns() - 3600 * 10**9
    monkeypatch.setattr("cdo_desktop.domain.identity.time.time_ns", lambda: past)
    second, third = new_id(), new_id()
    assert first < second < third
