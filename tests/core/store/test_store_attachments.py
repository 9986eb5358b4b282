"""Attachments are kept once; remarks hang on fields."""

from dataclasses import replace

import pytest
from store_steps import rows, tampered

from cdo_desktop.domain.comment import Comment
from cdo_desktop.errors import Refused
from cdo_desktop.store.attachments import LIMIT, add_comment, attach, close_comment
from cdo_desktop.store.workspace import Workspace

LAW = "不予共享的法律依据".encode()


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "依据.pdf"
    path.write_bytes(LAW)
    return path


def test_a_file_is_kept_once_whatever_its_name(workspace, act, paper, tmp_path):
    copy = tmp_path / "副本.pdf"
    copy.write_bytes(LAW)
    with workspace.unit(act, "附件") as unit:
        first, second = attach(unit, paper), attach(unit, copy)
    with workspace.unit(act, "再次附件") as unit:
        assert attach(unit, paper) == first
    assert (first["name"], second["name"]) == ("依据.pdf", "副本.pdf")
    assert first["sha256"] == second["sha256"]
    assert first["size"] == len(LAW)
    assert workspace.attachment(first["sha256"]) == LAW
    path = workspace.path
    workspace.close()
    assert rows(path, "SELECT count(*) FROM attachment") == [(1,)]


def test_an_attachment_whose_bytes_were_changed_is_not_given_out(workspace, act, paper):
    with workspace.unit(act, "附件") as unit:
        sha256 = attach(unit, paper)["sha256"]
    path = workspace.path
    workspace.close()
    tampered(path, "UPDATE attachment SET body = x'00'")
    with Workspace.open_to_read(path) as again, pytest.raises(Refused) as refused:
        again.attachment(sha256)
    assert refused.value.code == "CDO-S227"
    assert sha256 in refused.value.happened


def test_an_attachment_that_is_not_here_is_refused(workspace):
    with pytest.raises(Refused) as refused:
        workspace.attachment("0" * 64)
    assert refused.value.code == "CDO-S211"


def test_more_than_fifty_megabytes_are_refused_unread(workspace, act, tmp_path):
    big = tmp_path / "视频.mp4"
    with big.open("wb") as stream:
        stream.truncate(LIMIT + 1)
    with pytest.raises(Refused) as refused, workspace.unit(act, "附件") as unit:
        attach(unit, big)
    assert refused.value.code == "CDO-S210"
    assert "视频.mp4" in refused.value.happened
    assert "50 MB" in refused.value.happened


def test_a_missing_file_is_refused(workspace, act, tmp_path):
    with pytest.raises(Refused) as refused, workspace.unit(act, "附件") as unit:
        attach(unit, tmp_path / "没有.pdf")
    assert refused.value.code == "CDO-U101"
    assert workspace.steps() == []


def comment(number, **facts):
    return replace(
        Comment(
            id=f"c{number}",
            record_id="r1",
            revision_id="f" * 64,
            element="share_basis",
            group="items",
            row_id="i1",
            text="请写明条款",
            who="李建国",
            at=f"2026-03-12T09:3{number}:00+08:00",
        ),
        **facts,
    )


def test_remarks_are_read_oldest_first(workspace, act):
    with workspace.unit(act, "批注", kind="note") as unit:
        for number in (2, 1):
            add_comment(unit, comment(number))
        add_comment(unit, comment(3, record_id="r2"))
    assert workspace.comments("r1") == [comment(1), comment(2)]
    assert workspace.comments("r3") == []
    assert [entry.id for entry in workspace.comments()] == ["c1", "c2", "c3"]


def test_a_remark_is_settled(workspace, act):
    with workspace.unit(act, "批注", kind="note") as unit:
        add_comment(unit, comment(1))
        add_comment(unit, comment(2))
        close_comment(unit, "c1", act)
    assert [entry.closed_at for entry in workspace.comments("r1")] == [
        "2026-03-12T09:30:00+08:00",
        "",
    ]


def test_a_remark_that_nobody_made_is_not_settled(workspace, act):
    with pytest.raises(Refused) as refused, workspace.unit(act, "解决", kind="note") as unit:
        close_comment(unit, "c9", act)
    assert refused.value.code == "CDO-S224"
    assert workspace.steps() == []
