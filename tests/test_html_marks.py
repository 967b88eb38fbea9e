"""Marks on start tags: they change nothing in what a parser makes of a page, and are where the tags are."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from interop_check.rdf.html import marks
from interop_check.rdf.html.tree import Tree
from interop_check.rdf.parse import DepthProblem

NAMES = (
    *(
        "div",
        "p",
        "b",
        "i",
        "a",
        "span",
        "DIV",
        "h1",
        "ul",
        "li",
        "ruby",
        "rt",
        "br",
        "img",
        "input",
        "button",
    ),
    *(
        "table",
        "tr",
        "td",
        "tbody",
        "caption",
        "select",
        "option",
        "optgroup",
        "form",
        "template",
        "plaintext",
    ),
    *("script", "style", "title", "textarea", "xmp", "iframe", "noscript", "frameset", "frame"),
    *("html", "head", "body", "base", "meta", "link"),
    *("svg", "sVg", "math", "mi", "desc", "foreignObject", "annotation-xml"),
)
ATTRIBUTES = (
    'property="dc:title"',
    "resource='x>y'",
    "typeof=a",
    "about",
    'href=foo"bar>',
    "rel = x",
    'vocab ="',
    'title="<p property=x>"',
    "src='",
    "/",
    '=">"',
    'x==">"',
    "resource=a/b",
    'content="-->"',
    "property=x=y",
    "\0",
    'encoding="text/html"',
    "type=hidden",
    'type="application/ld+json"',
)
OTHER = (
    *(
        "text",
        "<!--",
        "-->",
        "--!>",
        "<!-->",
        "<!--->",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE html>",
        "<!x>",
        "</>",
        "</ x>",
    ),
    *(
        '<!DOCTYPE html PUBLIC "a>b">',
        "<?php ?>",
        "<",
        ">",
        '"',
        "'",
        "&amp;",
        "&lt;p property=x&gt;",
        "\n",
        "\f",
    ),
    *("\0", "<3", "<!--<script>", "</script", "</title "),
)


def tag(opening: str, name: str, attributes: list[str], space: str, end: str) -> str:
    return f"<{opening}{name}{''.join(space + one for one in attributes)}{end}"


TAGS = st.builds(
    tag,
    st.sampled_from(("", "", "", "/")),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=3),
    st.sampled_from((" ", "  ", "/", "\t", "\n", "")),
    st.sampled_from((">", ">", ">", "/>", "", "\n>")),
)
SOUP = st.lists(st.one_of(TAGS, TAGS, TAGS, st.sampled_from(OTHER)), max_size=25).map("".join)


def without(name: str, html: str | None) -> str:
    return re.sub(rf' {name}=\d+ | {name}="\d+"', "", html or "")


@settings(max_examples=1_500)
@given(SOUP)
def test_the_tree_of_a_marked_page_is_that_of_the_page(soup: str) -> None:
    page = soup.encode()
    marked = marks.marked(page)
    assert without(marked.name, LexborHTMLParser(marked.text).html) == (LexborHTMLParser(page).html or "")


@settings(max_examples=1_000)
@given(SOUP)
def test_a_mark_is_where_its_tag_begins(soup: str) -> None:
    page = soup.encode()
    marked = marks.marked(page)
    root = LexborHTMLParser(marked.text).root
    for node in root.traverse() if root else ():
        written = None if (node.tag or "-").startswith("-") else node.attributes.get(marked.name)
        if written is not None and node.tag not in (
            "html",
            "body",
            "img",
        ):  # these take over others' attributes
            name = (node.tag or "").partition("\ufffd")[0].encode()
            assert page[int(written) + 1 :].lower().startswith(name.lower())


def test_only_what_may_state_something_is_marked() -> None:
    page = b'<p class=a><p property=x><br data-property=x><b property=x><!--<p property=x>--><a href="/b">'
    assert [page[int(one) :][:2] for one in re.findall(rb"=(\d+) ", marks.marked(page).text)] == [
        b"<p",
        b"<a",
    ]


@pytest.mark.parametrize(
    "page",
    [
        '<svg><![CDATA[<p property="dc:title">]]></svg>',
        '<![CDATA[ <p property="dc:title">]]>',
        '<script>"<p property=dc:title>"</script>',
        "<textarea><p property=dc:title></textarea>",
        "<title><p property=dc:title></title>",
        "<plaintext><p property=dc:title>",
        '<p title="<p property=dc:title>">',
    ],
)
def test_no_mark_gets_into_text(page: str) -> None:
    tree = Tree(page.encode())
    assert tree.root is not None
    assert "at-" not in tree.markup(tree.root)
    assert "at-" not in tree.text(tree.root)


def test_a_page_cannot_name_places_itself() -> None:
    page = b"<p property=dc:title>a"
    again = page.replace(b"<p ", b"<p %b=7 " % marks.marked(page).name.encode())
    assert marks.marked(again).name != marks.marked(page).name


def test_so_many_open_elements_are_refused_with_their_place() -> None:
    with pytest.raises(DepthProblem) as caught:
        marks.marked(b"<html>\n" + b"<div>" * (marks.FEW + 1))
    assert (caught.value.line, caught.value.column) == (2, 5 * marks.MAX_OPEN + 1)


@pytest.mark.parametrize(
    "piece", [b"<div></div>", b"<li>a", b"<p>a", b"<br>", b"</div>", b"<td>", b"<!--<div>-->"]
)
def test_what_ends_or_needs_no_end_is_no_nesting(piece: bytes) -> None:
    marks.marked(piece * (marks.FEW + 1))
