"""A page's RDFa from its tree: processed, with what patterns say put where it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from interop_check.rdf.html.tree import Tree
from interop_check.rdf.rdfa.names import Names
from interop_check.rdf.rdfa.patterns import copied
from interop_check.rdf.rdfa.processor import Processor, Triple
from interop_check.rdf.rdfa.references import legal, resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The triples of a page as tokens, in the order of the page; `places` are byte offsets of start tags.

    `base` is what relative references stand on. `mended` counts the IRIs among them that had to be
    percent-encoded, `dropped` the references that make no IRI even so: what is said with them is left out.
    """

    triples: Sequence[Triple]
    places: Sequence[int]
    base: str
    mended: int
    dropped: int


def extract(tree: Tree, address: str) -> Extraction:
    """Return what a page at an address states, whose <base href> may replace that. DepthProblem."""
    names = Names(address, base_of(tree, address))
    processor = Processor(tree, names)
    processor.run()
    triples, places = copied(processor.triples, processor.places)
    return Extraction(
        triples=triples,
        places=places,
        base=names.base,
        mended=len(names.mended & {token for triple in triples for token in triple}) if names.mended else 0,
        dropped=len(names.dropped),
    )


def base_of(tree: Tree, address: str) -> str:
    """Return what relative references in a page stand on: no fragment, and an IRI in any case."""
    base = resolve(address, tree.base().strip())
    return legal(base.partition("#")[0]) or address
