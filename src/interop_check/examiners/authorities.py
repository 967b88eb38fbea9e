"""Examiner `authorities`: are values taken from the lists that are prescribed for them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from interop_check.examiners import examiner
from interop_check.examiners.dcat import Catalogue, Record, catalogues, iri
from interop_check.examiners.tallying import PARAMS as CAPPED
from interop_check.examiners.tallying import Tallying
from interop_check.model import Evidence, Examination
from interop_check.rdf.terms import Term

LISTS: Mapping[str, Any] = {
    "type": "array",
    "description": "Prescribed lists: which rule, property and classes, and the values by base and code.",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["rule", "property", "classes", "bases"],
        "properties": {
            "rule": {"type": "string"},
            "property": {"type": "string"},
            "classes": {"type": "array", "items": {"type": "string"}},
            "bases": {"type": "array", "minItems": 1, "items": {"type": "string"}},
            "codes": {"type": "array", "items": {"type": "string"}},
            "pattern": {"type": "string"},
        },
    },
}
PARAMS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["lists"],
    "properties": {**CAPPED["properties"], "lists": LISTS},
}


@examiner("authorities", evidence=("catalogue",), params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether access rights, themes, formats and the like are codes of the tables that everybody reads.

    Rules dcat/access-rights, dcat/theme, dcat/format, dcat/media-type, dcat/frequency, dcat/language: one for
    each list in the parameters. Source: EU Publications Office, authority tables; IANA media types; DCAT-AP.
    """
    tallying = Tallying.of(params)
    lists = [AuthorityTable.of(one) for one in params["lists"]]
    for one in catalogues(evidence, tallying):
        for table in lists:
            for record in one.records:
                if record.kind in table.classes:
                    _judge(one, record, table)
    return tallying.examination({})


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityTable:
    """A list of allowed values: any of `bases` followed by one of `codes`, or by what `pattern` describes.

    The first base is the one to recommend.
    """

    rule: str
    path: str
    classes: tuple[str, ...]
    bases: tuple[str, ...]
    codes: frozenset[str]
    pattern: str | None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "AuthorityTable":
        """Return the table that parameters tell of."""
        return cls(
            rule=told["rule"],
            path=told["property"],
            classes=tuple(told["classes"]),
            bases=tuple(told["bases"]),
            codes=frozenset(told.get("codes", ())),
            pattern=told.get("pattern"),
        )

    def has_code(self, code: str) -> bool:
        """Whether the list has a code."""
        return code in self.codes or bool(self.pattern and re.fullmatch(self.pattern, code))

    def code(self, value: Term) -> str | None:
        """Return the code that a value is, None where it is none."""
        written = iri(value)
        codes = (written.removeprefix(base) for base in self.bases if written.startswith(base))
        return next(filter(self.has_code, codes), None)

    def suggestion(self, value: Term) -> str:
        """Return the value that was most likely meant, empty where none comes near."""
        if isinstance(value, ox.Literal):
            written = value.value.strip()
            found = next(filter(self.has_code, (written, written.upper(), written.lower())), None)
            return f"{self.bases[0]}{found}" if found else ""
        bare = _without_scheme(iri(value)).rstrip("/")
        for base in self.bases:
            code = bare.removeprefix(_without_scheme(base))
            if code != bare and self.has_code(code):
                return f"{base}{code}"
        return ""


def _without_scheme(address: str) -> str:
    return address.partition("://")[2]


def _judge(one: Catalogue, record: Record, table: AuthorityTable) -> None:
    for value in record.values(table.path):
        if table.code(value) is not None:
            one.well(table.rule)
            continue
        code = "as-text" if isinstance(value, ox.Literal) else "not-listed"
        one.wrong(
            table.rule,
            code,
            record,
            table.path,
            value,
            suggestion=table.suggestion(value),
            list=table.bases[0],
        )
