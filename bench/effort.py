"""What hostile shapes and data cost until they end, by themselves or at a limit, as a table.

    python bench/effort.py [NAME …]

Processor seconds of judging, each case in a process of its own, with the most memory that this took.
"""

import argparse
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from interop_check import shacl
from interop_check.rdf.labels import numbered
from interop_check.rdf.table import read

_PREFIXES = """@prefix e: <http://e.x/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
_ENOUGH = 300


class Case(NamedTuple):
    """Makes data and shapes, each as Turtle without prefixes."""

    data: Callable[[], str]
    shapes: Callable[[], str]


def _shape(constraints: str, target: str = "sh:targetSubjectsOf e:p") -> str:
    return f"e:S a sh:NodeShape ; {target} ; {constraints} ."


def _along(path: str, constraint: str = "sh:maxCount 3") -> str:
    return f"sh:property [ sh:path {path} ; {constraint} ]"


def _pattern(pattern: str) -> Callable[[], str]:
    return lambda: _shape(_along("e:p", f"sh:pattern '{pattern}'"))


def _text(text: str) -> Callable[[], str]:
    return lambda: f'e:a e:p "{text}" .'


def _tosses(size: int) -> str:
    toss = Random(0)  # noqa: S311 - for variety, not for secrets
    return "".join(toss.choice("ab") for _ in range(size))


def _signs(size: int) -> str:
    return "".join(chr(0x4E00 + number) for number in range(size))


def _chain(length: int) -> Callable[[], str]:
    return lambda: "\n".join(f"e:n{number} e:p e:n{number + 1} ." for number in range(length))


def _clique(size: int) -> str:
    everyone = ", ".join(f"e:n{number}" for number in range(size))
    return "\n".join(f"e:n{number} e:p {everyone} ." for number in range(size))


def _lists(size: int) -> Callable[[], str]:
    numbers = ", ".join(map(str, range(size)))
    return lambda: f"e:a e:p {numbers} ; e:q {numbers} ."


def _doubled(within: str) -> Callable[[], str]:
    levels = "\n".join(f"e:t{n} {within.format(f'e:t{n + 1}')} ." for n in range(25))
    return lambda: f"{_shape('sh:node e:t0')}\n{levels}\ne:t25 sh:nodeKind sh:IRI ."


def _classes(length: int) -> str:
    below = "\n".join(f"e:c{n + 1} rdfs:subClassOf e:c{n} ." for n in range(length))
    return f"e:a e:p e:a ; a e:c{length} .\n{below}"


def _siblings(size: int) -> str:
    return _shape(
        " ; ".join(
            _along(
                "e:p",
                f"sh:qualifiedValueShape [ sh:minLength {n} ] ; sh:qualifiedMinCount 1 ; "
                "sh:qualifiedValueShapesDisjoint true",
            )
            for n in range(size)
        )
    )


_ANY = "[ sh:zeroOrMorePath e:p ]"
_LOOP = "e:a e:p e:a ."
CASES: Mapping[str, Case] = {
    "WKT of 50 kB": Case(
        _text(f"POLYGON(({', '.join(['3.724 51.053'] * 3600)}))"), _pattern(r"^(POINT|POLYGON)\\s*\\(.*\\)$")
    ),
    "WKT of 5 MB": Case(
        _text(f"POLYGON(({', '.join(['3.724 51.053'] * 360_000)}))"),
        _pattern(r"^(POINT|POLYGON)\\s*\\(.*\\)$"),
    ),
    "100,000 short texts": Case(
        lambda: "\n".join(f'e:a{n} e:p "2026-01-{n}" .' for n in range(100_000)),
        _pattern(r"^\\d{4}-\\d{2}-\\d{2}$"),
    ),
    "repetition in repetition": Case(_text("x" * 5000), _pattern("(x{1,30}){1,30}y")),
    "no states twice, 5,000 signs": Case(_text(_tosses(5000)), _pattern("[ab]*a[ab]{1500}c")),
    "no states twice, 100,000 signs": Case(_text(_tosses(100_000)), _pattern("[ab]*a[ab]{1500}c")),
    "many signs, many tests": Case(
        _text(_signs(20_000)), _pattern(f"({'|'.join(f'[a{sign}]x' for sign in _signs(400))})+y")
    ),
    "50 patterns, 5,000 signs": Case(
        _text(_tosses(5000)),
        lambda: _shape(
            " ; ".join(_along("e:p", f"sh:pattern '[ab]*a[ab]{{{500 + n}}}c'") for n in range(50))
        ),
    ),
    "any number of steps, chain, from one": Case(
        _chain(100_000), lambda: _shape(_along(_ANY), "sh:targetNode e:n0")
    ),
    "any number of steps, chain, from all": Case(_chain(100_000), lambda: _shape(_along(_ANY))),
    "any number of two steps, chain, from all": Case(
        _chain(100_000), lambda: _shape(_along("[ sh:zeroOrMorePath ( e:p e:p ) ]"))
    ),
    "any number of steps, clique": Case(lambda: _clique(300), lambda: _shape(_along(_ANY))),
    "there and back, star": Case(
        lambda: "\n".join(f"e:n{n} e:p e:hub ." for n in range(100_000)),
        lambda: _shape(_along("( e:p [ sh:inversePath e:p ] )")),
    ),
    "less than, 1,400 by 1,400": Case(_lists(1400), lambda: _shape(_along("e:p", "sh:lessThan e:q"))),
    "less than, 20,000 by 20,000": Case(_lists(20_000), lambda: _shape(_along("e:p", "sh:lessThan e:q"))),
    "shapes doubled 25 times": Case(lambda: _LOOP, _doubled("sh:and ( {0} {0} )")),
    "properties doubled 25 times": Case(
        lambda: _LOOP, _doubled("sh:property [ sh:path e:p ; sh:node {0} ] , [ sh:path e:p ; sh:node {0} ]")
    ),
    "300 qualified shapes, disjoint": Case(lambda: _LOOP, lambda: _siblings(300)),
    "200,000 texts of one language": Case(
        lambda: "\n".join(f'e:a e:p "{n}"@nl .' for n in range(200_000)),
        lambda: _shape(_along("e:p", "sh:uniqueLang true")),
    ),
    "100,000 classes in a chain": Case(
        lambda: _classes(100_000), lambda: _shape(_along("e:p", "sh:class e:c0"))
    ),
    "closed, 100,000 properties": Case(
        lambda: "e:a e:p 1 .\n" + "\n".join(f"e:a e:p{n} 1 ." for n in range(100_000)),
        lambda: _shape("sh:closed true"),
    ),
    "2,000,000 results": Case(
        lambda: "\n".join(f"e:a{n} e:p 1 ." for n in range(100_000)),
        lambda: _shape(" ; ".join(_along(f"e:q{n}", "sh:minCount 1") for n in range(20))),
    ),
}


def _judge(name: str) -> None:
    """Print one row."""
    case = CASES[name]
    data, rules = ((_PREFIXES + made).encode() for made in (case.data(), case.shapes()))
    table, triples = read(data, "text/turtle"), list(numbered(read(rules, "text/turtle").triples()))
    start = time.process_time()
    shapes = shacl.load_shapes(triples)
    found = shacl.validate(table, shapes)
    took = time.process_time() - start
    ends = {one.over for one in found.not_checkable} | {one.code for one in found.refused}
    ends |= {"limit-results"} if found.omitted else set()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    cells = [name, f"{len(data) / 1e6:.2f}", f"{took:.2f}", str(most), " ".join(sorted(ends))]
    print(f"| {' | '.join(cells)} |")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--here", action="store_true", help="in this very process")
    parser.add_argument("names", nargs="*", choices=[[], *CASES], help="only these")
    options = parser.parse_args()
    if options.here:
        _judge(options.names[0])
        return
    print(f"CPython {platform.python_version()}; {platform.system()} {platform.machine()}\n")
    print("| case | MB | judging s | peak MB | ended by |\n| --- | ---: | ---: | ---: | --- |", flush=True)
    for name in options.names or CASES:
        command = [sys.executable, __file__, "--here", name]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_ENOUGH)
        print(done.stdout.strip() or f"| {name} | | | | exit {done.returncode} |", flush=True)


if __name__ == "__main__":
    main()
