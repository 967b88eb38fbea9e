"""DCAT records as examiners read them: what a catalogue describes, the values that it gives, and where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from interop_check.examiners.tallying import Tallying
from interop_check.model import Evidence, Finding, Place, Tally
from interop_check.rdf.open_data import is_open
from interop_check.rdf.parse import DEFAULT_BASE
from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import DCAT, DCT, RDF_TYPE

if TYPE_CHECKING:
    from interop_check.rdf.table import Table

CATALOG, DATASET, SERVICE, DISTRIBUTION = (
    DCAT + name for name in ("Catalog", "Dataset", "DataService", "Distribution")
)
CLASSES = (CATALOG, DATASET, SERVICE, DISTRIBUTION)

TITLE = DCT + "title"


@dataclass(frozen=True, slots=True)
class Record:
    """One dataset, service, distribution or catalogue; `kind` is the IRI of its class."""

    catalogue: "Catalogue"
    node: Term
    kind: str

    def values(self, *properties: str) -> list[Term]:
        """Return the distinct values of any of these properties (IRIs)."""
        found = (value for one in properties for value in self.catalogue.table.objects(self.node, one))
        return list(dict.fromkeys(found))

    @property
    def is_open(self) -> bool | None:
        """Whether it is open data: marked so or public; None where it says nothing of who may use it."""
        return is_open(self.catalogue.table, self.node)

    @property
    def name(self) -> str:
        """Return its title, else how it is written."""
        titles = [value.value for value in self.values(TITLE) if isinstance(value, ox.Literal)]
        return titles[0] if titles else _shown(self.node)


class Catalogue:
    """One catalogue that was read, and the tallying that its findings go to."""

    def __init__(self, evidence: Evidence, tallying: Tallying) -> None:
        self.evidence = evidence
        self.table: Table = evidence.content.table
        self.tallying = tallying

    def of(self, kind: str) -> list[Record]:
        """Return the records of a class (IRI), in the order of the source."""
        nodes = self.table.subjects(RDF_TYPE, ox.NamedNode(kind))
        return [Record(self, node, kind) for node in nodes]

    @cached_property
    def records(self) -> list[Record]:
        """All that it describes: catalogues, datasets, services and distributions."""
        return [record for kind in CLASSES for record in self.of(kind)]

    @cached_property
    def datasets(self) -> list[Record]:
        """The datasets."""
        return self.of(DATASET)

    def distributions(self, dataset: Record) -> list[Record]:
        """Return what a dataset links to as its distributions, described or not."""
        return [Record(self, value, DISTRIBUTION) for value in dataset.values(DCAT + "distribution")]

    @cached_property
    def dataset_of(self) -> Mapping[Term, Record]:
        """The dataset of each distribution."""
        return {
            distribution.node: dataset
            for dataset in self.datasets
            for distribution in self.distributions(dataset)
        }

    def describes(self, node: Term) -> bool:
        """Whether anything is said of a node."""
        number = self.table.id_of(node)
        return number is not None and bool(self.table.described[number])

    def well(self, rule: str) -> None:
        """Count one thing that a rule has nothing against."""
        self.tallying.add(rule, Tally(1, 0))

    def unknown(self, rule: str) -> None:
        """Count one thing that could not be looked at."""
        self.tallying.add(rule, Tally(not_checked=1))

    def wrong(
        self,
        rule: str,
        code: str,
        record: Record,
        path: str | None = None,
        value: Term | None = None,
        **args: str,
    ) -> None:
        """Count one thing that a rule has something against, and keep the finding while there is room."""
        self.tallying.add(rule, Tally(1, 1))
        if self.tallying.has_room(rule):
            at = self.place(record.node, path, value)
            self.tallying.findings.append(Finding(rule=rule, code=code, at=at, args=args))

    def place(self, node: Term, path: str | None = None, value: Term | None = None) -> Place:
        """Return where a node, one of its properties or a value of it stands."""
        line, column = self.evidence.content.locator.locate(node, path, value) or (None, None)
        return Place(
            source=self.evidence.source,
            line=line,
            column=column,
            focus=_shown(node),
            path=f"<{path}>" if path else None,
            value=None if value is None else _shown(value),
        )


def catalogues(evidence: Sequence[Evidence], tallying: Tallying) -> Iterator[Catalogue]:
    """Yield each catalogue that could be read."""
    for one in evidence:
        if one.kind == "catalogue" and one.content:
            yield Catalogue(one, tallying)


def _shown(term: Term) -> str:
    return f"<{iri(term)}>" if isinstance(term, ox.NamedNode) else str(term)


def iri(term: Term) -> str:
    """Return an IRI as it is written in its source, empty for anything else: a relative one is relative."""
    return term.value.removeprefix(DEFAULT_BASE) if isinstance(term, ox.NamedNode) else ""
