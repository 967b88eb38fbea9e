import json
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interop_check.jsonfile import MAX_DEPTH
from interop_check.rdf.contexts import ContextError, inline

A, B, C = (f"https://e.org/{name}.jsonld" for name in "abc")
NAME = {"name": "http://schema.org/name"}
HOME = {"home": {"@id": "http://schema.org/url", "@type": "@id"}}


def resolving(**documents: Any) -> Any:
    known = {f"https://e.org/{name}.jsonld": value for name, value in documents.items()}
    return known.get


def code(document: Any, resolve: Any) -> str:
    with pytest.raises(ContextError) as raised:
        inline(document, resolve)
    return raised.value.code


def test_a_remote_context_is_put_in_its_place() -> None:
    document = {"@context": A, "name": "x"}
    inlined = inline(document, resolving(a={"@context": NAME}))
    assert inlined.document == {"@context": NAME, "name": "x"}
    assert (inlined.used, inlined.missing) == ((A,), ())
    assert document == {"@context": A, "name": "x"}


def test_the_parts_of_an_array_stay_in_order_and_are_never_nested() -> None:
    inlined = inline(
        {"@context": ["https://e.org/b.jsonld", {"x": "y:"}, None]},
        resolving(a={"@context": NAME}, b={"@context": [A, HOME]}),
    )
    assert inlined.document == {"@context": [NAME, HOME, {"x": "y:"}, None]}
    assert inlined.used == (B, A)


def test_an_array_stays_an_array_and_a_context_of_two_becomes_one() -> None:
    resolve = resolving(a={"@context": NAME}, b={"@context": [NAME, HOME]})
    assert inline({"@context": [A]}, resolve).document == {"@context": [NAME]}
    assert inline({"@context": B}, resolve).document == {"@context": [NAME, HOME]}


def test_contexts_of_nested_objects_are_put_in() -> None:
    document = {"@graph": [{"@context": A, "knows": {"@context": A}}, [1, {"@context": A}]]}
    inlined = inline(document, resolving(a={"@context": NAME}))
    assert A not in json.dumps(inlined.document)
    assert inlined.used == (A,)


def test_scoped_contexts_are_put_in_also_those_of_remote_contexts() -> None:
    scoped = {"knows": {"@id": "http://schema.org/knows", "@context": "a.jsonld"}}
    inlined = inline({"@context": B}, resolving(a={"@context": NAME}, b={"@context": scoped}))
    assert inlined.document == {"@context": {"knows": {"@id": "http://schema.org/knows", "@context": NAME}}}


def test_a_context_is_text_where_it_is_a_value_and_not_a_key() -> None:
    document = {"@context": NAME, "name": A, "other": {"@value": A}}
    assert inline(document, resolving(a={"@context": HOME})) == inline(document, lambda _: None)


def test_relative_addresses_are_those_of_the_document_they_stand_in() -> None:
    resolve = resolving(a={"@context": "sub/../b.jsonld"}, b={"@context": NAME})
    assert inline({"@context": "/a.jsonld"}, resolve, base="https://e.org/data/1.jsonld").used == (A, B)


def test_a_remote_context_sets_no_base() -> None:
    inlined = inline({"@context": A}, resolving(a={"@context": {"@base": "https://evil/", **NAME}}))
    assert inlined.document == {"@context": NAME}
    own = {"@context": {"@base": "https://own/"}}
    assert inline(own, resolving()).document == own


def test_an_import_is_merged_and_own_terms_win() -> None:
    resolve = resolving(a={"@context": {**NAME, **HOME}})
    inlined = inline({"@context": {"@version": 1.1, "@import": A, "name": "x:name"}}, resolve)
    assert inlined.document == {"@context": {**HOME, "@version": 1.1, "name": "x:name"}}


@pytest.mark.parametrize(
    "imported", [[NAME, HOME], "c.jsonld", {"@import": "c.jsonld", **NAME}, [[NAME], HOME]]
)
def test_an_import_of_more_than_one_plain_context_is_refused(imported: Any) -> None:
    resolve = resolving(a={"@context": imported}, c={"@context": [NAME, HOME]})
    assert code({"@context": {"@import": A}}, resolve) == "context-import"


def test_what_is_missing_is_named_and_stays() -> None:
    inlined = inline({"@context": [A, B]}, resolving(b={"@context": ["c.jsonld", {"@import": C}]}))
    assert inlined.missing == (A, C)
    assert inlined.document == {"@context": [A, C, {"@import": C}]}


def test_what_is_no_address_is_missing_as_written() -> None:
    resolve = resolving(a={"@context": "https://[x"})
    assert inline({"@context": [A, {"@import": "//["}]}, resolve, base=B).missing == ("https://[x", "//[")


def test_each_address_is_asked_for_once() -> None:
    asked: list[str] = []

    def resolve(url: str) -> object:
        asked.append(url)
        return {"@context": NAME} if url == A else None

    inline([{"@context": [A, B]}] * 3, resolve)
    assert asked == [A, B]


@pytest.mark.parametrize(
    "documents",
    [
        {"a": {"@context": A}},
        {"a": {"@context": [B]}, "b": {"@context": {"t": {"@id": "x:t", "@context": A}}}},
        {"a": {"@context": {"@import": A}}},
    ],
)
def test_a_context_that_includes_itself_is_refused(documents: Any) -> None:
    assert code({"@context": A}, resolving(**documents)) == "context-cycle"


def test_a_long_chain_and_a_deep_document_are_refused() -> None:
    def chain(url: str) -> object:
        return {"@context": f"https://e.org/{int(url.rpartition('/')[2]) + 1}"}

    assert code({"@context": "https://e.org/1"}, chain) == "context-too-deep"
    deep: Any = {}
    for _ in range(MAX_DEPTH + 1):
        deep = {"a": deep}
    assert code(deep, resolving()) == "json-too-deep"
    assert code(b"[" * 100_000, resolving()) == "json-too-deep"


def test_a_context_repeated_until_it_fills_the_memory_is_refused() -> None:
    large = {"@context": {f"t{number}": "x:" + "y" * 1000 for number in range(1000)}}
    assert code([{"@context": A}] * 100, resolving(a=large)) == "context-too-large"


def test_a_document_without_context_is_no_context() -> None:
    assert code({"@context": A}, resolving(a={"name": "x:"})) == "context-without-context"
    assert code({"@context": A}, resolving(a=["x"])) == "context-without-context"


@pytest.mark.parametrize(
    ("data", "problem", "line", "column"),
    [
        (b'{"a": 1,\n}', "json-syntax", None, None),
        (b"", "json-syntax", 1, 1),
        (b'{"a": "\xff"}', "json-not-utf-8", 1, 8),
        (b'{\n"a": NaN}', "json-number", None, None),
        (b'{"a": 1e999}', "json-number", None, None),
        (b'{"a": ' + b"9" * 5000 + b"}", "json-number", None, None),
    ],
)
def test_bytes_that_are_no_usable_json_are_refused_with_their_place(
    data: bytes, problem: str, line: int | None, column: int | None
) -> None:
    with pytest.raises(ContextError) as raised:
        inline(data, resolving())
    assert raised.value.code == problem
    if line is not None:
        assert (raised.value.line, raised.value.column) == (line, column)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text() | st.sampled_from(["@context", "@import", "@base", "@id"]), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_without_known_addresses_any_json_stays_as_it_is(document: Any) -> None:
    inlined = inline(document, lambda _: None)
    assert inlined.document == document or inlined.missing or "@context" in json.dumps(document)
    assert json.loads(inline(json.dumps(document).encode(), lambda _: None).to_bytes()) == inlined.document


def test_the_result_says_what_the_remote_document_would_have_said() -> None:
    local = {"@context": [NAME, HOME], "@id": "https://e.org/1", "name": "é", "home": "https://e.org/2"}
    remote = {**local, "@context": [A, B]}
    inlined = inline(remote, resolving(a={"@context": NAME}, b={"@context": HOME}))
    read = [
        {str(quad) for quad in ox.parse(data, ox.RdfFormat.JSON_LD)}
        for data in (inlined.to_bytes(), json.dumps(local).encode())
    ]
    assert read[0] == read[1]
    assert len(read[0]) == 2
