"""The record: its digest, its identity and its line, the same for everybody who types the same."""

import hashlib
from dataclasses import FrozenInstanceError, replace

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from cdo_desktop.domain.people import Act, Org, Person
from cdo_desktop.domain.record import (
    Content,
    Record,
    org_of,
    record_digest,
    record_line,
    revision_identity,
    title_of,
)

texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
values = st.dictionaries(keys, texts | st.lists(texts, min_size=1, max_size=3), max_size=5)
rows = st.lists(st.dictionaries(keys, texts, max_size=3), max_size=3).map(tuple)
records = st.builds(
    Record,
    id=st.uuids().map(str),
    kind=keys,
    standard=texts,
    org=st.builds(Org, texts, texts),
    code=texts,
    title=texts,
    values=values,
    groups=st.dictionaries(keys, rows, max_size=2),
    review=keys,
    revision=st.integers(1, 99),
    revision_id=st.just("f" * 64),
    parents=st.just(("e" * 64,)),
)


@given(records)
def test_a_line_is_canonical_and_says_all_of_the_record(record):
    line = record_line(record)
    facts = msgspec.json.decode(line)
    assert rfc8785.dumps(facts) == line
    assert facts == {
        "id": record.id,
        "kind": record.kind,
        "standard": record.standard,
        "org": {"code": record.org.code, "name": record.org.name},
        "code": record.code,
        "title": record.title,
        "revision": record.revision,
        "revisionId": record.revision_id,
        "parents": list(record.parents),
        "review": record.review,
        "values": dict(record.values),
        "groups": {key: list(rows) for key, rows in record.groups.items() if rows},
    }


@given(records)
def test_a_digest_can_be_made_by_a_stranger_from_the_line(record):
    facts = msgspec.json.decode(record_line(record))
    judged = {
        key: facts[key] for key in ("id", "kind", "standard", "org", "code", "values", "groups")
    }
    assert record_digest(record) == hashlib.sha256(rfc8785.dumps(judged)).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"review": "approved"},
        {"revision": 9},
        {"revision_id": "a" * 64},
        {"parents": ("b" * 64,)},
        {"title": "列表里显示的名称"},
        {"deleted": True},
    ],
)
def test_a_digest_is_independent_of_state_and_history(make_record, change):
    record = make_record()
    assert record_digest(replace(record, **change)) == record_digest(record)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "0195874e-8c00-7000-8000-000000000001"},
        {"kind": "system"},
        {"standard": "1272-2017"},
        {"code": "307022/000001"},
        {"org": Org("", "公安局")},
        {"values": {}},
        {"groups": {}},
    ],
)
def test_a_digest_depends_on_the_content(make_record, change):
    record = make_record()
    assert record_digest(replace(record, **change)) != record_digest(record)


def test_an_empty_group_counts_as_none(make_record):
    record = make_record(items=())
    assert record_digest(replace(record, groups={"items": ()})) == record_digest(record)


def test_stored_texts_give_the_same_digest_and_line(make_record):
    record = make_record()
    content = Content.of(record)
    bare = replace(record, values={}, groups={})
    assert record_digest(bare, content) == record_digest(record)
    assert record_line(bare, content) == record_line(record)


def test_a_deleted_record_is_a_tombstone(make_record):
    gone = replace(make_record(), deleted=True, revision_id="f" * 64, parents=("e" * 64,))
    assert msgspec.json.decode(record_line(gone)) == {
        "id": gone.id,
        "kind": "resource",
        "deleted": True,
        "revisionId": "f" * 64,
        "parents": ["e" * 64],
    }


def test_an_identity_is_that_of_the_package_format(act):
    """docs/package-format.md: SHA-256 of {recordDigest, review, parents, who, at, machine, why}."""
    facts = {
        "recordDigest": "a" * 64,
        "review": "draft",
        "parents": ["b" * 64],
        "who": {"id": "", "name": "王芳"},
        "at": "2026-03-12T09:30:00+08:00",
        "machine": "民政局-03",
        "why": "",
    }
    expected = hashlib.sha256(rfc8785.dumps(facts)).hexdigest()
    assert revision_identity("a" * 64, "draft", ("b" * 64,), act) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"who": Person("李建国")},
        {"who": Person("王芳", "p1")},
        {"machine": "民政局-04"},
        {"why": "补正"},
    ],
)
def test_an_identity_depends_on_who_where_and_why(act, change):
    mine = revision_identity("a" * 64, "draft", (), act)
    assert revision_identity("a" * 64, "draft", (), replace(act, **change)) != mine


@pytest.mark.parametrize(
    ("digest", "review", "parents"),
    [("b" * 64, "draft", ()), ("a" * 64, "approved", ()), ("a" * 64, "draft", ("c" * 64,))],
)
def test_an_identity_depends_on_content_state_and_parents(act, digest, review, parents):
    mine = revision_identity("a" * 64, "draft", (), act)
    assert revision_identity(digest, review, parents, act) != mine


def test_an_act_without_an_offset_is_refused(act):
    naive = Act(act.who, act.at.replace(tzinfo=None), act.machine)
    with pytest.raises(ValueError, match="offset"):
        revision_identity("a" * 64, "draft", (), naive)


def test_a_change_is_a_new_record(make_record):
    record = make_record()
    other = record.with_value("office", "办公室")
    assert (record.values["office"], other.values["office"]) == ("社会救助科", "办公室")
    assert "office" not in record.with_value("office", None).values
    cell = record.with_row_value("items", 1, "name", "公民身份号码")
    assert [row["name"] for row in cell.groups["items"]] == ["姓名", "公民身份号码"]
    assert [row["name"] for row in record.groups["items"]] == ["姓名", "身份证号"]
    bare = record.with_row_value("items", 0, "length", None)
    assert "length" not in bare.groups["items"][0]
    with pytest.raises(FrozenInstanceError):
        record.title = "别的名称"


@pytest.mark.parametrize(
    ("values", "title"),
    [({"title": "低保"}, "低保"), ({}, ""), ({"title": {"id": "1", "title": "张三"}}, "张三")],
)
def test_a_title_is_what_a_list_shows(library, values, title):
    assert title_of(library.kind("resource"), values) == title


OWN = Org("11511900MB0000019E", "巴中市民政局")


@pytest.mark.parametrize(
    ("values", "org"),
    [
        ({}, OWN),
        ({"org": "巴中市民政局"}, OWN),
        ({"org": "巴中市公安局"}, Org("", "巴中市公安局")),
        ({"org": "巴中市公安局", "org_code": "C"}, Org("C", "巴中市公安局")),
        ({"org_code": "C"}, Org("C", "")),
    ],
)
def test_who_supplies_a_record(library, values, org):
    assert org_of(library.kind("resource"), values, OWN) == org
