"""Row 49 and its like: web pages as data, broken and hostile in every way that HTML has."""

from itertools import product

from hostile.cases.data import FAILED, OPEN, PASSED, SMALL
from hostile.documents import PRIVATE, Data

BLOCK = '<div about="http://e.x/{0}" typeof="foaf:Document"><p property="dc:title">{0}</p></div>\n'
HEAD = "<!DOCTYPE html><html lang=nl><title>a</title>\n"
EMPTY = ("rdf-empty",)


def page(body: str) -> bytes:
    return (HEAD + BLOCK.format(0) + body).encode()


def landing() -> bytes:
    """A page that would have a browser run scripts and go elsewhere."""
    elsewhere = f'<meta http-equiv=refresh content="0; url={PRIVATE}"><script src="{PRIVATE}"></script>'
    linked = f'<link rel=stylesheet href="{PRIVATE}"><iframe src="{PRIVATE}"></iframe><base href="{PRIVATE}">'
    run = '<script>document.write("<p about=http://e.x/no property=dc:title>")</script>'
    return page(elsewhere + linked + run + "".join(map(BLOCK.format, range(200))))


def large() -> bytes:
    """A page of 50 MB: 200 blocks of data in a text that goes on and on."""
    text = ("<p class=a>" + "tekst " * 80) * 500
    return page("".join(BLOCK.format(number) + text for number in range(200)))


def nested_text() -> bytes:
    """A page whose every element holds all of its text: 1,900 literals of 1 MB."""
    return page('<div property="dc:title">' * 1_900 + "a" * 1_000_000)


def formatting() -> bytes:
    """A page whose formatting elements a parser opens again in each of very many paragraphs."""
    return page("<p>" + "".join(f"<b id={number}>" for number in range(1_500)) + "</p><p>a" * 100_000)


def session(body: str) -> bytes:
    """A page with a session that says something."""
    prefixes = "besluit: http://data.vlaanderen.be/ns/besluit# xsd: http://www.w3.org/2001/XMLSchema#"
    return page(f'<main prefix="{prefixes}" about="http://e.x/z" typeof="besluit:Zitting">{body}</main>')


def time(text: str) -> str:
    return "".join(
        f'<i property="{name}" datatype="xsd:dateTime" content="{text}"></i>'
        for name in ("prov:startedAtTime", "prov:endedAtTime", "besluit:geplandeStart")
    )


def row(name: str, data: bytes, outcome: str = PASSED, codes: tuple[str, ...] = ()) -> Data:
    return Data(row=49, name=name, data=lambda: data, file="a.html", outcome=outcome, codes=codes)


PAGES = (
    Data(row=49, name="landing page", data=landing, file="a.html", outcome=PASSED),
    Data(row=49, name="50 MB", data=large, file="a.html", outcome=PASSED),
    Data(
        row=49,
        name="100,000 nested",
        data=lambda: page("<div>" * 100_000),
        file="a.html",
        outcome=OPEN,
        codes=("limit-depth",),
    ),
    Data(
        row=49,
        name="3,000 nested with data",
        data=lambda: page('<div property="dc:title">' * 3_000),
        file="a.html",
        outcome=OPEN,
        codes=("limit-depth",),
    ),
    Data(
        row=49,
        name="every element with all text",
        data=nested_text,
        file="a.html",
        outcome=OPEN,
        codes=("limit-memory",),
        limits=SMALL,
    ),
    Data(
        row=49,
        name="formatting opened again",
        data=formatting,
        file="a.html",
        outcome=OPEN,
        codes=("limit-memory",),
        limits=SMALL,
    ),
    row("unclosed quote", page('<p about="http://e.x/a property=dc:title>a' + "b " * 100_000)),
    row("unclosed tag", page("<p about=a " * 100_000)),
    row("unclosed comment", page("<!-- <p property=dc:title>a" * 100_000)),
    row("unclosed script", page('<script type="text/plain"><p property=dc:title>a' * 100_000)),
    row("unclosed everything", page("<table><tr><td><ul><li><select><option>a" * 200)),
    row("many attributes", page("<p " + " ".join(f"a{number}" for number in range(20_000)) + ">")),
    row("less-than signs", page("<" * 1_000_000)),
    row("equals signs", page("<p " + "=" * 1_000_000 + ">")),
    row("nulls", page("<p property='dc:\0title'>\0a\0")),
    row("control characters", page("<p property=dc:title>\x01\x1b[31m\x85\u202e\ufffe")),
    row("entities", page("<p property=dc:title>&#xD800;&#0;&#x110000;&amp;amp;&nbsp" + "&lt;" * 200_000)),
    row("relative to nothing", page("<base href='javascript:alert(1)'><a property=dc:relation href='x y'>")),
    row("prefixes", page(f"<p prefix='{' '.join(f'p{n}: http://e.x/{n}/' for n in range(20_000))}'>")),
    row("binary", bytes(range(256)) * 4_000, FAILED, EMPTY),
    row("gzip inside", b"<p property=dc:title>\x1f\x8b\x08\0\xff\xfe" + bytes(range(256))),
    row("declared as UTF-8 and it is not", b"<meta charset=utf-8><p property=dc:title>caf\xe9"),
    row("windows-1252", b"<p property=dc:title>caf\xe9"),
    row("UTF-16", page("").decode().encode("utf-16")),
    row("UTF-16 that is cut off", page("").decode().encode("utf-16")[:-1]),
    row("UTF-16 that it is not", b"\xff\xfe" + page(""), FAILED, EMPTY),
    row("an encoding that must not be", b"<meta charset=utf-7><p property=dc:title>+ADw-script+AD4-"),
    row(
        "a script that is no JSON",
        page("<script type=application/ld+json>{</script>"),
        FAILED,
        ("json-syntax",),
    ),
    row(
        "a script with a context elsewhere",
        page(f'<script type=application/ld+json>{{"@context": "{PRIVATE}"}}</script>'),
        OPEN,
        ("script-unread",),
    ),
    row("no text at all", b"", FAILED, EMPTY),
)

WRITTEN = (
    row("doubled quotes", page('<p property=""dc:title"" >a' * 100_000), codes=("doubled",)),
    row("doubled quotes without end", page('<p property=""dc:title"" ' * 100_000), codes=("doubled",)),
    row("typographic quotes", page("<p property=“dc:title”>a" * 100_000), codes=("typographic",)),
    row("typographic quotes in a comment", page("<!-- <p property=“dc:title”>a" * 100_000)),
    row("empty references", page('<p resource="" typeof="dc:A">a' * 100_000), codes=("empty",)),
    row("hosts below each other", page(f'<p about="/{"a.be/" * 100_000}" property="dc:title">a'), codes=()),
    row(
        "as many spellings as there are",
        session(
            "".join(
                f'<p typeof="besluit:{name}"></p>'
                for name in map("".join, product(*((sign, sign.upper()) for sign in "stemming")))
            )
        ),
        codes=("misspelt",),
    ),
    row("30,000 sessions", session('<p typeof="besluit:Zitting"></p>' * 30_000)),
    row(
        "a number of a million digits",
        session(
            '<p typeof="besluit:Stemming"><b property="besluit:aantalVoorstanders" datatype="xsd:integer">'
            + "9" * 1_000_000
        ),
    ),
    row("the end of time", session(time("9999-12-31T23:59:59.999999999Z"))),
    row("the beginning of time", session(time("0001-01-01T00:00:00+14:00"))),
    row("no such day or hour", session(time("2026-02-31T24:61:00+99:99"))),
    row(
        "a session that holds itself",
        session(
            '<a property="besluit:isGehoudenDoor besluit:behandelt besluit:heeftAgenda" resource="http://e.x/z">'
        ),
    ),
)
"""Pages that are hostile to whoever looks for what their authors meant."""
