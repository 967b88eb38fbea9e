"""Canonical bytes, digest and verification: published vectors, what is refused, and tampering."""

import hashlib
import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from interop_check.model import EvidenceLevel, Verdict
from interop_check.seal import MAX_DEPTH, MAX_INTEGER, SealError, canonical, digest, sealed, verify

# RFC 8785, 3.2.3: these names sort in this order, by UTF-16 code unit.
SORTED_NAMES = ("\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33")

plain = settings(max_examples=200, deadline=None, derandomize=True, database=None)
scalars = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | st.text(max_size=8)
documents = st.recursive(
    scalars,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=6), below, max_size=4),
    max_leaves=8,
)
objects = st.dictionaries(st.text(max_size=6), documents, max_size=4)


def test_names_are_sorted_as_the_rfc_says() -> None:
    document = dict.fromkeys(sorted(SORTED_NAMES), 1)
    names = json.loads(canonical(document), object_pairs_hook=lambda pairs: [name for name, _ in pairs])
    assert tuple(names) == SORTED_NAMES


def test_bytes_by_hand() -> None:
    document = {"b": [1, True, None, 'é\n\u2028\\"/'], "a": {"z": -0, "": "\x0f"}}
    assert canonical(document) == (
        '{"a":{"":"\\u000f","z":0},"b":[1,true,null,"é\\n\u2028\\\\\\"/"]}'.encode()
    )


def test_nouns_of_the_house_are_written_as_their_values() -> None:
    assert canonical({"v": Verdict.UNDECIDED, "e": EvidenceLevel.VERIFIED, "t": ("a",)}) == (
        b'{"e":3,"t":["a"],"v":"undecided"}'
    )


def nested(depth: int) -> Any:
    document: Any = 0
    for _ in range(depth):
        document = [document]
    return document


REFUSED = [
    ({"score": [{"x": 0.5}]}, "float", "/score/0/x"),
    ({"x": 1.0}, "float", "/x"),
    ({"x": math.nan}, "non-finite-number", "/x"),
    ([math.inf], "non-finite-number", "/0"),
    ([-math.inf], "non-finite-number", "/0"),
    ({"a/b~c": "\ud800"}, "lone-surrogate", "/a~1b~0c"),
    ({"x": {"\udfff": 1}}, "lone-surrogate", "/x"),
    ({"x": {1: "y"}}, "key-not-text", "/x"),
    ({"x": MAX_INTEGER + 1}, "integer-too-large", "/x"),
    ({"x": -MAX_INTEGER - 1}, "integer-too-large", "/x"),
    ({"x": b"bytes"}, "not-json", "/x"),
    ({"x": {"y"}}, "not-json", "/x"),
    (nested(MAX_DEPTH + 1), "too-deep", "/0" * (MAX_DEPTH + 1)),
    (nested(100_000), "too-deep", "/0" * (MAX_DEPTH + 1)),
]


@pytest.mark.parametrize(("document", "code", "pointer"), REFUSED)
def test_what_has_no_canonical_form_is_refused_with_code_and_place(
    document: Any, code: str, pointer: str
) -> None:
    with pytest.raises(SealError) as caught:
        canonical(document)
    assert (caught.value.code, caught.value.pointer) == (code, pointer)
    str(caught.value).encode()  # the message itself can be printed


def test_a_document_inside_itself_is_refused() -> None:
    document: dict[str, Any] = {}
    document["again"] = [document, document]
    with pytest.raises(SealError, match="too-deep"):
        canonical(document)


def test_the_limits_themselves_are_fine() -> None:
    assert canonical([MAX_INTEGER, -MAX_INTEGER]) == b"[9007199254740991,-9007199254740991]"
    assert canonical(nested(MAX_DEPTH)) == b"[" * MAX_DEPTH + b"0" + b"]" * MAX_DEPTH


def test_the_digest_is_over_everything_but_the_outermost_digest() -> None:
    document = {"b": {"digest": "inner"}, "a": 1}
    written = b'{"a":1,"b":{"digest":"inner"}}'
    assert digest(document) == f"sha256:{hashlib.sha256(written).hexdigest()}"
    assert digest({**document, "digest": "anything"}) == digest(document)
    assert digest({**document, "b": {"digest": "other"}}) != digest(document)


def test_sealing_replaces_an_old_digest_and_leaves_the_document_alone() -> None:
    document = {"a": 1, "digest": "sha256:old"}
    assert sealed(document) == {"a": 1, "digest": digest({"a": 1})}
    assert document["digest"] == "sha256:old"


def test_an_intact_document_is_intact_after_a_trip_through_a_file() -> None:
    document = sealed({"name": "Brugge é \U0001f600", "list": ("a", 1), "none": None})
    again = json.loads(json.dumps(document, indent=4, sort_keys=True))
    checked = verify(again)
    assert (checked.intact, checked.code) == (True, "intact")
    assert checked.stated == checked.computed == document["digest"]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"a": 1}, "digest-missing"),
        ({"a": 1, "digest": None}, "digest-missing"),
        ({"a": 1, "digest": 7}, "digest-missing"),
        ({"a": 1, "digest": digest({"a": 2})}, "digest-differs"),
        ({"a": 1, "digest": digest({"a": 1}).upper()}, "digest-differs"),
        ({"a": 1, "digest": digest({"a": 1}).removeprefix("sha256:")}, "digest-differs"),
        ({"a": 1.0, "digest": digest({"a": 1})}, "float"),
        ({"a": "\ud800", "digest": "x"}, "lone-surrogate"),
        ({1: "a"}, "key-not-text"),
        ([], "not-an-object"),
        (None, "not-an-object"),
        ("sha256:", "not-an-object"),
    ],
)
def test_what_is_not_intact_says_why(document: Any, code: str) -> None:
    checked = verify(document)
    assert (checked.intact, checked.code) == (False, code)


# ---------------------------------------------------------------- properties


@plain
@given(documents)
def test_canonical_bytes_read_back_as_the_document_and_are_a_fixed_point(document: Any) -> None:
    written = canonical(document)
    assert json.loads(written) == document
    assert canonical(json.loads(written)) == written


@plain
@given(objects, st.randoms(use_true_random=False))
def test_the_order_of_names_shows_nowhere(document: dict[str, Any], random: Any) -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, list):
            return [turned(below) for below in value]
        if not isinstance(value, dict):
            return value
        names = list(value)
        random.shuffle(names)
        return {name: turned(value[name]) for name in names}

    assert canonical(turned(document)) == canonical(document)


@plain
@given(objects)
def test_what_was_sealed_is_intact(document: dict[str, Any]) -> None:
    assert verify(sealed(document)).intact


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every scalar."""
    inside = (
        enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else None
    )
    if inside is None:
        yield path
    else:
        for step, below in inside:
            yield from leaves(below, (*path, step))


@plain
@given(objects, scalars, st.data())
def test_any_other_value_anywhere_is_noticed(
    document: dict[str, Any], other: Any, data: st.DataObject
) -> None:
    document.pop("digest", None)
    places = list(leaves(document))
    assume(places)
    changed = json.loads(json.dumps(sealed(document)))
    *way, last = data.draw(st.sampled_from(places))
    holder = changed
    for step in way:
        holder = holder[step]
    assume(canonical(holder[last]) != canonical(other))
    holder[last] = other
    assert verify(changed).code == "digest-differs"
