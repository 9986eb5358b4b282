"""Canonical bytes: those of RFC 8785, for all that a record may hold."""

import hashlib
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from cdo_desktop.domain.canonical import canonical_bytes, canonical_text, digest, sha256_hex

keys = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
texts = st.text(alphabet=st.characters(exclude_categories=("Cs",)))
integers = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
leaves = st.none() | st.booleans() | integers | texts
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_canonical_bytes_are_those_of_rfc_8785(value):
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(st.dictionaries(keys, values, max_size=6))
def test_the_order_of_the_keys_does_not_matter(value):
    backwards = dict(reversed(value.items()))
    assert canonical_bytes(backwards) == canonical_bytes(value)
    assert json.loads(canonical_text(value)) == value


@pytest.mark.parametrize(
    "text",
    ["", "\x00\x1f\x7f", '"\\/', "\u2028\u2029", "𬭎", "\ufeff", "\u00e9", "e\u0301", "\t\r\n"],
)
def test_awkward_texts_are_those_of_rfc_8785(text):
    assert canonical_bytes([text]) == rfc8785.dumps([text])


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(ValueError, match="JSON"):
        canonical_text(number)


def test_a_digest_is_that_of_the_canonical_bytes():
    value = {"title": "低保", "n": 1}
    expected = hashlib.sha256('{"n":1,"title":"低保"}'.encode()).hexdigest()
    assert digest(value) == sha256_hex(canonical_bytes(value)) == expected
