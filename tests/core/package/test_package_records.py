"""Step 6: the lines themselves, and reading them afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import is_normalized

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from package_makers import (
    DEFINITION,
    STANDARD,
    codes,
    export_parts,
    forged,
    line,
    receiver,
    record,
    record_id,
    seal,
    signer_of,
    tombstone,
)

from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.domain.verdict import Reason, Verdict, Weight
from cdo_desktop.errors import Refused
from cdo_desktop.package.line_form import BadLine, read_line
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.parts import Parts
from cdo_desktop.package.verifying import Verification, verify_package
from cdo_desktop.tasks import Run


def deep(folder: Path, *lines: bytes, **options: Any) -> Verification:
    """What is found in a well signed package with these lines."""
    sealed = seal(folder, parts=Parts({"resource": lines}, (DEFINITION,)))
    return verify_package(sealed.path, receiver(signer_of()), Run(), deep=True, **options)


def test_good_lines_have_no_findings(tmp_path: Path):
    found = deep(tmp_path, line(record(1)), line(tombstone(2)), line(record(3)))
    assert (found.verdict, codes(found)) == (Verdict.VALID, [])


def spaced(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()


BAD_LINES = {
    "spaces": spaced(record(1)),
    "another order": json.dumps(record(1), ensure_ascii=False, separators=(",", ":")).encode(),
    "escaped": json.dumps(record(1), sort_keys=True, separators=(",", ":")).encode(),
    "a key twice": line(record(1)).replace(b'"code":', b'"code":"x","code":', 1),
    "an unknown field": line({**record(1), "note": "x"}),
    "a missing field": line({key: v for key, v in record(1).items() if key != "title"}),
    "a null": line(record(1, values={"name": None})),
    "an empty text": line(record(1, values={"name": ""})),
    "a float": line(record(1)).replace(b'"revision":2', b'"revision":2.0'),
    "a float in a value": line(record(1, values={"size": 1.5})),
    "a large integer": line(record(1, values={"size": 2**53})),
    "a yes as true": line(record(1, values={"open": True})),
    "a carriage return": line(record(1, values={"name": "a\r\nb"})),
    "not NFC": line(record(1, values={"name": "e\u0301"})),
    "a key in capitals": line(record(1, values={"Name": "x"})),
    "a key of a group in capitals": line(record(1, groups={"Items": [{"id": "r1"}]})),
    "a row without id": line(record(1, groups={"items": [{"name": "x"}]})),
    "an empty group": line(record(1, groups={"items": []})),
    "an id in capitals": line(record(1, id=record_id(1).upper())),
    "a short revision id": line(record(1, revisionId="abc")),
    "revision 0": line(record(1, revision=0)),
    "a surrogate": line(record(1)).replace(b'"title":"', b'"title":"\\ud800'),
    "not UTF-8": line(record(1)).replace("不".encode(), b"\xff\xfe"),
    "deep nesting": b'{"code":' + b"[" * 50_000,
    "no object": b"[]",
    "nothing": b"",
    "a tombstone with values": line({**tombstone(1), "values": {}}),
}


@pytest.mark.parametrize("bad", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_line_that_is_not_in_its_form(tmp_path: Path, bad: bytes):
    found = deep(tmp_path, bad, line(record(2)))
    assert found.verdict is Verdict.INVALID
    assert set(codes(found)) - {"E604"} == {"E601"}
    assert found.reasons[0].facts["line"] == 1
    assert "第 1 行" in found.reasons[0].message()


def test_the_wrong_place_in_a_line_is_named():
    with pytest.raises(BadLine) as bad:
        read_line(line(record(1, groups={"items": [{"id": "r1", "name": ""}]})))
    assert bad.value.where.startswith("$.groups")


@pytest.mark.parametrize("numbers", [(2, 1), (1, 1), (1, 3, 2)])
def test_lines_are_sorted_by_id_and_each_stands_once(tmp_path: Path, numbers: tuple[int, ...]):
    assert codes(deep(tmp_path, *(line(record(n)) for n in numbers))) == ["E602"]


def test_a_record_of_another_kind_or_standard(tmp_path: Path):
    assert codes(deep(tmp_path, line(record(1, kind="system")))) == ["E603", "E605"]
    found = deep(tmp_path, line(record(1, standard="0000")))
    assert codes(found) == ["E605"]
    assert STANDARD not in found.reasons[0].message()


def test_a_definition_that_the_manifest_names_must_be_there(tmp_path: Path):
    sealed = seal(tmp_path, parts=Parts({"resource": [line(record(1))]}))
    found = verify_package(sealed.path, receiver(signer_of()), Run(), deep=True)
    assert codes(found) == ["E605"]


def deep_forged(folder: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]):
    """The codes of a package with a good signature whose maker did not keep to the format."""
    sealed = seal(folder, parts=export_parts(record(1), record(2)))
    sealed.path.write_bytes(forged(sealed.path.read_bytes(), change, signer_of()))
    return codes(verify_package(sealed.path, receiver(signer_of()), Run(), deep=True))


def test_wrong_counts_are_found(tmp_path: Path):
    def change(_: dict[str, bytes], value: dict[str, Any]) -> None:
        value["counts"] = {"resource": {"records": 3, "tombstones": 0}, "system": ZERO}

    assert deep_forged(tmp_path, change) == ["E604"]


ZERO = {"records": 0, "tombstones": 0}


def test_a_last_line_without_its_end_is_found(tmp_path: Path):
    def change(members: dict[str, bytes], _: dict[str, Any]) -> None:
        members[PART] = members[PART].removesuffix(b"\n")

    assert deep_forged(tmp_path, change) == ["E601"]


PART = "data/records/resource-001.jsonl"


def test_the_parts_of_a_kind_are_numbered_without_gaps(tmp_path: Path):
    def change(members: dict[str, bytes], value: dict[str, Any]) -> None:
        members[PART.replace("001", "002")] = members.pop(PART)
        for entry in value["files"]:
            entry["path"] = entry["path"].replace("resource-001.jsonl", "resource-002.jsonl")

    assert deep_forged(tmp_path, change) == ["E607"]


def test_an_attachment_named_by_another_digest_is_found(tmp_path: Path):
    def change(members: dict[str, bytes], value: dict[str, Any]) -> None:
        path = "data/attachments/" + "a" * 64
        members[path] = b"content"
        entry = {"path": path, "mediaType": "text/plain", "role": "attachment"}
        value["files"].insert(0, entry)

    assert deep_forged(tmp_path, change) == ["E606"]


def test_an_attachment_that_is_not_there(tmp_path: Path):
    named = {"sha256": "a" * 64, "name": "依据.pdf", "size": 10}
    assert codes(deep(tmp_path, line(record(1, values={"basis": named})))) == ["E606"]
    assert codes(deep(tmp_path, line(record(1, values={"basis": [named]})))) == ["E606"]
    row = {"id": "r1", "file": named}
    assert codes(deep(tmp_path, line(record(1, groups={"items": [row]})))) == ["E606"]


def test_references_and_lists_are_values_too(tmp_path: Path):
    values = {
        "provider": {"id": record_id(7), "code": "", "title": "资源局"},
        "formats": ["xlsx", "数据库"],
        "amount": "12.50",
    }
    assert codes(deep(tmp_path, line(record(1, values=values)))) == []


def test_what_the_definition_says_is_asked_for_every_good_line(tmp_path: Path):
    asked: list[Any] = []

    def check(value: Any):
        asked.append(value)
        yield Reason("CDO-E601", value["id"], {"line": 1, "where": "$"}, Weight.NOTE)

    values = [record(1), tombstone(2), record(3)]
    found = deep(tmp_path, *map(line, values), b"{}", check_line=check)
    assert asked == values
    assert sum(reason.weight is Weight.NOTE for reason in found.reasons) == 3


def test_many_faults_are_counted_not_all_listed(tmp_path: Path):
    found = deep(tmp_path, *[b"{}"] * 1000)
    assert len(found.reasons) == 201
    assert found.reasons[-1].facts["count"] == 800
    assert "800" in found.reasons[-1].message()


def test_without_deep_the_records_are_not_read(tmp_path: Path):
    sealed = seal(tmp_path, parts=Parts({"resource": [b"{}"]}, (DEFINITION,)))
    found = verify_package(sealed.path, receiver(signer_of()), Run())
    assert found.verdict is Verdict.VALID
    with pytest.raises(ValueError, match="deep"):
        next(OpenedPackage(found).records())


# --- opening


def test_an_opened_package_gives_back_what_went_in(tmp_path: Path):
    values = [record(1), record(2), tombstone(5)]
    found = deep(tmp_path, *map(line, values))
    opened = OpenedPackage(found)
    assert list(opened.records()) == values
    assert [each for _, each in opened.lines()] == [line(value) for value in values]
    assert opened.definition("resource", STANDARD) == DEFINITION.content
    assert opened.definition("resource", "0000") is None
    assert opened.attachments() == ()


def test_an_invalid_package_cannot_be_opened(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        OpenedPackage(deep(tmp_path, b"{}"))
    assert refused.value.code == "CDO-E505"


def test_an_export_is_no_receipt_and_no_trust_bundle(tmp_path: Path):
    opened = OpenedPackage(deep(tmp_path, line(record(1))))
    for wrong in (opened.receipt, opened.trust_bundle):
        with pytest.raises(Refused) as refused:
            wrong()
        assert refused.value.code == "CDO-E502"
        assert "目录导出包" in str(refused.value)


@pytest.mark.parametrize("change", ["content", "shorter"])
def test_a_file_exchanged_after_it_was_verified_is_found(tmp_path: Path, change: str):
    found = deep(tmp_path, line(record(1)))
    data = found.path.read_bytes()
    changed = data.replace("有条件".encode(), "无条件".encode())
    found.path.write_bytes(changed if change == "content" else data[: data.index(b'{"code"') + 9])
    with pytest.raises(Refused) as refused:
        list(OpenedPackage(found).records())
    assert refused.value.code == "CDO-E109"


# --- the two encoders

_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
_key = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
_value = _text | st.integers(-(2**53) + 1, 2**53 - 1) | st.lists(_text, max_size=3)


@settings(deadline=None)
@given(st.dictionaries(_key, _value | st.dictionaries(_key, _value, max_size=4), max_size=8))
def test_three_encoders_give_the_same_bytes(value: dict[str, Any]):
    """Ours on json.dumps, msgspec's (which reads the lines), and the oracle of RFC 8785."""
    ours = canonical_bytes(value)
    assert msgspec.json.Encoder(order="sorted").encode(value) == ours
    assert rfc8785.dumps(value) == ours


@settings(deadline=None)
@given(st.dictionaries(_key, _text, max_size=5))
def test_a_line_of_ours_is_read_unless_its_text_is_not_plain(values: dict[str, str]):

    is_plain = all(is_normalized("NFC", v) and "\r" not in v for v in values.values())
    written = line(record(1, values=values))
    try:
        found = read_line(written)
    except BadLine:
        assert not is_plain
    else:
        assert is_plain
        assert found.as_dict() == record(1, values=values)
