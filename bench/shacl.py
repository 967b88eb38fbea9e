"""Times SHACL engines on generated data, interleaved, and writes the table to docs/benchmarks.md."""

import argparse
import json
import math
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from generate import Generator
from interop_check.rdf.table import read
from interop_check.rdf.vocabulary import RDFS, SH
from interop_check.shacl import Shapes, load_shapes

HERE = Path(__file__).resolve().parent
SHARED = (HERE.parent / (os.environ.get("INTEROP_CHECK_SHARED") or "../shared")).resolve()
SHAPES = (
    "standards/doc/applicatieprofiel/vrachtwagenparkeren/2023-11-30/shacl/vrachtwagenParkeren-ap-SHACL.ttl"
)
REPORT = HERE.parent / "docs" / "benchmarks.md"
OURS, FLOOR = "interop-check", "floor"
Run = dict[str, Any]


def main() -> None:
    """Generates, runs every engine that is installed, prints and writes a table for each size."""
    options = _options()
    shapes, triples = usable(Path(options.shapes))
    cost: dict[int, float] = {}
    for wanted in options.triples:
        with tempfile.TemporaryDirectory() as folder:
            shapes_file, data = Path(folder, "shapes.ttl"), Path(folder, "data.nt")
            shapes_file.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"")
            size = _write(data, shapes, wanted, options.seed)
            best = _rounds(options.rounds, options.engines or _installed(), shapes_file, data)
        lines = list(_table(best, size))
        print("\n".join(lines))
        if OURS in best:
            cost[size] = _cpu(best[OURS])
        if options.write:
            _record(lines, options, size)
    if len(cost) > 1:
        small, large = min(cost), max(cost)
        exponent = math.log(cost[large] / cost[small], large / small)
        print(f"cost grows with the size to the power of {exponent:.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shapes", default=str(SHARED / SHAPES), help="a Turtle file with shapes")
    parser.add_argument("--triples", type=int, nargs="+", default=[100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--engines", nargs="*", help="these only; floor and interop-check are needed for ratios"
    )
    parser.add_argument(
        "--no-write", dest="write", action="store_false", help="leave docs/benchmarks.md alone"
    )
    return parser.parse_args()


def usable(file: Path) -> tuple[Shapes, list[ox.Triple]]:
    """The shapes, and their triples without the ill-formed parts, on which other engines stop."""
    triples = list(map(_repaired, read(file.read_bytes(), "text/turtle", lenient=True).triples()))
    shapes = load_shapes(triples)
    unusable = {defect.shape for defect in shapes.defects} - set(shapes.described)
    return shapes, [t for t in triples if t.subject not in unusable and t.object not in unusable]


def _repaired(triple: ox.Triple) -> ox.Triple:
    """No literal has the datatype rdfs:Literal, and engines differ in what they make of that."""
    if triple.predicate.value == SH + "datatype" and triple.object == ox.NamedNode(RDFS + "Literal"):
        return ox.Triple(triple.subject, ox.NamedNode(SH + "nodeKind"), ox.NamedNode(SH + "Literal"))
    return triple


def _write(data: Path, shapes: Shapes, triples: int, seed: int) -> int:
    size = 0
    with data.open("w", encoding="utf-8") as target:
        for line in Generator(shapes, seed).lines(triples):
            target.write(line + "\n")
            size += 1
    return size


def _installed() -> list[str]:
    engines = [FLOOR, OURS, "pyshacl"]
    engines += ["pyrudof"] if find_spec("pyrudof") else []
    node = shutil.which("node")
    engines += [
        name
        for name in ("rdf-validate-shacl", "shacl-engine")
        if node and (HERE / "node_modules" / name).is_dir()
    ]
    return engines + (["jena"] if shutil.which("shacl") else [])


def _rounds(rounds: int, engines: list[str], shapes: Path, data: Path) -> dict[str, Run]:
    """Per engine its best round; the rounds are interleaved, so that load falls on all alike."""
    best: dict[str, Run] = {}
    for number in range(rounds):
        for engine in engines:
            run = _run(engine, shapes, data)
            print(
                f"round {number + 1}: {engine}: {run['parse'] + run['validate']:.3f} s CPU", file=sys.stderr
            )
            if engine not in best or _cpu(run) < _cpu(best[engine]):
                best[engine] = run
    return best


def _cpu(run: Run) -> float:
    return float(run["parse"]) + float(run["validate"])


def _run(engine: str, shapes: Path, data: Path) -> Run:
    if engine == "jena":
        return _jena(shapes, data)
    program = ["node", "--max-old-space-size=16000", str(HERE / "worker.mjs")]
    if not (HERE / "node_modules" / engine).is_dir():
        program = [sys.executable, str(HERE / "worker.py")]
    command = [*program, engine, str(shapes), str(data)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE)
    run: Run = json.loads(done.stdout.splitlines()[-1])
    return run


def _jena(shapes: Path, data: Path) -> Run:
    """Apache Jena's command line: start-up included, parsing and validating not told apart."""
    from rows import digest  # noqa: PLC0415 - only here
    from worker import _report_rows  # noqa: PLC0415 - only here

    before = os.times()
    command = ["shacl", "validate", "--shapes", str(shapes), "--data", str(data)]
    done = subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    quads = ox.parse(done.stdout, format=ox.RdfFormat.TURTLE)
    lines = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""
    rows = list(_report_rows(lines))
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    version = subprocess.run(["shacl", "--version"], check=True, capture_output=True, text=True)
    number = re.search(r"\d+\.\d+\.\d+", version.stdout + version.stderr)
    return {
        "parse": 0.0,
        "validate": cpu,
        "memory": 0,
        "results": len(set(rows)),
        "digest": digest(rows),
        "version": number[0] if number else "",
    }


def _table(best: dict[str, Run], size: int) -> Iterator[str]:
    yield (
        "| engine | version | parse s | validate s | total s | peak MB | triples/s | x ours | x floor "
        "| results | same |"
    )
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    ours, floor = best.get(OURS), best.get(FLOOR)
    for engine, run in sorted(best.items(), key=lambda item: _cpu(item[1])):
        total = _cpu(run)
        same = (
            ""
            if engine == FLOOR or ours is None
            else ("yes" if run["digest"] == ours["digest"] else "**no**")
        )
        yield (
            f"| {engine} | {run['version']} | {run['parse']:.3f} | {run['validate']:.3f} | {total:.3f} "
            f"| {run['memory'] or ''} | {size / total:,.0f} "
            f"| {_ratio(total, ours)} | {_ratio(total, floor)} "
            f"| {run['results'] if engine != FLOOR else ''} | {same} |"
        )


def _same(run: Run, ours: Run) -> str:
    return "yes" if run["digest"] == ours["digest"] else "**no**"


def _ratio(total: float, other: Run | None) -> str:
    return f"{total / _cpu(other):.2f}" if other else ""


def _record(lines: list[str], options: argparse.Namespace, size: int) -> None:
    """Replaces the table for this number of triples, or adds it."""
    name = f"{round(size, -3):,} triples"
    shapes = Path(options.shapes).stem
    head = f"### {name}"
    machine = f"{datetime.now(UTC):%Y-%m-%d}; {_machine()}; CPython {platform.python_version()}."
    method = (
        f"CPU seconds, the best of {options.rounds} interleaved rounds, each engine in a process of its own"
    )
    made = f"Shapes: {shapes}; data generated from them (seed {options.seed})."
    body = [head, "", f"{machine} {method}, start-up and imports left out. {made}", "", *lines, ""]
    text = REPORT.read_text(encoding="utf-8") if REPORT.exists() else "# Benchmarks\n\n## SHACL\n\n"
    old = re.compile(rf"^{re.escape(head)}\n.*?(?=^##|\Z)", re.DOTALL | re.MULTILINE)
    new = "\n".join(body) + "\n"
    text = old.sub(lambda _: new, text) if old.search(text) else text.rstrip("\n") + "\n\n" + new
    REPORT.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def _machine() -> str:
    cpu, memory = platform.machine(), ""
    info, meminfo = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    if info.exists():
        cpu = next(
            (line.partition(":")[2].strip() for line in info.open() if line.startswith("model name")), cpu
        )
    if meminfo.exists():
        memory = f", {int(meminfo.read_text().split()[1]) // 1024**2} GB memory"
    return f"{os.cpu_count()} cores, {cpu}{memory}"


if __name__ == "__main__":
    main()
