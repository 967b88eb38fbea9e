"""Readers of bytes that others wrote: any input ends as a value or a worded refusal, never as an accident."""

import io
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from click.testing import CliRunner, Result

from interop_check import yamlfile
from interop_check.cli import main
from interop_check.examiners import examiners
from interop_check.gather.sandbox import nothing, wire, work
from interop_check.languages import LANGUAGES
from interop_check.locales import Texts
from interop_check.model import Evidence, MistakesError, Problem
from interop_check.openapi.description import described
from interop_check.openapi.document import DocumentError
from interop_check.profiles import load_profile
from interop_check.rdf.interning import Interner, Piece
from interop_check.rdf.table import Table
from interop_check.solution import load_solution

SUFFIXES = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".html": "text/html",
}

Target = Callable[[bytes], None]


@cache
def _texts(language: str) -> Texts:
    return Texts(language)


def _check_mistakes(error: MistakesError, data: bytes) -> None:
    ends = (b"\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")  # as YAML counts them
    lines = sum(map(data.count, ends)) + 2
    for mistake in error.mistakes:
        assert mistake.at.line is None or 1 <= mistake.at.line <= lines
        for language in LANGUAGES:
            assert mistake.code in _texts(language), mistake.code
    assert error.mistakes


def read_yaml(data: bytes) -> None:
    """The strict loader gives a document whose every place is known, or mistakes with a place."""
    try:
        document = yamlfile.load(data, "a.yaml")
    except MistakesError as error:
        _check_mistakes(error, data)
    else:
        assert document.value is not None
        assert () in document.marks


def read_manifest(data: bytes) -> None:
    """The manifest gives a solution that stays below its folder, or mistakes with a place."""
    try:
        solution = load_solution(data, "solution.yaml")
    except MistakesError as error:
        _check_mistakes(error, data)
    else:
        for artefact in solution.artefacts:
            assert not artefact.location.startswith("/")
            assert ".." not in artefact.location.split("/") or "://" in artefact.location


def read_report(data: bytes) -> None:
    """A stored report is checked by `verify`, or refused as wrong use."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.json")
        path.write_bytes(data)
        for arguments in (["verify", str(path)], ["render", str(path), "-f", "text"]):
            assert _run(arguments).exit_code in {0, 1, 2, 3}


def parse(data: bytes) -> None:
    """Every parser, in this process: what aborts here aborts."""
    for media in SUFFIXES.values():
        answer = work.parsed(data, media, nothing)
        if isinstance(answer, Problem):
            assert all(f"problem-{answer.code}" in _texts(language) for language in LANGUAGES), answer.code
        else:
            _check_table(answer.table)


def _check_table(table: Table) -> None:
    for column in (table.s, table.p, table.o):
        assert not len(column) or (column.min() >= 0 and column.max() < len(table.tokens))
    assert len(set(table.tokens)) == len(table.tokens)
    for number in range(len(table.tokens)):
        table.term(number)


def hear(data: bytes) -> None:
    """What a child says is parts of a document, a refusal, or nothing that is believed."""
    interner = Interner()
    try:
        for part in wire.take_parts(io.BytesIO(), io.BytesIO(data), nothing, 1 << 20):
            if isinstance(part, Piece):
                _number(interner, part)
    except (wire.BrokenTalkError, work.RefusedError):
        return
    for column in interner.columns():
        assert len(column) == interner.triples
        assert not len(column) or (column.min() >= 0 and column.max() < len(interner.ids))


def _number(interner: Interner, piece: Piece) -> None:
    before = interner.triples
    try:
        interner.add(piece)
    except ValueError:
        assert interner.triples == before


@cache
def _rules() -> frozenset[str]:
    rules = load_profile("rest", examiners()).rules
    return frozenset(f"{rule.id}:{code}" for rule in rules for code in rule.messages)


def describe(data: bytes) -> None:
    """A description, as YAML and as JSON, gives findings that are worded and stand in its text."""
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for name in ("a.yaml", "a.json"):
        try:
            api = described(
                data, name, lambda location: Problem(code="file-absent", args={"location": location})
            )
            evidence = Evidence(kind="api", source=name, content=api)
        except DocumentError as error:
            evidence = Evidence(kind="api", source=name, problem=error.problem)
        for found in examiners()["openapi"]([evidence], {}).findings:
            known = f"{found.rule}:{found.code}" in _rules()
            assert known or f"problem-{found.code}" in _texts("nl"), found.code
            assert found.at.line is None or 1 <= found.at.line <= lines
            "".join((*found.args.values(), found.at.pointer or "")).encode()  # a report can hold it


def extract(data: bytes) -> None:
    """What is extracted is sorted, and gives itself when it is extracted again."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in SUFFIXES:
            path = Path(folder, f"a{suffix}")
            path.write_bytes(data)
            run = _run(["extract", str(path), "--to", "nq"])
            assert run.exit_code in {0, 1, 3}
            if run.exit_code == 0:
                _check_lines(run.stdout_bytes, Path(folder, "again.nq"))


def _check_lines(lines: bytes, path: Path) -> None:
    kept = lines.split(b"\n")[:-1]
    assert kept == sorted(set(kept))
    path.write_bytes(lines)
    assert _run(["extract", str(path), "--to", "nq"]).stdout_bytes == lines


def _run(arguments: list[str]) -> Result:
    run = CliRunner().invoke(
        main, arguments, prog_name="interop-check", env={"XDG_CACHE_HOME": "/nonexistent"}
    )
    assert "Traceback" not in run.stderr, run.stderr
    return run


TARGETS: Mapping[str, Target] = {
    "yaml": read_yaml,
    "manifest": read_manifest,
    "report": read_report,
    "parse": parse,
    "hear": hear,
    "describe": describe,
    "extract": extract,
}
