"""`interop-check extract TARGET`: what a machine reads in a file, as sorted RDF."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NoReturn

import click
import numpy as np
import pyoxigraph as ox

from interop_check import api
from interop_check.cli._language import texts
from interop_check.cli._options import STANDARDS_VARIABLE, default_store
from interop_check.cli._refusal import DOES_NOT_CONFORM, UNDECIDED, refuse
from interop_check.gather.data import JSON_LD, Graph, parsed_graph, syntax_of
from interop_check.gather.source import Source
from interop_check.languages import LANGUAGES
from interop_check.mask import shown
from interop_check.model import Problem
from interop_check.rdf.parse import PAGES
from interop_check.rdf.table import Ids, Table
from interop_check.reports.terms import PREFIXES
from interop_check.solution import is_address, location_fault

FORMS = ("nt", "nq", "ttl", "jsonld")
NAMED = ("nq", "jsonld")
"""Those that tell which graph holds a statement."""
STANDARD_OUTPUT = "-"
CHUNK = 8192

_AT_FAULT = ("rdf-", "json-")
_DEFAULT_GRAPH = -1
_WRITTEN = {"ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}


@click.command(name="extract", help=texts()("cmd-extract"))
@click.argument("target")
@click.option(
    "--to", "form", type=click.Choice(FORMS), default="nt", show_default=True, help=texts()("opt-to")
)
@click.option("-o", "--out", metavar="FILE", default=STANDARD_OUTPUT, help=texts()("opt-out"))
@click.option("--base", metavar="URL", help=texts()("opt-base"))
@click.option("--standards", metavar="DIR", envvar=STANDARDS_VARIABLE, help=texts()("opt-standards"))
@click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=texts()("opt-lang"))
def command(target: str, form: str, out: str, base: str | None, standards: str | None) -> None:
    if base and (not is_address(base) or location_fault(base)):
        refuse("expected-url", value=shown(base))
    if not is_address(target):
        _refuse_what_is_no_file(target)
    if standards and not is_address(standards) and not Path(standards).is_dir():
        refuse("no-such-folder", path=standards)
    table, is_whole = _read(target, base or target, standards or str(default_store()))
    if not len(table):
        _stop(target, Problem(code="rdf-empty"), UNDECIDED)
    if form not in NAMED and table.graph is not None:
        click.echo(texts()("extract-merged", target=target), err=True)
    with _writing(out) as stream:
        write(table, form, stream)
    if not is_whole:
        raise SystemExit(UNDECIDED)


def write(table: Table, form: str, stream: IO[bytes]) -> None:
    """Write every statement once, in the order of its canonical line: the same data gives the same bytes."""
    ordered = _sorted(table, named=form in NAMED)
    if form in _WRITTEN:
        prefixes = _used_prefixes(ordered.tokens)
        ox.serialize(_quads(ordered), stream, format=_WRITTEN[form], prefixes=prefixes)
        return
    for lines in _lines(ordered):
        stream.write(lines)


def _quads(table: Table) -> Iterator[ox.Quad]:
    graphs = [_DEFAULT_GRAPH] * len(table) if table.graph is None else table.graph.tolist()
    for triple, graph in zip(table.triples(), graphs, strict=True):
        name: Any = ox.DefaultGraph() if graph == _DEFAULT_GRAPH else table.term(graph)
        yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _sorted(table: Table, *, named: bool) -> Table:
    """Return the distinct statements in the order of their lines, without ever making all lines at once."""
    ranks = np.empty(len(table.tokens), np.int32)
    ranks[sorted(range(len(table.tokens)), key=table.tokens.__getitem__)] = np.arange(len(ranks))
    columns = [table.s, table.p, table.o]
    keys = [ranks[column] for column in columns]
    if named and table.graph is not None:
        columns.append(table.graph)
        keys.append(np.where(table.graph == _DEFAULT_GRAPH, _DEFAULT_GRAPH, ranks[table.graph]))
    order = np.lexsort(keys[::-1])
    differs = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    kept = order[np.concatenate([[True], differs])]
    s, p, o = (column[kept] for column in columns[:3])
    return Table((s, p, o), table.tokens, columns[3][kept] if len(columns) > 3 else None)  # noqa: PLR2004


def _lines(table: Table) -> Iterator[bytes]:
    tokens = table.tokens
    for start in range(0, len(table), CHUNK):
        rows = [_part(column, start) for column in (table.s, table.p, table.o)]
        graphs = [_DEFAULT_GRAPH] * len(rows[0]) if table.graph is None else _part(table.graph, start)
        yield b"".join(
            b"%b %b %b%b .\n"
            % (tokens[s], tokens[p], tokens[o], b"" if g == _DEFAULT_GRAPH else b" " + tokens[g])
            for s, p, o, g in zip(*rows, graphs, strict=True)
        )


def _part(column: Ids, start: int) -> list[int]:
    part: list[int] = column[start : start + CHUNK].tolist()
    return part


def _used_prefixes(tokens: list[bytes]) -> dict[str, str]:
    known = {name: iri for iri, name in reversed(PREFIXES.items())}
    wanted = {name: b"<" + iri.encode() for name, iri in known.items()}
    used = {name for name, start in wanted.items() if any(written.startswith(start) for written in tokens)}
    return {name: known[name] for name in sorted(used)}


def _refuse_what_is_no_file(target: str) -> None:
    if Path(target).is_dir():
        refuse("extract-folder", path=target)
    if not Path(target).exists():
        refuse("no-such-file", path=target)


def _read(target: str, base: str, standards: str) -> tuple[Table, bool]:
    """Return what the target states, and whether that is all of it; or end the run.

    The text itself is let go of with this function. `base` is where the target is published.
    """
    found = Source(root=Path(), strict=False).get(target)
    if isinstance(found, Problem):
        _stop(target, found, UNDECIDED)
    media = syntax_of(found, target)
    if isinstance(media, Problem):
        _stop(target, media, UNDECIDED)
    # Only JSON-LD refers to contexts, and reading what is pinned takes its time.
    library = api.library(standards) if media == JSON_LD or media in PAGES else None
    reader = Source(root=Path(), library=library, strict=False)
    graph = parsed_graph(found.data, media, base, reader)
    if isinstance(graph, Problem):
        at_fault = graph.code.startswith(_AT_FAULT)
        _stop(target, graph, DOES_NOT_CONFORM if at_fault else UNDECIDED)
    _remark(target, graph)
    return graph.table, not graph.unread


def _remark(target: str, graph: Graph) -> None:
    """Say what was amiss with a page that was read nevertheless."""
    for problem in graph.unread:
        _say(target, problem)
    if graph.page is None:
        return
    for code in ("undecodable", "mended", "dropped"):
        number = getattr(graph.page, code)
        if number:
            words = {"target": target, "number": number, "encoding": graph.page.encoding}
            click.echo(texts()(f"extract-{code}", **words), err=True)


def _stop(target: str, problem: Problem, code: int) -> NoReturn:
    """End the run: 1 where the text itself is wrong, 3 where there was nothing that could be read."""
    _say(target, problem)
    raise SystemExit(code)


def _say(target: str, problem: Problem) -> None:
    place = "" if problem.line is None else f":{problem.line}:{problem.column or 1}"
    sentence = texts()(f"problem-{problem.code}", **problem.args)
    click.echo(f"{target}{place}: {sentence}", err=True)


@contextmanager
def _writing(out: str) -> Iterator[IO[bytes]]:
    """Open standard output, or a file that appears whole or not at all."""
    if out == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        return
    path = Path(out)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        refuse("cannot-write", path=path, detail=error.strerror or type(error).__name__)
