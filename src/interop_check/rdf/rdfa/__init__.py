"""RDFa 1.1 in HTML: what a machine reads in a page, and where in the page each statement stands."""

from interop_check.rdf.rdfa.extraction import Extraction, extract

__all__ = ["Extraction", "extract"]
