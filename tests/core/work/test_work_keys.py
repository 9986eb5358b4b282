"""Keys: made with their certificate or not at all, never over another's file."""

from __future__ import annotations

import pytest
from desk_steps import (
    BUREAU,
    PASSPHRASE,
    code_of,
    desk_of,
    key_of,
    left_in,
    passphrase,
    unwritable,
)

from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.work import keys


def make(act, path, **more):
    asked = {"suite": "p256", "name": "李文涛", "role": "dept_cdo", "org": BUREAU} | more
    return keys.make_key(desk_of(act), path, passphrase=passphrase, **asked)


def test_a_key_and_its_certificate_lie_together(act, tmp_path):
    made = make(act, tmp_path / "李.cdokey")
    assert left_in(tmp_path) == ["李.cdokey", "李.cdokey.pem"]
    for name in left_in(tmp_path):
        assert keys.read_certificate(tmp_path / name).sha256 == made.sha256
        assert PASSPHRASE.encode() not in (tmp_path / name).read_bytes()
    assert keys.describe(made)["role"] == "部门首席数据官"


@pytest.mark.parametrize("name", ["李.cdokey", "李.cdokey.pem"])
def test_no_file_is_overwritten(act, tmp_path, name):
    (tmp_path / name).write_text("别人的")
    with pytest.raises(Refused) as caught:
        make(act, tmp_path / "李.cdokey")
    assert code_of(caught) == "CDO-U102"
    assert left_in(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "别人的"


def test_without_its_certificate_there_is_no_key(act, tmp_path):
    with pytest.raises(DiskTrouble), unwritable(".pem"):
        make(act, tmp_path / "李.cdokey")
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    "wrong", [{"suite": "rsa"}, {"role": "皇帝"}, {"name": ""}, {"name": "李\n文涛"}]
)
def test_what_cannot_stand_in_a_certificate_is_refused(act, tmp_path, wrong):
    with pytest.raises(Refused):
        make(act, tmp_path / "李.cdokey", **wrong)
    assert left_in(tmp_path) == []


def test_an_empty_passphrase_makes_no_key(act, tmp_path):
    with pytest.raises(Refused) as caught:
        keys.make_key(
            desk_of(act), tmp_path / "李.cdokey", "p256", "李文涛", "clerk", BUREAU, lambda: ""
        )
    assert code_of(caught) == "CDO-K101"
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    ("word", "key"), [("dept_cdo", "dept_cdo"), ("部门首席数据官", "dept_cdo")]
)
def test_a_role_is_named_by_key_or_label(word, key):
    assert keys.role_key(word) == key


@pytest.mark.parametrize("content", [b"", b"{", b"x" * 200_000, b"-----BEGIN CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused(tmp_path, content):
    path = tmp_path / "x.pem"
    path.write_bytes(content)
    with pytest.raises(Refused):
        keys.read_certificate(path)


def test_a_certificate_that_ends_soon_is_said(act, tmp_path):
    certificate = keys.read_certificate(key_of(tmp_path, act))
    desk = desk_of(act)
    assert keys.notice(desk, certificate) is None
    desk.clock.at = certificate.not_after
    assert keys.notice(desk, certificate).message()
