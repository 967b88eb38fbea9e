"""RDFa rule by rule, where the W3C suite does not look: references, names, lists, times, patterns, depth."""

import re
from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check.rdf.page import opened
from interop_check.rdf.parse import DepthProblem
from interop_check.rdf.rdfa import processor
from interop_check.rdf.rdfa.names import declared
from interop_check.rdf.rdfa.references import legal, resolve
from interop_check.rdf.rdfa.values import time_datatype
from interop_check.rdf.vocabulary import XSD

AT = "http://e.x/a/b"
BASE = "http://a/b/c/d;p?q"
DC, FOAF = "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def stated(page: str, address: str = AT) -> list[str]:
    """The triples of a page, with short names for what is long."""
    found = []
    for triple in opened(page.encode(), address).extraction.triples:
        line = b" ".join(triple).decode()
        for name, iri in (("dc:", DC), ("foaf:", FOAF), ("rdf:", RDF), ("xsd:", XSD), ("/", "http://e.x/")):
            line = re.sub(rf"<{re.escape(iri)}([^>]*)>", rf"{name}\1", line)
        found.append(line)
    return found


# ---------------------------------------------------------------- references


RFC_3986: Sequence[tuple[str, str]] = (
    # section 5.4: normal examples, then those that are not
    *(("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/")),
    *(("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y")),
    *(("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s")),
    *((";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"), ("g;x?y#s", "http://a/b/c/g;x?y#s")),
    *(("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/")),
    *(("../", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g")),
    *(("../../../g", "http://a/g"), ("../../../../g", "http://a/g"), ("/./g", "http://a/g")),
    *(("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g")),
    *(("g..", "http://a/b/c/g.."), ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g")),
    *(("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h")),
    *(("g;x=1/./y", "http://a/b/c/g;x=1/y"), ("g;x=1/../y", "http://a/b/c/y")),
    *(("g?y/./x", "http://a/b/c/g?y/./x"), ("g?y/../x", "http://a/b/c/g?y/../x")),
    *(("g#s/./x", "http://a/b/c/g#s/./x"), ("g#s/../x", "http://a/b/c/g#s/../x"), ("http:g", "http:g")),
)


@pytest.mark.parametrize(("reference", "expected"), RFC_3986)
def test_a_reference_is_resolved_as_the_standard_says(reference: str, expected: str) -> None:
    assert resolve(BASE, reference) == expected


@pytest.mark.parametrize(
    ("base", "reference", "expected"),
    [
        ("http://a", "b", "http://a/b"),
        ("http://a/b", "?", "http://a/b?"),
        ("http://a/b", "#", "http://a/b#"),
        ("http://a/x", "http://b/c/../d", "http://b/c/../d"),
        ("urn:a:b", "#c", "urn:a:b#c"),
    ],
)
def test_what_the_standard_leaves_to_no_doubt_either(base: str, reference: str, expected: str) -> None:
    assert resolve(base, reference) == expected


@pytest.mark.parametrize(
    ("written", "legal_iri"),
    [
        ("http://a/é?b=c#d", "http://a/é?b=c#d"),
        ("http://a/b c", "http://a/b%20c"),
        ("http://a/b\n\t c", "http://a/b%20c"),
        ("http://a/%zz", "http://a/%25zz"),
        ("http://a/?b[]=1", "http://a/?b%5B%5D=1"),
        ("http://a/#b#c", "http://a/#b%23c"),
        ("http://a/\ufffd", "http://a/%EF%BF%BD"),
        ('http://a/<b>"{c}|\\^`', "http://a/%3Cb%3E%22%7Bc%7D%7C%5C%5E%60"),
        ("http://a:port/", ""),
        ("not absolute", ""),
        ("", ""),
    ],
)
def test_what_no_iri_may_hold_is_percent_encoded_as_browsers_do(written: str, legal_iri: str) -> None:
    assert legal(written) == legal_iri


def test_a_mended_iri_counts_where_it_is_in_a_statement_and_a_dropped_one_where_something_was_said() -> None:
    page = (
        '<a href="/x y" property="dc:relation"></a><img src="data:a b"><a href="http://a:b/" rel="dc:source">'
    )
    extraction = opened(page.encode(), AT).extraction
    assert stated(page) == ["/a/b dc:relation /x%20y"]
    assert (extraction.mended, extraction.dropped) == (1, 1)


@pytest.mark.parametrize(
    ("page", "base"),
    [
        ("<base href='/c/'>", "http://e.x/c/"),
        ("<base target=x><base href='d#f'>", "http://e.x/a/d"),
        ("<base href='http://a:b/'>", AT),
        ("<base href='x y'>", "http://e.x/a/x%20y"),
        ("<p>", AT),
    ],
)
def test_a_page_names_its_base(page: str, base: str) -> None:
    assert opened(page.encode(), AT).extraction.base == base


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("a: http://a/ B: http://b/", {"a": "http://a/", "b": "http://b/"}),
        ("a:http://a/ b: http://b/", {"b": "http://b/"}),
        ("_: http://a/ 1: http://b/ b: http://c/", {"b": "http://c/"}),
        ("a:", {}),
        (" a:\n\thttp://a/\f", {"a": "http://a/"}),
    ],
)
def test_prefixes_out_of_place_are_passed_over(written: str, found: dict[str, str]) -> None:
    assert dict(declared(written)) == found


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p property='nothing'>a", []),
        ("<p property='un:declared'>a", ['/a/b <un:declared> "a"']),
        ("<p property='License'>a", ['/a/b <http://www.w3.org/1999/xhtml/vocab#license> "a"']),
        ("<p about='[un:declared]' property='dc:title'>a", ['/a/b dc:title "a"']),
        ("<p about='_:x' property='dc:title'>a", ['_:n1 dc:title "a"']),
        ("<p property='_:x dc:title'>a", ['/a/b dc:title "a"']),
        ("<p xmlns:D='http://purl.org/dc/terms/' property='d:title'>a", ['/a/b dc:title "a"']),
        ("<p property='dc:title\u00a0dc:date'>a", ['/a/b dc:title\u00a0dc:date "a"']),
        ("<p property='dc:date' datatype='nothing'>a", ['/a/b dc:date "a"']),
        ("<p property='dc:date' datatype='rdf:langString'>a", ['/a/b dc:date "a"']),
        ("<p property='dc:title' lang='nl_BE'>a", ['/a/b dc:title "a"']),
        ("<p property='dc:title' lang='NL-be'>a", ['/a/b dc:title "a"@nl-be']),
        ("<p property='dc:title' lang='nl' xml:lang='fr'>a", ['/a/b dc:title "a"@fr']),
    ],
)
def test_names_that_name_nothing_state_nothing(page: str, expected: list[str]) -> None:
    assert stated(page) == expected


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("2026-11-25", "date"),
        ("2026-11-25Z", "date"),
        ("2026-11-25T10:00:00+01:00", "dateTime"),
        ("2026-11-25T24:00:00", "dateTime"),
        ("10:00:00.5", "time"),
        ("2026", "gYear"),
        ("-0044", "gYear"),
        ("2026-11", "gYearMonth"),
        ("P1Y2M3DT4H5M6.7S", "duration"),
        *(
            (one, "")
            for one in ("2026-13-01", "2026-11-25T10:00", "2026-11-25T10:00:00+0100", "10:00", "P", "PT")
        ),
        *((one, "") for one in ("P1", "26", "02026", " 2026", "2026-11-25T25:00:00", "yesterday")),
    ],
)
def test_a_time_shows_its_datatype_by_the_form_that_xml_schema_gives_it(written: str, name: str) -> None:
    assert time_datatype(written) == (f"<{XSD}{name}>".encode() if name else b"")


@pytest.mark.parametrize(
    ("page", "value"),
    [
        ("<time property=dc:date>2026</time>", '"2026"^^xsd:gYear'),
        ("<time property=dc:date lang=nl>gisteren</time>", '"gisteren"@nl'),
        ("<time property=dc:date datetime=2026-11-25 href=/x>a</time>", '"2026-11-25"^^xsd:date'),
        ("<ins property=dc:date datetime=2026-11-25 content=c>a</ins>", '"c"'),
        ("<data property=dc:date value=7>a</data>", '"7"'),
        ("<p property=dc:date datatype=xsd:integer content=7>a", '"7"^^xsd:integer'),
        ("<p property=dc:date datatype=rdf:HTML>a<b>c</b>&amp;", '"a<b>c</b>&amp;"^^rdf:HTML'),
        ("<p property=dc:date>a<!--b--><b>c</b><script>d</script>&eacute;", '"acdé"'),
        ("<p property=dc:date content='\"\\&#10;'>", '"\\"\\\\\\n"'),
    ],
)
def test_the_value_of_a_property(page: str, value: str) -> None:
    assert stated(page) == [f"/a/b dc:date {value}"]


def test_a_template_is_not_part_of_the_page() -> None:
    assert stated("<template><p property=dc:title>a</template><p property=dc:title>b") == [
        '/a/b dc:title "b"'
    ]


# ---------------------------------------------------------------- lists, chains, patterns


def test_a_list_belongs_to_whom_the_same_statement_outside_a_list_would_be_about() -> None:
    """By the letter of step 8 a list in a chain would go to the subject before it, unlike a single value."""
    page = "<div rel='foaf:knows'{known}><span property='dc:title'{inlist}>a</span></div>"
    for known in (" resource='/k'", ""):
        (single,) = [line for line in stated(page.format(known=known, inlist="")) if "title" in line]
        (listed,) = [line for line in stated(page.format(known=known, inlist=" inlist")) if "title" in line]
        assert single.partition(" ")[0] == listed.partition(" ")[0] != "/a/b"


def test_an_empty_list_is_nil_and_a_list_keeps_the_order_of_the_page() -> None:
    assert stated("<p rel=dc:subject inlist>") == ["/a/b dc:subject rdf:nil"]
    page = (
        "<p property=dc:title inlist>a<p rel=dc:title inlist><i resource=/x></i><p property=dc:title inlist>c"
    )
    firsts = [line.split(" ")[2] for line in stated(page) if " rdf:first " in line]
    assert firsts == ['"a"', "/x", '"c"']


def test_what_a_pattern_says_is_said_of_all_that_copy_it_and_not_of_itself() -> None:
    pattern = '<div resource="_:{}" typeof="rdfa:Pattern"><i property="dc:{}">{}</i>{}</div>'
    copy = '<link property="rdfa:copy" resource="_:{}">'
    page = pattern.format("p", "title", "t", copy.format("q")) + pattern.format(
        "q", "date", "d", copy.format("p")
    )
    page += f'<p resource="/x">{copy.format("p")}<p resource="/y">{copy.format("q")}'
    assert sorted(stated(page)) == [
        '/x dc:date "d"',
        '/x dc:title "t"',
        '/y dc:date "d"',
        '/y dc:title "t"',
    ]


@pytest.mark.parametrize("element", ["<div>", "<span>", "<b>", "<table><tr><td>"])
def test_a_page_may_be_nested_so_deep_and_no_deeper(element: str) -> None:
    many = processor.MAX_DEPTH // (4 if "td" in element else 1)
    assert stated(element * (many - 10) + "<i property=dc:title>a") == ['/a/b dc:title "a"']
    with pytest.raises(DepthProblem):
        opened((element * many + "a").encode(), AT)


WORDS = (
    "dc:title",
    "rdf:langString",
    "xsd:date",
    "_:a",
    "[_:b]",
    "[",
    "::",
    "a b",
    "http://[",
    "//x y",
    "term",
    "",
)
ODD = st.text(st.sampled_from('<>"{}|\\\\^`%#?[]:/ \t\n\0\x7fé\ue000\U000f0000\ufffeab'), max_size=6)
NAMES = (
    "about",
    "resource",
    "href",
    "src",
    "property",
    "rel",
    "rev",
    "typeof",
    "content",
    "datatype",
    "vocab",
)
MORE = ("prefix", "xmlns:dc", "lang", "inlist", "datetime")
ATTRIBUTES = st.dictionaries(
    st.sampled_from(NAMES + MORE), st.one_of(st.sampled_from(WORDS), ODD), max_size=5
)


@settings(max_examples=500)
@given(st.lists(ATTRIBUTES, max_size=4), ODD)
def test_whatever_is_stated_is_canonical_rdf(elements: list[dict[str, str]], text: str) -> None:
    written = (
        "".join(f' {name}="{value.replace(chr(34), "&quot;")}"' for name, value in one.items())
        for one in elements
    )
    page = "".join(f"<div{attributes}>{text}" for attributes in written)
    triples = opened(page.encode(), AT).extraction.triples
    lines = b"".join(b"%b %b %b .\n" % triple for triple in triples)
    parsed = list(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    assert (ox.serialize(parsed, format=ox.RdfFormat.N_TRIPLES) or b"") == lines
