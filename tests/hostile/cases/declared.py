"""Rows 42 to 49: what a solution declares besides data, and archives in the place of data.

What no family of checks looks into yet is kept as bytes: hashed, asked for once, and listed as not looked at.
A family that looks into it sharpens `ends` of its cases, and nothing else here.
"""

import bz2
import gzip
import json
import lzma
from typing import Any

from hostile import archives
from hostile.documents import WITNESS, Declared

ARCHIVE = ("archive",)
AT = "served"
"""Where the server of the test serves an artefact."""
LOOK = WITNESS.decode()

INFO: dict[str, Any] = {"title": "A", "version": "1"}


def api(**members: Any) -> bytes:
    return json.dumps({"openapi": "3.0.3", "info": INFO, "paths": {}, **members}).encode()


def schema(value: Any) -> bytes:
    return api(components={"schemas": {"A": value}})


def doubling() -> bytes:
    """24 schemas, each any of the one before it twice: 2**24 ways through them."""
    schemas: dict[str, Any] = {"S0": {"type": "string"}}
    for number in range(1, 25):
        below = {"$ref": f"#/components/schemas/S{number - 1}"}
        schemas[f"S{number}"] = {"anyOf": [below, below]}
    return api(components={"schemas": schemas})


def nested_all_of(depth: int = 1_000) -> bytes:
    text = '{"allOf": [' * depth + "{}" + "]}" * depth
    return schema(0).replace(b'"A": 0', b'"A": ' + text.encode())


def operations() -> bytes:
    answer = {"responses": {"204": {"description": "gone"}}}
    methods = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
    return api(servers=[{"url": LOOK}], paths={"/everything": dict.fromkeys(methods, answer)})


def page(*relations: str) -> bytes:
    links = " , ".join(f"[ a tree:Relation ; tree:node <{one}> ]" for one in relations)
    return f"""@prefix tree: <https://w3id.org/tree#> . @prefix ldes: <https://w3id.org/ldes#> .
<> a ldes:EventStream ; tree:view <> ; tree:relation {links} .""".encode()


LANDING = f"""<!doctype html><html prefix="besluit: http://data.vlaanderen.be/ns/besluit#"><head><title>A</title>
<meta http-equiv="refresh" content="0; url={LOOK}"><base href="{LOOK}"><script src="{LOOK}a.js"></script>
<link rel="stylesheet" href="{LOOK}a.css"><link rel="alternate" type="text/turtle" href="{LOOK}a.ttl">
<script>location = "{LOOK}"; for (;;) {{}}</script></head><body><img src="{LOOK}a.png">
{"<div typeof='besluit:Besluit'><p property='besluit:titel'>x</p></div>" * 200}</body></html>""".encode()


def openapi(row: int, name: str, data: Any, *ends: str, location: str = "a.json") -> Declared:
    return Declared(row=row, name=name, section="apis", data=lambda: data, location=location, ends=ends)


def archived(name: str, data: Any, *, location: str = "a.zip") -> Declared:
    return Declared(row=47, name=name, section="datasets", data=data, location=location, ends=ARCHIVE)


def landing(name: str, location: str) -> Declared:
    ends = ("dropped-blank-node", "missing", "no-instance", "no-verdict", "not-stated-content", "unused")
    return Declared(
        row=49, name=name, section="publications", data=lambda: LANDING, location=location, ends=ends
    )


DECLARED = (
    openapi(42, "reference to the network", schema({"$ref": f"{LOOK}a.json"}), "ref-not-followed"),
    openapi(42, "reference to a file", schema({"$ref": "file:///etc/passwd"}), "location-outside"),
    openapi(
        42, "reference out of the folder", schema({"$ref": "../../../../etc/passwd"}), "location-outside"
    ),
    openapi(42, "reference to itself", schema({"$ref": "#"}), "ref-other-kind"),
    openapi(42, "references in a circle", schema({"$ref": "#/components/schemas/A"}), "ref-cycle"),
    openapi(
        42,
        "a context of its own",
        schema({"$id": LOOK, "$schema": LOOK, "$dynamicRef": LOOK}),
        "field-of-other-version",
    ),
    openapi(43, "2**24 ways", doubling()),
    openapi(43, "unique items", schema({"uniqueItems": True, "default": list(range(100_000))})),
    openapi(43, "1000 within another", nested_all_of(), "too-deep"),
    openapi(
        43, "pattern that explodes", schema({"pattern": "^(a+)+$", "default": "a" * 40 + "!"}), "pattern"
    ),
    openapi(44, "2.0", json.dumps({"swagger": "2.0", "info": INFO, "paths": {}}).encode(), "version-old"),
    openapi(44, "3.1", api(openapi="3.1.1")),
    openapi(44, "3.2", api(openapi="3.2.0")),
    openapi(44, "4.0", api(openapi="4.0.0"), "version-unknown"),
    openapi(44, "broken JSON", b'{"openapi": "3.0.3", ', "json-syntax"),
    openapi(44, "broken YAML", b"openapi: 3.0.3\n  info: [\n", "yaml-syntax", location="a.yaml"),
    openapi(
        44,
        "YAML with a tag",
        b"openapi: !!python/object/apply:os.system [id]\n",
        *("version-unknown", "yaml-tag"),
        location="a.yaml",
    ),
    openapi(44, "nothing", b"", "file-empty"),
    openapi(44, "40 MB", api(**{"x-a": "a" * 40_000_000}), "file-too-large"),
    openapi(45, "private server", api(servers=[{"url": "http://10.0.0.5/"}, {"url": LOOK}])),
    openapi(45, "private server, at an address", api(servers=[{"url": LOOK}]), location=AT),
    openapi(46, "operations that change something", operations()),
    openapi(46, "operations that change something, at an address", operations(), location=AT),
    archived("out of the folder", archives.climbing),
    archived("absolute", archives.absolute),
    archived("link", archives.linked),
    archived("300 KB that are 300 MB", archives.bomb),
    archived("nested", archives.nested),
    archived("encrypted", archives.encrypted),
    archived("100000 entries", archives.many),
    archived("empty", archives.zipped),
    archived("as Turtle", archives.climbing, location="a.ttl"),
    archived("at an address", archives.climbing, location=AT),
    archived("tar", archives.tarred, location="a.tar"),
    archived("gzip", lambda: gzip.compress(b"<urn:a> <urn:b> <urn:c> .", mtime=0), location="a.ttl.gz"),
    archived("bzip2", lambda: bz2.compress(b"<urn:a> <urn:b> <urn:c> ."), location="a.nt.bz2"),
    archived("xz", lambda: lzma.compress(b"<urn:a> <urn:b> <urn:c> ."), location="a.jsonld"),
    Declared(row=47, name="document", section="documents", data=archives.climbing, location="a.zip"),
    Declared(
        row=47,
        name="publication",
        section="publications",
        data=archives.bomb,
        location="a.zip",
        ends=ARCHIVE,
    ),
    Declared(row=48, name="loop", section="streams", data=lambda: page(""), location=AT),
    Declared(row=48, name="next page elsewhere", section="streams", data=lambda: page(LOOK), location=AT),
    Declared(
        row=48,
        name="10000 pages",
        section="streams",
        data=lambda: page(*(f"?page={number}" for number in range(10_000))),
        location=AT,
    ),
    Declared(row=48, name="a file", section="streams", data=lambda: page(LOOK), location="a.ttl"),
    landing("landing page", AT),
    landing("landing file", "a.html"),
)
