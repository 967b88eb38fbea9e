"""Every limit by its name: of who runs the tool, of a profile, and those that nobody sets, with why."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from interop_check import jsonfile, shacl, yamlfile
from interop_check.cli._language import texts
from interop_check.cli._network import Network
from interop_check.gather import named, recording
from interop_check.openapi import document as api
from interop_check.openapi import facts, names
from interop_check.openapi.values import effort, pool
from interop_check.openapi.values import limits as values
from interop_check.rdf import contexts, parse
from interop_check.rdf import reading as rdf_reading
from interop_check.rdf.html import marks
from interop_check.rdf.rdfa import processor

_UNITS = {"seconds": "s", "bytes": "B", "mb": "MB"}

_FIXED: Mapping[str, Mapping[str, int]] = {
    "own": {
        "manifest_bytes": yamlfile.MAX_BYTES,
        "manifest_depth": yamlfile.MAX_DEPTH,
        "manifest_nodes": yamlfile.MAX_NODES,
        "manifest_aliased_nodes": yamlfile.MAX_ALIASED_NODES,
    },
    "recording": {"recording_index_bytes": recording.MAX_INDEX_BYTES},
    "nesting": {
        "json_depth": jsonfile.MAX_DEPTH,
        "triple_term_depth": parse.MAX_DEPTH,
        "contexts_depth": contexts.MAX_REMOTE_DEPTH,
        "page_open_elements": marks.MAX_OPEN,
        "page_depth": processor.MAX_DEPTH,
        "api_file_depth": api.MAX_DEPTH,
        "schema_depth": facts.MAX_DEPTH,
        "value_schema_depth": effort.MAX_WAY,
        "schema_names_depth": names.MAX_DEPTH,
    },
    "sample": {
        "standards_named_in_files": named.MOST,
        "schema_names": names.MAX_NAMES,
        "json_terms": rdf_reading.MOST_TERMS,
        "value_pairs_counted": effort.MAX_STEPS,
        "value_pattern_compiled_bytes": pool.MAX_PATTERN_BYTES,
    },
    "listed": {"json_names_listed": rdf_reading.MOST},
}
"""The limits that nobody sets, by the end of the codes of their title and of the sentence that says why."""

Rows = Iterator[tuple[str, str]]


def gateway(own: Network) -> Rows:
    """Yield what one exchange over the network may take; `gateway` of network.yaml sets it."""
    yield from own.limits.shown().items()


def parser(own: Network) -> Rows:
    """Yield what reading one document may take; `parser` of network.yaml sets it."""
    for one in fields(own.parser):
        name = one.name.partition("_per_mb")[0].removesuffix("_at_most")
        yield one.name, f"{getattr(own.parser, one.name):g} {_UNITS[name.rpartition('_')[2]]}"


def reading(own: Network) -> Rows:
    """Yield how much of a solution is read; `reading` of network.yaml sets it."""
    for one in fields(own.reading):
        yield one.name, _with_unit(one.name, getattr(own.reading, one.name))


def asking(own: Network) -> Rows:
    """Yield how much is asked of others; `asking` of network.yaml sets it."""
    for one in fields(own.asking):
        yield one.name, _with_unit(one.name, getattr(own.asking, one.name))


def judging() -> Rows:
    """Yield what judging by SHACL, and values by schemas, may take; a criterion of a profile sets it."""
    for one in (*fields(shacl.Limits), *fields(values.Limits)):
        yield one.name, str(one.default)


def fixed() -> Mapping[str, Rows]:
    """Return what nobody sets and why, by the code of the title."""
    return {f"doctor-limits-fixed-{part}": _fixed(part) for part in _FIXED}


def _fixed(part: str) -> Rows:
    for name, value in _FIXED[part].items():
        yield name, _with_unit(name, value)
    yield texts()("doctor-why"), texts()(f"doctor-why-{part}")


def _with_unit(name: str, value: int) -> str:
    return f"{value} {_UNITS.get(name.rpartition('_')[2], '')}".rstrip()
