"""A font of the site's own that cannot be used is told, whatever print it was meant for."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from desk_steps import passphrase
from project_samples import project
from review_steps import AGREE, Office, submitted

from cdo_desktop.domain.record import Record
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, review_cases, review_forms
from cdo_desktop.work.review_cases import HereCase, sign
from cdo_desktop.work.review_print import unsigned_print


def draft(office: Office, record: Record, fonts: dict[str, str]):
    linked = review_forms.linked_records(office.bench, record)
    return unsigned_print(office.bench, record, linked, {"checks": []}, fonts, Run())


def test_the_unsigned_print_tells_of_a_font_that_is_not_there(office: Office, tmp_path: Path):
    (record,) = editing.add(office.bench, [project(office.bench.library)])
    assert draft(office, record, {}).notices == ()
    missing = {"song": str(tmp_path / "没有.ttf")}
    assert [one.code for one in draft(office, record, missing).notices] == ["CDO-U470"]


@pytest.mark.parametrize("fonts", [{}, {"song": "没有.ttf"}])
def test_where_no_print_is_kept_the_fonts_of_the_draft_are_told(
    office: Office, make_record, fonts: dict[str, str]
):
    """As in an encrypted workspace: beside it no print is laid."""
    record = submitted(office.bench, make_record())
    key = office.key()
    with (
        patch.object(review_cases, "own_fonts", return_value=fonts),
        patch.object(review_cases, "kept_print", return_value=None),
        HereCase(office.bench, record.id, AGREE) as case,
    ):
        case.lay_out(Run())
        offer = case.offer(key, Run())
        sign(case, offer, offer.shown.token, key, passphrase, Run())
        assert case.print_later is not None
        told = case.print_later()
    if not fonts:
        assert told is None
        return
    assert told is not None
    assert (told.path, told.is_signed) == (None, False)
    assert [one.code for one in told.notices] == ["CDO-U470"]


@pytest.mark.parametrize("key", ["kai", "song"])
def test_a_font_of_the_visible_signature_is_told_once(office: Office, make_record, key: str):
    """The name in 楷体 stands nowhere else in the print; 宋体 stands in both."""
    record = submitted(office.bench, make_record())
    with (
        patch.object(review_cases, "own_fonts", return_value={key: "没有.ttf"}),
        HereCase(office.bench, record.id, AGREE) as case,
    ):
        case.lay_out(Run())
        offer = case.offer(office.key(), Run())
        sign(case, offer, offer.shown.token, office.key(), passphrase, Run())
        assert case.print_later is not None
        told = case.print_later()
    assert told is not None
    assert told.is_signed
    assert [one.code for one in told.notices] == ["CDO-U470"]
