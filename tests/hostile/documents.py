"""Hostile documents, made when a test wants them: nothing large is kept in the repository."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations
from random import Random

from interop_check.gather.sandbox.limits import DEFAULT_LIMITS, Limits

RDF_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.x/">'
PREFIXES = "@prefix e: <http://e.x/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
SH = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
PRIVATE = "http://127.0.0.1:9/"
MANIFEST = """id: a
name: A
version: "1.0"
provider: {name: P, ovo: OVO999901}
contact: {name: C, email: c@p.example}
roles: [data-provider]
features: []
"""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A manifest that is refused (exit 2), and what the refusal has to say."""

    row: int
    name: str
    text: Callable[[], bytes]
    says: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Data:
    """A file of data: what becomes of the criterion that it can be read, with which findings."""

    row: int
    name: str
    data: Callable[[], bytes]
    outcome: str
    codes: tuple[str, ...] = ()
    file: str = "a.ttl"
    shapes: str = ""
    limits: Limits = DEFAULT_LIMITS
    says: tuple[str, ...] = ()


NOT_LOOKED_AT: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Declared:
    """An artefact that a solution declares, and what becomes of it in the report.

    `ends` are the codes of its findings and of what stood in the way of reading it; none where it is kept as
    bytes, and listed as not looked at. `location` is its file, or where the server of the test serves it.
    WITNESS in its data becomes an address that nobody may ever ask.
    """

    row: int
    name: str
    section: str
    data: Callable[[], bytes]
    location: str
    ends: tuple[str, ...] = NOT_LOOKED_AT


WITNESS = b"http://witness.invalid/"


def bomb() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [<!ENTITY e0 "lol">{levels}]>'
    return _described(head, "<e:p>&e11;</e:p>")


def external_entity() -> bytes:
    return _described('<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "<e:p>&x;</e:p>")


def remote_dtd() -> bytes:
    return _described(f'<!DOCTYPE rdf:RDF SYSTEM "{PRIVATE}a.dtd">', "<e:p>a</e:p>")


def wide_bomb() -> bytes:
    return bomb().decode().encode("utf-16")


def escapes() -> bytes:
    return _described("", f"<e:p>{'&lt;' * 1_250_000}</e:p>")


def _described(head: str, body: str) -> bytes:
    return (
        f'{head}{RDF_XML}<rdf:Description rdf:about="http://e.x/">{body}</rdf:Description></rdf:RDF>'.encode()
    )


def nested_xml() -> bytes:
    return (RDF_XML + "<e:A><e:p>" * 40_000 + "</e:p></e:A>" * 40_000 + "</rdf:RDF>").encode()


def nested_nodes(depth: int = 3000) -> bytes:
    return (PREFIXES + "e:a e:p " + "[ e:p " * depth + "1" + " ]" * depth + " .").encode()


def nested_lists(depth: int = 3000) -> bytes:
    return (PREFIXES + "e:a e:p " + "(" * depth + "1" + ")" * depth + " .").encode()


def nested_triple_terms() -> bytes:
    return (PREFIXES + "e:a e:p " + "<<( e:a e:p " * 3000 + "1" + " )>>" * 3000 + " .").encode()


def a_million_blank_nodes() -> bytes:
    return (PREFIXES + "[] e:p [] .\n" * 500_000).encode()


def clique(size: int = 14) -> bytes:
    pairs = permutations(range(size), 2)
    return (PREFIXES + "".join(f"_:n{a} e:p _:n{b} .\n" for a, b in pairs)).encode()


def json_ld(context: object, **members: object) -> bytes:
    return json.dumps({"@context": context, **members}).encode()


def nested_json(depth: int) -> bytes:
    return ('{"@context": {"a": "http://e.x/a"}, "a": ' + '{"a": ' * depth + "1" + "}" * (depth + 1)).encode()


def large_context() -> bytes:
    terms = {f"term{number:07}": f"http://e.x/{'a' * 40}{number}" for number in range(260_000)}
    return json_ld(terms, term0000001="a")


def scoped_contexts() -> bytes:
    return (
        '{"@context": ' + '{"a": {"@id": "http://e.x/a", "@context": ' * 150 + "{}" + "}}" * 150 + "}"
    ).encode()


def turtle(body: str) -> bytes:
    return (PREFIXES + body).encode()


def shapes(*constraints: str, target: str = "sh:targetSubjectsOf e:p", more: str = "") -> str:
    return PREFIXES + SH + " ;\n  ".join([f"e:s a sh:NodeShape ; {target}", *constraints]) + " .\n" + more


ANY_NUMBER = "sh:path [ sh:zeroOrMorePath e:p ]"


def doubled(within: str, levels: int = 30) -> str:
    """Shapes within shapes: where each stands twice in the one above, the last one is judged 2**30 times."""
    lines = [
        f"e:{name}{level} {within.format(next=f'e:t{level + 1}', other=f'e:u{level + 1}')} ."
        for level in range(levels)
        for name in "tu"
    ]
    return "\n".join([*lines, *(f"e:{name}{levels} sh:path e:p ; sh:minCount 1 ." for name in "tu")])


def many_values(size: int) -> str:
    return f"e:s2 e:q {', '.join(map(str, range(size)))} ."


def chain(length: int) -> bytes:
    return turtle("\n".join(f"e:n{number} e:p e:n{number + 1} ." for number in range(length)))


def all_to_all(size: int) -> bytes:
    everyone = ", ".join(f"e:n{number}" for number in range(size))
    return turtle("\n".join(f"e:n{number} e:p {everyone} ." for number in range(size)))


def star(size: int) -> bytes:
    return turtle("\n".join(f"e:n{number} e:p e:hub ." for number in range(size)))


def two_lists(size: int) -> bytes:
    numbers = ", ".join(map(str, range(size)))
    return turtle(f"e:a e:p {numbers} ; e:q {numbers} .")


def class_chain(length: int) -> bytes:
    below = "\n".join(
        f"e:c{number + 1} <http://www.w3.org/2000/01/rdf-schema#subClassOf> e:c{number} ."
        for number in range(length)
    )
    return turtle(f"e:a e:p e:a, e:b . e:a a e:c{length} . e:b a e:d .\n{below}")


def coin_tosses(size: int) -> str:
    """Return a's and b's in no order, always the same."""
    tosses = Random(0)  # noqa: S311 - for variety, not for secrets
    return "".join(tosses.choice("ab") for _ in range(size))


def signs(size: int) -> str:
    return "".join(chr(0x4E00 + number) for number in range(size))
