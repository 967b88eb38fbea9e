"""One reader of RDFa on pages, one after the other, in a process of its own: how many triples of each.

python bench/rdfa_worker.py interop-check|pyrdfa3 distinct|all PAGE ADDRESS [PAGE ADDRESS …]
"""

import io
import sys
from pathlib import Path


def interop_check(data: bytes, address: str, which: str) -> int:
    """This project: decoded, parsed and processed, to terms as the other two have them."""
    from interop_check.rdf.html.encoding import decoded  # noqa: PLC0415 - imported only where it runs
    from interop_check.rdf.html.tree import Tree  # noqa: PLC0415
    from interop_check.rdf.rdfa import extract  # noqa: PLC0415

    triples = extract(Tree(decoded(data).text), address).triples
    return len(set(triples) if which == "distinct" else triples)


def pyrdfa3(data: bytes, address: str, which: str) -> int:  # noqa: ARG001 - a graph has no triple twice
    """The W3C's distiller on html5lib and rdflib, lexical forms kept."""
    import rdflib  # noqa: PLC0415
    from pyRdfa import pyRdfa  # noqa: PLC0415
    from pyRdfa.options import Options  # noqa: PLC0415

    rdflib.NORMALIZE_LITERALS = False
    processor = pyRdfa(options=Options(), base=address, media_type="text/html")
    return len(processor.graph_from_source(io.StringIO(data.decode(errors="replace"))))


ENGINES = {"interop-check": interop_check, "pyrdfa3": pyrdfa3}


def main() -> None:
    """Prints a number of distinct triples for each page."""
    engine, which, *words = sys.argv[1:]
    for page, address in zip(words[::2], words[1::2], strict=True):
        print(ENGINES[engine](Path(page).read_bytes(), address, which))


if __name__ == "__main__":
    main()
