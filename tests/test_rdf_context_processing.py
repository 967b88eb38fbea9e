"""Active contexts: what the algorithms of JSON-LD 1.1 (API, 4.1, 4.2 and 5.2) say a name means."""

import json
from typing import Any

import pyoxigraph as ox
import pytest

from interop_check.rdf.active_context import ActiveContext, Kind, is_iri
from interop_check.rdf.coercion import Fault, fault
from interop_check.rdf.context_processing import Contexts
from interop_check.rdf.context_refusal import refusal
from interop_check.rdf.context_terms import Names, coverage, definitions

EX = "http://e.example/"


def active(*contexts: Any, documents: Any = None) -> ActiveContext:
    made = Contexts(documents or {}, "")
    return made.local(made.empty, list(contexts))


def meaning(context: Any, name: str) -> tuple[str, str]:
    found = active(context).meaning(name)
    return found.kind.value, found.iri


@pytest.mark.parametrize(
    ("context", "name", "kind", "iri"),
    [
        ({"a": EX + "a"}, "a", "term", EX + "a"),
        ({"a": {"@id": EX + "a"}}, "a", "term", EX + "a"),
        ({"a": EX + "a"}, "A", "unmapped", ""),
        ({"a": None}, "a", "null", ""),
        ({"a": {"@id": None}}, "a", "null", ""),
        ({"a": {"@reverse": EX + "r"}}, "a", "term", EX + "r"),
        ({"id": "@id"}, "id", "keyword", "@id"),
        ({"i": "id", "id": "@id"}, "i", "keyword", "@id"),
        ({}, "@id", "keyword", "@id"),
        ({}, "@nonsense", "unmapped", ""),
        ({"@vocab": EX}, "@nonsense", "unmapped", ""),
        ({"p": EX + "ns#"}, "p:a", "compact", EX + "ns#a"),
        ({"p": EX + "ns"}, "p:a", "absolute", "p:a"),
        ({"p": {"@id": EX + "ns", "@prefix": True}}, "p:a", "compact", EX + "nsa"),
        ({"p": {"@id": EX + "ns#", "@prefix": False}}, "p:a", "absolute", "p:a"),
        ({"http": EX}, "http://x/y", "absolute", "http://x/y"),
        ({}, EX + "a", "absolute", EX + "a"),
        ({}, "_:a", "illegal", "_:a"),
        ({}, ":a", "unmapped", ""),
        ({"@vocab": EX + "ns#"}, "a", "vocab", EX + "ns#a"),
        ({"@vocab": EX + "ns#"}, "a b", "illegal", EX + "ns#a b"),
        ({"p": EX, "@vocab": "p:ns#"}, "a", "vocab", EX + "ns#a"),
        ({"@vocab": EX, "a": None}, "a", "null", ""),
        ({"a": "b", "b": EX + "b"}, "a", "term", EX + "b"),
        ({"a": "p:x", "p": EX}, "a", "term", EX + "x"),
        ({"p:a": {"@type": "@id"}, "p": EX}, "p:a", "term", EX + "a"),
        ({"a": "rel"}, "a", "illegal", "rel"),
        ({"a": EX + "a b"}, "a", "illegal", EX + "a b"),
        ({"a": "@nonsense"}, "a", "illegal", ""),
        ({"a": 1}, "a", "unmapped", ""),
        ({"a": {"@type": "@id"}, "@vocab": EX}, "a", "term", EX + "a"),
    ],
)
def test_what_a_name_means(context: Any, name: str, kind: str, iri: str) -> None:
    assert meaning(context, name) == (kind, iri)


def test_terms_that_lean_on_one_another_end() -> None:
    assert meaning({"a": "b:x", "b": "a:y"}, "a")[0] == "term"
    assert meaning({"a": "a"}, "a") == ("illegal", "")


def test_a_later_context_wins_and_null_forgets_all() -> None:
    later = active({"a": EX + "1", "b": EX + "b"}, {"a": EX + "2"})
    assert (later.meaning("a").iri, later.meaning("b").iri) == (EX + "2", EX + "b")
    assert active({"a": EX + "1", "@vocab": EX}, None).meaning("a").kind is Kind.UNMAPPED
    assert active({"@vocab": EX}, {"@vocab": None}).meaning("a").kind is Kind.UNMAPPED


def test_a_protected_term_stays_but_for_the_scoped_context_of_a_property() -> None:
    protected = {"a": {"@id": EX + "1", "@protected": True}}
    assert active(protected, {"a": EX + "2"}).meaning("a").iri == EX + "1"
    assert active({"@protected": True, "a": EX + "1"}, {"a": EX + "2"}).meaning("a").iri == EX + "1"
    contexts = Contexts({}, "")
    outer = contexts.local(contexts.empty, {**protected, "p": {"@id": EX + "p", "@context": {"a": EX + "2"}}})
    definition = outer.definition("p")
    assert definition is not None
    assert contexts.of_property(outer, definition).meaning("a").iri == EX + "2"
    assert contexts.of_type(outer, definition).meaning("a").iri == EX + "1"


def test_the_context_of_a_class_does_not_propagate_unless_it_says_so() -> None:
    contexts = Contexts({}, "")
    scoped = {"C": {"@id": EX + "C", "@context": {"a": EX + "a"}}}
    far = {"D": {"@id": EX + "D", "@context": {"@propagate": True, "a": EX + "a"}}}
    outer = contexts.local(contexts.empty, {**scoped, **far})
    of_c, of_d = (contexts.of_type(outer, one) for name in "CD" if (one := outer.definition(name)))
    assert (of_c.meaning("a").iri, of_c.previous) == (EX + "a", outer)
    assert (of_d.meaning("a").iri, of_d.previous) == (EX + "a", None)


def test_a_definition_keeps_what_the_context_says_of_its_values() -> None:
    context = {
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "a": {"@id": EX + "a", "@type": "xsd:date", "@container": ["@set", "@index"], "@index": "p"},
        "b": {"@id": EX + "b", "@language": "nl", "@nest": "n"},
        "c": {"@id": EX + "c", "@language": None, "@type": "@id"},
        "d": {"@reverse": EX + "d", "@type": ""},
    }
    found = active(context)
    a, b, c, d = (found.definition(name) for name in "abcd")
    assert a
    assert b
    assert c
    assert d
    assert (a.type, a.container, a.index) == (
        "http://www.w3.org/2001/XMLSchema#date",
        ("@index", "@set"),
        "p",
    )
    assert (b.language, b.nest, a.language, c.language) == ("nl", "n", None, "")
    assert (c.type, d.type, d.is_reverse, c.is_reverse) == ("@id", "", True, False)
    assert active({"@language": "nl"}).language == "nl"
    assert active({"@base": EX + "x/"}, {"@base": "y/"}).base == EX + "x/y/"


def test_remote_contexts_are_known_by_their_address_and_set_no_base() -> None:
    url = EX + "c.jsonld"
    documents = {url: [{"a": EX + "a", "@base": "http://other/"}, {"b": EX + "b"}]}
    found = active(url, {"a": EX + "own"}, documents=documents)
    a, b = found.definition("a"), found.definition("b")
    assert a is not None
    assert b is not None
    assert (a.source, b.source, found.base) == ("", url, "https://relative.invalid/")


def test_a_definition_in_place_of_one_from_another_document_is_noted() -> None:
    url = EX + "c.jsonld"
    contexts = Contexts({url: [{"a": EX + "a", "b": EX + "b"}, {"b": EX + "b2"}]}, "")
    contexts.local(contexts.empty, [url, {"a": EX + "own", "c": EX + "c"}])
    assert [(new.iri, old.iri) for new, old in contexts.redefined] == [(EX + "own", EX + "a")]


def test_equal_contexts_under_equal_contexts_are_made_once() -> None:
    contexts = Contexts({EX: [{"a": EX + "a"}]}, "")
    assert contexts.local(contexts.empty, EX) is contexts.local(contexts.empty, EX)
    assert len(contexts.made) == 1


def test_the_definitions_of_a_context_with_those_in_scoped_contexts() -> None:
    inner = {"b": EX + "b", "c": {"@id": EX + "c", "@context": {"d": EX + "d"}}}
    found = definitions([{"a": {"@id": EX + "a", "@context": inner}}, {"e": EX + "e"}])
    assert [(scope, one.name) for scope, one in found] == [
        ("", "a"),
        ("a", "b"),
        ("a", "c"),
        ("c", "d"),
        ("", "e"),
    ]


def test_a_context_within_itself_ends() -> None:
    scoped: dict[str, Any] = {"a": {"@id": EX + "a"}}
    scoped["a"]["@context"] = scoped
    assert len(definitions(scoped)) < 20


# ---------------------------------------------------------------- types that are none


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("http://data.vlaanderen.be/ns/besluit#Bestuursorgaan", Fault.CLASS),
        ("http://www.w3.org/2004/02/skos/core#Concept", Fault.CLASS),
        ("https://data.vlaanderen.be/ns/gebouw#2DGebouwgeometrie", Fault.CLASS),
        ("http://dbpedia.org/ontology/Case", Fault.CLASS),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", Fault.LANGUAGE),
        ("http://www.w3.org/2000/01/rdf-schema#Literal", Fault.LITERAL),
        ("http://www.w3.org/2001/XMLSchema#dateTime", None),
        ("http://www.w3.org/2001/XMLSchema#ENTITY", None),
        ("http://www.opengis.net/ont/geosparql#wktLiteral", None),
        ("http://www.opengis.net/ont/sf#WktLiteral", None),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML", None),
        ("https://schema.org/Date", None),
        ("https://w3id.org/cdt/ucum", None),
        ("@id", None),
        ("@json", None),
        ("http://e.example/", None),
        ("", None),
    ],
)
def test_which_types_no_literal_has(type_: str, expected: Fault | None) -> None:
    assert fault(type_) is expected


# ---------------------------------------------------------------- why a context is refused


@pytest.mark.parametrize(
    ("context", "term", "detail"),
    [
        ({"a": EX + "a", "b": {"@id": EX + "b", "@type": ""}}, "b", '"@type": ""'),
        ({"b": {"@id": EX + "b", "@type": "Foo"}}, "b", '"@type": "Foo"'),
        ({"b": {"@id": EX + "b", "@type": None}}, "b", '"@type": null'),
        ({"b": {"@id": EX + "b", "@typo": "x"}}, "b", '"@typo"'),
        ({"b": {"@type": "@id"}}, "b", '"@id"'),
    ],
)
def test_the_first_definition_that_no_processor_accepts(context: Any, term: str, detail: str) -> None:
    found = refusal(one for _, one in definitions(context))
    assert found is not None
    assert (found.definition.name, found.detail) == (term, detail)
    data = json.dumps({"@context": context, "@id": EX, "b": "x"}).encode()
    with pytest.raises(SyntaxError):
        list(ox.parse(data, ox.RdfFormat.JSON_LD, base_iri=EX))


def test_a_context_that_can_be_used_is_not_refused() -> None:
    context = {
        "a": {"@id": EX + "a", "@type": "@id", "@container": "@set"},
        "p:b": {"@type": "xsd:date"},
        "p": EX,
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "n": None,
        "r": {"@reverse": EX + "r"},
    }
    assert refusal(one for _, one in definitions(context)) is None


# ---------------------------------------------------------------- names of a schema


PAND = {
    "naam": EX + "naam",
    "type": "@type",
    "weg": None,
    "adres": {"@id": EX + "adres", "@context": {"straat": EX + "straat"}},
    "ruw": {"@id": EX + "ruw", "@type": "@json"},
    "Gebouw": {"@id": EX + "Gebouw", "@context": {"hoogte": EX + "hoogte", "deel": EX + "deel"}},
}


def test_which_names_of_a_schema_have_a_meaning() -> None:
    names: Names = {
        "naam": {},
        "Naam": {"naam": {}},
        "adres": {"straat": {}, "naam": {}, "nummer": {}},
        "weg": {},
        "ruw": {"wat": {}},
        "hoogte": {},
        "type": {},
    }
    found = coverage(names, PAND)
    assert found.mapped == {
        "naam": EX + "naam",
        "adres": EX + "adres",
        "adres.straat": EX + "straat",
        "adres.naam": EX + "naam",
        "ruw": EX + "ruw",
        "type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    }
    assert found.unmapped == ("Naam", "adres.nummer", "hoogte")
    assert found.scoped == {"hoogte": ("Gebouw",)}
    assert set(found.terms) == {
        "naam", "type", "weg", "adres", "straat", "ruw", "Gebouw", "hoogte", "deel",
    }  # fmt: skip


def test_the_class_of_a_schema_brings_its_own_names() -> None:
    found = coverage({"hoogte": {}, "deel": {"hoogte": {}}}, PAND, ["Gebouw", "Onbekend"])
    assert found.mapped == {"hoogte": EX + "hoogte", "deel": EX + "deel"}
    assert found.unmapped == ("deel.hoogte",), "within a part the class counts no longer"


def test_without_a_context_nothing_has_a_meaning() -> None:
    found = coverage({"naam": {}, EX + "a": {}}, None)
    assert (found.mapped, found.unmapped) == ({EX + "a": EX + "a"}, ("naam",))


@pytest.mark.parametrize(("text", "expected"), [("http://a", True), ("urn:x:y", True), ("a", False)])
def test_what_can_be_an_iri(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_iri(text) is expected
    assert not is_iri(text + " ")
