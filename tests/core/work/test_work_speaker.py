"""Why a certificate may not speak: it is said which of the two it lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from review_steps import Office

from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work.keys import read_certificate
from cdo_desktop.work.review_signing import speaker_of
from cdo_desktop.work.review_trust import Trusting, trusting_at


def test_without_a_trust_list_a_certificate_speaks_by_its_role(office: Office):
    key = office.key()
    certificate, alone = read_certificate(key), Trusting(office.bureau_desk().clock.now())
    assert speaker_of(certificate, key, alone).role == "dept_cdo"
    with pytest.raises(Refused) as refused:
        speaker_of(replace(certificate, role=""), key, alone)
    assert refused.value.code == "CDO-E787"
    assert "没有信任清单" in refused.value.happened


def test_a_certificate_with_a_role_that_is_not_listed_is_not_called_one_without(office: Office):
    key = office.key("expert")
    from_list = trusting_at(office.bureau_desk(), office.given, Run())
    with pytest.raises(Refused) as refused:
        speaker_of(read_certificate(key), key, from_list)
    assert refused.value.code == "CDO-E755"
    assert "职务" not in refused.value.happened
