"""The blueprint that a document is held against: rows of data, with names written out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from interop_check.examiners.publication.codes import CodeList, code_lists
from interop_check.rdf.terms import iri_token

_TEXT: Mapping[str, Any] = {"type": "string", "minLength": 1}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}
_LEVELS = ("level-1", "level-3", "bonus", "blueprint")

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "description": "Rows per class and property, types of documents, and names that rules refer to.",
    "additionalProperties": False,
    "required": [
        *("namespaces", "documents", "never_required", "office_holders", "also", "texts", "harvested"),
        "rows",
    ],
    "properties": {
        "namespaces": {"type": "object", "additionalProperties": _TEXT},
        "documents": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": ["type", "link"],
                "properties": {"type": _TEXT, "link": _TEXT},
            },
        },
        "never_required": _TEXTS,
        "office_holders": _TEXTS,
        "also": {"type": "object", "additionalProperties": _TEXTS},
        "texts": _TEXTS,
        "harvested": _TEXTS,
        "rows": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "of", "path", "level", "in"],
                "properties": {
                    "id": _TEXT,
                    "of": _TEXT,
                    "path": _TEXT,
                    "min": {"type": "integer", "minimum": 0},
                    "max": {"type": "integer", "minimum": 1},
                    "level": {"enum": list(_LEVELS)},
                    "class": _TEXT,
                    "datatype": _TEXT,
                    "list": _TEXT,
                    "in": _TEXTS,
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is asked of one property of one class; tokens of IRIs, `most` None for any number.

    `klass` is the class that is asked of a value, b"" where it does not matter, `classes` all that will do.
    """

    id: str
    of: bytes
    path: bytes
    least: int
    most: int | None
    level: str
    klass: bytes
    classes: frozenset[bytes]
    datatype: str
    codes: CodeList | None

    def rule(self, name: str) -> str:
        """Return the id of a rule at the row's level."""
        return f"{self.level}/{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type of documents: its name, the class that says so, and how a session names such a document."""

    name: str
    type: bytes
    link: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """All rows, by the name of a type of documents, and what else the rules need.

    `namespaces` are by prefix, `terms` the classes and properties of all rows by their IRI in lower case.
    """

    namespaces: Mapping[str, str] = field(repr=False)
    terms: Mapping[str, str] = field(repr=False)
    kinds: Mapping[str, Kind]
    rows: Mapping[str, tuple[Row, ...]] = field(repr=False)
    never_required: frozenset[bytes]
    office_holders: frozenset[bytes]
    texts: frozenset[str]
    harvested: frozenset[str]
    lists: Mapping[str, CodeList]

    def name(self, written: str) -> str:
        """Return the IRI of a name with a known prefix as it is meant, whatever its capitals; else itself."""
        iri = _Names(self.namespaces).iri(written)
        return self.terms.get(iri.lower(), iri)

    def kind_of(self, types: Iterable[bytes]) -> Kind | None:
        """Return the first type of documents, among those with a blueprint, that classes name."""
        known = {one.type: one for one in self.kinds.values()}
        return next((known[one] for one in types if one in known), None)


def read_blueprint(value: Mapping[str, Any], lists: Mapping[str, Any]) -> Blueprint:
    """Return the blueprint of a table in a profile, with the code lists of another."""
    names = _Names(value["namespaces"])
    codes = code_lists(lists)
    also = {names.token(path): classes for path, classes in value["also"].items()}
    rows: dict[str, list[Row]] = {name: [] for name in value["documents"]}
    for one in value["rows"]:
        row = _row(one, names, codes, also)
        for name in one["in"]:
            rows[name].append(row)
    terms = {token[1:-1].decode() for found in rows.values() for row in found for token in (row.of, row.path)}
    return Blueprint(
        namespaces=value["namespaces"],
        terms={iri.lower(): iri for iri in terms},
        kinds={
            name: Kind(name=name, type=iri_token(one["type"]), link=names.token(one["link"]))
            for name, one in value["documents"].items()
        },
        rows={name: tuple(found) for name, found in rows.items()},
        never_required=frozenset(map(names.token, value["never_required"])),
        office_holders=frozenset(map(names.token, value["office_holders"])),
        texts=frozenset(map(names.iri, value["texts"])),
        harvested=frozenset(map(names.iri, value["harvested"])),
        lists=codes,
    )


def _row(
    one: Mapping[str, Any],
    names: "_Names",
    codes: Mapping[str, CodeList],
    also: Mapping[bytes, Iterable[str]],
) -> Row:
    path = names.token(one["path"])
    klass = names.token(one["class"]) if "class" in one else b""
    others = map(names.token, also.get(path, ())) if klass else ()
    return Row(
        id=one["id"],
        of=names.token(one["of"]),
        path=path,
        least=one.get("min", 0),
        most=one.get("max"),
        level=one["level"],
        klass=klass,
        classes=frozenset({klass, *others} - {b""}),
        datatype=names.iri(one["datatype"]) if "datatype" in one else "",
        codes=codes[one["list"]] if "list" in one else None,
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """Names as the table writes them."""

    namespaces: Mapping[str, str]

    def iri(self, name: str) -> str:
        """Return the IRI of a name with a prefix; an IRI as it is."""
        prefix, _, local = name.partition(":")
        namespace = self.namespaces.get(prefix)
        return name if namespace is None else namespace + local

    def token(self, name: str) -> bytes:
        """Return the token of a name."""
        return iri_token(self.iri(name))
