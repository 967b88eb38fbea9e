"""Format `shacl`: the W3C validation report of all datasets, as Turtle, or N-Triples to a .nt file."""

from collections.abc import Mapping
from typing import Any

from interop_check.reports import Format, View

_SEVERITIES = {"shacl": "Violation", "shacl-warning": "Warning", "shacl-info": "Info"}


def render(document: Mapping[str, Any], view: View) -> str:
    """Return the results that the findings tell of, in their order (SHACL, section 3.6)."""
    import pyoxigraph as ox  # noqa: PLC0415 - only this format needs it

    from interop_check.shacl.report import to_triples  # noqa: PLC0415

    form = ox.RdfFormat.N_TRIPLES if view.suffix == ".nt" else ox.RdfFormat.TURTLE
    prefixes = {"sh": "http://www.w3.org/ns/shacl#", "xsd": "http://www.w3.org/2001/XMLSchema#"}
    triples = to_triples(_validation(document))
    written = ox.serialize(triples, format=form, prefixes={} if view.suffix == ".nt" else prefixes)
    return (written or b"").decode()


def _validation(document: Mapping[str, Any]) -> Any:
    from interop_check.shacl import Validation  # noqa: PLC0415

    results = [
        _result(finding)
        for finding in document["findings"]
        if finding["rule"].partition("/")[0] in _SEVERITIES and "component" in finding["at"]
    ]
    conforms = not results and _all_was_looked_at(document)
    return Validation(conforms=conforms, results=results, tallies={}, focus_nodes={}, typed=0, targeted=0)


def _all_was_looked_at(document: Mapping[str, Any]) -> bool:
    """Whether shapes ran on all data and had something to look at; else nothing is said to conform."""
    rules = document["rules"]
    targets = rules.get("data/targets", {"looked_at": 0, "failed": 0})
    unchecked = rules.get("shacl/dataset", {"not_checked": 0})["not_checked"]
    unread = any(one["problem"] for one in document["evidence"] if one["kind"] == "data")
    return bool(targets["looked_at"]) and not (targets["failed"] or unchecked or unread)


def _result(finding: Mapping[str, Any]) -> Any:
    from interop_check.rdf.terms import term  # noqa: PLC0415
    from interop_check.rdf.vocabulary import SH  # noqa: PLC0415
    from interop_check.shacl import ValidationResult  # noqa: PLC0415
    from interop_check.shacl.path_text import parse_path  # noqa: PLC0415

    at = finding["at"]
    return ValidationResult(
        focus=term(at["focus"].encode()),
        property_path=parse_path(at["path"]) if "path" in at else None,
        value=term(at["value"].encode()) if "value" in at else None,
        component=at["component"],
        severity=SH + _SEVERITIES[finding["rule"].partition("/")[0]],
        source_shape=term(at["shape"].encode()),
        messages={"": finding["message"]},
        count=finding["count"],
    )


FORMAT = Format(name="shacl", render=render, complete=True)
