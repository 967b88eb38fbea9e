"""One engine on one file, in a process of its own: prints what it took as JSON."""

import json
import resource
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from rows import Row, digest

_SHACL = "http://www.w3.org/ns/shacl#"

Timings = tuple[float, float, list[Row]]


def floor(_: Path, data: Path) -> Timings:
    """Parsing alone: every quad made and dropped."""
    start = time.process_time()
    with data.open("rb") as source:
        deque(ox.parse(source, format=ox.RdfFormat.N_TRIPLES), maxlen=0)
    return time.process_time() - start, 0.0, []


def interop_check(shapes_file: Path, data: Path) -> Timings:
    """This project: reading the shapes counts as parsing, compiling them as validating."""
    from interop_check.rdf.table import read  # noqa: PLC0415 - an engine is imported only where it runs
    from interop_check.shacl import load_shapes, validate  # noqa: PLC0415

    start = time.process_time()
    shapes_table = read(shapes_file.read_bytes(), "text/turtle")
    with data.open("rb") as source:
        table = read(source, "application/n-triples")
    parsed = time.process_time()
    validation = validate(table, load_shapes(shapes_table.triples()), strict=True)
    done = time.process_time()
    rows = [(str(r.focus), r.path or "", _text(r.value), r.component) for r in validation.results]
    return parsed - start, done - parsed, rows


def pyshacl(shapes_file: Path, data: Path) -> Timings:
    """PySHACL on rdflib, lexical forms kept."""
    import rdflib  # noqa: PLC0415
    from pyshacl import validate  # noqa: PLC0415

    rdflib.NORMALIZE_LITERALS = False
    start = time.process_time()
    shapes = rdflib.Graph().parse(shapes_file, format="turtle")
    graph = rdflib.Graph().parse(data, format="nt")
    parsed = time.process_time()
    _, report, _ = validate(graph, shacl_graph=shapes)
    done = time.process_time()
    return parsed - start, done - parsed, list(_rdflib_rows(report))


def _rdflib_rows(report: Any) -> Iterator[Row]:
    from rdflib import URIRef  # noqa: PLC0415

    def only(node: Any, name: str) -> Any:
        return report.value(node, URIRef(_SHACL + name))

    for node in report.objects(None, URIRef(_SHACL + "result")):
        focus, path, value = (only(node, name) for name in ("focusNode", "resultPath", "value"))
        yield _n3(focus), _n3(path), _n3(value), str(only(node, "sourceConstraintComponent"))


def _n3(term: Any) -> str:
    if term is None:
        return ""
    text = str(term.n3())
    return text.removesuffix("^^<http://www.w3.org/2001/XMLSchema#string>")


def pyrudof(shapes_file: Path, data: Path) -> Timings:
    """Rudof's Python binding, native mode."""
    import pyrudof as rudof  # type: ignore[import-not-found]  # noqa: PLC0415 - installed by hand

    engine = rudof.Rudof(rudof.RudofConfig())
    start = time.process_time()
    engine.read_data(str(data), rudof.RDFFormat.NTriples)
    engine.read_shacl(str(shapes_file), rudof.ShaclFormat.Turtle)
    parsed = time.process_time()
    engine.validate_shacl()
    done = time.process_time()
    report = engine.serialize_shacl_validation_results(rudof.ResultShaclValidationFormat.NTriples)
    return parsed - start, done - parsed, list(_report_rows(report.encode()))


def _report_rows(report: bytes) -> Iterator[Row]:
    found: dict[str, dict[str, str]] = {}
    for quad in ox.parse(report, format=ox.RdfFormat.N_TRIPLES):
        found.setdefault(str(quad.subject), {})[quad.predicate.value.removeprefix(_SHACL)] = _text(
            quad.object
        )
    for given in found.values():
        if "focusNode" in given:
            component = given["sourceConstraintComponent"].strip("<>")
            yield given["focusNode"], given.get("resultPath", ""), given.get("value", ""), component


def _text(term: Any) -> str:
    return "" if term is None else str(term)


ENGINES: dict[str, Callable[[Path, Path], Timings]] = {
    "floor": floor,
    "interop-check": interop_check,
    "pyshacl": pyshacl,
    "pyrudof": pyrudof,
}


def main(engine: str, shapes_file: str, data: str) -> None:
    """Runs the engine and prints one line of JSON."""
    ENGINES[engine](Path(shapes_file), Path("/dev/null"))  # imports and first uses are not timed
    parse, validate, rows = ENGINES[engine](Path(shapes_file), Path(data))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    distribution = {"floor": "pyoxigraph"}.get(engine, engine)
    print(
        json.dumps(
            {
                "parse": parse,
                "validate": validate,
                "memory": usage.ru_maxrss // 1024,
                "results": len(set(rows)),
                "digest": digest(rows),
                "version": version(distribution),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
