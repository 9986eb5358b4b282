"""Whether signatures are good is found out of the kept package, by the trust data of today."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
from desk_steps import BUREAU, key_of, later
from project_samples import project
from review_steps import Office, back, countersigned, exported, office_of, signed_first

from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, reviewing
from cdo_desktop.work.review_desk import desk_of
from cdo_desktop.work.review_proofs import Proof, proofs_of


@pytest.fixture
def office(bench, act, tmp_path) -> Office:
    return office_of(bench, act, tmp_path)


@pytest.fixture
def filed(office) -> Record:
    (added,) = editing.add(office.bench, [project(office.bench.library)])
    assert reviewing.move(office.bench, "file", [added.id], "王芳", "", Run()).moved
    return office.bench.workspace.record(added.id)


def proofs(office, record):
    return [one.proof for one in proofs_of(office.bench, record.id, Run())]


def test_without_a_form_there_is_nothing_to_prove(office, filed):
    assert proofs_of(office.bench, filed.id, Run()) == ()


def test_each_signature_is_verified_and_belongs_to_its_step(office, filed):
    signed_first(office, filed)
    assert proofs(office, filed) == [Proof.GOOD]
    path = exported(office, office.bench.workspace.record(filed.id))
    countersigned(office, path)
    back(office, path)
    assert proofs(office, filed) == [Proof.GOOD, Proof.GOOD]
    steps = desk_of(office.bench, filed.id, Run()).steps
    assert [one.signature for one in steps if one.signature] == [1, 2]


def test_by_no_trust_data_nobody_is_known(bench, act, tmp_path):
    own = Office(bench, act, tmp_path, None)
    key_of(tmp_path, act, "dept_cdo", BUREAU)
    (added,) = editing.add(bench, [project(bench.library)])
    assert reviewing.move(bench, "file", [added.id], "王芳", "", Run()).moved
    signed_first(own, bench.workspace.record(added.id))
    (one,) = proofs_of(bench, added.id, Run())
    assert one.proof is Proof.UNPROVEN
    assert "信任" in one.reason


def test_a_list_that_is_out_of_date_proves_nothing(office, filed):
    signed_first(office, filed)
    later(office.bench, timedelta(days=3660).days)
    (one,) = proofs_of(office.bench, filed.id, Run())
    assert one.proof is Proof.BAD
    assert one.reason


def test_what_the_database_says_is_not_believed(office, filed):
    signed_first(office, filed)
    with sqlite3.connect(office.bench.workspace.path) as connection:
        sha256 = office.bench.workspace.review_forms(filed.id)[0].container_digest[7:]
        body = connection.execute("select body from attachment where sha256 = ?", (sha256,))
        spoilt = bytearray(body.fetchone()[0])
        spoilt[len(spoilt) // 2] ^= 1
        connection.execute(
            "update attachment set body = ? where sha256 = ?", (bytes(spoilt), sha256)
        )
    connection.close()
    with pytest.raises(Refused) as refused:
        proofs_of(office.bench, filed.id, Run())
    assert refused.value.code == "CDO-S227"
