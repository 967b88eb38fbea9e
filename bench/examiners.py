"""What the examiners of distinct terms cost over reading the data, interleaved, as a table.

    python bench/examiners.py [--triples 1000000] [--rounds 5]

One in five triples brings a new IRI, one in three a new literal. `well` is data without a fault; in `bad`
each identifier has one and so have most values, so that nothing is settled by a first look. Looking places up
is not counted: the index of the text is made once for all examiners. Processor time is what to look at.
"""

import argparse
import platform
import time
from collections.abc import Iterator
from statistics import median

from interop_check.examiners import examiners
from interop_check.gather.data import Graph
from interop_check.model import Evidence
from interop_check.rdf.table import Table, read

_EXAMINERS = ("identifiers", "literals")
_PER_ENTITY = 10
_XSD = "http://www.w3.org/2001/XMLSchema#"
_GEO = "http://www.opengis.net/ont/geosparql#wktLiteral"
_CRS = "http://www.opengis.net/def/crs/EPSG/0/31370"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Nowhere:
    """A locator that knows no place."""

    def locate(self, *_: object) -> None:
        """Return nothing."""


def lines(entities: int, *, well: bool) -> Iterator[str]:
    """Ten statements per entity, with a place of its own."""
    for number in range(entities):
        if well:
            me, place = (
                f"<https://data.stad.example/id/{kind}/{number:012x}>" for kind in ("zaal", "plaats")
            )
            when, where = (
                f"2026-10-{number % 28 + 1:02}T{number % 24:02}:00:00Z",
                f"<{_CRS}> POINT (104600.{number} 193700)",
            )
        else:
            me = f"<http://localhost:8080/app/zaal.php?id={number}>"
            place = f"<http://data.stad.example/plaats{number}/x/>"
            when, where = f"2026-10-19T20:00:00.{number}", f"POINT (104600.{number} 193700)"
        name = f'"Zaal {number}"@nl' if well else f'"Zaal {number}"'
        yield from (
            f"{me} <{_TYPE}> <https://data.stad.example/ns/zaal#Zaal> .\n",
            f"{me} <http://purl.org/dc/terms/title> {name} .\n",
            f'{me} <http://purl.org/dc/terms/identifier> "Z-{number}" .\n',
            f'{me} <http://purl.org/dc/terms/modified> "{when}"^^<{_XSD}dateTime> .\n',
            f"{me} <http://www.w3.org/ns/locn#location> {place} .\n",
            f"{place} <{_TYPE}> <http://purl.org/dc/terms/Location> .\n",
            f'{place} <http://www.opengis.net/ont/geosparql#asWKT> "{where}"^^<{_GEO}> .\n',
            f'{me} <http://schema.org/maximumAttendeeCapacity> "{number % 500}"^^<{_XSD}integer> .\n',
            f'{me} <http://schema.org/openingHours> "vanaf {number % 24}u" .\n',
            f'{me} <http://schema.org/priceRange> "{number % 90}.5"^^<{_XSD}decimal> .\n',
        )


def timed(table: Table, data: bytes, name: str) -> float:
    """Return the processor seconds of one examiner on a fresh piece of evidence."""
    graph = Graph(table=table, data=data, media="application/n-triples")
    vars(graph)["locator"] = Nowhere()
    evidence = [Evidence(kind="data", source="a.nt", content=graph)]
    start = time.process_time()
    examiners()[name](evidence, {})
    return time.process_time() - start


def row(kind: str, triples: int, rounds: int) -> str:
    """One row of the table: seconds of reading, then per examiner the median and its share of reading."""
    data = "".join(lines(triples // _PER_ENTITY, well=kind == "well")).encode()
    reading: list[float] = []
    costs: dict[str, list[float]] = {name: [] for name in _EXAMINERS}
    for _ in range(rounds):
        start = time.process_time()
        table = read(data, "application/n-triples")
        reading.append(time.process_time() - start)
        for name in _EXAMINERS:
            costs[name].append(timed(table, data, name))
    base = median(reading)
    cells = [f"{median(cost):.2f} ({median(cost) / base:.2f})" for cost in costs.values()]
    return f"| {kind} | {len(table):,} | {len(table.tokens):,} | {base:.2f} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--triples", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    asked = options.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}; processor seconds (share of reading)\n")
    print("| data | triples | terms | reading | " + " | ".join(_EXAMINERS) + " |")
    print("|---" * (4 + len(_EXAMINERS)) + "|")
    for kind in ("well", "bad"):
        print(row(kind, asked.triples, asked.rounds), flush=True)


if __name__ == "__main__":
    main()
