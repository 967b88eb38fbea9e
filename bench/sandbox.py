"""What parsing in the sandbox costs over parsing in this very process, interleaved, as a table.

    python bench/sandbox.py [--mb 5] [--rounds 7] [FILE …]

Both sides end with the same thing: a table whose terms can be looked up. The child is warm, as it is for all
documents but the first; the last line says what the first one pays. Processor time is what to look at: other
programs that are running disturb it less. Linux only (/proc/PID/schedstat).
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from interop_check.gather import sandbox
from interop_check.gather.sandbox.limits import MB
from interop_check.gather.sandbox.work import parsed
from interop_check.gather.sandbox.worker import Worker
from interop_check.model import Problem
from interop_check.rdf.parse import media_type

_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://data.example/ns#">\n'
)
_FIRST = """
import time
from interop_check.gather import sandbox
from interop_check.gather.sandbox.worker import Worker
start = time.perf_counter()
one = (b"<http://e.x/a> <http://e.x/b> <http://e.x/c> .", "text/turtle")
worker = Worker(fork={fork})
worker.parse(*one, sandbox.nothing, sandbox.Limits())
print(time.perf_counter() - start)
"""

_LIMITS = sandbox.Limits()

Document = tuple[str, bytes, str]


def _turtle(number: int) -> str:
    about = f'e:name "Parking {number}"@nl ; e:capacity {number % 500} ; e:near d:thing-{number // 2}'
    return f'd:thing-{number} a e:Parking ; {about} ; e:at [ e:lat "51.{number}" ] .\n'


def _lines(number: int) -> str:
    me = f"<https://data.example/id/thing/{number}>"
    return "".join(
        f"{me} <https://data.example/ns#{name}> {value} .\n"
        for name, value in (
            ("near", f"<https://data.example/id/thing/{number // 2}>"),
            ("name", f'"Parking {number}"@nl'),
            ("capacity", f'"{number % 500}"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        )
    )


def _quads(number: int) -> str:
    return _lines(number).replace(" .\n", f" <https://data.example/id/graph/{number // 100}> .\n")


def _trig(number: int) -> str:
    return f"d:graph-{number // 100} {{ {_turtle(number)}}}\n"


def _xml(number: int) -> str:
    return (
        f'<e:Parking rdf:about="https://data.example/id/{number}">'
        f'<e:name xml:lang="nl">Parking {number}</e:name>'
        f'<e:near rdf:resource="https://data.example/id/{number // 2}"/></e:Parking>\n'
    )


def _json(number: int) -> str:
    about = {"@id": f"id/{number}", "@type": "Parking", "name": f"Parking {number}", "capacity": number % 500}
    return json.dumps({**about, "near": {"@id": f"id/{number // 2}"}}) + ",\n"


def _html(number: int) -> str:
    return (
        f'<p about="/id/{number}" typeof="e:Parking"><b property="e:name" lang="nl">Parking {number}</b>'
        f'<i property="e:capacity" datatype="xsd:integer">{number % 500}</i>'
        f'<a property="e:near" href="/id/{number // 2}">near</a></p>\n'
    )


def _documents(size: int) -> Iterator[Document]:
    prefixes = "@prefix e: <https://data.example/ns#> .\n@prefix d: <https://data.example/id/> .\n"
    context = (
        '{"@context": {"@vocab": "https://data.example/ns#", "@base": "https://data.example/"}, "@graph": [\n'
    )
    yield "N-Triples", _filled("", _lines, "", size), "application/n-triples"
    yield "N-Quads", _filled("", _quads, "", size), "application/n-quads"
    yield "Turtle", _filled(prefixes, _turtle, "", size), "text/turtle"
    yield "TriG", _filled(prefixes, _trig, "", size), "application/trig"
    yield "RDF/XML", _filled(_XML, _xml, "</rdf:RDF>", size), "application/rdf+xml"
    page = '<!DOCTYPE html><html prefix="e: https://data.example/ns#"><title>Parkings</title><body>\n'
    yield "JSON-LD", _filled(context, _json, '{"@id": "id/last"}]}', size), "application/ld+json"
    yield "RDFa", _filled(page, _html, "</body></html>", size), "text/html"


def _filled(head: str, item: Callable[[int], str], tail: str, size: int) -> bytes:
    parts = [head]
    written = 0
    while written < size:
        parts.append(item(len(parts)))
        written += len(parts[-1])
    return "".join([*parts, tail]).encode()


def _files(paths: list[str]) -> Iterator[Document]:
    for path in paths:
        data = Path(path).read_bytes()
        yield Path(path).name, data, media_type(path, data) or "text/turtle"


def _here(document: Document) -> int:
    return _used(parsed(document[1], document[2], sandbox.nothing))


def _there(document: Document, worker: Worker) -> int:
    return _used(worker.parse(document[1], document[2], sandbox.nothing, _LIMITS))


def _used(answer: sandbox.Parsed | Problem) -> int:
    if isinstance(answer, Problem):
        raise SystemExit(f"not an ordinary document: {answer}")
    return len(answer.table.ids)


def _cpu(worker: Worker) -> float:
    """Processor seconds of this process and of the child."""
    return (
        time.process_time()
        + int(Path(f"/proc/{worker.child.process.pid}/schedstat").read_text().split()[0]) / 1e9
    )


def _row(document: Document, rounds: int) -> str:
    worker = Worker()
    sides: tuple[Callable[[], int], ...] = (lambda: _here(document), lambda: _there(document, worker))
    wall: tuple[list[float], list[float]] = ([], [])
    cpu: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):  # the first round warms both up
        for side in (0, 1) if number % 2 else (1, 0):
            started, used = time.perf_counter(), _cpu(worker)
            sides[side]()
            wall[side].append(time.perf_counter() - started)
            cpu[side].append(_cpu(worker) - used)
    worker.end()
    name, data, _ = document
    (used, used_there), (took, took_there) = ((min(times[1:]) for times in kind) for kind in (cpu, wall))
    each = median(b / a for a, b in zip(cpu[0][1:], cpu[1][1:], strict=True))
    cells = [name, f"{len(data) / MB:.2f}", f"{used * 1000:.0f}", f"{used_there * 1000:.0f}"]
    cells += [_more(used_there / used), _more(each)]
    cells += [f"{took * 1000:.0f}", f"{took_there * 1000:.0f}", _more(took_there / took)]
    return f"| {' | '.join(cells)} |"


def _more(ratio: float) -> str:
    return f"{100 * (ratio - 1):+.1f} %"


def _first(*, fork: bool) -> float:
    """Milliseconds that a process's first small document takes, the best of three."""
    command = [sys.executable, "-c", _FIRST.format(fork=fork)]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(3)]
    return min(float(run.stdout) for run in runs) * 1000


def _small(rounds: int) -> float:
    """Milliseconds of a document of one triple in a warm child, the best of many."""
    worker = Worker()
    one = (b"<http://e.x/a> <http://e.x/b> <http://e.x/c> .", "text/turtle", sandbox.nothing, _LIMITS)
    times = []
    for _ in range(rounds * 50):
        start = time.perf_counter()
        worker.parse(*one)
        times.append(time.perf_counter() - start)
    worker.end()
    return min(times) * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mb", type=float, default=5.0, help="size of the made documents")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("files", nargs="*", help="measure these instead")
    options = parser.parse_args()
    documents = _files(options.files) if options.files else _documents(round(options.mb * MB))
    print(f"{datetime.now(UTC):%Y-%m-%d}; {_machine()}; CPython {platform.python_version()}, ", end="")
    print(
        f"numpy {version('numpy')}, pyoxigraph {version('pyoxigraph')}; {options.rounds} interleaved rounds,"
    )
    print("milliseconds: processor time of both processes together, then wall clock; the best rounds.\n")
    print("| document | MB | CPU here | CPU sandbox | cost | median cost | wall here | wall sandbox | cost |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for document in documents:
        print(_row(document, options.rounds), flush=True)
    print(f"\nOne triple, warm child: {_small(options.rounds):.2f} ms. First document of a process: ", end="")
    print(f"{_first(fork=True):.0f} ms where it may fork, {_first(fork=False):.0f} ms where it may not.")


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}"


if __name__ == "__main__":
    main()
