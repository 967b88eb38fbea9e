"""What names come to: the walk over a document, its places, and that the parser drops the same members."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check import api
from interop_check.rdf import key_counts
from interop_check.rdf.active_context import Definition, Meaning
from interop_check.rdf.contexts import ContextError, inline
from interop_check.rdf.json_places import places
from interop_check.rdf.key_reading import has_context, walk
from interop_check.rdf.linked_json import open_json
from interop_check.rdf.parse import DEFAULT_BASE, SyntaxProblem, guard_json
from interop_check.rdf.reading import LONGEST, MOST, Reading, of_plain
from interop_check.rdf.vocabulary import RDF_FIRST, RDF_REST, RDF_TYPE

EX = "http://e.example/"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def reading(document: Any, context: Any = None) -> Reading:
    """Read a document; `context` is one that is given beside it."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    resolve = {EX: {"@context": context}}.get
    found = open_json(data, resolve, context="" if context is None else EX).reading
    assert found is not None
    return found


def lost(document: Any) -> dict[str, int]:
    return {one.name: one.times for one in reading(document).lost}


# ---------------------------------------------------------------- names that are lost


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"@context": {"a": EX + "a"}, "a": 1, "b": {"a": 1, "c": 2}}, {"b": 1}),
        ({"@context": {"a": EX + "a"}, "a": [{"b": 1}, [{"b": 2}]]}, {"b": 2}),
        ({"@context": {"a": None}, "a": 1}, {}),
        (
            {"@context": {"a": {"@id": EX + "a", "@context": {"b": EX + "b"}}}, "a": {"b": 1}, "b": 2},
            {"b": 1},
        ),
        (
            {
                "@context": {"C": {"@id": EX + "C", "@context": {"b": EX + "b"}}, "c": EX + "c"},
                "@type": "C",
                "b": 1,
                "c": {"b": 1},
            },
            {"b": 1},
        ),
        (
            {
                "@context": {
                    "C": {"@id": EX + "C", "@context": {"b": EX + "b", "@propagate": True}},
                    "c": EX + "c",
                },
                "@type": "C",
                "b": 1,
                "c": {"b": 1},
            },
            {},
        ),
        (
            {"@context": {"a": {"@id": EX + "a", "@container": "@language"}}, "a": {"nl": "x", "fr": ["y"]}},
            {},
        ),
        ({"@context": {"a": EX + "a"}, "a": {"nl": "x"}}, {"nl": 1}),
        ({"@context": {"a": {"@id": EX + "a", "@container": "@index"}}, "a": {"k": {"b": 1}}}, {"b": 1}),
        ({"@context": {"a": {"@id": EX + "a", "@container": "@id"}}, "a": {EX: {"b": 1}}}, {"b": 1}),
        (
            {
                "@context": {
                    "a": {"@id": EX + "a", "@container": "@type"},
                    "C": {"@id": EX + "C", "@context": {"b": EX + "b"}},
                },
                "a": {"C": {"b": 1}, "D": {"b": 1}},
            },
            {"b": 1},
        ),
        ({"@context": {"a": {"@id": EX + "a", "@container": "@graph"}}, "a": {"b": 1}}, {"b": 1}),
        ({"@context": {"a": {"@id": EX + "a", "@type": "@json"}}, "a": {"b": 1}}, {}),
        ({"@context": {"a": EX + "a"}, "a": {"@list": [{"b": 1}]}}, {"b": 1}),
        ({"@context": {"a": EX + "a"}, "a": {"@set": [{"b": 1}]}}, {"b": 1}),
        ({"@context": {"a": EX + "a"}, "a": {"@value": "x", "@language": "nl"}}, {}),
        ({"@context": {"v": "@value", "a": EX + "a"}, "a": {"v": "x"}}, {}),
        ({"@context": {"a": EX + "a"}, "@graph": [{"a": 1, "b": 1}], "@included": [{"b": 1}]}, {"b": 2}),
        ({"@context": {"a": EX + "a"}, "@reverse": {"a": {"b": 1}, "c": {}}}, {"b": 1, "c": 1}),
        ({"@context": {"n": "@nest", "a": EX + "a"}, "n": {"a": 1, "b": 1}}, {"b": 1}),
        (
            {"@context": {"a": EX + "a"}, "a": {"@context": {"b": EX + "b"}, "b": 1, "a": {"b": 1}}, "b": 1},
            {"b": 1},
        ),
        ({"@context": {"a": EX + "a"}, "a": {"@context": None, "a": 1}}, {"a": 1}),
        ({"@context": {"a": EX + "a"}, "@foo": 1}, {"@foo": 1}),
        ([{"@context": {"a": EX + "a"}, "a": 1}, {"a": 1}], {"a": 1}),
        ({"@context": {"a": "_:a"}, "a": 1}, {"a": 1}),
    ],
)
def test_members_without_a_meaning_are_lost(document: Any, expected: dict[str, int]) -> None:
    assert lost(document) == expected


def test_a_name_counts_once_and_keeps_its_first_place() -> None:
    text = b'{"@context": {"a": "http://e/a"},\n "a": {"b": 1},\n "b": {"a": 2},\n  "c": "b"}'
    found = reading(text)
    assert (found.names, found.lost_names) == (3, 2)
    assert [(one.name, one.times, one.line, one.column) for one in found.lost] == [
        ("b", 2, 2, 8),
        ("c", 1, 4, 3),
    ]


def test_classes_and_prefixes_that_nobody_declared() -> None:
    found = reading(
        {
            "@context": {"C": EX + "C", "p": EX, "type": "@type"},
            "@graph": [
                {"@type": ["C", "D", EX + "E", "p:F"]},
                {"type": "D"},
                {"q:x": 1, "urn:x:y": 2, "p:z": 3},
                {"@type": "q:C"},
            ],
        }
    )
    assert [(one.name, one.times) for one in found.classes] == [("D", 2)]
    assert [(one.name, one.times) for one in found.undeclared] == [("q:x", 1), ("q:C", 1)]
    assert (found.types, found.names, found.prefixed) == (5, 3, 4)


def test_names_that_only_have_a_meaning_by_vocab() -> None:
    found = reading({"@context": {"@vocab": EX, "a": EX + "a"}, "a": 1, "b": {"b": 2}})
    assert [(one.name, one.iri, one.times) for one in found.by_vocab] == [("b", EX + "b", 2)]
    assert found.vocab == ("",)
    assert reading({"@context": [{"@vocab": EX}, {"@vocab": None}], "b": 1}).lost_names == 1


def test_values_that_a_type_spoils() -> None:
    context = {
        "a": {"@id": EX + "a", "@type": EX + "C"},
        "b": {"@id": EX + "b", "@type": EX + "D", "@container": "@list"},
        "c": {"@id": EX + "c", "@type": LANG_STRING, "@container": "@language"},
        "d": {"@id": EX + "d", "@type": EX + "C", "@context": {"d": {"@id": EX + "d", "@type": "@id"}}},
        "e": {"@id": EX + "e", "@type": EX + "C", "@container": "@index"},
    }
    document = {
        "@context": context,
        "a": [EX, {"@id": EX}, {"@value": "x"}, 1, True, None],
        "b": {"@list": [EX, EX]},
        "c": {"nl": "x"},
        "d": EX,
        "e": {"k": EX, "l": [EX]},
    }
    found = {one.name: (one.type, one.times) for one in reading(document).spoilt}
    assert found == {"a": (EX + "C", 3), "b": (EX + "D", 2), "e": (EX + "C", 2)}
    written = [quad.object for quad in ox.parse(json.dumps(document).encode(), ox.RdfFormat.JSON_LD)]
    spoilt = Counter(
        one.datatype.value[-1] for one in written if isinstance(one, ox.Literal) and EX in one.datatype.value
    )
    assert spoilt == {"C": 5, "D": 2}, "as many as the parser makes"


def test_definitions_stand_with_their_class_and_place() -> None:
    text = (
        b'{"@context": [{"C": {"@id": "http://e/C",\n "@context": {"b": "http://e/b"}}}, {"C": null}], "b":1}'
    )
    found = reading(text)
    assert [(one.scope, one.name, one.iri, one.line, one.column) for one in found.terms] == [
        ("", "C", "", 2, 38)
    ], "what was defined again, and for good as nothing"
    (outer, inner) = reading(text.replace(b', {"C": null}', b"")).terms
    assert (outer.name, outer.line, outer.column, inner.scope, inner.name) == ("C", 1, 16, "C", "b")
    assert (inner.line, inner.column) == (2, 15)


def test_a_context_beside_plain_json() -> None:
    found = reading({"a": 1, "b": 2}, {"a": EX + "a"})
    assert (found.applied, found.names, [one.name for one in found.lost]) == (True, 2, ["b"])
    assert {one.source for one in found.terms} == {EX}
    own = reading({"@context": {"b": EX + "b"}, "a": 1, "b": 2}, {"a": EX + "a"})
    assert (own.applied, [one.name for one in own.lost]) == (False, ["a"])
    assert has_context([{"a": 1}, {"@context": {}}])
    assert not has_context([{"a": {"@context": {}}}, 1])


def test_a_reading_is_bounded_and_holds_only_text_that_can_be_written() -> None:
    found = reading({"@context": {"é": "urn:\ud800"}, **{f"k{n}": 1 for n in range(MOST + 5)}, "x" * 1000: 1})
    assert (len(found.lost), found.lost_names) == (MOST, MOST + 6)
    long = reading({"@context": {"x" * 1000: EX + "y" * 1000}, "\ud800": 1})
    assert {len(one.name) for one in long.terms} == {LONGEST}
    assert json.dumps(long.plain(), ensure_ascii=False).encode()


def test_a_reading_travels_as_json_and_what_is_none_is_refused() -> None:
    context = {"a": {"@id": EX + "a", "@type": EX + "C"}, "@vocab": EX}
    found = reading({"@context": context, "a": "x", "b": 1, "q:c": 2, "@type": "D", "_:e": 1})
    assert of_plain(json.loads(json.dumps(found.plain()))) == found
    for broken in ({**found.plain(), "lost": [["a"]]}, {**found.plain(), "names": None}, {}):
        with pytest.raises((KeyError, TypeError, ValueError)):
            of_plain(broken)


def test_other_words_for_the_addresses_of_contexts() -> None:
    context = {"a": {"@id": EX + "a", "@type": EX + "C"}, "@vocab": EX}
    found = reading({"a": "x"}, context).with_sources({EX: "told"}.__getitem__)
    sources = {one.source for one in found.terms} | {one.source for one in found.spoilt}
    assert sources | set(found.vocab) == {"told"}


IDENTIFIERS = [
    "http://x/a", "http://x/a b", "http://x/{id}", "http://x/a|b", "http://x/%zz", "http://x/#a#b", "http://[x",
    "http://x:ab/", "é", "http://x/é", "", "#a", "?q", "a/b", "../a", ":x", "1:b", "a:b", "x y:z", "//x y",
    "urn:", "mailto:", "HTTP://X/a", "http://x/a\\b", "_:b", "@foo", "p:x", "p:x y", "q:x",
]  # fmt: skip


@pytest.mark.parametrize("written", IDENTIFIERS)
def test_what_has_no_iri_is_lost_as_the_parser_loses_it(written: str) -> None:
    context = {"p": EX, "r": {"@id": EX + "r", "@type": "@id"}, "a": EX + "a"}
    as_subject = {"@context": context, "@id": written, "a": 1}
    as_object = {"@context": context, "@id": EX, "r": [EX, written]}
    for document, number in ((as_subject, 1), (as_object, 2)):
        if written == "@foo" and document is as_subject:
            continue  # no identifier at all, so a blank node; here it counts as one that is no IRI
        found = reading(document)
        is_lost = len(quads(json.dumps(document).encode())) < number
        assert [one.name for one in found.nameless] == ([written] if is_lost else [])
        assert found.references == (1 if document is as_subject else 3)


# ---------------------------------------------------------------- places


def test_places_are_those_of_names_before_a_colon_also_where_they_are_escaped() -> None:
    text = '{"é": "a",\n "x": ["a", {"a": 1, "\\u0061b": "a\\": a"}],\r\n\t"a" : {"a": null}}'.encode()
    document = json.loads(text)
    inner = document["x"][1]
    spots = [(id(inner), "a"), (id(inner), "ab"), (id(document), "a"), (id(document["a"]), "a")]
    found = places(text, document, [*spots, (id(document), "nothing")])
    assert [found.get(spot) for spot in spots] == [(2, 14), (2, 22), (3, 2), (3, 9)]
    assert len(found) == len(spots)
    assert places(text, document, []) == {}


NAMES = st.sampled_from(["a", "b", "a b", "é", 'q"', "\\", "a:"])
JSON: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["a", "b", '"a":', 1, None, True]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=15,
)


@given(JSON, st.sampled_from([None, 0, 3]), st.booleans())
def test_every_member_is_found_where_a_decoder_would_read_it(
    document: Any,
    indent: int | None,
    ascii_: bool,  # noqa: FBT001
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_)
    parsed = json.loads(text)
    spots = [(id(one), name) for one in objects(parsed) for name in one]
    found = places(text.encode(), parsed, spots)
    assert len(found) == len(spots)
    lines = text.split("\n")
    for (_, name), (line, column) in found.items():
        decoded, end = json.JSONDecoder().raw_decode(lines[line - 1], column - 1)
        assert decoded == name
        assert lines[line - 1][end] == ":"
    assert len(set(found.values())) == len(found)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(one)


# ---------------------------------------------------------------- what the parser gets


def quads(data: bytes) -> list[ox.Quad]:
    return list(ox.parse(data, ox.RdfFormat.JSON_LD, base_iri=DEFAULT_BASE))


def opened(document: Any) -> bytes:
    return open_json(json.dumps(document).encode(), lambda _: None).to_bytes()


def test_what_is_lost_is_taken_out_before_the_parser_which_would_keep_its_classes_and_lists() -> None:
    document = {
        "@context": {"a": EX + "a", "none": None},
        "@id": EX + "1",
        "a": [{"lost": {"@id": EX + "2", "@type": EX + "C"}}],
        "gone": {"@list": ["x"]},
        "none": {"@type": EX + "D"},
    }
    assert {quad.predicate.value for quad in quads(json.dumps(document).encode())} == {
        EX + "a",
        RDF_TYPE,
        RDF_FIRST,
        RDF_REST,
    }, "pyoxigraph keeps them; JSON-LD 1.1 API, 5.1.2, 13.3 drops the whole member"
    assert [quad.predicate.value for quad in quads(opened(document))] == [EX + "a"]


def test_a_graph_beside_a_lost_name_is_the_default_graph() -> None:
    document = {"@context": {"a": EX + "a"}, "titel": "x", "@graph": [{"@id": EX, "a": "y"}]}
    (named,) = quads(json.dumps(document).encode())
    assert isinstance(named.graph_name, ox.BlankNode), (
        "pyoxigraph; without the lost name there is only @graph"
    )
    (quad,) = quads(opened(document))
    assert isinstance(quad.graph_name, ox.DefaultGraph)


def test_a_text_in_which_nothing_is_lost_reaches_the_parser_as_it_is() -> None:
    data = b'{ "@context": {"a": "http://e/a"}, "a": 1 }'
    assert open_json(data, lambda _: None).to_bytes() is data
    missing = open_json(b'{"@context": "http://e/c", "b": 1}', lambda _: None)
    assert (missing.missing, missing.reading, missing.refusal()) == (("http://e/c",), None, None)


def test_a_name_that_stands_twice_is_refused_before_anything_is_left_out() -> None:
    with pytest.raises(SyntaxProblem):
        open_json(b'{"@context": {"a": "http://e/a"}, "lost": 1, "a": 1, "a": 2}', lambda _: None).to_bytes()


def test_documents_that_are_too_deep_are_refused() -> None:
    deep: Any = {}
    for _ in range(300):
        deep = {"a": deep}
    with pytest.raises(ContextError) as raised:
        open_json(json.dumps(deep).encode(), lambda _: None)
    assert raised.value.code == "json-too-deep"
    chain = {f"t{n}": f"t{n + 1}:x" for n in range(5000)}
    with pytest.raises(ContextError) as raised:
        open_json(json.dumps({"@context": chain}).encode(), lambda _: None)
    assert raised.value.code == "json-too-deep"


# ---------------------------------------------------------------- held against the parser


class Watch:
    """Notes of every member that is met whether it is kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept: set[tuple[int, str]] = set()
        self.lost: set[tuple[int, str]] = set()
        counting = key_counts.Counts.keeps

        def keeps(counts: Any, name: str, meaning: Meaning, holder: Mapping[str, Any]) -> bool:
            is_kept = counting(counts, name, meaning, holder)
            (self.kept if is_kept else self.lost).add((id(holder), name))
            return is_kept

        monkeypatch.setattr(key_counts.Counts, "keeps", keeps)
        # Plain members are not asked about, for speed; here they are.
        monkeypatch.setattr(Definition, "is_plain", property(lambda _: False))


def without(value: Any, spots: set[tuple[int, str]]) -> Any:
    if isinstance(value, list):
        return [without(one, spots) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: member if name == "@context" else without(member, spots)
        for name, member in value.items()
        if (id(value), name) not in spots
    }


def canonical(document: Any, *, leftovers: bool = True) -> list[str]:
    """The canonical quads of a document; without `leftovers` not what pyoxigraph keeps of lost members."""
    found = quads(json.dumps(document).encode("utf-8", "surrogatepass"))
    if not leftovers:
        found = [quad for quad in found if quad.predicate.value not in (RDF_TYPE, RDF_FIRST, RDF_REST)]
    dataset = ox.Dataset(found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, dataset))


def disagreements(document: Any, watch: Watch) -> list[str]:
    """Names on which the walk and the parser differ: lost but of effect, or kept and of none."""
    watch.kept.clear()
    watch.lost.clear()
    walk(document, {}, base="")
    whole = canonical(document)
    found = []
    if canonical(without(document, watch.lost), leftovers=False) != canonical(document, leftovers=False):
        found.append("lost but of effect")
    by_name: dict[str, set[tuple[int, str]]] = {}
    for holder, name in watch.kept:
        by_name.setdefault(name, set()).add((holder, name))
    return found + [name for name, spots in by_name.items() if canonical(without(document, spots)) == whole]


TEXT, ID = "text", "http://e.example/id/"
TERMS = ["a", "b", "c", "d", "C", "D"]


def definitions(depth: int) -> st.SearchStrategy[Any]:
    iris = st.sampled_from([f"{EX}{name}" for name in "abcdeCD"])
    full = st.fixed_dictionaries(
        {"@id": iris},
        optional={
            "@type": st.sampled_from(["@id", f"{EX}T", "http://www.w3.org/2001/XMLSchema#date"]),
            "@container": st.sampled_from(["@set", "@list"]),
            **({"@context": local(depth - 1)} if depth else {}),
        },
    )
    return iris | iris | full | st.none()


def local(depth: int) -> st.SearchStrategy[Any]:
    one = st.dictionaries(st.sampled_from(TERMS), definitions(depth), max_size=4)
    aliases = st.fixed_dictionaries(
        {}, optional={"id": st.just("@id"), "type": st.just("@type"), "p": st.just(EX)}
    )
    return st.builds(lambda terms, more: {**terms, **more}, one, aliases)


def nodes(depth: int) -> st.SearchStrategy[Any]:
    inner: st.SearchStrategy[Any] = st.just(TEXT)
    if depth:
        inner |= nodes(depth - 1) | st.lists(nodes(depth - 1), min_size=1, max_size=2)
    members = st.dictionaries(
        st.sampled_from([*TERMS, "p:x", f"{EX}z", "e", "@foo"]), inner, min_size=1, max_size=4
    )
    marks = st.fixed_dictionaries(
        {},
        optional={
            "@id": st.just(ID),
            "@type": st.sampled_from(["C", "D", f"{EX}E", "E"]),
            **({"@context": local(1)} if depth else {}),
        },
    )
    return st.builds(lambda marked, named: {**marked, **named}, marks, members)


def numbered(value: Any, numbers: Iterator[int]) -> Any:
    """The same with every text and identifier only once, so that each member adds something."""
    if isinstance(value, list):
        return [numbered(one, numbers) for one in value]
    if not isinstance(value, dict):
        return f"{value}{next(numbers)}" if value in (TEXT, ID) else value
    return {
        name: member if name in ("@context", "@type") else numbered(member, numbers)
        for name, member in value.items()
    }


DOCUMENTS = st.builds(lambda node, own: numbered({**node, "@context": own}, count()), nodes(3), local(2))


@settings(max_examples=200, deadline=None)
@given(document=DOCUMENTS)
def test_the_parser_drops_what_the_walk_calls_lost_on_documents_of_all_kinds(document: Any) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        try:
            canonical(document)
        except SyntaxError:
            return
        assert disagreements(document, Watch(monkeypatch)) == []


LARGE = 100_000
OF_NO_EFFECT = {
    *("agent/agent.json", "catalogus/catalogus.json", "catalogusRecord/catalogusRecord.json"),
    *("contactinfo/contactinfo.json", "dataset/dataset.json", "distributie/distributie.json"),
    *("plaats/plaats.json", "resolutie/resolutie.json", "standaard/standaard.json"),
}
"""Templates whose identifiers are placeholders between braces: of what has none the parser makes nothing."""


def test_the_parser_drops_what_the_walk_calls_lost_in_real_data(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, library = Watch(monkeypatch), api.library(shared / "standards")
    corpus = shared / "corpora" / "oslo"
    looked_at, names, differing = 0, 0, []
    for path in sorted(one for one in corpus.rglob("*.json*") if one.stat().st_size < LARGE):
        try:
            inlined = inline(path.read_bytes(), library.resolve)
            guard_json(path.read_bytes())
        except (ContextError, SyntaxProblem):
            continue
        if inlined.missing or "/".join(path.parts[-2:]) in OF_NO_EFFECT:
            continue
        looked_at += 1
        differing += [(path.name, name) for name in disagreements(inlined.document, watch)]
        names += len(watch.kept) + len(watch.lost)
    assert looked_at > 45
    assert names > 1000
    # Its only value is a reference that is no IRI, “composite sample”: rule oslo/context-id.
    assert differing == [
        ("output.jsonld", "http://purl.org/dc/terms/type"),
    ]
