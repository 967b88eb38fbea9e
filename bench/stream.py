"""Times validation of a stream of pages, by page and by member: members per second on one core."""

import argparse
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from generate import Generator
from interop_check.rdf.table import Table, read
from interop_check.rdf.vocabulary import TREE_MEMBER
from interop_check.shacl import Shapes, validate_stream
from shacl import SHAPES, SHARED, usable

_PAGE = 250


def main() -> None:
    """Generates pages of members and prints, for each scope, the best of some rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shapes", default=str(SHARED / SHAPES), help="a Turtle file with shapes")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    shapes, _ = usable(Path(options.shapes))
    pages = list(islice(_pages(shapes), options.pages))
    members, triples = _PAGE * len(pages), sum(page.count(b"\n") for page in pages)
    print(f"{members} members of {triples / members:.1f} triples, {_PAGE} to a page")
    for scope in ("page", "member"):
        seconds = min(_time(pages, shapes, scope) for _ in range(options.rounds))
        print(f"{scope}: {members / seconds:,.0f} members/s, {triples / seconds:,.0f} triples/s")


def _time(pages: list[bytes], shapes: Shapes, scope: str) -> float:
    start = time.process_time()
    tables: Iterator[Table] = (read(page, "application/n-triples") for page in pages)
    if scope == "page":
        validate_stream(tables, shapes, scope="page")
    else:
        validate_stream(tables, shapes, scope="member")
    return time.process_time() - start


def _pages(shapes: Shapes) -> Iterator[bytes]:
    members = Generator(shapes, 1).members(5)
    while True:
        lines: list[str] = []
        for root, own in islice(members, _PAGE):
            others = sorted({line.partition(" ")[0] for line in own} - {f"<{root}>"})
            lines.append(f"<https://data.example.org/collection> <{TREE_MEMBER}> <{root}> .")
            lines += own
            lines += [f"<{root}> <http://purl.org/dc/terms/hasPart> {other} ." for other in others]
        yield ("\n".join(lines) + "\n").encode()


if __name__ == "__main__":
    main()
